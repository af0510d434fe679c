"""An evaluation's tree as a table: one row an element, each naming its parent, as scoreboards are handed around.

`structure: <file>.csv` in an evaluation reads the table beside it. Columns: element, parent ('' = right below the
root), name_ko, name_en, weight; for a branch nothing more; for a leaf metric, and where they are wanted direction,
yardstick, target, goalpost_worst, goalpost_best, reference (a zone or a number), denominator. `level` may be there and
must then fall from parent to child.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kpi.errors import Fault, Place

REQUIRED = ("element", "parent", "metric")
OF_BRANCH = ("name_ko", "name_en", "weight", "level")
OF_LEAF = ("direction", "yardstick", "target", "goalpost_worst", "goalpost_best", "reference", "denominator")
Row = dict[str, str]


def with_structure(raw: dict[str, Any], folder: Path, faults: list[Fault]) -> dict[str, Any]:
    """The evaluation with the tree of its table in place of `structure`; every fault of the table is appended."""
    file = folder / str(raw["structure"])
    rows = list(_rows(file, faults))
    found = list(_faults(file.name, rows))
    faults.extend(found)
    bare = {key: value for key, value in raw.items() if key != "structure"}
    return bare if found else {**bare, "elements": _branches(rows, "")}


def _rows(file: Path, faults: list[Fault]) -> Iterator[Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            headings = reader.fieldnames or []
            known = (*REQUIRED, *OF_BRANCH, *OF_LEAF)
            unknown = [name for name in headings if name not in known]
            missing = [name for name in REQUIRED if name not in headings]
            for name in (*unknown, *missing):
                faults.append(_fault("structure_columns", file.name, "", name, ", ".join(known)))
            if not missing and not unknown:
                yield from ({key: (value or "").strip() for key, value in row.items()} for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error):
        faults.append(_fault("structure_unreadable", file.name, "", file.name))


def _faults(file: str, rows: list[Row]) -> Iterator[Fault]:
    by_id = {row["element"]: row for row in rows if not row["metric"]}
    for row in rows:
        above = by_id.get(row["parent"])
        if row["parent"] and above is None:
            yield _fault("structure_parent", file, row["element"], row["parent"], sorted(by_id))
        elif row["element"] in _above(row, by_id):
            yield _fault("structure_circle", file, row["element"], row["parent"])
        elif above is not None and not _falls(above, row):
            yield _fault("structure_level", file, row["element"], row["level"], f"< {above['level']}")
        if row["metric"] and not row["parent"]:
            yield _fault("structure_parent", file, row["element"], "", sorted(by_id))
        for column in ("weight", "direction", "target", "goalpost_worst", "goalpost_best"):
            if not _is_number(row.get(column, "")):
                yield _fault("structure_number", file, row["element"], row[column])


def _above(row: Row, by_id: dict[str, Row]) -> set[str]:
    """Every element on the way up, as far as it goes without passing one twice."""
    passed: set[str] = set()
    parent = row["parent"]
    while parent in by_id and parent not in passed:
        passed.add(parent)
        parent = by_id[parent]["parent"]
    return passed


def _falls(above: Row, row: Row) -> bool:
    levels = above.get("level", ""), row.get("level", "")
    if not all(levels):
        return True
    return all(each.isdigit() for each in levels) and int(levels[0]) > int(levels[1])


def _branches(rows: list[Row], parent: str) -> list[dict[str, Any]]:
    return [_branch(rows, row) for row in rows if row["parent"] == parent and not row["metric"]]


def _branch(rows: list[Row], row: Row) -> dict[str, Any]:
    leaves = [each for each in rows if each["parent"] == row["element"] and each["metric"]]
    korean, english = row.get("name_ko", ""), row.get("name_en", "")
    return {
        "id": row["element"],
        "name": {"ko": korean or english or row["element"], "en": english or korean or row["element"]},
        "weight": _number(row.get("weight", "")),
        "elements": _branches(rows, row["element"]),
        "metrics": [_leaf(each) for each in leaves],
    }


def _leaf(row: Row) -> dict[str, Any]:
    aim = row.get("reference", "")
    posts = [_number(row.get(name, "")) for name in ("goalpost_worst", "goalpost_best")]
    return {
        "metric": row["metric"],
        "weight": _number(row.get("weight", "")),
        "direction": _number(row.get("direction", "")),
        "yardstick": row.get("yardstick") or None,
        "target": _number(row.get("target", "")),
        "goalposts": posts if None not in posts else None,
        "reference": _number(aim) if _is_number(aim) else aim,
        "denominator": row.get("denominator") or None,
    }


def _is_number(written: str) -> bool:
    try:
        _number(written)
    except ValueError:
        return False
    return True


def _number(written: str) -> float | None:
    return float(written) if written else None


def _fault(code: str, file: str, entry: str, value: Any = None, allowed: Any = None) -> Fault:
    return Fault(f"evaluation_errors.{code}", Place(file=file, entry=entry), value, allowed)
