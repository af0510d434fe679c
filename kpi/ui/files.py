"""A file that a page makes by itself, offered by a button. That somebody took it along is recorded."""

from collections.abc import Callable

import streamlit as st

from kpi.audit import Action, recorded
from kpi.ui.setting import Setting


def offer(
    here: Setting, key: str, label: str, file_name: str, content: Callable[[], bytes], mime: str = "text/csv"
) -> None:
    """A button for a file whose bytes are made once it is pressed."""

    def made() -> bytes:
        with recorded(
            here.viewer, here.paths, Action.FILE_TABLE, here.page, name=key, moment=here.moment.key
        ):
            return content()

    st.download_button(
        label,
        data=made,
        file_name=file_name,
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=key,
    )
