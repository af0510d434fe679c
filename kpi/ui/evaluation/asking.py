"""A second question before what cannot be taken back: what exactly it is about, and the two ways out."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from kpi.ui.markup import definitions, put
from kpi.ui.setting import Setting


@dataclass(frozen=True)
class Question:
    """The words of a dialog: `facts` say what it is about, `meaning` what follows. `key` begins its buttons' keys."""

    key: str
    title: str
    facts: tuple[tuple[str, str], ...]
    meaning: str
    confirm: str
    icon: str


def ask_again(here: Setting, question: Question, act: Callable[[], None]) -> None:
    """Opens the dialog; `act` is done before the rerun that its confirmation causes, and only then."""
    shown = st.dialog(question.title, width="medium", icon=question.icon)(_content)
    shown(question, here.text("evaluation.asking.cancel"), act)


def _content(question: Question, cancel: str, act: Callable[[], None]) -> None:
    put(definitions(question.facts))
    st.markdown(question.meaning)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(cancel, key=f"{question.key}-cancel"):
            st.rerun()
        st.button(
            question.confirm, type="primary", icon=question.icon, key=f"{question.key}-confirm",
            on_click=_confirmed, args=(act,),
        )  # fmt: skip


def _confirmed(act: Callable[[], None]) -> None:
    """For on_click: the dialog has done its part, and the page shows what came of it."""
    act()
    st.rerun()
