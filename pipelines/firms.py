"""What a release knows of firms: every record that names one, and one row a firm and place.

A page about a firm must not cost more where there are more facts. Facts lie in the order of their files, so that one
firm's rows are spread over all of them; here they are laid down once more, a table a dataset, in the order of places
and firms, where a firm is found by reading a few blocks. Rows of untouched slices come from the release before in the
order in which they lie there; those of touched ones follow in an order of their own.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from kpi.catalogue import Catalogue, Dataset
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.fact_views import TYPES, literal
from kpi.warehouse import ReleaseBuilder
from pipelines import marts

RECORDS = {
    "zone": "VARCHAR", "firm": "VARCHAR", "dataset": "VARCHAR", "told_as": "VARCHAR", "told_of": "VARCHAR",
    "told_name": "VARCHAR", "told_on": "DATE", "told_until": "DATE", "told_krw": "BIGINT", "told_mark": "VARCHAR",
    "submission": "VARCHAR", "slice": "VARCHAR", "sheet": "VARCHAR", "source_row": "BIGINT",
}  # fmt: skip
ORDER = "zone, firm, submission, source_row"
ALL = "firm_records"
# What a file calls the firm, in whichever dataset.
NAME = "firm_name"
OTHER = "other"
CENSUS = "tenants"


def add_firms(
    builder: ReleaseBuilder, catalogue: Catalogue, touched: Mapping[str, str] | None = None
) -> None:
    """Tables `firm_records_<dataset>`, `firms` and `firm_marks`, once the views of facts and `places` stand.

    `touched`: dataset → what follows FROM to read its facts in touched slices, where the rest is taken over from the
    attached release `earlier`; None where all is read from the facts.
    """
    datasets = list(datasets_of_firms(catalogue))
    columns = shared_columns(datasets)
    for dataset in datasets:
        _add_records(builder, dataset, columns, touched)
    builder.table("no_records", pd.DataFrame(columns=list(RECORDS)), RECORDS)
    names = ", ".join(RECORDS)
    tables = ["no_records", *(table_of(dataset.id) for dataset in datasets)]
    rows = " UNION ALL ".join(f"SELECT {names} FROM {table}" for table in tables)
    builder.run(f"CREATE TEMP VIEW {ALL} AS {rows}")
    for table in ("firms", "firm_marks"):
        builder.create(table, marts.text(table))
    builder.run(f"DROP VIEW {ALL}; DROP TABLE no_records")


def _add_records(
    builder: ReleaseBuilder, dataset: Dataset, columns: Mapping[str, str], touched: Mapping[str, str] | None
) -> None:
    table = table_of(dataset.id)
    if touched is None:
        query = records_query(dataset, columns, f"facts_{dataset.id}")
        builder.create(table, f"{query} ORDER BY {ORDER}")
        return
    mine = f"SELECT label FROM touched WHERE dataset = {literal(dataset.id)}"
    builder.create(table, f"SELECT * FROM earlier.{table} WHERE slice NOT IN ({mine})")
    if dataset.id in touched:
        query = records_query(dataset, columns, touched[dataset.id])
        builder.run(f"INSERT INTO {table} {query} ORDER BY {ORDER}")


def table_of(dataset: str) -> str:
    """The name of the table with a dataset's records that name a firm."""
    return f"{ALL}_{dataset}"


def datasets_of_firms(catalogue: Catalogue) -> Iterator[Dataset]:
    """The datasets whose rows are of firms in places."""
    for dataset in catalogue.datasets.values():
        if dataset.firm_column is not None and dataset.slice.scope == "zone":
            yield dataset


def shared_columns(datasets: list[Dataset]) -> dict[str, str]:
    """Every column that a row may hold beside those of RECORDS, with its SQL type; text where datasets differ, so that
    the rows of all of them can be read as one table.
    """
    found: dict[str, str] = {}
    for dataset in datasets:
        for column in dataset.stored_columns:
            kind = TYPES.get(column.type, "VARCHAR")
            found[column.id] = kind if found.get(column.id, kind) == kind else "VARCHAR"
    firms = {dataset.firm_column.id for dataset in datasets if dataset.firm_column}
    return {column: kind for column, kind in found.items() if column not in {*RECORDS, *firms}}


def records_query(dataset: Dataset, columns: Mapping[str, str], facts: str) -> str:
    """The SELECT of one dataset's rows that name a firm, from what follows FROM; `columns`: those of all."""
    assert dataset.firm_column is not None
    told = dataset.firm_record
    mine = {column.id for column in dataset.stored_columns}

    def cast(column: str | None, kind: str) -> str:
        return f"CAST({f'f.{column}' if column in mine else 'NULL'} AS {kind})"

    return marts.text("firm_records").format(
        facts=facts,
        dataset=dataset.id,
        firm=dataset.firm_column.id,
        kind=told.kind if told else OTHER,
        programme=_programme(dataset),
        name=cast(NAME, "VARCHAR"),
        day=cast(told.day if told else None, "DATE"),
        until=cast(told.until if told else None, "DATE"),
        amount=cast(told.amount if told else None, "BIGINT"),
        mark=cast(told.mark if told else None, "VARCHAR"),
        columns="".join(
            f"{cast(column, kind)} AS {column}, " for column, kind in columns.items() if column in mine
        ),
    )


def _programme(dataset: Dataset) -> str:
    """Whose programme a row tells of; '' for the census of tenants, who need not take part in any."""
    if dataset.programme == ANY_PROGRAMME:
        return "p.programme"
    return literal("" if dataset.population == CENSUS else dataset.programme)
