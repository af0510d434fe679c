"""What a release knows of firms: every record that names one, and one row a firm and place.

A page about a firm must not cost more where there are more facts. Facts lie in the order of their files, so that one
firm's rows are spread over all of them; here they are laid down once more in the order of places and firms, where a
firm is found by reading a few blocks.
"""

from collections.abc import Iterator

import pandas as pd

from kpi.catalogue import Catalogue, Dataset
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.fact_views import TYPES, literal
from kpi.warehouse import ReleaseBuilder
from pipelines import marts

RECORDS = {
    "zone": "VARCHAR", "firm": "VARCHAR", "dataset": "VARCHAR", "told_as": "VARCHAR", "told_of": "VARCHAR",
    "told_name": "VARCHAR", "told_on": "DATE", "told_until": "DATE", "told_krw": "BIGINT", "told_mark": "VARCHAR",
    "submission": "VARCHAR", "sheet": "VARCHAR", "source_row": "BIGINT",
}  # fmt: skip
# What a file calls the firm, in whichever dataset.
NAME = "firm_name"
OTHER = "other"
CENSUS = "tenants"


def add_firms(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    """Tables `firm_records`, `firms` and `firm_marks`, once the views of facts and `places` stand."""
    datasets = list(datasets_of_firms(catalogue))
    if datasets:
        rows = " UNION ALL ".join(records_query(each, shared_columns(datasets)) for each in datasets)
        builder.create("firm_records", f"{rows} ORDER BY zone, firm, dataset, submission, source_row")
    else:
        builder.table("firm_records", pd.DataFrame(columns=list(RECORDS)), RECORDS)
    for table in ("firms", "firm_marks"):
        builder.create(table, marts.text(table))


def datasets_of_firms(catalogue: Catalogue) -> Iterator[Dataset]:
    """The datasets whose rows are of firms in places."""
    for dataset in catalogue.datasets.values():
        if dataset.firm_column is not None and dataset.slice.scope == "zone":
            yield dataset


def shared_columns(datasets: list[Dataset]) -> dict[str, str]:
    """Every column that a row may hold beside those of RECORDS, with its SQL type; text where datasets differ."""
    found: dict[str, str] = {}
    for dataset in datasets:
        for column in dataset.stored_columns:
            kind = TYPES.get(column.type, "VARCHAR")
            found[column.id] = kind if found.get(column.id, kind) == kind else "VARCHAR"
    firms = {dataset.firm_column.id for dataset in datasets if dataset.firm_column}
    return {column: kind for column, kind in found.items() if column not in {*RECORDS, *firms}}


def records_query(dataset: Dataset, columns: dict[str, str]) -> str:
    """The SELECT of one dataset's rows that name a firm; columns of other datasets stay empty."""
    assert dataset.firm_column is not None
    told = dataset.firm_record
    mine = {column.id for column in dataset.stored_columns}

    def cast(column: str | None, kind: str) -> str:
        return f"CAST({f'f.{column}' if column in mine else 'NULL'} AS {kind})"

    return marts.text("firm_records").format(
        facts=f"facts_{dataset.id}",
        dataset=dataset.id,
        firm=dataset.firm_column.id,
        kind=told.kind if told else OTHER,
        programme=_programme(dataset),
        name=cast(NAME, "VARCHAR"),
        day=cast(told.day if told else None, "DATE"),
        until=cast(told.until if told else None, "DATE"),
        amount=cast(told.amount if told else None, "BIGINT"),
        mark=cast(told.mark if told else None, "VARCHAR"),
        columns=", ".join(f"{cast(column, kind)} AS {column}" for column, kind in columns.items()),
    )


def _programme(dataset: Dataset) -> str:
    """Whose programme a row tells of; '' for the census of tenants, who need not take part in any."""
    if dataset.programme == ANY_PROGRAMME:
        return "p.programme"
    return literal("" if dataset.population == CENSUS else dataset.programme)
