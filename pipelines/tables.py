"""Tables of a release that come from the ledger and the checks rather than from facts: who, what, when, what failed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import pandas as pd

from kpi.ledger import Submission
from kpi.submissions import CheckOutcome
from pipelines.live import LiveSlice

SUBMISSIONS = {
    "id": "VARCHAR", "sequence": "BIGINT", "dataset": "VARCHAR", "series": "VARCHAR", "mode": "VARCHAR",
    "known_on": "DATE", "accepted_at": "TIMESTAMP", "file_name": "VARCHAR", "raw_sha256": "VARCHAR",
    "title_ko": "VARCHAR", "title_en": "VARCHAR", "publisher_ko": "VARCHAR", "publisher_en": "VARCHAR",
    "note_ko": "VARCHAR", "note_en": "VARCHAR", "synthetic": "BOOLEAN", "rows": "BIGINT", "facts_file": "VARCHAR",
    "licence": "VARCHAR", "url": "VARCHAR", "actor": "VARCHAR",
}  # fmt: skip
LIVE_SLICES = {
    "dataset": "VARCHAR", "submission": "VARCHAR", "slice": "VARCHAR", "scope": "VARCHAR", "period": "VARCHAR",
    "rank": "BIGINT", "alone": "BOOLEAN", "whole": "BOOLEAN",
}  # fmt: skip
KEY_VALUES = {
    "metric": "VARCHAR", "zone": "VARCHAR", "period": "VARCHAR", "basis": "VARCHAR", "value": "DOUBLE",
    "numerator": "DOUBLE", "denominator": "DOUBLE", "contributors": "BIGINT", "origin": "VARCHAR", "status": "VARCHAR",
    "reason": "VARCHAR", "records_value": "DOUBLE", "published_value": "DOUBLE", "publication": "VARCHAR",
    "known_on": "DATE", "synthetic": "BOOLEAN",
}  # fmt: skip
CHECK_RESULTS = {
    "scope": "VARCHAR", "check_code": "VARCHAR", "severity": "VARCHAR", "dataset": "VARCHAR", "submission": "VARCHAR",
    "metric": "VARCHAR", "zone": "VARCHAR", "period": "VARCHAR", "column_name": "VARCHAR", "rows_failed": "BIGINT",
    "rows_checked": "BIGINT", "observed": "VARCHAR", "expected": "VARCHAR", "broken": "BOOLEAN",
}  # fmt: skip
CHECK_ROWS = {
    "submission": "VARCHAR", "check_code": "VARCHAR", "file": "VARCHAR", "sheet": "VARCHAR", "source_row": "BIGINT",
    "column_name": "VARCHAR", "value": "VARCHAR",
}  # fmt: skip


def submissions(found: Iterable[Submission]) -> pd.DataFrame:
    """One row a submission, in the columns of SUBMISSIONS."""
    return pd.DataFrame([_submission(each) for each in found], columns=list(SUBMISSIONS))


def live_slices(found: Sequence[LiveSlice]) -> pd.DataFrame:
    """One row a submission's share in a live slice, its label taken apart into scope and period."""
    frame = pd.DataFrame(found, columns=list(LiveSlice._fields))
    parts = frame["slice"].str.split("|", n=1, expand=True).reindex(columns=[0, 1])
    return frame.assign(scope=parts[0], period=parts[1])[list(LIVE_SLICES)]


def check_results(outcomes: Iterable[CheckOutcome]) -> pd.DataFrame:
    """One row a check and place it was made for; what belongs to no submission has scope `release`."""
    rows = [{**asdict(each), "scope": "submission" if each.submission else "release"} for each in outcomes]
    return pd.DataFrame(rows, columns=list(CHECK_RESULTS))


def _submission(each: Submission) -> dict[str, object]:
    row = {name: getattr(each, name, None) for name in SUBMISSIONS}
    row["accepted_at"] = each.accepted_at.replace(tzinfo=None)
    for name in ("title", "publisher", "note"):
        for language in ("ko", "en"):
            row[f"{name}_{language}"] = (each.side_car.get(name) or {}).get(language, "")
    return {**row, "licence": each.side_car.get("licence", ""), "url": each.side_car.get("url", "")}
