"""What people write into a brief themselves: free text, which no address carries."""

from dataclasses import dataclass

import streamlit as st

from kpi.briefs.asked import Choices
from kpi.ui.setting import Setting

# Streamlit forgets what stands in a field once another page is opened.
KEPT = "kpi_brief_words"
LONGEST, LONGEST_NAME = 5000, 100


@dataclass(frozen=True)
class Own:
    """The organisation that hands the brief in, and its own paragraphs."""

    organisation: str
    commentary: tuple[str, ...]


def own(here: Setting, kind: str, choices: Choices) -> Own:
    """Draws the fields. Paragraphs belong to what they were written about: another zone begins with none."""
    about = "-".join([kind, *choices.zones, str(choices.year), choices.programme, choices.round])
    organisation = st.text_input(
        here.text("briefing.organisation"), key=_key("organisation"), max_chars=LONGEST_NAME,
        placeholder=here.text("briefing.organisation_hint"),
    )  # fmt: skip
    words = st.text_area(
        here.text("briefing.commentary"), key=_key(f"commentary-{about}"), max_chars=LONGEST, height=140,
        help=here.text("briefing.commentary_help"), placeholder=here.text("briefing.commentary_hint"),
    )  # fmt: skip
    st.session_state.setdefault(KEPT, {}).update({"organisation": organisation, f"commentary-{about}": words})
    lines = tuple(line.strip() for line in words.splitlines() if line.strip())
    return Own(organisation.strip(), lines)


def _key(name: str) -> str:
    """The field's key, with what was written in it before."""
    key = f"brief-{name}"
    st.session_state.setdefault(key, st.session_state.get(KEPT, {}).get(name, ""))
    return key
