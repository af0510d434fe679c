"""Four zones, two metrics and one qualitative leaf: every score can be worked out by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.access import Role, Viewer
from kpi.catalogue import Catalogue
from kpi.catalogue.evaluations import Evaluation
from kpi.ledger import Ledger, ReleaseRecord
from kpi.paths import Paths
from kpi.queries.moments import Moment, resolve
from kpi.warehouse import scratch
from pipelines import tables

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EVALUATOR = Viewer("evaluator 1", Role.EVALUATOR, None)
MANAGER = Viewer("manager", Role.MANAGER, frozenset({"gunsan"}))
EFFORT = "effort.plan"
STARTUPS, SPIN_OFFS = "results.startups", "results.spin_offs"
ZONES = ("gunsan", "gumi", "pohang", "chuncheon")
TREE: dict[str, Any] = {
    "year": 2024,
    "tree": "assumed",
    "note": {"ko": "가정", "en": "Assumed"},
    "released_on": "2025-07-31",
    "grades": ["top", "excellent"],
    "yardstick": "target",
    "recipe": {
        "group_availability": 0.5,
        "grades": {"names": ["top", "excellent"], "cuts": [55]},
    },
    "elements": [
        {
            "id": "results",
            "name": {"ko": "성과", "en": "Results"},
            "weight": 3,
            "metrics": ["startups", {"metric": "spin_offs", "yardstick": "peers"}],
        },
        {
            "id": "effort",
            "name": {"ko": "노력", "en": "Effort"},
            "weight": 1,
            "judged": [
                {
                    "id": "plan",
                    "name": {"ko": "계획", "en": "Plan"},
                    "meaning": {"ko": "계획", "en": "Plan"},
                    "highest": 10,
                }
            ],
        },
    ],
}
# Chuncheon has no startups on record, Pohang no target for them.
VALUES = [
    ("startups", "gunsan", "2024", 8.0),
    ("startups", "gumi", "2024", 15.0),
    ("startups", "pohang", "2024", 5.0),
    ("startups", "gunsan", "2023", 4.0),
    ("spin_offs", "gunsan", "2024", 2.0),
    ("spin_offs", "gumi", "2024", 6.0),
    ("spin_offs", "pohang", "2024", 4.0),
    ("spin_offs", "chuncheon", "2024", 2.0),
]
TARGETS = [
    ("startups", "gunsan", 10.0, "published", False, 1),
    ("startups", "gunsan", 99.0, "sample", True, 2),
    ("startups", "gumi", 10.0, "sample", True, 3),
]
GRADES = [("gunsan", 2024, "top", "published"), ("pohang", 2024, None, "withheld")]


class EvaluatedWorld:
    """A warehouse whose releases hold the tables an evaluation reads."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.paths = Paths(raw=folder / "raw", warehouse=folder / "warehouse")
        self.catalogue = catalogue

    def release(
        self, tree: dict[str, Any] | None = None, values: list[tuple[Any, ...]] | None = None
    ) -> Moment:
        """The next release, with this evaluation and these values."""
        evaluation = Evaluation.model_validate(tree or TREE)
        zones = {zone: self.catalogue.zones[zone] for zone in ZONES}
        changed = {"zones": zones, "evaluations": {evaluation.year: evaluation}}
        catalogue = self.catalogue.model_copy(update=changed)
        with Ledger(self.paths.ledger_url) as ledger:
            number = ledger.next_release_number()
            path = self.paths.releases / f"{number}.duckdb"
            sha256 = self._write(path, catalogue, values or VALUES)
            record = ReleaseRecord(
                number, "release", NOW, catalogue.sha256, f"releases/{number}.duckdb", sha256, 1, "boss"
            )
            ledger.publish(replace(record), catalogue.to_json(), [])
        return resolve(self.paths, release=number)

    def _write(self, path: Path, catalogue: Catalogue, values: list[tuple[Any, ...]]) -> str:
        about = pd.DataFrame([("catalogue", catalogue.to_json())], columns=["key", "value"])
        with scratch(path, self.paths.warehouse) as builder:
            builder.table("about", about)
            builder.table("submissions", tables.submissions([]), tables.SUBMISSIONS)
            builder.table("live_slices", tables.live_slices([]), tables.LIVE_SLICES)
            builder.table("key_values", key_values(values), tables.KEY_VALUES)
            builder.table("targets", targets())
            builder.table("grades", grades())
            return builder.finish().sha256


def key_values(values: list[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(values, columns=["metric", "zone", "period", "value"])
    known = frame.assign(basis="in_period", origin="records", status="observed", reason="", synthetic=True)
    return known.reindex(columns=list(tables.KEY_VALUES))


def targets() -> pd.DataFrame:
    columns = ["metric", "zone", "value", "status", "synthetic", "sequence"]
    return pd.DataFrame(TARGETS, columns=columns).assign(
        period="2024", basis="in_period", known_on=date(2024, 1, 1)
    )


def grades() -> pd.DataFrame:
    frame = pd.DataFrame(GRADES, columns=["zone", "year", "grade", "status"])
    return frame.assign(note="", submission="aa", source_row=2, known_on=date(2025, 7, 31), sequence=1)
