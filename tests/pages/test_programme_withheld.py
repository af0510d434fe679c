"""A programme's page and brief for who may not see its firms: what is withheld is said so, and is never a number."""

import re
from html import unescape

import pytest

from kpi.briefs.asked import Choices
from kpi.briefs.builders import build
from kpi.paths import Paths
from kpi.queries import programmes
from kpi.queries.moments import resolve
from kpi.text import LANGUAGES, Text
from tests.access.people import PEOPLE
from tests.briefs.built_briefs import MADE_ON, desk_of, words_of
from tests.pages.conftest import Visit, charts, words

# Programme, and what is looked at.
SIDES = (
    ("regional_ai", "calls"),
    ("special_zone", "support"),
    ("regional_ai", "support"),
    ("incheon_campus", "resources"),
    ("gyeonggi_agreement", "resources"),
    ("special_zone", "outcomes"),
    ("regional_ai", "beside"),
    ("incheon_campus", "summary"),
)
SUMS = ("programme.calls.granted", "programme.funds.invested", "programme.funds.remaining")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("programme", "aspect"), SIDES)
def test_each_side_says_what_is_withheld_why_and_whom_to_ask(
    visit: Visit, programme: str, aspect: str, language: str
) -> None:
    text = Text(language)
    for role, is_withheld in (("viewer", True), ("administrator", False)):
        app = visit("programme", viewer=PEOPLE[role], programme=programme, aspect=aspect, lang=language)
        assert not app.exception and not app.error
        shown = unescape(words(app))
        assert (text("programme.withheld") in shown) == is_withheld, role
        assert (text("app.status.withheld") in shown) == is_withheld, role
        for name in SUMS:
            said = f"<dt>{text(name)}</dt><dd>"
            assert said not in shown or (f"{said}{text('app.status.withheld')}<" in shown) == is_withheld, (
                name
            )
        assert not re.search(r"\bnan\b", shown)


def test_what_is_left_of_a_fund_is_not_drawn_where_what_was_invested_is_withheld(visit: Visit) -> None:
    asked = {"programme": "incheon_campus", "aspect": "resources"}
    outside, whole = (
        charts(visit("programme", viewer=PEOPLE[role], **asked)) for role in ("viewer", "administrator")
    )
    assert len(outside) == len(whole) - 1


@pytest.mark.parametrize("programme", ["incheon_campus", "gyeonggi_agreement", "special_zone"])
def test_no_older_year_stands_in_for_the_newest_where_that_is_withheld(built: Paths, programme: str) -> None:
    moment, key = resolve(built), ["metric", "basis"]
    whole, outside = (
        programmes.values(PEOPLE[role], moment, programme).set_index(key)
        for role in ("administrator", "viewer")
    )
    assert outside["period"].to_dict() == whole["period"].to_dict()
    assert outside["value_withheld"].equals(outside["value"].isna()) and not whole["value_withheld"].any()
    assert outside["value_withheld"].any() == (programme != "special_zone")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", ["regional_ai", "incheon_campus", "special_zone"])
def test_a_brief_says_what_is_withheld_and_why(built: Paths, programme: str, language: str) -> None:
    text, choices = Text(language), Choices(programme=programme, made_on=MADE_ON)
    for role, is_withheld in (("viewer", True), ("administrator", False)):
        brief = build("programme", desk_of(built, language, PEOPLE[role]), choices)
        said = "\n".join(words_of(brief))
        assert (text("programme.withheld") in said) == is_withheld, role
        assert not re.search(r"\bnan\b", said)
