"""What heading positions may mean, and which of these claims win."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.catalogue import Column
from kpi.drafts import Certainty
from pipelines.reading.words import key_of

# How well a header of several rows fits: a person said so; all its parts together, every part alone, its last
# part, its first part; nothing but the cells below.
CHOSEN, JOINED, EVERY, LAST, FIRST, CONTENT = -1, 0, 1, 2, 3, 4
# What a heading is worth as evidence, by its fit.
CONFIDENCES = {CHOSEN: 1.0, JOINED: 0.95, EVERY: 0.9, LAST: 0.8, FIRST: 0.7, CONTENT: 0.6}


@dataclass(frozen=True)
class Claim:
    """One column that one header position may mean; the smallest claim wins."""

    fit: int
    synonym: int
    position: int
    column: str
    why: Certainty = "synonym"


def synonyms_of(columns: Sequence[Column]) -> dict[str, dict[str, int]]:
    """Header key → column id → rank of the synonym.

    A column's names and id count after everybody's synonyms.
    """
    index: dict[str, dict[str, int]] = {}
    for column in columns:
        for rank, written in enumerate(column.synonyms):
            index.setdefault(key_of(written), {}).setdefault(column.id, rank)
    for column in columns:
        for rank, written in enumerate((column.id, column.name.ko, column.name.en)):
            key = key_of(written)
            if key not in index or column.id in index[key]:
                index.setdefault(key, {}).setdefault(column.id, 100 + rank)
    return index


def assigned(claims: list[Claim]) -> dict[int, Claim]:
    """Each position to one column at most and the other way round: best fit first, then earlier synonym."""
    chosen: dict[int, Claim] = {}
    taken: set[str] = set()
    for claim in sorted(claims, key=lambda claim: (claim.fit, claim.synonym, claim.position)):
        if claim.position not in chosen and claim.column not in taken:
            chosen[claim.position] = claim
            taken.add(claim.column)
    return chosen


def claimed_twice(claims: list[Claim], chosen: dict[int, Claim]) -> tuple[str, ...]:
    """Columns that a second, unassigned position claims by the same synonym with the same fit: no telling which it
    is.
    """
    winners = {claim.column: claim for claim in chosen.values()}
    rivals = (claim for claim in claims if claim.position not in chosen and claim.column in winners)
    return tuple(
        dict.fromkeys(
            rival.column
            for rival in rivals
            if (rival.fit, rival.synonym) == (winners[rival.column].fit, winners[rival.column].synonym)
        )
    )
