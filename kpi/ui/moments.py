"""Which moment is shown: the latest, the world as known on a day, or one release of this system."""

import logging
import subprocess
import sys
from datetime import date

import streamlit as st

from kpi.errors import MomentNotBuilt
from kpi.paths import PROJECT, Paths
from kpi.queries.moments import Moment, is_laid_out, release_for, resolve
from kpi.text import Text
from kpi.ui.address import value_of, widget_key, write
from kpi.ui.setting import Setting

EARLIEST = date(2019, 1, 1)
BUILD_SECONDS = 600
LOG = logging.getLogger(__name__)
NOT_BUILT = "queries_errors.moment_not_built"


def asked_day() -> date | None:
    """The day in the address, if it is one."""
    asked = value_of("as_known_on", is_day, "")
    return date.fromisoformat(asked) if asked else None


def asked_release() -> int | None:
    """The release in the address, if it is a number."""
    asked = value_of("release", str.isdecimal, "")
    return int(asked) if asked else None


def is_day(asked: str) -> bool:
    """Whether the text is a day such as 2023-06-01."""
    try:
        return date.fromisoformat(asked) >= EARLIEST
    except ValueError:
        return False


def shown(paths: Paths, text: Text) -> Moment:
    """The moment the address asks for; marts of a day that are not there yet are built while the user waits.

    A day wins over a release. Raises KpiError in words of its own if there is nothing to show.
    """
    day, number = asked_day(), asked_release()
    try:
        return resolve(paths, as_known_on=day, release=None if day else number)
    except MomentNotBuilt as not_built:
        if not_built.code != NOT_BUILT or day is None:
            raise
        with st.spinner(text("app.moment.building"), show_time=True):
            build(day)
        return resolve(paths, as_known_on=day)


def build(day: date) -> None:
    """Make the marts of a day by the command line's own command, in a process of its own."""
    command = [sys.executable, "-m", "pipelines", "moment", day.isoformat()]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=BUILD_SECONDS, check=False)
    if done.returncode != 0:
        # The page says that the moment is not there; why is for the operator.
        LOG.error("building the moment of %s failed: %s", day, done.stderr.decode("utf-8", "replace")[-2000:])


def selector(text: Text) -> None:
    """The day to look from, in the sidebar."""
    day = asked_day()
    key = widget_key("as_known_on", day)
    st.date_input(
        text("filters.as_known_on"),
        min_value=EARLIEST,
        max_value="today",
        format="YYYY-MM-DD",
        key=key,
        on_change=day_chosen,
        help=text("filters.as_known_on_help"),
    )


def day_chosen() -> None:
    """Carry the chosen day into the address; a day takes the place of a release."""
    day = st.session_state["filter_as_known_on"]
    write("as_known_on", day.isoformat() if day else None, "")
    write("release", None, "")


def release_link(text: Text, newest: int | None) -> None:
    """A form that makes the link to exactly what one release showed; made only once it is opened."""
    form = st.popover(
        text("filters.release_link"),
        icon=":material/link:",
        width="stretch",
        key="release-link",
        on_change="rerun",
    )
    if not form.open:
        return
    with form:
        st.caption(text("filters.release_help"))
        with st.form("release-form", border=False):
            number = st.number_input(
                text("filters.release_number"), min_value=1, max_value=newest or 1, value=newest or 1
            )
            if st.form_submit_button(text("filters.release_show"), width="stretch"):
                write("as_known_on", None, "")
                write("release", str(number), "")
                st.rerun()


def laid_out(here: Setting) -> None:
    """Says what is waited for where nobody with the same rights has looked at this release yet."""
    if not is_laid_out(here.viewer, here.moment):
        with st.spinner(here.text("app.laying_out")):
            release_for(here.viewer, here.moment)
