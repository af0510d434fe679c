"""A zone, a dataset and metrics are added by the catalogue alone: no code knows of patents or of Sejong."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from commanding import command, refused
from small_world import SmallWorld, read_yaml, write_yaml

from kpi.access import LOCAL_VIEWER
from kpi.paths import PROJECT
from kpi.queries.cards import cards
from kpi.queries.moments import Moment, catalogue_of, resolve
from kpi.queries.origins import where_from
from kpi.queries.quality import check_summary, coverage
from kpi.queries.values import breakdown, ranking, values

ZONE = {
    "id": "sejong",
    "name": {"ko": "세종", "en": "Sejong"},
    "wave": 5,
    "specialisation": {"ko": "자율주행", "en": "Autonomous driving"},
    "institutions": [{"ko": "가상대학교", "en": "Imagined University"}],
    "designated_on": "2023-01-02",
    "aliases": ["세종시", "강소(세종)"],
}
KINDS = [
    {"id": "domestic", "name": {"ko": "국내", "en": "Domestic"}, "synonyms": ["국내"]},
    {"id": "foreign", "name": {"ko": "국외", "en": "Foreign"}, "synonyms": ["국외", "해외"]},
]


def column(column_id: str, name: str, kind: str, **own: Any) -> dict[str, Any]:
    return {"id": column_id, "name": {"ko": name, "en": column_id}, "type": kind, "required": True, **own}


DATASET = {
    "id": "patents",
    "name": {"ko": "특허 등록", "en": "Patents granted"},
    "meaning": {"ko": "등록된 특허", "en": "Patents that were granted"},
    "grain": {"ko": "특허 1건당 1행", "en": "one row per patent"},
    "population": "programme",
    "key": ["zone", "number"],
    "slice": {"scope": "zone", "period": "quarter"},
    "series": ["submitted"],
    "columns": [
        column("zone", "특구", "zone", synonyms=["소재지"]),
        column("period", "분기", "quarter", synonyms=["등록분기"]),
        column("number", "등록번호", "text"),
        column("kind", "구분", "category", categories=KINDS),
        column("claims", "청구항수", "integer", unit="case", minimum=1, maximum=300),
    ],
}


def metric(metric_id: str, name: str, **own: Any) -> dict[str, Any]:
    words = {"ko": name, "en": metric_id.replace("_", " ")}
    said = dict.fromkeys(("name", "short", "meaning", "formula"), words)
    return {
        "id": metric_id,
        **said,
        "population": "programme",
        "area": "commercialisation",
        "type": "flow",
        **own,
    }


METRICS = [
    metric(
        "patents", "특허 등록", unit="case", headline=99, breakdowns=["kind"],
        counted={"dataset": "patents", "aggregate": "count"},
    ),
    metric(
        "claims", "청구항", unit="case",
        counted={"dataset": "patents", "aggregate": "sum", "column": "claims"},
    ),
    metric(
        "claims_per_patent", "건당 청구항", unit="case", type="ratio", decimals=1,
        ratio={"numerator": "claims", "denominator": "patents"},
    ),
]  # fmt: skip
HEADER = "소재지,등록분기,등록번호,구분,청구항수"
ROWS = [
    "강소(세종),2024년 1분기,10-1,국내,12",
    "세종시,2024.3/4분기,10-2,해외,8",
    "세종,2023Q2,10-3,국내,10",
    "군산,2024Q4,10-4,국내,9",
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """The project's own catalogue with a zone, a dataset and three metrics more, and one new file."""
    folder: Path = tmp_path_factory.mktemp("catalogue_only")
    world, catalogue = SmallWorld(folder), folder / "catalogue"
    shutil.copytree(PROJECT / "catalogue", catalogue, ignore=shutil.ignore_patterns("text", "geography"))
    zones, metrics = read_yaml(catalogue / "zones.yml"), read_yaml(catalogue / "metrics.yml")
    write_yaml(catalogue / "zones.yml", {**zones, "zones": [*zones["zones"], ZONE]})
    write_yaml(catalogue / "metrics.yml", {"metrics": [*metrics["metrics"], *METRICS]})
    write_yaml(catalogue / "datasets" / "patents.yml", DATASET)
    world.add("특허.csv", "\n".join(["특허 등록 현황", HEADER, *ROWS]).encode("cp949"), dataset="patents")
    said = command(world, "build", lang="en")
    assert (said.code, said.err) == (0, "")
    return world


@pytest.fixture
def moment(world: SmallWorld) -> Moment:
    return resolve(world.paths)


def value(moment: Moment, metric_id: str, zone: str, period: str, basis: str = "in_period") -> float:
    asked = {"metrics": [metric_id], "zones": [zone], "periods": [period], "bases": [basis]}
    (found,) = values(LOCAL_VIEWER, moment, **asked)["value"]
    return found


def test_new_metrics_have_values_for_the_new_zone_and_for_the_old_ones(moment: Moment) -> None:
    assert value(moment, "patents", "sejong", "2024") == 2
    assert value(moment, "patents", "sejong", "2024", "cumulative") == 3
    assert value(moment, "patents", "gunsan", "2024Q4") == 1
    assert value(moment, "patents", "national", "2024") == 3
    assert value(moment, "claims_per_patent", "sejong", "2024") == 10
    assert value(moment, "claims_per_patent", "national", "2024") == pytest.approx(29 / 3)


def test_the_new_zone_is_ranked_among_the_others(moment: Moment) -> None:
    ranked = ranking(LOCAL_VIEWER, moment, "patents", "2024", "in_period")
    assert list(ranked["zone"].head(2)) == ["sejong", "gunsan"]
    assert len(ranked) == len(catalogue_of(moment).zones) == 15


def test_the_new_breakdown_and_the_new_card_are_there(moment: Moment) -> None:
    kinds = breakdown(LOCAL_VIEWER, moment, "patents", "sejong", "2024", "kind").set_index("category")[
        "value"
    ]
    assert kinds.to_dict() == {"domestic": 1, "foreign": 1}
    (card,) = (card for card in cards(LOCAL_VIEWER, moment, "sejong", 2024) if card.metric == "patents")
    assert card.value == 2


def test_coverage_knows_where_there_are_patents(moment: Moment) -> None:
    covered = coverage(LOCAL_VIEWER, moment, metric="patents")
    counted = covered[covered["records"] & (covered["row_count"] > 0)]
    assert {("sejong", "2024Q1"), ("sejong", "2023Q2"), ("gunsan", "2024Q4")} <= set(
        zip(counted["zone"], counted["period"], strict=True)
    )


def test_checks_were_made_from_the_new_columns_and_found_nothing(moment: Moment) -> None:
    summary = check_summary(LOCAL_VIEWER, moment)
    made = summary[(summary["dataset"] == "patents") & (summary["submission"] != "")]
    assert {"known_zone", "known_value", "period_label", "within_range", "key_unique"} <= set(
        made["check_code"]
    )
    assert {"zone", "period", "kind", "claims"} <= set(made["column_name"])
    assert set(made["outcome"]) == {"passed"}


def test_a_new_number_leads_to_its_file_and_row(moment: Moment) -> None:
    (records,) = where_from(LOCAL_VIEWER, moment, "patents", "sejong", "2024", "in_period").records
    assert list(records.rows["file_name"].unique()) == ["특허.csv"]
    assert sorted(records.rows["source_row"]) == [3, 4]


def test_a_generated_check_keeps_a_bad_file_of_the_new_kind_out(world: SmallWorld) -> None:
    bad = world.add("나쁜.csv", f"{HEADER}\n세종,2024Q2,10-9,국내,900\n", "2025-02-01", dataset="patents")
    said = refused(world, "build")
    world.remove(bad)
    assert "나쁜.csv, 2행, 청구항수 열" in said["ko"] and "900" in said["ko"] and "300" in said["ko"]
    assert "나쁜.csv, row 2, column 청구항수" in said["en"]
