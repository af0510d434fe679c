"""The live facts of some slices before and after, row by row: paired by the dataset's key, differences kept.

A key that occurs once on each side pairs at once. Where one occurs several times, or is missing, identical rows are
paired first, then rows of the same key and slice in the order of the file, then rows of the same key.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi import durable
from kpi.catalogue import Dataset
from kpi.fact_views import FactShape, literal, live_files, view
from kpi.warehouse import ReleaseBuilder
from pipelines import tables
from pipelines.live import LiveSlice

# A mark beside a number is part of what a file says; where a row lies in it is not.
MARK = "status"
PLACE = ("slice", "source_row")
SIDES = ("before", "after")
PAIRS = "pairs"
ORDER = "kind DESC, slice, source_row NULLS LAST"


@dataclass(frozen=True)
class Differences:
    """How many rows are added, changed, removed and unchanged; `side` is what `before` was paired with."""

    added: int
    changed: int
    removed: int
    unchanged: int
    side: str

    @property
    def kinds(self) -> str:
        """The kinds of changes that there are, as SQL."""
        counts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return f"({', '.join(literal(kind) for kind, count in counts.items() if count) or 'NULL'})"

    @property
    def before(self) -> int:
        """Rows that are live without the draft."""
        return self.changed + self.removed + self.unchanged


def add_side(
    builder: ReleaseBuilder, side: str, dataset: Dataset, shape: FactShape, shares: Sequence[LiveSlice]
) -> None:
    """`before` or `after`: the facts that these shares make live, and no others.

    A view, or a table where submissions are folded over each other, which is dear to do more than once.
    """
    live = f"live_{side}"
    builder.table(live, tables.live_slices(shares), tables.LIVE_SLICES)
    files = live_files(builder.rows, builder.warehouse_dir, live)
    columns = ", ".join((*dataset.key, *values_of(dataset), *PLACE, "submission"))
    folded = any(share.rank > 1 for share in shares)
    builder.run(
        f"CREATE TEMP {'TABLE' if folded else 'VIEW'} {side} AS"
        f" SELECT {columns}, TRUE AS here FROM ({view(shape, files, live)})"
    )


def add_differences(builder: ReleaseBuilder, dataset: Dataset) -> Differences:
    """Table `changes` from `before` and `after`: kind, key_hash, slice, source_row."""
    totals = [builder.rows(f"SELECT COUNT(*) FROM {side}")[0][0] for side in SIDES]
    side = "after"
    found = _counted(builder, dataset, side)
    paired = found["changed"] + found["unchanged"]
    # Only where no key comes twice do pairs, rows before and rows after agree.
    if not totals[0] - found["removed"] == paired == totals[1] - found["added"]:
        _pair_repeated(builder, dataset)
        side = PAIRS
        builder.run("DROP TABLE changes")
        found = _counted(builder, dataset, side)
    return Differences(found["added"], found["changed"], found["removed"], found["unchanged"], side)


def add_amendments(builder: ReleaseBuilder, dataset: Dataset) -> Differences | None:
    """Table `changes` as `add_differences` makes it, and view `after`, from `before` and the draft's `own` rows, which
    amend it and are amended by nothing. None, and neither, where a key comes twice in a slice.
    """
    totals = [builder.rows(f"SELECT COUNT(*) FROM {side}")[0][0] for side in ("before", "own")]
    found = _counted(builder, dataset, "own")
    paired = found["changed"] + found["unchanged"]
    # What only the state before knows, an amendment keeps.
    kept = found["removed"]
    if not totals[0] - kept == paired == totals[1] - found["added"]:
        builder.run("DROP TABLE changes")
        return None
    _lay_over(builder, dataset, kept)
    return Differences(found["added"], found["changed"], 0, kept + found["unchanged"], "own")


def keep_first(builder: ReleaseBuilder, dataset: Dataset, found: Differences, most: int) -> None:
    """Table `first_changes`: removed, changed, added rows, each by slice and row of the file, up to so many, with
    before_… and after_… of each value.

    The rows are paired anew, among those of the first keys: carrying the values of all through the first pairing
    takes longer than everything else.
    """
    builder.run(
        f"CREATE TEMP TABLE first_keys AS SELECT key_hash FROM changes"
        f" WHERE kind IN {found.kinds} ORDER BY {ORDER} LIMIT {most}"
    )
    columns = _both(dataset, dict.fromkeys((*dataset.key, *PLACE)))
    builder.run(
        f"CREATE TEMP TABLE first_changes AS SELECT * FROM ("
        f"SELECT {_kind(dataset)} AS kind, {columns} FROM {_paired(dataset, found.side, 'first_keys')}) AS pair"
        f" WHERE kind IN {found.kinds} ORDER BY {ORDER} LIMIT {most}"
    )


def write_changes(builder: ReleaseBuilder, final: Path) -> None:
    """`first_changes` as a Parquet file, whole or not at all. Raises DiskFull."""
    temporary = durable.beside(final)
    try:
        builder.run(f"COPY first_changes TO {literal(str(temporary))} (FORMAT parquet, COMPRESSION zstd)")
        durable.place(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)


def first_changes(builder: ReleaseBuilder, dataset: Dataset, limit: int) -> list[dict[str, Any]]:
    """The first rows of `first_changes`."""
    names = ["kind", *_kept(dataset)]
    found = builder.rows(f"SELECT {', '.join(names)} FROM first_changes ORDER BY {ORDER} LIMIT {limit}")
    return [dict(zip(names, row, strict=True)) for row in found]


def values_of(dataset: Dataset) -> tuple[str, ...]:
    """The columns that a change can be in."""
    return (*(each.id for each in dataset.stored_columns if each.id not in dataset.key), MARK)


def _lay_over(builder: ReleaseBuilder, dataset: Dataset, kept: int) -> None:
    """View `after`: the draft's own rows, and the so many before it that it does not touch."""
    columns = ", ".join(dict.fromkeys((*dataset.key, *values_of(dataset), *PLACE, "submission")))
    after = f"SELECT {columns} FROM own"
    if kept:
        same = _same("before", "own", dict.fromkeys((*dataset.key, "slice")))
        builder.run(f"CREATE TEMP TABLE kept AS SELECT {columns} FROM before ANTI JOIN own ON {same}")
        after += f" UNION ALL SELECT {columns} FROM kept"
    builder.run(f"CREATE TEMP VIEW after AS {after}")


def _counted(builder: ReleaseBuilder, dataset: Dataset, side: str) -> Counter[str]:
    """Makes `changes` with one row a pair or single row, and counts its kinds. A key is told by its hash: two keys of
    one hash only cost a glance at both.
    """
    key = ", ".join(f"COALESCE(a.{name}, b.{name})" for name in dataset.key)
    place = ", ".join(f"COALESCE(a.{name}, b.{name}) AS {name}" for name in PLACE)
    builder.run(
        f"CREATE TEMP TABLE changes AS SELECT {_kind(dataset)} AS kind, hash({key}) AS key_hash, {place}"
        f" FROM {_paired(dataset, side)}"
    )
    return Counter(dict(builder.rows("SELECT kind, COUNT(*) FROM changes GROUP BY kind")))


def _kind(dataset: Dataset) -> str:
    return (
        "CASE WHEN b.here IS NULL THEN 'added' WHEN a.here IS NULL THEN 'removed'"
        f" WHEN {_differs(dataset)} THEN 'changed' ELSE 'unchanged' END"
    )


def _differs(dataset: Dataset) -> str:
    return " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in values_of(dataset))


def _both(dataset: Dataset, names: Iterable[str]) -> str:
    """These columns of whichever row is there, and the values of both."""
    either = [f"COALESCE(a.{name}, b.{name}) AS {name}" for name in names]
    return ", ".join(
        [*either, *(f"b.{name} AS before_{name}, a.{name} AS after_{name}" for name in values_of(dataset))]
    )


def _kept(dataset: Dataset) -> list[str]:
    """The columns of `changes` after `kind`."""
    both = [f"{side}_{name}" for name in values_of(dataset) for side in SIDES]
    return [*dict.fromkeys((*dataset.key, *PLACE)), *both]


def _paired(dataset: Dataset, side: str, among: str = "") -> str:
    """The FROM clause that pairs a side with `before`; where keys come once, only those in the table `among`."""
    if side == PAIRS:
        return """numbered_after AS a
            FULL JOIN pairs AS p ON p.after_id = a.id
            FULL JOIN numbered_before AS b ON b.id = p.before_id"""
    # An amendment speaks for its own slices alone.
    alike = _same("a", "b", dict.fromkeys((*dataset.key, *(("slice",) if side == "own" else ()))))
    one, other = (
        f"(FROM {each} SEMI JOIN {among} ON hash({', '.join(dataset.key)}) = {among}.key_hash)"
        if among
        else each
        for each in (side, "before")
    )
    return f"{one} AS a FULL JOIN {other} AS b ON {alike}"


def _pair_repeated(builder: ReleaseBuilder, dataset: Dataset) -> None:
    """Table `pairs` of row numbers, one pass after the other over what is not paired yet."""
    for side in SIDES:
        numbered = "ROW_NUMBER() OVER (ORDER BY slice, source_row)"
        builder.run(f"CREATE TEMP TABLE numbered_{side} AS SELECT *, {numbered} AS id FROM {side}")
    builder.run("CREATE TEMP TABLE pairs (after_id BIGINT, before_id BIGINT)")
    for alike in ((*dataset.key, "slice", *values_of(dataset)), (*dataset.key, "slice"), dataset.key):
        left = {side: _unpaired(side, tuple(alike)) for side in SIDES}
        builder.run(
            f"INSERT INTO pairs SELECT a.id, b.id FROM ({left['after']}) AS a"
            f" JOIN ({left['before']}) AS b ON a.place = b.place AND {_same('a', 'b', alike)}"
        )


def _unpaired(side: str, alike: tuple[str, ...]) -> str:
    """Rows not paired yet, with their place among those that are alike."""
    place = f"ROW_NUMBER() OVER (PARTITION BY {', '.join(alike)} ORDER BY id) AS place"
    paired = f"SELECT {side}_id FROM pairs"
    return f"SELECT *, {place} FROM numbered_{side} WHERE id NOT IN ({paired})"


def _same(one: str, other: str, columns: Iterable[str]) -> str:
    return " AND ".join(f"{one}.{name} IS NOT DISTINCT FROM {other}.{name}" for name in columns)
