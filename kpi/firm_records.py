"""Every live record that names a firm, as SQL over the views of facts: what it tells of, whose it is and when.

Nothing is laid down for it. Facts files of many rows are sorted by firm in stretches (`pipelines.facts`), so that
looking for one firm reads a few thousand rows of each stretch, however many there are.
"""

from collections.abc import Iterable, Mapping

from kpi.catalogue import Catalogue, Dataset
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.fact_views import TYPES, literal

# What every record has; those of one dataset also have its columns.
COLUMNS = {
    "zone": "VARCHAR", "firm": "VARCHAR", "dataset": "VARCHAR", "told_as": "VARCHAR", "told_of": "VARCHAR",
    "told_name": "VARCHAR", "told_on": "DATE", "told_until": "DATE", "told_krw": "BIGINT", "told_mark": "VARCHAR",
    "submission": "VARCHAR", "sheet": "VARCHAR", "source_row": "BIGINT",
}  # fmt: skip
# What a file calls the firm, in whichever dataset.
NAME = "firm_name"
OTHER = "other"
CENSUS = "tenants"
RECORDS = """
SELECT
    f.zone AS zone, f.{firm} AS firm, '{dataset}' AS dataset, '{kind}' AS told_as, {programme} AS told_of,
    {name} AS told_name, {day} AS told_on, {until} AS told_until, {amount} AS told_krw, {mark} AS told_mark,
    f.submission AS submission, f.sheet AS sheet, f.source_row AS source_row{columns}
FROM facts_{dataset} AS f
JOIN places AS p ON p.place = f.zone
WHERE f.{firm} IS NOT NULL
"""


def every_record(catalogue: Catalogue | None, *, whole: bool = True) -> str:
    """The SELECT of every record of every dataset; `whole` ones have the columns of all datasets, empty where theirs
    has none of that name. Without a catalogue there are no records.
    """
    datasets = datasets_of_firms(catalogue) if catalogue is not None else []
    columns = shared_columns(datasets) if whole else {}
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in {**COLUMNS, **columns}.items())
    parts = [f"SELECT {nothing} WHERE 1 = 0", *(of_dataset(each, columns) for each in datasets)]
    return " UNION ALL ".join(parts)


def datasets_of_firms(catalogue: Catalogue) -> list[Dataset]:
    """The datasets whose rows are of firms in places."""
    return [
        dataset
        for dataset in catalogue.datasets.values()
        if dataset.firm_column is not None and dataset.slice.scope == "zone"
    ]


def shared_columns(datasets: Iterable[Dataset]) -> dict[str, str]:
    """Every column that a row may hold beside those of COLUMNS, with its SQL type; text where datasets differ."""
    found: dict[str, str] = {}
    firms: set[str] = set()
    for dataset in datasets:
        firms |= {dataset.firm_column.id} if dataset.firm_column else set()
        for column in dataset.stored_columns:
            kind = TYPES.get(column.type, "VARCHAR")
            found[column.id] = kind if found.get(column.id, kind) == kind else "VARCHAR"
    return {column: kind for column, kind in found.items() if column not in {*COLUMNS, *firms}}


def of_dataset(dataset: Dataset, columns: Mapping[str, str]) -> str:
    """The SELECT of one dataset's rows that name a firm; columns of other datasets stay empty."""
    assert dataset.firm_column is not None
    told = dataset.firm_record
    mine = {column.id for column in dataset.stored_columns}

    def cast(column: str | None, kind: str) -> str:
        return f"CAST({f'f.{column}' if column in mine else 'NULL'} AS {kind})"

    return RECORDS.format(
        dataset=dataset.id,
        firm=dataset.firm_column.id,
        kind=told.kind if told else OTHER,
        programme=_programme(dataset),
        name=cast(NAME, "VARCHAR"),
        day=cast(told.day if told else None, "DATE"),
        until=cast(told.until if told else None, "DATE"),
        amount=cast(told.amount if told else None, "BIGINT"),
        mark=cast(told.mark if told else None, "VARCHAR"),
        columns="".join(f", {cast(column, kind)} AS {column}" for column, kind in columns.items()),
    )


def _programme(dataset: Dataset) -> str:
    """Whose programme a row tells of; '' for the census of tenants, who need not take part in any."""
    if dataset.programme == ANY_PROGRAMME:
        return "p.programme"
    return literal("" if dataset.population == CENSUS else dataset.programme)
