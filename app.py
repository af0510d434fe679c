"""The server: an ASGI application that `streamlit run app.py` and `uvicorn app:app` both serve.

The script that Streamlit runs for each page view lies in `kpi/ui/main.py`, away from `pages/`.
"""

import streamlit as st

from kpi.paths import PROJECT
from kpi.ui.banners import unexpected
from kpi.ui.server import MIDDLEWARE, ROUTES, warm

app = st.App(
    PROJECT / "kpi" / "ui" / "main.py",
    lifespan=warm,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=unexpected,
)
