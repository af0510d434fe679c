"""A ledger with releases made by hand: which submissions they rest on, which slices are live, and a few numbers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.ledger import Ledger, ReleaseRecord, Submission
from kpi.paths import Paths
from kpi.queries.moments import Moment, resolve
from kpi.warehouse import scratch
from pipelines import tables
from pipelines.live import live_slices
from pipelines.programmes import PROGRAMME_VALUES

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
Number = tuple[str, str, str, str, float]


def handed_in(number: int, *slices: str, **changed: Any) -> Submission:
    """A submission of investments, known on the number's day of March 2026; its facts file is left out."""
    row: dict[str, Any] = {
        "id": f"submission{number}", "sequence": number, "dataset": "investments", "series": "submitted",
        "mode": "replace", "known_on": date(2026, 3, number), "accepted_at": NOW, "actor": "analyst",
        "file_name": f"투자 {number}.csv", "raw_sha256": f"{number:064d}", "synthetic": False, "rows": 1,
        "facts_file": "", "facts_sha256": "", "slices": slices,
        "side_car": {"title": {"ko": "투자", "en": "Investment"}, "publisher": {"ko": "군산", "en": ""}},
    }  # fmt: skip
    return Submission(**{**row, **changed})


class SmallHistory:
    """Everything below one folder, with the project's own catalogue."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.paths = Paths(raw=folder / "raw", warehouse=folder / "warehouse")
        self.catalogue = catalogue

    def publish(
        self,
        *new: Submission,
        undone: Sequence[str] = (),
        numbers: Sequence[Number] = (),
        drafts: Sequence[str] = (),
        **changed: Any,
    ) -> Moment:
        """The next release, as the newest moment."""
        with Ledger(self.paths.ledger_url) as ledger:
            number = ledger.next_release_number()
            resting = [each for each in ledger.submissions() if each.id not in undone] + list(new)
            path = self.paths.releases / f"{number}.duckdb"
            self._write(path, resting, numbers)
            record = ReleaseRecord(
                number,
                "release",
                NOW,
                self.catalogue.sha256,
                f"releases/{number}.duckdb",
                "0" * 64,
                1,
                "boss",
            )
            ids = [each.id for each in resting]
            ledger.publish(replace(record, **changed), "{}", ids, list(new), undone, drafts)
        return resolve(self.paths, release=number)

    def _write(self, path: Path, resting: Sequence[Submission], numbers: Sequence[Number]) -> None:
        live = live_slices(resting, self.catalogue.datasets)
        about = pd.DataFrame([("catalogue", self.catalogue.to_json())], columns=["key", "value"])
        values = pd.DataFrame(numbers, columns=["metric", "zone", "period", "basis", "value"])
        elsewhere = values["zone"].isin(list(self.catalogue.own_places))
        of_programmes = values[elsewhere].rename(columns={"zone": "programme"})
        values = values[~elsewhere]
        with scratch(path, self.paths.warehouse) as builder:
            builder.table("about", about)
            builder.table("submissions", tables.submissions(resting), tables.SUBMISSIONS)
            builder.table("live_slices", tables.live_slices(live), tables.LIVE_SLICES)
            builder.table("key_values", values.reindex(columns=list(tables.KEY_VALUES)), tables.KEY_VALUES)
            named = of_programmes.reindex(columns=list(PROGRAMME_VALUES))
            builder.table("programme_values", named, PROGRAMME_VALUES)
            builder.finish()
