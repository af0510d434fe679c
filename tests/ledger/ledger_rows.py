"""Rows to put into a ledger."""

from datetime import UTC, date, datetime
from typing import Any

from kpi.ledger import ReleaseRecord, Submission

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def submitted(number: int, **changed: Any) -> Submission:
    """A submission of the year's second quarter in Gunsan."""
    row: dict[str, Any] = {
        "id": f"submission{number}",
        "sequence": number,
        "dataset": "investments",
        "series": "submitted",
        "mode": "replace",
        "known_on": date(2026, 3, number),
        "accepted_at": NOW,
        "actor": "local",
        "file_name": f"투자유치 {number}.csv",
        "raw_sha256": f"{number:064d}",
        "synthetic": False,
        "rows": 12_345_678_901,
        "facts_file": f"facts/submission{number}.parquet",
        "facts_sha256": f"{number + 1:064d}",
        "side_car": {"title": {"ko": "투자", "en": "Investment"}, "covers_periods": ["2025Q2"]},
        "slices": ("gunsan|2025Q2", "pohang|2025Q2"),
    }
    return Submission(**{**row, **changed})


def released(number: int, **changed: Any) -> ReleaseRecord:
    """The record of a release."""
    row: dict[str, Any] = {
        "number": number,
        "kind": "release",
        "built_at": NOW,
        "catalogue_sha256": "c" * 64,
        "file": f"releases/{number}.duckdb",
        "sha256": "d" * 64,
        "size": 3_000_000_000,
        "actor": "local",
    }
    return ReleaseRecord(**{**row, **changed})
