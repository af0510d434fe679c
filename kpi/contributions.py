"""What each fact adds to a metric, and who contributes it, as SQL: for the marts, and for disclosure control."""

from typing import NamedTuple

from kpi.catalogue import Dataset, Metric


class RowTerms(NamedTuple):
    """What one fact `f` adds to a metric: SQL of its value, its weight, and whether it counts."""

    value: str
    weight: str
    condition: str


def row_terms(metric: Metric) -> RowTerms | None:
    """What one fact adds, where that can be told of each fact alone; None for stays and milestones."""
    counted = metric.counted
    assert counted is not None
    where, column, weight = condition(counted.where), f"f.{counted.column}", f"f.{counted.weight}"
    if counted.aggregate == "count":
        return RowTerms("1", "0", where)
    if counted.aggregate == "sum":
        return RowTerms(column, "0", f"{where} AND {column} IS NOT NULL")
    if counted.aggregate == "weighted_mean":
        known = f"{column} IS NOT NULL AND {weight} IS NOT NULL"
        return RowTerms(f"{column} * {weight}", weight, f"{where} AND {known}")
    return None


def contributor(dataset: Dataset) -> str:
    """Disclosure control counts firms; where a row has none, it stands for itself."""
    row = "CONCAT(f.submission, '-', CAST(f.source_row AS VARCHAR))"
    firm = dataset.firm_column
    if firm is None:
        return row
    return "f.firm" if firm.required else f"COALESCE(f.firm, {row})"


def category(breakdown: str) -> str:
    """A fact's category in one breakdown; '' where there is none."""
    return f"COALESCE(f.{breakdown}, 'unknown')" if breakdown else "''"


def condition(where: dict[str, tuple[str, ...]]) -> str:
    """Catalogue ids only, checked against the column's categories when the catalogue was loaded."""
    return (
        " AND ".join(
            f"f.{column} IN ({', '.join(literal(value) for value in values)})"
            for column, values in where.items()
        )
        or "1 = 1"
    )


def literal(value: str) -> str:
    """A catalogue id inside SQL."""
    return "'" + value.replace("'", "''") + "'"
