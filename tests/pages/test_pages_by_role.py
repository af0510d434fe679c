"""Every page for every role in both languages, beside the table of what is allowed."""

import pytest
from streamlit.testing.v1 import AppTest

from kpi.text import LANGUAGES, Text
from kpi.ui.navigation import ENTRIES
from tests.access.allowed import PAGE_RULES, PAGES, cells
from tests.access.people import PEOPLE
from tests.pages.conftest import Visit

CELLS = cells(PAGES)
UNPUBLISHED = ("result", "whatif", "scenarios", "doubt", "points")


def test_the_table_has_every_page() -> None:
    assert [name for name, role, _ in CELLS if role == "viewer"] == [entry.name for entry in ENTRIES]
    assert {word[3:] for _, _, word in CELLS if word.startswith("no:")} == set(PAGE_RULES)


def offered(app: AppTest) -> set[str]:
    """The labels of everything that is chosen by a click on one of several."""
    return {option.content for group in app.get("button_group") for option in group.proto.options}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "role", "word"), CELLS)
def test_a_page_shows_what_is_allowed_or_says_which_rule_refuses_and_whom_to_ask(
    visit: Visit, page: str, role: str, word: str, language: str
) -> None:
    app, text = visit(page, viewer=PEOPLE[role], lang=language), Text(language)
    assert not app.exception, [each.value for each in app.exception]
    said = "\n".join(each.value for each in app.error)
    if word.startswith("no:"):
        assert text(f"{PAGE_RULES[word.removeprefix('no:')]}.remedy") in said
    else:
        assert not said
    if page == "evaluation":
        parts = {part for part in UNPUBLISHED if text(f"evaluation.parts.{part}") in offered(app)}
        assert parts == (set(UNPUBLISHED) if word == "shown" else set())
    if page == "submit":
        instead = "approves" if role == "approver" else "reads"
        told = text(f"submit.upload.closed.{instead}") in [each.value for each in app.info]
        assert (bool(app.file_uploader), told) == ((False, True) if word == "closed" else (True, False))
