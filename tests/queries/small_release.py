"""A small release made by hand: Gunsan's published figures, a few records with facts behind them, and one
failed check.
"""

from datetime import date, datetime

import pandas as pd

from kpi.periods import quarters

OK = 100_000_000
PUBLISHED_COLUMNS = [
    "metric", "zone", "period", "basis", "value", "unit", "status", "note", "known_on", "sequence",
    "submission", "source_row", "superseded",
]  # fmt: skip
PARTS_COLUMNS = {
    "metric": "VARCHAR", "zone": "VARCHAR", "programme": "VARCHAR", "period": "VARCHAR",
    "breakdown": "VARCHAR",
    "category": "VARCHAR", "value": "DECIMAL(24, 4)", "weight": "DECIMAL(24, 4)", "contributors": "BIGINT",
    "synthetic": "BOOLEAN",
}  # fmt: skip
SPRING_2023, SUMMER_2024, SUMMER_2025 = date(2023, 5, 15), date(2024, 6, 28), date(2025, 8, 1)
MINISTRY_2022, MINISTRY_2023, GUNSAN, SINCE, SAMPLE = "aa22", "aa23", "bb23", "cc24", "dd00"


def published() -> pd.DataFrame:
    gunsan_2023 = {
        "spin_offs": 6, "technology_transfers": 65, "startups": 11, "investment_linked": 79.9 * OK,
        "programme_jobs": 299, "programme_revenue": 125 * OK,
    }  # fmt: skip
    since = {"spin_offs": 29, "technology_transfers": 196, "startups": 53, "investment_linked": 477 * OK}
    rows = [
        ("investment_linked", "national", "2022", "in_period", 1560 * OK, SPRING_2023, MINISTRY_2022, True),
        ("investment_linked", "national", "2022", "in_period", 1467 * OK, SUMMER_2024, MINISTRY_2023, False),
        ("investment_linked", "national", "2023", "in_period", 1888 * OK, SUMMER_2024, MINISTRY_2023, False),
        *(
            (metric, "gunsan", "2023", "in_period", value, SUMMER_2024, GUNSAN, False)
            for metric, value in gunsan_2023.items()
        ),
        *(
            (metric, "gunsan", "2024", "cumulative", value, SUMMER_2025, SINCE, False)
            for metric, value in since.items()
        ),
    ]
    return pd.DataFrame(
        [
            (
                metric,
                zone,
                period,
                basis,
                value,
                "",
                "observed",
                "",
                known_on,
                number,
                submission,
                number + 2,
                superseded,
            )
            for number, (metric, zone, period, basis, value, known_on, submission, superseded) in enumerate(
                rows
            )
        ],
        columns=PUBLISHED_COLUMNS,
    )


def investments() -> pd.DataFrame:
    """Two deals a zone and quarter, of 10 억원 and 5 억원."""
    rows = [
        (
            zone,
            quarter,
            f"{zone}-{quarter}-{deal}",
            f"hash-{zone}-{deal}",
            f"{zone} firm {deal}",
            amount * OK,
            stage,
        )
        for zone in ("gunsan", "pohang")
        for quarter in quarters("2022Q1", "2025Q2")
        for deal, (amount, stage) in enumerate([(10, "seed"), (5, "series_a")])
    ]
    columns = ["zone", "period", "deal", "firm", "firm_name", "amount_krw", "stage"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(
        submission=SAMPLE,
        slice=frame["zone"] + "|" + frame["period"],
        sheet="투자",
        source_row=range(5, 5 + len(frame)),
        status="observed",
    )


def parts(facts: pd.DataFrame) -> pd.DataFrame:
    """Investment's parts, whole and by stage, and a few more metrics of Gunsan."""
    whole = facts.groupby(["zone", "period"], as_index=False).agg(
        value=("amount_krw", "sum"), contributors=("firm", "nunique")
    )
    staged = facts.groupby(["zone", "period", "stage"], as_index=False).agg(
        value=("amount_krw", "sum"), contributors=("firm", "nunique")
    )
    frames = [
        whole.assign(metric="investment_linked", breakdown="", category="", weight=0),
        staged.rename(columns={"stage": "category"}).assign(
            metric="investment_linked", breakdown="stage", weight=0
        ),
        others(),
    ]
    return pd.concat(frames, ignore_index=True).assign(programme="special_zone", synthetic=True)[
        list(PARTS_COLUMNS)
    ]


def others() -> pd.DataFrame:
    quarterly = {
        "technology_transfers": 10,
        "spin_offs": 2,
        "startups": 3,
        "programme_jobs": 50,
        "programme_revenue": OK,
    }
    rows = [
        (metric, "gunsan", quarter, "", "", value + number, 0, 5)
        for metric, value in quarterly.items()
        for number, quarter in enumerate(quarters("2022Q1", "2025Q2"))
    ]
    rows += [
        ("tenant_firms", "gunsan", quarter, "", "", 114 + 10 * number, 0, 114)
        for number, quarter in enumerate(quarters("2022Q1", "2025Q2"))
    ]
    rows += [
        ("local_funding", "gunsan", str(year), "", "", (18 + year - 2022) * OK, 0, 1)
        for year in (2022, 2023, 2024)
    ]
    rows += [("national_funding", "gunsan", str(year), "", "", 20 * OK, 0, 1) for year in (2022, 2023, 2024)]
    return pd.DataFrame(
        rows, columns=["metric", "zone", "period", "breakdown", "category", "value", "weight", "contributors"]
    )


def targets() -> pd.DataFrame:
    rows = [
        ("technology_transfers", "gunsan", "2023", "in_period", 20.0, "sample", True, date(2023, 1, 1)),
        ("technology_transfers", "gunsan", "2023", "in_period", 17.0, "inferred", False, SUMMER_2024),
        ("programme_jobs", "gunsan", "2023", "in_period", 35.0, "inferred", False, SUMMER_2024),
        ("startups", "gunsan", "2023", "in_period", 22.0, "sample", True, date(2023, 1, 1)),
        ("tenant_firms", "gunsan", "2023", "period_end", 200.0, "sample", True, date(2023, 1, 1)),
    ]
    frame = pd.DataFrame(
        rows, columns=["metric", "zone", "period", "basis", "value", "status", "synthetic", "known_on"]
    )
    return frame.assign(
        unit="", note="", submission=SAMPLE, source_row=range(2, 2 + len(rows)), sequence=range(len(rows))
    )


def submissions() -> pd.DataFrame:
    listed = [
        (MINISTRY_2022, "published_values", "ministry", SPRING_2023, False, ""),
        (MINISTRY_2023, "published_values", "ministry", SUMMER_2024, False, ""),
        (GUNSAN, "published_values", "local_press", SUMMER_2024, False, ""),
        (SINCE, "published_values", "interview", SUMMER_2025, False, ""),
        (SAMPLE, "investments", "sample", SUMMER_2025, True, f"facts/{SAMPLE}.parquet"),
    ]
    rows = [
        (id_, number, dataset, series, "replace", known_on, datetime(2026, 11, 1), f"{id_}.csv",
         "0" * 64, "제목", "title",
         "발행처", "publisher", synthetic, 10, facts_file, "free", "", "local")
        for number, (id_, dataset, series, known_on, synthetic, facts_file) in enumerate(listed)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "id", "sequence", "dataset", "series", "mode", "known_on", "accepted_at", "file_name", "raw_sha256",
        "title_ko",
        "title_en", "publisher_ko", "publisher_en", "synthetic", "rows", "facts_file", "licence",
        "url", "actor",
    ])  # fmt: skip


def live_slices(facts: pd.DataFrame) -> pd.DataFrame:
    rows = [
        ("investments", SAMPLE, label, 1, True, True, *label.split("|")) for label in facts["slice"].unique()
    ]
    return pd.DataFrame(
        rows, columns=["dataset", "submission", "slice", "rank", "alone", "whole", "scope", "period"]
    )


def grades() -> pd.DataFrame:
    rows = [
        ("gunsan", 2022, None, "withheld", "", GUNSAN, 2, SPRING_2023, 1),
        ("gunsan", 2023, "top", "published", "", GUNSAN, 3, SUMMER_2024, 2),
    ]
    columns = ["zone", "year", "grade", "status", "note", "submission", "source_row", "known_on", "sequence"]
    return pd.DataFrame(rows, columns=columns)


def milestones() -> pd.DataFrame:
    rows = [
        (
            "gunsan",
            "2",
            "milestone",
            None,
            date(2024, 11, 1),
            "month",
            "첨단기술기업 지정",
            "High-tech firm",
            "현장",
            SINCE,
            3,
        ),
        (
            "gunsan",
            "1",
            "crisis",
            None,
            date(2017, 7, 1),
            "month",
            "조선소 가동 중단",
            "Shipyard stops",
            "언론",
            SINCE,
            2,
        ),
    ]
    return pd.DataFrame(rows, columns=[
        "zone", "event", "kind", "planned_on", "done_on", "date_precision", "title_ko", "title_en",
        "source_note", "submission", "source_row",
    ])  # fmt: skip


def check_results() -> pd.DataFrame:
    cell = ("investment_linked", "gunsan", "2023", "in_period")
    rows = [
        ("release", "records_match_published", "warning", "", "", *cell, 1, 1, "60", "79.9", False),
        ("release", "year_jump", "info", "", "", *cell, 1, 1, "", "", False),
        ("submission", "values_known", "critical", "investments", SAMPLE, "", "", "", "stage", 0, 56, "", "",
         False),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "scope", "check_code", "severity", "dataset", "submission", "metric", "zone", "period", "column_name",
        "rows_failed", "rows_checked", "observed", "expected", "broken",
    ])  # fmt: skip


def check_rows() -> pd.DataFrame:
    rows = [
        (SAMPLE, "values_known", "a.csv", "투자", 7, "stage", "시드?"),
        (SAMPLE, "values_known", "a.csv", "투자", 5, "stage", "X"),
    ]
    return pd.DataFrame(
        rows, columns=["submission", "check_code", "file", "sheet", "source_row", "column_name", "value"]
    )


def coverage(made: pd.DataFrame) -> pd.DataFrame:
    whole = made[made["breakdown"] == ""][["metric", "zone", "period"]]
    return whole.assign(records=True, published=False, row_count=2, latest_known_on=SUMMER_2025)
