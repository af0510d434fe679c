"""The published figures as filed: every row that public sources gave, each under the day it became known."""

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml

NATION, POHANG, CHEONAN, GUMI, GUNSAN = "전국", "경북 포항", "충남 천안·아산", "경북 구미", "전북 군산"
IN, CUMULATIVE, END = "당해", "누계", "기말"
MAY_15, MAY_16, JUNE_28 = date(2023, 5, 15), date(2023, 5, 16), date(2024, 6, 28)
JULY_31, AUGUST_1, FEBRUARY_5 = date(2025, 7, 31), date(2025, 8, 1), date(2026, 2, 5)

# (zone, metric, period, basis, value, unit, known on): typed in from the sources, not read from the files.
FIGURES = {
    (NATION, "기술이전 및 현물출자", "2022", IN, "411", "건", MAY_15),
    (NATION, "신규 창업", "2022", IN, "182", "개사", MAY_15),
    (NATION, "투자연계 금액", "2022", IN, "1560", "억원", MAY_15),
    (NATION, "투자연계 금액", "2022", IN, "1467", "억원", JUNE_28),
    (NATION, "입주기업", "2022", END, "2515", "개사", JUNE_28),
    (NATION, "기술이전 및 현물출자", "2023", IN, "522", "건", JUNE_28),
    (NATION, "연구소기업 설립", "2023", IN, "97", "개사", JUNE_28),
    (NATION, "신규 창업", "2023", IN, "199", "개사", JUNE_28),
    (NATION, "투자연계 금액", "2023", IN, "1888", "억원", JUNE_28),
    (NATION, "입주기업", "2023", END, "3324", "개사", JUNE_28),
    (NATION, "투자연계 금액", "2023", IN, "1889", "억원", JULY_31),
    (NATION, "기술이전 및 현물출자", "2024", IN, "669", "건", JULY_31),
    (NATION, "연구소기업 설립", "2024", IN, "110", "개사", JULY_31),
    (NATION, "신규 창업", "2024", IN, "221", "개사", JULY_31),
    (NATION, "투자연계 금액", "2024", IN, "2270", "억원", JULY_31),
    (POHANG, "기술이전 및 현물출자", "2022", IN, "73", "건", MAY_15),
    (POHANG, "투자연계 금액", "2022", IN, "477", "억원", MAY_15),
    (CHEONAN, "기술이전 및 현물출자", "2022", IN, "33", "건", MAY_16),
    (CHEONAN, "투자연계 금액", "2022", IN, "35", "억원", MAY_16),
    (GUMI, "연구소기업 설립", "2024", IN, "14", "개사", JULY_31),
    (GUMI, "지방비 투입", "2023", IN, "19", "억원", JUNE_28),
    (GUMI, "국비 투입", "2023", IN, "20", "억원", JUNE_28),
    (GUNSAN, "지방비 투입", "2023", IN, "18.5", "억원", JUNE_28),
    (GUNSAN, "국비 투입", "2023", IN, "20", "억원", JUNE_28),
    (GUNSAN, "연구소기업 설립", "2023", IN, "6", "개사", JUNE_28),
    (GUNSAN, "기술이전 및 현물출자", "2023", IN, "65", "건", JUNE_28),
    (GUNSAN, "신규 창업", "2023", IN, "11", "개사", JUNE_28),
    (GUNSAN, "투자연계 금액", "2023", IN, "79.9", "억원", JUNE_28),
    (GUNSAN, "일자리 창출", "2023", IN, "299", "명", JUNE_28),
    (GUNSAN, "매출 창출", "2023", IN, "125", "억원", JUNE_28),
    (GUNSAN, "입주기업", "2020", END, "114", "개사", AUGUST_1),
    (GUNSAN, "입주기업", "2025Q2", END, "229", "개사", AUGUST_1),
    (GUNSAN, "연구소기업 설립", "2024", CUMULATIVE, "29", "개사", AUGUST_1),
    (GUNSAN, "기술이전 및 현물출자", "2024", CUMULATIVE, "196", "건", AUGUST_1),
    (GUNSAN, "신규 창업", "2024", CUMULATIVE, "53", "개사", AUGUST_1),
    (GUNSAN, "투자연계 금액", "2024", CUMULATIVE, "477", "억원", AUGUST_1),
    (GUNSAN, "일자리 창출", "2024", CUMULATIVE, "1030", "명", AUGUST_1),
    (GUNSAN, "매출 창출", "2024", CUMULATIVE, "404", "억원", AUGUST_1),
    (GUNSAN, "입주기업", "2025", END, "269", "개사", FEBRUARY_5),
    (GUNSAN, "연구소기업 설립", "2025", CUMULATIVE, "38", "개사", FEBRUARY_5),
    (GUNSAN, "기술이전 및 현물출자", "2025", CUMULATIVE, "240", "건", FEBRUARY_5),
    (GUNSAN, "신규 창업", "2025", CUMULATIVE, "65", "개사", FEBRUARY_5),
}


def side_cars(folder: Path, dataset: str) -> list[tuple[dict, list[dict[str, str]]]]:
    found = []
    for path in sorted(folder.glob("*.csv")):
        about = yaml.safe_load(path.with_name(f"{path.name}.yml").read_text("utf-8"))
        if about["dataset"] == dataset:
            found.append((about, list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))))
    return found


def test_exactly_the_figures_of_the_sources_are_filed(published_folder: Path) -> None:
    filed = {
        (
            row["특구"],
            row["지표"],
            row["기간"],
            row["기준"],
            row["값"].replace(",", ""),
            row["단위"],
            about["known_on"],
        )
        for about, rows in side_cars(published_folder, "published_values")
        for row in rows
    }
    assert filed == FIGURES


def test_only_the_two_inferred_targets_are_filed_and_both_say_so(published_folder: Path) -> None:
    targets = [
        (row["특구"], row["지표"], row["연도"], row["목표"], row["상태"])
        for _, rows in side_cars(published_folder, "targets")
        for row in rows
    ]
    assert targets == [
        (GUNSAN, "기술이전 및 현물출자", "2023", "17", "역산"),
        (GUNSAN, "일자리 창출", "2023", "35", "역산"),
    ]
    assert (round(65 / 3.82), round(299 / 8.54)) == (17, 35)


@pytest.mark.parametrize(
    ("year", "top", "excellent", "rest", "released_on"),
    [
        ("2022", {"경북 포항", "경남 김해", "서울 홍릉", CHEONAN}, {"충북 청주"}, "출처 미확인", MAY_15),
        (
            "2023",
            {GUMI, GUNSAN},
            {"인천 서구", "경남 진주", "경남 창원", "경기 안산", POHANG},
            "비공개",
            JUNE_28,
        ),
        ("2024", {GUNSAN, "서울 홍릉", GUMI, "경기 안산"}, set(), "출처 미확인", JULY_31),
    ],
)
def test_every_zone_has_a_grade_or_the_reason_why_none_is_shown(
    published_folder: Path, catalogue, year: str, top: set, excellent: set, rest: str, released_on: date
) -> None:
    [(about, rows)] = [
        (about, rows)
        for about, rows in side_cars(published_folder, "published_grades")
        if rows[0]["평가연도"] == year
    ]
    assert about["known_on"] == released_on
    assert [row["특구"] for row in rows] == [zone.name.ko for zone in catalogue.zones.values()]
    assert {row["특구"] for row in rows if row["등급"] == "최우수"} == top
    assert {row["특구"] for row in rows if row["등급"] == "우수"} == excellent
    assert {row["공개상태"] for row in rows if not row["등급"]} == {rest}
    assert {row["공개상태"] for row in rows if row["등급"]} == {"공표"}


def test_the_story_of_gunsan_runs_from_the_crisis_to_the_evaluations_with_a_source_for_every_step(
    published_folder: Path,
) -> None:
    [(about, rows)] = side_cars(published_folder, "milestones")
    kinds = [row["유형"] for row in rows]
    assert (kinds.count("위기"), kinds.count("지정"), kinds.count("지원"), kinds.count("성과")) == (
        2,
        1,
        6,
        6,
    )
    assert all(row["출처"] and row["내용"] and row["영문 내용"] for row in rows)
    assert {row["완료일"] for row in rows if row["유형"] == "지정"} == {"2020-07-27"}
    assert all((row["완료일"] == "") == (row["일자 정밀도"] == "미상") for row in rows)
    assert not about["synthetic"]


def test_the_words_first_in_the_nation_are_a_quotation_and_never_a_figure(published_folder: Path) -> None:
    [(_, rows)] = side_cars(published_folder, "milestones")
    quoted = [row for row in rows if "1위" in row["내용"]]
    assert [row["유형"] for row in quoted] == ["평가"]
    assert quoted[0]["내용"].startswith("인용")
    figures = [row for _, rows in side_cars(published_folder, "published_values") for row in rows]
    assert not any("위" in row["값"] or "순위" in row["지표"] for row in figures)


def test_every_publication_has_a_title_a_publisher_and_a_licence_and_is_not_synthetic(
    published_folder: Path,
) -> None:
    side_car_paths = sorted(published_folder.glob("*.yml"))
    assert len(side_car_paths) == len(list(published_folder.glob("*.csv"))) == 21
    for path in side_car_paths:
        about = yaml.safe_load(path.read_text("utf-8"))
        assert about["synthetic"] is False and about["licence"]
        assert about.get("url", "").startswith("http") or about["note"]["ko"], (
            "an address, or why there is none"
        )
        assert all(about[key][language] for key in ("title", "publisher") for language in ("ko", "en"))
