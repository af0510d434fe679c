"""Which dataset a file fits, what its headings mean and how sure that is, and the signature of its shape."""

from pathlib import Path

import pytest

from kpi.catalogue import Catalogue
from kpi.drafts import ColumnFit, Decisions
from kpi.paths import Paths
from pipelines.reading import read
from pipelines.reading.finding import column_fits, dataset_fits, shape_signature
from pipelines.sidecars import load_side_car, side_car_path

FILES = [
    path
    for folder in ("published", "sample")
    for path in sorted((Paths().raw / folder).iterdir())
    if side_car_path(path).is_file()
]
FUNDING = "특구,연도,지방비(억원),국비(억원)\n군산,2024,1,2\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def fits(
    file: Path, content: str, dataset: str, catalogue: Catalogue, **said: object
) -> dict[str, ColumnFit]:
    file.write_text(content, encoding="utf-8")
    decisions = Decisions.model_validate(said)
    found = catalogue.datasets[dataset]
    return {
        each.heading: each
        for each in column_fits(read(file, found, catalogue, decisions), found, catalogue, decisions)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_the_product_finds_its_own_dataset_first(path: Path, catalogue: Catalogue) -> None:
    first, second, *_ = dataset_fits(path, catalogue)
    assert first.dataset == load_side_car(path, catalogue).dataset
    assert (first.missing, first.confidence > second.confidence) == ((), True)


@pytest.mark.parametrize(
    ("content", "dataset"),
    [
        ("특구,연도,기술이전,투자유치액(억원),입주기업수\n군산,2024,65,79.9,229\n", "published_values"),
        ("2024년 강소특구 목표\n특구,연도,기술이전,투자유치액(억원)\n군산,2024,65,79.9\n", "targets"),
        ("특구,지표,단위,2024년 1분기,2분기\n군산,입주기업,개사,1,2\n", "published_values"),
        ("특구,사업자등록번호,2024Q1 매출액,2024Q1 상시근로자\n군산,999-00-00011,1,2\n", "firm_results"),
        (
            "특구,기준일,기업명,사업자번호,입주일자\n군산,2024.12.31,가,999-00-00011,2020-01-01\n",
            "tenant_firms",
        ),
        (
            "특구,분기,관리번호,기업명,사업자번호,투자금액(억원)\n군산,2024Q1,1,가,999-00-00011,3\n",
            "investments",
        ),
        (
            "특구,분기,관리번호,사업자번호,유형,기술료(천원)\n군산,2024Q1,1,999-00-00011,기술이전,3\n",
            "technology_transfers",
        ),
    ],
)
def test_a_metric_table_a_firm_list_and_an_event_list_find_their_dataset(
    file: Path, catalogue: Catalogue, content: str, dataset: str
) -> None:
    file.write_text(content, encoding="utf-8")
    assert dataset_fits(file, catalogue)[0].dataset == dataset


def test_what_fits_nothing_fits_every_dataset_with_zero(file: Path, catalogue: Catalogue) -> None:
    file.write_text("품목,가격\n사과,100\n", encoding="utf-8")
    found = dataset_fits(file, catalogue)
    assert {fit.dataset for fit in found} == set(catalogue.datasets)
    assert {fit.confidence for fit in found} == {0.0}


def test_each_heading_says_its_column_its_unit_and_its_samples(file: Path, catalogue: Catalogue) -> None:
    found = fits(file, FUNDING, "funding", catalogue)
    local = found["지방비"]
    assert (local.column, local.why, local.unit, local.samples) == ("local_krw", "synonym", "억원", ("1",))
    assert local.choices[0] == "local_krw"
    assert 0.9 < local.confidence <= 1


def test_footnotes_and_totals_are_no_samples(file: Path, catalogue: Catalogue) -> None:
    content = "특구,연도,지방비(억원),국비(억원)\n군산,2024,1,2\n합계,,1,2\n※ 잠정치,,,\n"
    assert fits(file, content, "funding", catalogue)["특구"].samples == ("군산",)


def test_cells_that_belie_their_heading_make_it_less_sure(file: Path, catalogue: Catalogue) -> None:
    sure = fits(file, FUNDING, "funding", catalogue)["연도"]
    unsure = fits(file, FUNDING.replace("2024", "미정 가나"), "funding", catalogue)["연도"]
    assert unsure.confidence < 0.6 < sure.confidence


def test_a_heading_that_means_nothing_offers_what_its_cells_could_be(
    file: Path, catalogue: Catalogue
) -> None:
    found = fits(file, "특구,연도,지방비(억원),국비(억원),예비\n군산,2024,1,2,3\n", "funding", catalogue)[
        "예비"
    ]
    assert (found.column, found.confidence, found.why) == ("", 0.0, "none")
    assert {"local_krw", "national_krw"} <= set(found.choices)


def test_what_was_said_and_what_is_remembered_are_told_apart(file: Path, catalogue: Catalogue) -> None:
    file.write_text("가,나,지방비(억원),국비(억원)\n군산,2024,1,2\n", encoding="utf-8")
    decisions = Decisions(columns={"가": "zone", "나": "period"})
    dataset = catalogue.datasets["funding"]
    reading = read(file, dataset, catalogue, decisions)
    found = column_fits(reading, dataset, catalogue, decisions, Decisions(columns={"가": "zone"}))
    assert [(each.why, each.confidence) for each in found[:2]] == [("remembered", 0.97), ("chosen", 1.0)]


def test_persons_and_registration_numbers_are_no_samples(file: Path, catalogue: Catalogue) -> None:
    header = "특구,분기,관리번호,사업자등록번호,대표자,옛 번호,투자금액(원)\n"
    content = header + "군산,2024Q1,1,999-00-00011,김가상,999-00-00022,5\n"
    found = fits(file, content, "investments", catalogue)
    assert [found[heading].samples for heading in ("사업자등록번호", "대표자", "옛 번호")] == [(), (), ()]


def test_nobody_can_have_a_persons_name_stored(file: Path, catalogue: Catalogue) -> None:
    content = "특구,분기,관리번호,사업자등록번호,대표자,투자금액(원)\n군산,2024Q1,1,999-00-00011,김가상,5\n"
    found = fits(file, content, "investments", catalogue, columns={"대표자": "firm_name"})
    assert found["대표자"].column == ""


def test_headings_of_a_wide_table_are_shown_as_the_file_has_them(file: Path, catalogue: Catalogue) -> None:
    found = fits(
        file, "특구,지표,단위,2024Q1,2024Q2\n군산,입주기업,개사,1,2\n", "published_values", catalogue
    )
    assert {heading: fit.column for heading, fit in found.items()} == {
        "특구": "zone", "지표": "metric", "단위": "unit", "2024Q1": "value", "2024Q2": "value",
    }  # fmt: skip
    assert found["2024Q2"].samples == ("2",)


def signature(
    file: Path, content: str, catalogue: Catalogue, dataset: str = "funding", **said: object
) -> str:
    file.write_text(content, encoding="utf-8")
    return shape_signature(read(file, catalogue.datasets[dataset], catalogue, Decisions.model_validate(said)))


def test_files_of_one_shape_share_a_signature_whatever_they_hold(file: Path, catalogue: Catalogue) -> None:
    first = signature(file, "2023년 현황\n" + FUNDING, catalogue)
    assert first == signature(file, "2024년 현황\n\n" + FUNDING.replace("군산,2024", "구미,2025"), catalogue)
    assert first == signature(file, FUNDING, catalogue, columns={"지방비": ""})
    assert first != signature(file, FUNDING.replace("지방비", "자체재원").replace("연도", "시점"), catalogue)


def test_one_quarter_more_is_the_same_shape(file: Path, catalogue: Catalogue) -> None:
    two = signature(file, "특구,지표,단위,2023Q1,2023Q2\n군산,창업,개사,1,2\n", catalogue, "published_values")
    three = signature(
        file, "특구,지표,단위,2024Q1,2024Q2,2024Q3\n군산,창업,개사,1,2,3\n", catalogue, "published_values"
    )
    assert two == three
