"""Files from the menus of a page, for each scope of firms: neither words nor data tell what is withheld."""

import re

import pytest

from kpi.briefs import gathered, writing
from kpi.briefs.parts import Chart, Table
from kpi.briefs.pieces import Piece
from kpi.paths import Paths
from kpi.queries.moments import resolve
from kpi.ui.exporting import asked
from kpi.ui.exporting.shown import SLOT, Shown
from kpi.ui.navigation import ENTRIES
from tests.access.people import PEOPLE
from tests.access.reading import numbers_in, words_in
from tests.access.sample_calls import YEAR, ZONE, World
from tests.access.test_documents_by_role import SCOPES, hidden_amounts, hidden_numbers
from tests.briefs.built_briefs import MADE_ON
from tests.pages.conftest import Visit


def blocks_of(seen: Shown) -> list[Chart | Table]:
    """Every chart and table behind a menu of a page."""
    titles = dict.fromkeys(drawing.title for _, drawing in seen.drawings)
    charts = [asked.block(seen, {"kind": "chart", "words": title, "place": 0}) for title in titles]
    return [each for each in charts if each is not None]


@pytest.mark.parametrize("role", SCOPES)
@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_files_from_the_menus_of_a_page_hold_nothing_that_is_withheld(
    visit: Visit, built: Paths, name: str, role: str
) -> None:
    world = World(built, resolve(built), "", "")
    app = visit(name, viewer=PEOPLE[role], zone=ZONE, year=str(YEAR))
    seen: Shown = app.session_state[SLOT] if SLOT in app.session_state else Shown()
    gone, hidden = hidden_amounts(world, role), hidden_numbers(world, role)
    page = re.sub(r"\s", "", " ".join(seen.bodies))
    assert [each for each in gone if each in page] == []
    for block in blocks_of(seen):
        brief = gathered.brief([Piece(block, page=name, link=f"/{name}", as_of=MADE_ON, release=1)], "ko")
        for form in ("csv", "xlsx", "pptx"):
            content = writing.write(brief, form, {})
            said = words_in(content, form)
            assert [each for each in gone if each in said] == [], block
            assert numbers_in(content, form) & hidden == set(), block
