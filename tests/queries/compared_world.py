"""Five zones in three waves and a dozen numbers: every comparison can be worked out by hand."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.catalogue import NATIONAL, Catalogue
from kpi.ledger import Ledger, ReleaseRecord
from kpi.paths import Paths
from kpi.queries.moments import Moment, resolve
from kpi.warehouse import scratch
from pipelines import tables

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OK = 100_000_000
# Wave 1, twice wave 2, twice wave 3; Pohang's and Chuncheon's areas are unknown.
ZONES = ("pohang", "gumi", "gunsan", "incheon_seogu", "chuncheon")
FLOWS: dict[tuple[str, str], tuple[float | None, ...]] = {
    ("startups", "2022"): (20, 6, 8, 4, None),
    ("startups", "2023"): (28, 9, 9, 4, 2),
    ("startups", "2023Q4"): (7, 3, 2, 1, 1),
    ("investment_linked", "2023"): (300 * OK, 90 * OK, 60 * OK, 20 * OK, 10 * OK),
    ("programme_jobs", "2023"): (None, None, None, None, None),
    ("local_funding", "2023"): (30 * OK, 10 * OK, 15 * OK, 5 * OK, 5 * OK),
    ("national_funding", "2023"): (20 * OK, 20 * OK, 15 * OK, 5 * OK, 0),
    ("tenant_revenue", "2023"): (900 * OK, 300 * OK, 100 * OK, 80 * OK, 50 * OK),
}
TENANTS: dict[str, tuple[float | None, ...]] = {"2022": (100, 50, 40, 20, 10), "2023": (150, 60, 50, 20, 0)}
# Points and how many answered.
SCORES: tuple[tuple[float, float] | None, ...] = ((80, 40), (90, 10), (70, 30), (60, 20), None)


class ComparedWorld:
    """A warehouse whose one release holds the tables a comparison reads."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.paths = Paths(raw=folder / "raw", warehouse=folder / "warehouse")
        self.catalogue = catalogue.model_copy(
            update={"zones": {zone: catalogue.zones[zone] for zone in ZONES}, "evaluations": {}}
        )

    def release(self, rows: list[dict[str, Any]] | None = None) -> Moment:
        """The next release, with the numbers of this module or others."""
        with Ledger(self.paths.ledger_url) as ledger:
            number = ledger.next_release_number()
            path = self.paths.releases / f"{number}.duckdb"
            sha256 = self._write(path, rows or numbers())
            record = ReleaseRecord(
                number, "release", NOW, self.catalogue.sha256, f"releases/{number}.duckdb", sha256, 1, "boss"
            )
            ledger.publish(record, self.catalogue.to_json(), [])
        return resolve(self.paths, release=number)

    def _write(self, path: Path, rows: list[dict[str, Any]]) -> str:
        about = pd.DataFrame([("catalogue", self.catalogue.to_json())], columns=["key", "value"])
        values = pd.DataFrame(rows).reindex(columns=list(tables.KEY_VALUES))
        with scratch(path, self.paths.warehouse) as builder:
            builder.table("about", about)
            builder.table("submissions", tables.submissions([]), tables.SUBMISSIONS)
            builder.table("live_slices", tables.live_slices([]), tables.LIVE_SLICES)
            builder.table("key_values", values, tables.KEY_VALUES)
            builder.table("targets", targets())
            return builder.finish().sha256


def numbers() -> list[dict[str, Any]]:
    """All numbers, with those of all zones together."""
    found = []
    for (metric, period), values in FLOWS.items():
        found += _rows(metric, period, "in_period", values)
    for basis in ("in_period", "cumulative"):
        found += _ratio(basis)
    found += _rows("startups", "2023", "cumulative", (60, 20, 22, 8, 2))
    for period, values in TENANTS.items():
        found += _rows("tenant_firms", period, "period_end", values)
    return [*found, *_scores()]


def row(metric: str, zone: str, period: str, basis: str, value: float | None, **own: Any) -> dict[str, Any]:
    """A number as sample records make it, or a missing one."""
    known = {"origin": "records", "status": "observed", "reason": "", "synthetic": True}
    missing = {"origin": None, "status": "missing", "reason": "no_records", "synthetic": False}
    named = {"metric": metric, "zone": zone, "period": period, "basis": basis, "value": value}
    return {**named, **(missing if value is None else known), **own}


def _rows(metric: str, period: str, basis: str, values: tuple[float | None, ...]) -> list[dict[str, Any]]:
    zones = [row(metric, zone, period, basis, value) for zone, value in zip(ZONES, values, strict=True)]
    if metric == "investment_linked":
        zones[2] |= {"origin": "published", "synthetic": False}
    if (metric, period) == ("startups", "2023"):
        zones[3] |= {"status": "provisional", "reason": "quarters_missing:2023Q4"}
    known = [value for value in values if value is not None]
    return [*zones, row(metric, NATIONAL, period, basis, sum(known) if known else None)]


def _ratio(basis: str) -> list[dict[str, Any]]:
    local, state = FLOWS["local_funding", "2023"], FLOWS["national_funding", "2023"]
    sides = [*zip(ZONES, local, state, strict=True), (NATIONAL, sum(local), sum(state))]  # type: ignore[arg-type]
    return [
        row(
            "local_to_national_funding",
            zone,
            "2023",
            basis,
            above / below * 100 if below else None,  # type: ignore[operator]
            numerator=above,
            denominator=below,
        )
        for zone, above, below in sides
    ]


def _scores() -> list[dict[str, Any]]:
    found = []
    for zone, asked in zip(ZONES, SCORES, strict=True):
        score, answers = asked or (None, None)
        sides = {} if asked is None else {"numerator": asked[0] * asked[1], "denominator": answers}
        found.append(row("tenant_satisfaction", zone, "2023", "in_period", score, **sides))
    return [*found, row("tenant_satisfaction", NATIONAL, "2023", "in_period", 74.0)]


def targets() -> pd.DataFrame:
    """Gunsan's startups twice, of which the published one counts; Gumi's of zero; a downward one is nobody's."""
    rows = [
        ("startups", "gunsan", 10.0, "published", False, 1),
        ("startups", "gunsan", 99.0, "sample", True, 2),
        ("startups", "gumi", 0.0, "sample", True, 3),
    ]
    columns = ["metric", "zone", "value", "status", "synthetic", "sequence"]
    return pd.DataFrame(rows, columns=columns).assign(
        period="2023", basis="in_period", known_on=date(2023, 1, 1)
    )
