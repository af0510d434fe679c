"""What a release knows of firms: one row a firm and place, and what firms are looked for by."""

from kpi import firm_records
from kpi.catalogue import Catalogue
from kpi.warehouse import ReleaseBuilder
from pipelines import marts


def add_firms(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    """Tables `firms` and `firm_marks`, once the views of facts and `places` stand."""
    builder.run(f"CREATE TEMP VIEW firm_records AS {firm_records.every_record(catalogue, whole=False)}")
    for table in ("firms", "firm_marks"):
        builder.create(table, marts.text(table))
    builder.run("DROP VIEW firm_records")
