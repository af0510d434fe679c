"""Two small tables as their files say, read by the reading code itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kpi.errors import KpiError
from kpi.scoring.tables.boards import Tables, tables_of
from pipelines.own_tables import given_of

VALUES = "unit,name,transfers,startups,closures,firms\nA,가람,10,3,1,100\nB,나래,20,1,4,50\nC,다온,-,2,2,80\n"
STRUCTURE = (
    "id,parent,level,direction,weight,target,denominator,name\n"
    "results,,2,,3,,,성과\n"
    "support,,2,,1,,,지원\n"
    "transfers,results,1,1,2,25,,이전\n"
    "startups,results,1,높을수록 좋음,1,,firms,창업\n"
    "closures,support,1,-1,1,,,폐업\n"
)
Read = Callable[..., Tables]


def read(folder: Path, values: str | bytes = VALUES, structure: str | bytes = STRUCTURE) -> Tables:
    """The tables of two texts."""
    paths = []
    for name, content in (("values.csv", values), ("structure.csv", structure)):
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return tables_of(given_of(paths[0], True), given_of(paths[1], False))


def refused(
    folder: Path, values: str = VALUES, structure: str = STRUCTURE
) -> Sequence[tuple[str, int | None, str]]:
    """Code without its room, row and column (or entry) of every fault."""
    try:
        read(folder, values, structure)
    except KpiError as error:
        return [
            (fault.code.partition(".")[2], fault.where.row, fault.where.column or fault.where.entry)
            for fault in error.faults
        ]
    return []
