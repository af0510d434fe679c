"""What the briefs' process does with an order: every form, all of them in one ZIP, by the rights of who asked."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from kpi.access import Role, Viewer
from kpi.briefs import jobs, orders, pieces
from kpi.briefs.asked import Choices
from kpi.briefs.ordered import EVERY_FORM, Written
from kpi.briefs.pieces import Piece
from kpi.briefs.writing import FORMS
from kpi.errors import AccessRefused, KpiError
from kpi.paths import Paths
from kpi.submissions import Progress
from tests.briefs.built_briefs import ASKED, MADE_ON, brief_of, desk_of, table_in

STARTS = {"hwpx": b"PK", "pptx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "csv": b"PK"}
HAND = Viewer("김담당", Role.MANAGER, frozenset({"gunsan"}))


@pytest.fixture
def here(built: Paths, tmp_path: Path) -> Iterator[Paths]:
    """The built warehouse under a folder where files may be written."""
    (tmp_path / "warehouse").mkdir()
    for each in built.warehouse.iterdir():
        if each.name != "briefs":
            (tmp_path / "warehouse" / each.name).symlink_to(each)
    yield Paths(catalogue=built.catalogue, raw=built.raw, warehouse=tmp_path / "warehouse")


def ordered(
    here: Paths, kind: str, form: str, *, choices: Choices | None = None, language: str = "ko", **more: Any
) -> tuple[Written, list[Progress]]:
    """The job as the process does it: its arguments have been JSON."""
    told: list[Progress] = []
    arguments = {
        "kind": kind, "form": form, "desk": orders.plain_desk(desk_of(here, language)),
        "choices": orders.plain_choices(choices or ASKED[kind]), **more,
    }  # fmt: skip
    return jobs.brief(here, told.append, **json.loads(json.dumps(arguments))), told


@pytest.mark.parametrize("form", FORMS)
def test_a_job_writes_a_brief_in_each_form_under_the_name_people_know(here: Paths, form: str) -> None:
    made, told = ordered(here, "board", form)
    content = Path(made.path).read_bytes()
    assert content.startswith(STARTS[form])
    assert made.bytes == len(content)
    ending = "zip" if form == "csv" else form
    assert made.name.startswith("전북_군산_2023년_현황판_릴리스") and made.name.endswith(f".{ending}")
    assert [each.step for each in told] == ["compose", "paint", form]
    assert made.faults == ()


def test_all_forms_come_as_one_zip_with_a_step_for_each(here: Paths) -> None:
    made, told = ordered(here, "board", EVERY_FORM, language="en")
    names = ZipFile(made.path).namelist()
    assert [name.rsplit(".")[-1] for name in names[:4]] == ["hwpx", "pptx", "xlsx", "pdf"]
    assert names[4:] and all(name.startswith("csv/") and name.endswith(".csv") for name in names[4:])
    assert [each.step for each in told] == ["compose", "paint", *FORMS]
    assert all(one.done < other.done for one, other in zip(told, told[1:], strict=False))


def test_choices_and_desk_survive_the_pipe(built: Paths) -> None:
    choices = replace(ASKED["comparison"], zones=("gunsan", "pohang"), commentary=("가 & <나>",))
    assert orders.choices_of(json.loads(json.dumps(orders.plain_choices(choices)))) == choices
    desk = desk_of(built, "en", HAND)
    back = orders.desk_of(built, json.loads(json.dumps(orders.plain_desk(desk))))
    assert (back.viewer, back.moment, back.language) == (desk.viewer, desk.moment, desk.language)


def test_the_document_is_made_by_the_rights_of_who_asked(
    here: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(kind: str, desk: Any, choices: Choices, plain: Any) -> None:
        desk.viewer.require_firms("pohang")

    monkeypatch.setattr(orders, "brief", refused)
    with pytest.raises(AccessRefused) as refusal:
        ordered(here, "board", "csv", desk=orders.plain_desk(desk_of(here, "ko", HAND)))
    assert refusal.value.faults[0].value == "pohang"
    assert list(refusal.value.faults[0].allowed) == ["gunsan"]


def test_a_document_of_a_past_day_holds_what_was_known_then(here: Paths) -> None:
    desk = orders.plain_desk(desk_of(here))
    assert desk["moment"]["kind"] == "latest" and desk["moment"]["number"]
    desk["moment"] = {"kind": "as_known_on", "day": "2019-01-01", "number": None}
    with pytest.raises(KpiError) as refusal:
        ordered(here, "board", "csv", desk=desk)
    assert refusal.value.code == "queries_errors.nothing_known"


def test_gathered_pieces_come_in_their_order_after_ones_own_words(here: Paths) -> None:
    brief = brief_of(here, "board", "ko")
    first = Piece(table_in(brief, "kpi"), "현황", "/overview?zone=gunsan", MADE_ON, 1, "먼저 볼 것")
    second = Piece(replace(first.block, title="둘째 표"), "비교", "/compare", MADE_ON, 1)
    plain = [pieces.as_json(each) for each in (second, first)]
    choices = Choices(year=2023, zones=("gunsan",), commentary=("총평",), made_on=MADE_ON)
    composed = orders.brief("gathered", desk_of(here), choices, plain)
    assert [section.title for section in composed.sections] == ["담당자 의견", "둘째 표", first.title]
    made, _ = ordered(here, "gathered", "csv", choices=choices, plain=plain)
    names = ZipFile(made.path).namelist()
    assert ["둘째 표" in names[0], first.title in names[1]] == [True, True]
    assert "모은자료" in made.name


def test_cp949_says_which_letters_it_replaced_and_utf_8_replaces_none(here: Paths) -> None:
    choices = replace(ASKED["board"], zones=("gunsan",))
    made, _ = ordered(here, "board", "csv", choices=choices, encoding="cp949")
    assert any("U+2013" in each for each in made.replaced)
    with ZipFile(BytesIO(Path(made.path).read_bytes())) as parts:
        assert "지표" in parts.read(parts.namelist()[0]).decode("cp949")
    assert ordered(here, "board", "csv")[0].replaced == ()


def test_a_format_that_nobody_writes_is_refused_before_anything_is_composed(here: Paths) -> None:
    with pytest.raises(KpiError) as refusal:
        ordered(here, "board", "docx")
    assert refusal.value.code == "brief_building_errors.format_unknown"
