"""What the sides of a programme have in common: charts above the table that they are drawn from."""

from collections.abc import Callable

import pandas as pd

from kpi.charts.drawing import Drawing
from kpi.ui.cached import kept
from kpi.ui.figure import show, show_grid
from kpi.ui.markup import put, quiet
from kpi.ui.programmes.choosing import Chosen

Frame = pd.DataFrame
Charts = Callable[[Chosen, Frame], list[Drawing]]


def told(page: Chosen, key: str, frame: Frame, charts: Charts, table: Callable[[Chosen, Frame], str]) -> None:
    """The charts and the table of what is recorded of the cohort, or that nothing is."""
    if frame.empty:
        put(quiet(page.here.text("programme.nothing_of_cohort")))
        return
    drawings = kept(f"{key}-charts", page.asked, lambda: charts(page, frame))
    if len(drawings) == 1:
        show(drawings[0], key=key)
    elif drawings:
        show_grid(drawings, key=key)
    put(kept(key, page.asked, lambda: table(page, frame)))
