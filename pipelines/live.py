"""Which submission speaks for which slice: a pure function of the set of submissions.

A slice's submissions of one series are ordered by (known_on, sequence). The last `replace` is the floor,
later `amend`s are folded over it by key. Where several series speak of one slice, the first in the dataset's
order counts, unless the dataset combines its series. Filling in late and undoing therefore only add to the
set or take from it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol


class Submitted(Protocol):
    """What the live state needs to know of a submission; `kpi.ledger.Submission` has it."""

    @property
    def id(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def dataset(self) -> str: ...
    @property
    def series(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def known_on(self) -> date: ...
    @property
    def slices(self) -> tuple[str, ...]: ...


class SeriesRule(Protocol):
    """Whose word counts in a dataset; `kpi.catalogue.Dataset` has it."""

    @property
    def series(self) -> tuple[str, ...]: ...
    @property
    def combine_series(self) -> bool: ...


class LiveSlice(NamedTuple):
    """One submission's share in one live slice: a row of the release table `live_slices`.

    `rank` counts from 1 (the floor) within dataset × series × slice, the highest wins a key. `alone`: no
    other submission shares the slice of this series, so there is nothing to fold. `whole`: every slice of the
    submission is live and alone, so its file can be read without a join.
    """

    dataset: str
    submission: str
    slice: str
    rank: int
    alone: bool
    whole: bool


def live_slices(
    submissions: Iterable[Submitted], dataset_rules: Mapping[str, SeriesRule], known_on: date | None = None
) -> list[LiveSlice]:
    """The live state, sorted by dataset, slice, series priority and rank.

    `submissions` are the accepted ones (an undone one is simply absent); with `known_on`, later ones do not count
    yet. A dataset that the catalogue no longer declares has no live slices. `dataset_rules` is `catalogue.datasets`.
    """
    counted = [each for each in submissions if known_on is None or each.known_on <= known_on]
    speaking = _speaking(_by_slice(each for each in counted if each.dataset in dataset_rules), dataset_rules)
    alone = Counter(chain[0].id for chain in speaking.values() if len(chain) == 1)
    whole = {each.id for each in counted if alone[each.id] == len(set(each.slices))}
    return [
        LiveSlice(dataset, each.id, slice_label, rank, len(chain) == 1, each.id in whole)
        for (dataset, slice_label, _), chain in sorted(speaking.items())
        for rank, each in enumerate(chain, start=1)
    ]


Chains = dict[tuple[str, str], dict[str, list[Submitted]]]


def _by_slice(submissions: Iterable[Submitted]) -> Chains:
    """(dataset, slice) → series → its submissions, oldest first."""
    chains: Chains = defaultdict(lambda: defaultdict(list))
    for each in sorted(submissions, key=lambda each: (each.known_on, each.sequence)):
        for slice_label in dict.fromkeys(each.slices):
            chains[each.dataset, slice_label][each.series].append(each)
    return chains


def _speaking(
    chains: Chains, rules: Mapping[str, SeriesRule]
) -> dict[tuple[str, str, int], Sequence[Submitted]]:
    """(dataset, slice, priority of series) → floor and amendments, for the series that count."""
    speaking: dict[tuple[str, str, int], Sequence[Submitted]] = {}
    for (dataset, slice_label), by_series in chains.items():
        ordered = sorted(by_series, key=lambda series: _priority(series, rules[dataset].series))
        for priority, series in enumerate(ordered if rules[dataset].combine_series else ordered[:1]):
            speaking[dataset, slice_label, priority] = _from_floor(by_series[series])
    return speaking


def _priority(series: str, declared: Sequence[str]) -> tuple[int, str]:
    """Declared order; a series that the catalogue no longer declares comes last."""
    return (declared.index(series) if series in declared else len(declared), series)


def _from_floor(chain: Sequence[Submitted]) -> Sequence[Submitted]:
    """The last replacement and what came after it."""
    replaced = [index for index, each in enumerate(chain) if each.mode == "replace"]
    return chain[replaced[-1] if replaced else 0 :]
