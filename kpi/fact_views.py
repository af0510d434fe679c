"""The text of the views `facts_<dataset>`: which rows of which Parquet files are live.

Three kinds of file, cheapest first. *Whole*: every slice of it is live and alone, so it is read as it lies.
*Shared*: only some slices are live, so its rows are joined to them. *Folded*: a slice rests on several
submissions, so a row counts unless a later amendment holds the same key. Plain text in, plain text out: no
database is needed to make it.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi.errors import DamagedRelease, Fault, Place

TYPES = {"date": "DATE", "integer": "BIGINT", "amount": "BIGINT", "decimal": "DOUBLE"}
ORIGIN = {
    "submission": "VARCHAR",
    "slice": "VARCHAR",
    "sheet": "VARCHAR",
    "source_row": "BIGINT",
    "status": "VARCHAR",
}
DROPPED = "personal"


@dataclass(frozen=True)
class FactShape:
    """A dataset as its view needs it: SQL type by column, and the key that amendments fold by."""

    dataset: str
    key: tuple[str, ...]
    columns: dict[str, str]


@dataclass(frozen=True)
class LiveFile:
    """One facts file with live rows. `amends`: it holds a row of rank 2 or more somewhere."""

    dataset: str
    path: Path
    whole: bool
    folded: bool
    shared: bool
    amends: bool


LIVE = "live_slices"
LIVE_FILES = """
SELECT live.dataset, submissions.facts_file, bool_and(live.whole), bool_or(NOT live.alone),
       bool_or(live.alone AND NOT live.whole), bool_or(live.rank > 1)
FROM {live} AS live JOIN submissions ON submissions.id = live.submission
WHERE submissions.facts_file IS NOT NULL AND submissions.facts_file <> ''
GROUP BY live.dataset, submissions.facts_file ORDER BY live.dataset, submissions.facts_file
"""


def views(fetch: Callable[[str], list[Any]], warehouse_dir: Path) -> list[tuple[str, str]]:
    """Name and SELECT of every view, from the tables that opening needs, which `fetch` reads.

    Raises DamagedRelease when the stored catalogue or a facts file is missing.
    """
    stored = fetch("SELECT value FROM about WHERE key = 'catalogue'")
    if not stored:
        raise DamagedRelease(Fault("warehouse_errors.catalogue_missing"))
    files = live_files(fetch, warehouse_dir)
    return [(f"facts_{shape.dataset}", view(shape, files)) for shape in shapes(stored[0][0])]


def live_files(fetch: Callable[[str], list[Any]], warehouse_dir: Path, live: str = LIVE) -> list[LiveFile]:
    """The facts files of a table shaped like `live_slices`. Raises DamagedRelease when one is missing."""
    return [
        LiveFile(dataset, _present(warehouse_dir / file), whole, folded=folded, shared=shared, amends=amends)
        for dataset, file, whole, folded, shared, amends in fetch(LIVE_FILES.format(live=live))
    ]


def _present(facts_file: Path) -> Path:
    if not facts_file.is_file():
        raise DamagedRelease(Fault("warehouse_errors.facts_missing", Place(file=facts_file.name)))
    return facts_file.resolve()


def shapes(catalogue_json: str) -> list[FactShape]:
    """The shape of every dataset of a stored catalogue.

    Only names, keys and types are read, so old releases open too.
    """
    datasets = json.loads(catalogue_json)["datasets"]
    return [
        FactShape(
            dataset=name,
            key=tuple(declared["key"]),
            columns={
                **{
                    each["id"]: TYPES.get(each["type"], "VARCHAR")
                    for each in declared["columns"]
                    if each["type"] != DROPPED
                },
                **ORIGIN,
            },
        )
        for name, declared in datasets.items()
    ]


def view(shape: FactShape, files: Iterable[LiveFile], live: str = LIVE) -> str:
    """The SELECT behind `facts_<dataset>`: every declared column, typed, empty where a file lacks it.

    `live` is the table that says what is live.
    """
    mine = [file for file in files if file.dataset == shape.dataset]
    parts = [
        _no_rows(shape),
        _whole([file.path for file in mine if file.whole]),
        _shared(shape.dataset, [file.path for file in mine if file.shared], live),
        _folded(shape, mine, live),
    ]
    columns = ", ".join(
        f"CAST({_name(column)} AS {kind}) AS {_name(column)}" for column, kind in shape.columns.items()
    )
    return f"SELECT {columns} FROM ({' UNION ALL BY NAME '.join(part for part in parts if part)}) AS facts"


def literal(value: str) -> str:
    """A text value inside SQL, for statements that take no parameters."""
    return "'" + value.replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _no_rows(shape: FactShape) -> str:
    """Gives the view its columns and types even where there is no file at all."""
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {_name(column)}" for column, kind in shape.columns.items())
    return f"SELECT {columns} WHERE 1 = 0"


def _parquet(paths: Sequence[Path]) -> str:
    """Files by name: columns declared later are missing from older files.

    A bracket in a path is no pattern.
    """
    listed = ", ".join(literal(_escaped(str(path))) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true)"


def _escaped(path: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)


def _whole(paths: Sequence[Path]) -> str:
    return f"SELECT * FROM {_parquet(paths)}" if paths else ""


def _shared(dataset: str, paths: Sequence[Path], live: str) -> str:
    """Rows of the slices in which the submission is alone."""
    if not paths:
        return ""
    return f"""
        SELECT fact.* FROM {_parquet(paths)} AS fact
        WHERE EXISTS (
            SELECT 1 FROM {live} AS live
            WHERE live.dataset = {literal(dataset)} AND live.alone
              AND live.submission = fact.submission AND live.slice = fact.slice)"""


def _folded(shape: FactShape, files: Sequence[LiveFile], live: str) -> str:
    """Rows of slices that several submissions share, less those a later one of the same series holds again.

    Looking only for later amendments keeps the hash table as small as the amendments, however big the floor is.
    """
    paths = [file.path for file in files if file.folded]
    if not paths:
        return ""
    rows = _ranked(shape.dataset, paths, "", live)
    later = _ranked(shape.dataset, [file.path for file in files if file.amends], "AND live.rank > 1", live)
    key = ["fact_series", "slice", *(column for column in shape.key if column != "slice")]
    same_key = " AND ".join(f"later.{_name(name)} IS NOT DISTINCT FROM fact.{_name(name)}" for name in key)
    listed = ", ".join(_name(name) for name in key)
    return f"""
        SELECT fact.* EXCLUDE (fact_series, fact_rank) FROM ({rows}) AS fact
        LEFT JOIN (
            SELECT {listed}, MAX(fact_rank) AS last_rank FROM ({later}) AS amended GROUP BY {listed}
        ) AS later ON {same_key}
        WHERE later.last_rank IS NULL OR later.last_rank <= fact.fact_rank"""


def _ranked(dataset: str, paths: Sequence[Path], condition: str, live: str) -> str:
    """Facts of shared slices with the series and the rank of their submission."""
    return f"""
        SELECT fact.*, submissions.series AS fact_series, live.rank AS fact_rank
        FROM {_parquet(paths)} AS fact
        JOIN {live} AS live ON live.submission = fact.submission AND live.slice = fact.slice
        JOIN submissions ON submissions.id = live.submission
        WHERE live.dataset = {literal(dataset)} AND NOT live.alone {condition}"""
