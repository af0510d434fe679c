"""The brief that compares zones: values and ranks worked out apart, and nothing mixed that must not be."""

import pandas as pd
import pytest

from kpi.briefs.asked import Choices
from kpi.briefs.builders import build
from kpi.briefs.parts import Chart, Table
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries.moments import release_of
from tests.briefs.built_briefs import MADE_ON, brief_of, columns_of, desk_of, table_in, words_of

FOUR = ("gunsan", "gumi", "pohang", "naju")


def year_of(paths: Paths, year: int) -> pd.DataFrame:
    """Zones (rows) by metric and basis (columns) as the mart has them."""
    frame = release_of(desk_of(paths).moment).frame(
        "SELECT metric, basis, zone, value FROM key_values WHERE period = $year AND zone <> 'national'",
        {"year": str(year)},
    )
    return frame.pivot(index="zone", columns=["metric", "basis"], values="value")


def tables_in(brief, section: str) -> list[Table]:
    blocks = next(each for each in brief.sections if each.id == section).blocks
    return [block for block in blocks if isinstance(block, Table)]


def test_the_tables_hold_what_the_warehouse_holds(built: Paths) -> None:
    here, frame = desk_of(built), year_of(built, 2023)
    by_name = {metric.short.ko: metric for metric in here.catalogue.headline_metrics}
    seen = []
    for table in tables_in(brief_of(built, "comparison", "ko"), "table"):
        columns = columns_of(table)
        zones = [zone.id for zone in here.catalogue.zones.values() if zone.name.ko in columns["특구"]]
        assert columns["특구"] == [here.zone_name(zone) for zone in zones]
        for name, metric in by_name.items():
            if name in columns:
                seen.append(name)
                wanted = frame[metric.id, here.catalogue.bases_of(metric.id)[0]].reindex(zones)
                if here.unit(metric.id).kind != "money":
                    assert columns[name] == pytest.approx(wanted.round(metric.decimals).tolist(), nan_ok=True)
    assert sorted(seen) == sorted(by_name)


def test_bases_and_populations_never_stand_in_one_table(built: Paths) -> None:
    here = desk_of(built)
    by_name = {metric.short.ko: metric for metric in here.catalogue.headline_metrics}
    for table in tables_in(brief_of(built, "comparison", "ko"), "table"):
        metrics = [by_name[column.heading] for column in table.columns[1:]]
        assert len({here.catalogue.bases_of(metric.id)[0] for metric in metrics}) == 1
        assert len({metric.population for metric in metrics}) == 1
        population = here.catalogue.populations[metrics[0].population].name.ko
        assert population in table.title


def test_ranks_are_those_of_the_values_and_equals_share_theirs(built: Paths) -> None:
    here, frame = desk_of(built), year_of(built, 2023)
    asked = Choices(year=2023, zones=FOUR, metrics=("startups",), made_on=MADE_ON)
    brief = build("comparison", here, asked)
    own = frame["startups", "in_period"].loc[list(FOUR)]
    ranks = own.rank(method="min", ascending=False).astype(int)
    columns = columns_of(table_in(brief, "rankings"))
    found = dict(zip(columns["특구"], columns["순위"], strict=True))
    assert found == {here.zone_name(zone): rank for zone, rank in ranks.items()}
    assert columns["순위"] == sorted(columns["순위"])
    assert ranks["gunsan"] == ranks["naju"] == 3
    mean = frame["startups", "in_period"].mean()
    assert set(columns["비교값"]) == {round(mean, 1)}
    for zone, difference, share in zip(columns["특구"], columns["차이"], columns["차이(%)"], strict=True):
        value = own[next(each for each in FOUR if here.zone_name(each) == zone)]
        assert difference == pytest.approx(value - mean, abs=0.0501)
        assert share == pytest.approx((value / mean - 1) * 100, abs=0.0501)


def test_strengths_and_weaknesses_are_told_of_every_zone(built: Paths) -> None:
    brief = build("comparison", desk_of(built), Choices(year=2023, zones=FOUR, made_on=MADE_ON))
    words = list(words_of(brief))
    assert any("전북 군산 강점 3개 지표" in each for each in words)
    assert any("전남 나주 약점 8개 지표" in each for each in words)


def test_a_wave_is_compared_by_its_name(built: Paths) -> None:
    brief = build("comparison", desk_of(built), Choices(year=2023, zones=("wave-3",), made_on=MADE_ON))
    assert brief.title == "2023년 특구 비교: 3차 지정"
    assert columns_of(table_in(brief, "table"))["특구"] == ["인천 서구", "강원 춘천"]


def test_against_targets_the_percent_reached_stands_beside_the_target(built: Paths) -> None:
    asked = Choices(
        year=2023,
        zones=("gunsan", "gumi"),
        metrics=("technology_transfers",),
        against="target",
        made_on=MADE_ON,
    )
    columns = columns_of(table_in(build("comparison", desk_of(built), asked), "rankings"))
    at = columns["특구"].index("전북 군산")
    assert (columns["실적"][at], columns["비교값"][at], columns["차이(%)"][at]) == (65, 17, 382.4)


def test_divided_values_name_what_they_are_divided_by_and_what_could_not_be(built: Paths) -> None:
    here = desk_of(built)
    per = next(iter(here.catalogue.denominators))
    brief = build("comparison", here, Choices(year=2023, zones=FOUR, per=per, made_on=MADE_ON))
    assert any(here.catalogue.denominators[per].name.ko in words for words in words_of(brief))
    assert any("나누지 않은 지표" in words for words in words_of(brief))


def test_sources_are_the_publications_of_the_values_shown(built: Paths) -> None:
    asked = Choices(year=2023, zones=("gunsan", "gumi"), metrics=("technology_transfers",), made_on=MADE_ON)
    titles = [source.title for source in build("comparison", desk_of(built), asked).sources]
    assert titles[0] == "군산 강소특구 2023년 실적 보도"
    assert titles[1].startswith("기술이전 표본(합성) 파일")


def test_a_year_without_values_says_so_in_every_section(built: Paths) -> None:
    here = desk_of(built)
    asked = Choices(year=2019, zones=("chuncheon", "incheon_seogu"), made_on=MADE_ON)
    brief = build("comparison", here, asked)
    assert all(section.blocks for section in brief.sections)
    assert [block for block in brief.blocks if isinstance(block, (Table, Chart))] == []
    assert any("값이 없어 뺀 지표" in words for words in words_of(brief))


def test_everything_that_does_not_exist_is_named_at_once(built: Paths) -> None:
    asked = Choices(year=2023, zones=("gunsann",), metrics=("happiness",), per="moon", against="mars")
    with pytest.raises(KpiError) as raised:
        build("comparison", desk_of(built), asked)
    codes = [fault.code.removeprefix("brief_building_errors.") for fault in raised.value.faults]
    assert codes == ["zone_unknown", "metric_unknown", "per_unknown", "against_unknown"]
