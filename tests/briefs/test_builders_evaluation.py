"""The evaluation report: its numbers hang together, are those of the page, and stay as they were frozen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.briefs.asked import Choices
from kpi.briefs.builders import build
from kpi.briefs.parts import Chart, Table
from kpi.errors import KpiError
from kpi.ledger import Round
from kpi.paths import Paths
from kpi.queries.evaluated import Choices as Scoring
from kpi.queries.evaluated import evaluate
from kpi.queries.rank_doubts import rank_doubts
from kpi.rounds import freeze, reopen
from kpi.ui.evaluation.doubting import doubtful
from tests.briefs.built_briefs import MADE_ON, brief_of, columns_of, desk_of, table_in, words_of
from tests.built import copied


@pytest.fixture
def frozen(built: Paths, tmp_path: Path) -> Iterator[tuple[Paths, Round]]:
    """A copy of the built warehouse in which the year 2023 has been frozen."""
    copied(built.warehouse, tmp_path / "warehouse")
    paths = replace(built, warehouse=tmp_path / "warehouse")
    yield paths, freeze(LOCAL_VIEWER, paths, Scoring(year=2023), 1, note="정기")


def test_weights_add_up_to_a_hundred_and_are_said_to_be_assumed(built: Paths) -> None:
    table = table_in(brief_of(built, "evaluation", "ko"), "tree")
    columns = columns_of(table)
    for level in ("영역", "지표", "실적 항목"):
        worth = [each for each, kind in zip(columns["배점"], columns["구분"], strict=True) if kind == level]
        assert sum(worth) == pytest.approx(100, abs=0.05)
    assert columns["구분"].count("영역") == 3
    assert columns["구분"].count("지표") == 6
    assert any("공식 배점은 공개되지 않음" in note for note in table.notes)


def test_scores_ranks_and_areas_are_those_computed(built: Paths) -> None:
    here = desk_of(built)
    found = evaluate(LOCAL_VIEWER, here.moment, Scoring(year=2023))
    columns = columns_of(table_in(brief_of(built, "evaluation", "ko"), "scores"))
    assert columns["특구"] == [here.zone_name(zone) for zone in found.standing["zone"]]
    assert columns["총점"] == found.standing["score"].round(2).tolist()
    ranks = found.standing["score"].rank(ascending=False, method="min")
    assert columns["순위"] == ranks.tolist()
    own = found.results.set_index(["zone", "element"])["score"]
    for area in here.catalogue.evaluations[2023].elements:
        wanted = [own[zone, area.id] for zone in found.standing["zone"]]
        assert columns[area.name.ko] == pytest.approx(wanted, abs=0.00501)


def test_the_published_grade_stands_beside_the_computed_one(built: Paths) -> None:
    brief = brief_of(built, "evaluation", "ko")
    columns = columns_of(table_in(brief, "scores"))
    published = dict(zip(columns["특구"], columns["공표 등급"], strict=True))
    assert (published["전북 군산"], published["경북 포항"], published["경남 김해"]) == (
        "최우수",
        "우수",
        "비공개",
    )
    assert any("‘비공개’로 적었습니다" in each for each in brief.stamp.withheld)
    assert any("배점·산정 방법·등급 기준이 공개되지 않아" in words for words in words_of(brief))


def test_rank_intervals_are_those_of_the_page_on_doubt(built: Paths) -> None:
    found = evaluate(LOCAL_VIEWER, desk_of(built).moment, Scoring(year=2023))
    mine, page = rank_doubts(found), doubtful(found, "quarter")
    assert mine.factors == page.factors
    for name in ("low", "median", "high", "grade_shares"):
        assert np.array_equal(getattr(mine.ranks, name), getattr(page.ranks, name), equal_nan=True)
    columns = columns_of(table_in(brief_of(built, "evaluation", "ko"), "intervals"))
    places = zip(columns["최고"], columns["순위"], columns["최저"], strict=True)
    assert all(1 <= low <= high <= len(found.standing) for low, _, high in places)
    chances = [columns[f"{grade} 가능성"] for grade in ("최우수", "우수", "보통", "미흡")]
    assert [round(sum(each)) for each in zip(*chances, strict=True)] == [100] * len(found.standing)


def test_boundary_cases_are_those_within_the_boundary_points(built: Paths) -> None:
    here = desk_of(built)
    standing = evaluate(LOCAL_VIEWER, here.moment, Scoring(year=2023)).standing
    near = standing[(standing["to_better"] <= 1) | (standing["above_worse"] <= 1)]
    section = next(each for each in brief_of(built, "evaluation", "ko").sections if each.id == "boundary")
    told = [block.text.partition(":")[0] for block in section.blocks][:-1]
    assert told == [here.zone_name(zone) for zone in near["zone"]]


def test_a_year_of_which_only_grades_are_known_has_grades_and_no_scores(built: Paths) -> None:
    brief = build("evaluation", desk_of(built), Choices(year=2022, made_on=MADE_ON))
    assert all(section.blocks for section in brief.sections)
    shown = [block for block in brief.blocks if isinstance(block, (Table, Chart))]
    assert [block.title for block in shown] == ["2022년 실적 공표 등급"]
    assert any("등급은 순위로 바꾸지 않습니다" in words for words in words_of(brief))


def test_a_frozen_round_is_told_as_it_was_frozen(frozen: tuple[Paths, Round]) -> None:
    paths, kept = frozen
    brief = build("evaluation", desk_of(paths), Choices(round=kept.id, made_on=MADE_ON))
    assert brief.stamp.evaluation_round == brief.subtitle == "2023년 실적 1회차"
    assert brief.stamp.release == kept.release
    assert brief.stamp.link == f"/evaluation?year=2023&part=rounds&round={kept.id}&release=1"
    stored = reopen(LOCAL_VIEWER, paths, kept.id).standing
    columns = columns_of(table_in(brief, "scores"))
    assert columns["총점"] == [round(score, 2) for score in stored["score"]]
    assert columns["순위"] == stored["rank"].tolist()
    assert columns_of(table_in(brief, "intervals"))["순위"] == sorted(stored["rank"].tolist())


def test_a_round_that_is_not_published_is_unknown_to_who_may_not_freeze(frozen: tuple[Paths, Round]) -> None:
    paths, kept = frozen
    stranger = desk_of(paths, viewer=Viewer("stranger", Role.VIEWER))
    with pytest.raises(KpiError) as raised:
        build("evaluation", stranger, Choices(round=kept.id))
    assert raised.value.code == "brief_building_errors.round_unknown"


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (Choices(year=1999), "evaluation_errors.year_unknown"),
        (Choices(round="nobody"), "brief_building_errors.round_unknown"),
        (Choices(year=2023, sections=("weather",)), "brief_building_errors.section_unknown"),
    ],
)
def test_what_does_not_exist_in_evaluations_is_refused_by_name(
    built: Paths, choices: Choices, code: str
) -> None:
    with pytest.raises(KpiError) as raised:
        build("evaluation", desk_of(built), choices)
    assert raised.value.code == code
