"""The slow, plain twin of the live state: submissions played row by row, in the order they became known."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies

SERIES = ("submitted", "sample")
SLICES = ("gunsan|2023Q1", "gunsan|2023Q2", "pohang|2023Q1")
KEYS = ("a", "b", None)
FIRST_DAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Rule:
    """Whose word counts, as a dataset of the catalogue says it."""

    series: tuple[str, ...] = SERIES
    combine_series: bool = False


@dataclass(frozen=True)
class Played:
    """A submission with its rows: value by (slice, key)."""

    id: str
    sequence: int
    series: str
    mode: str
    known_on: date
    slices: tuple[str, ...]
    rows: dict[tuple[str, str | None], int] = field(default_factory=dict)
    dataset: str = "deals"


# Three rows in two slices, for tests that need just any facts.
FLOOR = Played(
    "floor", 1, "submitted", "replace", date(2024, 1, 1), SLICES[:2],
    {(SLICES[0], "a"): 1, (SLICES[0], "b"): 2, (SLICES[1], "a"): 3},
)  # fmt: skip


def played_state(submissions: list[Played], rule: Rule) -> set[tuple[str, str, str | None, int]]:
    """The rows (slice, series, key, value) that count after everything has been played."""
    told: dict[tuple[str, str], dict[str | None, int]] = {}
    for each in sorted(submissions, key=lambda each: (each.known_on, each.sequence)):
        for label in each.slices:
            rows = told.setdefault((label, each.series), {})
            if each.mode == "replace":
                rows.clear()
            rows.update({key: value for (of_slice, key), value in each.rows.items() if of_slice == label})
    return {
        (label, series, key, value)
        for (label, series), rows in told.items()
        if rule.combine_series or not _outranked(label, series, told)
        for key, value in rows.items()
    }


def _outranked(label: str, series: str, told: dict[tuple[str, str], dict[str | None, int]]) -> bool:
    return any((label, other) in told for other in SERIES[: SERIES.index(series)])


@strategies.composite
def histories(draw: strategies.DrawFn, most: int = 7) -> list[Played]:
    """Some submissions, each with its own day and sequence, holding rows in some of their slices."""
    count = draw(strategies.integers(0, most))
    days = draw(strategies.permutations(range(count)))
    return [_submission(draw, number, FIRST_DAY + timedelta(days=days[number])) for number in range(count)]


def _submission(draw: strategies.DrawFn, number: int, known_on: date) -> Played:
    slices = tuple(sorted(draw(strategies.sets(strategies.sampled_from(SLICES), min_size=1))))
    cells = [(label, key) for label in slices for key in KEYS]
    rows = draw(
        strategies.dictionaries(strategies.sampled_from(cells), strategies.integers(0, 9), max_size=5)
    )
    series = draw(strategies.sampled_from(SERIES))
    mode = draw(strategies.sampled_from(("replace", "amend")))
    return Played(f"submission{number}", number + 1, series, mode, known_on, slices, rows)
