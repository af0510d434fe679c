"""A draft among the accepted submissions: what it would be, where it would speak, and what it was compared with."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi.catalogue import Catalogue, Dataset, load
from kpi.drafts import Prepared
from kpi.ledger import Draft, Ledger, ReleaseRecord, Submission
from kpi.paths import Paths
from pipelines.accepting import Kept, Origin, entry_of
from pipelines.live import LiveSlice, live_slices
from pipelines.slices import covered
from pipelines.submitting import drafting
from pipelines.submitting.entering import held_slices


@dataclass(frozen=True)
class Standing:
    """The accepted submissions with and without a draft's; `candidate` names the staged rows in the draft's folder.

    `newest` is the release that the accepted ones make, None before the first.
    """

    catalogue: Catalogue
    candidate: Submission
    accepted: tuple[Submission, ...]
    newest: ReleaseRecord | None

    @property
    def dataset(self) -> Dataset:
        return self.catalogue.datasets[self.candidate.dataset]

    @property
    def without(self) -> list[Submission]:
        """Everything accepted as it is; also where the draft's own submission is among it."""
        return list(self.accepted)

    @property
    def joined(self) -> list[Submission]:
        """Everything accepted and the draft's submission."""
        known = {each.id for each in self.accepted}
        return [*self.accepted, *([] if self.candidate.id in known else [self.candidate])]

    @property
    def touched(self) -> tuple[str, ...]:
        """The slices whose live facts are others with the draft than without."""
        before, after = (_by_slice(self.shares(each)) for each in (self.without, self.joined))
        return tuple(label for label in self.candidate.slices if before.get(label) != after.get(label))

    @property
    def base(self) -> str:
        """A fingerprint of the draft's rows and of what is live in its slices without it, under this catalogue."""
        candidate = self.candidate
        own = [
            candidate.id,
            candidate.mode,
            candidate.series,
            candidate.known_on.isoformat(),
            *candidate.slices,
        ]
        others = [each for each in self.accepted if each.id != candidate.id]
        content = [self.catalogue.sha256, own, [list(share) for share in self.shares(others)]]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def shares(self, submissions: Iterable[Submission]) -> list[LiveSlice]:
        """What a set of submissions makes live in the slices of the draft."""
        mine = set(self.candidate.slices)
        of_dataset = [each for each in submissions if each.dataset == self.candidate.dataset]
        live = live_slices(of_dataset, self.catalogue.datasets)
        return [share for share in live if share.slice in mine]


def standing(paths: Paths, draft: Draft, prepared: Prepared, ledger: Ledger) -> Standing:
    """Where a prepared draft stands now. Raises CatalogueError, FileError for undecided drafts, LedgerError."""
    catalogue = load(paths.catalogue)
    entry = candidate(paths, draft, prepared, catalogue, ledger.next_sequence())
    return Standing(catalogue, entry, tuple(ledger.submissions()), ledger.newest_release())


def candidate(
    paths: Paths, draft: Draft, prepared: Prepared, catalogue: Catalogue, sequence: int
) -> Submission:
    """The submission that a draft would become, resting on the staged rows where they lie."""
    side_car = drafting.side_car_of(prepared.decisions, draft.file_name, catalogue)
    facts = drafting.facts_of(paths, draft.id)
    slices = covered(side_car, catalogue.datasets[side_car.dataset], catalogue, held_slices(facts))
    kept = Kept(facts, "", facts, prepared.rows, slices)
    return entry_of(
        Origin(prepared.submission, sequence, draft.actor, draft.raw_sha256), side_car, kept, paths
    )


def file_of(release: ReleaseRecord, paths: Paths) -> Path:
    """Where a release lies."""
    return paths.warehouse / release.file


def _by_slice(shares: Sequence[LiveSlice]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for share in shares:
        found.setdefault(share.slice, []).append((share.submission, share.rank))
    return found
