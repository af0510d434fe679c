"""A product in one folder, with drafts that are staged already: rows are given as values, no file is read.

Two zones; investments and firms' stays are counted, and investment per firm rests on both. Every number is known.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.catalogue import Dataset, Names, load
from kpi.drafts import Comparison, Decisions, Prepared, Released
from kpi.ledger import Ledger, Submission
from kpi.paths import Paths
from kpi.received import keep_stream
from kpi.submissions import CheckOutcome, Mode
from kpi.warehouse import open_release
from pipelines.facts import FactsWriter
from pipelines.slices import label_of
from pipelines.submitting import drafting
from pipelines.submitting.comparing import compare
from pipelines.submitting.releasing_draft import release_draft
from pipelines.submitting.undoing import undo
from pipelines.submitting.watching import COLUMNS
from tests.pipelines import small_world

DAY = date(2025, 1, 1)
KEPT = {
    "zones.yml": ("gunsan", "pohang"),
    "metrics.yml": ("investment_linked", "tenant_firms", "investment_per_firm"),
    "plan_profiles.yml": ("linear",),
}
DATASETS = (*small_world.DATASETS, "tenant_firms")
CELL = ["metric", "zone", "period", "basis"]

Rows = Sequence[dict[str, Any]]


def deal(name: str, amount: int, period: str = "2024Q1", zone: str = "gunsan", **more: Any) -> dict[str, Any]:
    """One investment."""
    return {
        "zone": zone,
        "period": period,
        "deal": name,
        "firm": f"firm-{name}",
        "amount_krw": amount,
        **more,
    }


@dataclass(frozen=True)
class DraftedWorld:
    """Everything below one folder, and what is done to it in the fewest words."""

    paths: Paths

    def draft(
        self, rows: Rows, known_on: date = DAY, mode: Mode = "replace", dataset: str = "investments",
        series: str = "submitted", name: str = "분기.csv", outcomes: tuple[CheckOutcome, ...] = (), **said: Any,
    ) -> str:  # fmt: skip
        """A draft that is received and prepared; its file is these rows."""
        catalogue = load(self.paths.catalogue)
        kept = keep_stream(json.dumps([name, *rows], default=str).encode(), name, self.paths.received)
        decisions = Decisions(
            dataset=dataset, series=series, mode=mode, known_on=known_on, title=Names(ko=name, en=name),
            publisher=Names(ko="시험", en="Test"), licence="CC0-1.0", **said,
        )  # fmt: skip
        with Ledger(self.paths.ledger_url) as ledger:
            draft = ledger.new_draft(kept.sha256, name, kept.size_bytes, "analyst")
        side_car = drafting.side_car_of(decisions, name, catalogue)
        submission = drafting.identity(draft, side_car, decisions, {})
        stage_rows(rows, catalogue.datasets[dataset], drafting.facts_of(self.paths, draft.id), submission)
        pd.DataFrame({column: [] for column in COLUMNS}).to_parquet(
            drafting.failing_of(self.paths, draft.id), index=False
        )
        prepared = Prepared(
            draft=draft.id,
            decisions=decisions,
            kind="csv",
            rows=len(rows),
            submission=submission,
            outcomes=outcomes,
        )
        drafting.keep_prepared(self.paths, prepared)
        return draft.id

    def compare(self, draft: str) -> Comparison:
        return compare(self.paths, draft)

    def release(self, draft: str) -> Released:
        return release_draft(self.paths, draft, "releaser")

    def accept(self, rows: Rows, known_on: date = DAY, mode: Mode = "replace", **said: Any) -> str:
        """Rows drafted, compared and released; gives the submission's id."""
        draft = self.draft(rows, known_on, mode, **said)
        self.compare(draft)
        return self.release(draft).submissions[0]

    def undo(self, *ids: str) -> Released:
        return undo(self.paths, ids, "releaser")

    def submissions(self) -> list[Submission]:
        with Ledger(self.paths.ledger_url) as ledger:
            return ledger.submissions()

    def newest(self) -> Path | None:
        """The newest release's file."""
        with Ledger(self.paths.ledger_url) as ledger:
            record = ledger.newest_release()
        return None if record is None else self.paths.warehouse / record.file

    def values(self, file: Path | None = None) -> dict[tuple[str, ...], float]:
        """Every number that a release shows, by metric, zone, period and basis."""
        file = file or self.newest()
        if file is None:
            return {}
        with open_release(file, self.paths.warehouse) as release:
            found = release.rows(f"SELECT {', '.join(CELL)}, value FROM key_values WHERE value IS NOT NULL")
        return {tuple(row[:4]): row[4] for row in found}

    def deals(self, file: Path | None = None) -> dict[tuple[str, str], int]:
        """The live investments of a release: zone and deal → won."""
        file = file or self.newest()
        assert file is not None
        with open_release(file, self.paths.warehouse) as release:
            found = release.rows("SELECT zone, deal, amount_krw FROM facts_investments")
        return {(zone, name): amount for zone, name, amount in found}

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """What no refusal may change: releases byte for byte, submissions, drafts and facts."""
        before = self._standing()
        yield
        assert self._standing() == before

    def _standing(self) -> Any:
        with Ledger(self.paths.ledger_url) as ledger:
            return (
                {each.number: (self.paths.warehouse / each.file).read_bytes() for each in ledger.releases()},
                [(each.id, each.state) for each in ledger.submissions(state=None)],
                {each.id: each.state for each in ledger.drafts()},
            )


def stage_rows(rows: Rows, dataset: Dataset, final: Path, submission: str) -> None:
    """A facts file of these rows, as staging would leave them."""
    frame = pd.DataFrame(rows, columns=[column.id for column in dataset.stored_columns], dtype=object).assign(
        submission=submission,
        slice=[label_of(row["zone"], row.get("period", "*"), dataset) for row in rows],
        sheet="",
        source_row=range(2, len(rows) + 2),
        status=[row.get("status", "observed") for row in rows],
    )
    with FactsWriter(final, dataset) as writer:
        writer.add(frame)
        writer.finish()


def drafted_world(folder: Path) -> DraftedWorld:
    """A world with a catalogue and nothing received yet."""
    catalogue = folder / "catalogue"
    source = small_world.PROJECT / "catalogue"
    for part in small_world.AS_THEY_ARE:
        small_world.write_yaml(catalogue / f"{part}.yml", small_world.read_yaml(source / f"{part}.yml"))
    for name, ids in KEPT.items():
        content = small_world.read_yaml(source / name)
        stem = name.removesuffix(".yml")
        kept = [entry for entry in content[stem] if entry["id"] in ids]
        small_world.write_yaml(catalogue / name, {**content, stem: kept})
    for dataset in DATASETS:
        small_world.write_yaml(
            catalogue / f"datasets/{dataset}.yml", small_world.read_yaml(source / f"datasets/{dataset}.yml")
        )
    evaluation = source / "evaluations/2022.yml"
    small_world.write_yaml(catalogue / "evaluations/2022.yml", small_world.read_yaml(evaluation))
    return DraftedWorld(Paths(catalogue, folder / "raw", folder / "warehouse"))


def announced(comparison: Comparison) -> dict[tuple[str, ...], tuple[float | None, float | None]]:
    """The effects that a comparison names, by cell."""
    assert len(comparison.effects) == comparison.effect_count
    return {
        (each.metric, each.zone, each.period, each.basis): (each.before, each.after)
        for each in comparison.effects
    }


def moved(
    before: dict[tuple[str, ...], float], after: dict[tuple[str, ...], float]
) -> dict[tuple[str, ...], tuple[float | None, float | None]]:
    """The numbers in which two releases differ."""
    cells: Iterable[tuple[str, ...]] = {*before, *after}
    return {
        cell: (before.get(cell), after.get(cell)) for cell in cells if before.get(cell) != after.get(cell)
    }
