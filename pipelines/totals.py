"""The sums alone of what a dataset counts: nothing of who contributed, at a tenth of the cost of a release's parts."""

from collections.abc import Mapping, Sequence

from kpi.catalogue import Dataset, Metric
from kpi.contributions import RowTerms, row_terms
from kpi.warehouse import ReleaseBuilder
from pipelines import marts

CONTRIBUTED = RowTerms("f.value", "f.weight", "1 = 1")


def add_totals(
    builder: ReleaseBuilder, dataset: Dataset, metrics: Sequence[Metric], facts: str, slices: str
) -> None:
    """Inserts into `parts` what `marts.add_metric` would for each of a dataset's metrics, of these facts and live
    slices, but no breakdowns and nothing of contributors.
    """
    told = {metric.id: row_terms(metric) for metric in metrics}
    _insert_sums(builder, dataset, facts, {metric: terms for metric, terms in told.items() if terms})
    for metric in metrics:
        if told[metric.id] is None:
            contributions = marts.contributions(metric, dataset, "", facts)
            _insert_sums(builder, dataset, f"({contributions})", {metric.id: CONTRIBUTED})
        if (zeros := marts.zeros_query(metric, dataset, slices)) is not None:
            _insert(builder, dataset, metric.id, "value, weight", f"({zeros}) AS zeros")


def _insert_sums(
    builder: ReleaseBuilder, dataset: Dataset, facts: str, terms: Mapping[str, RowTerms]
) -> None:
    """One pass over the facts for all these metrics."""
    if not terms:
        return
    sums = [
        f"SUM(CASE WHEN {each.condition} THEN CAST({term} AS DECIMAL(24, 4)) END) AS {name}_{number}"
        for number, each in enumerate(terms.values())
        for name, term in (("value", each.value), ("weight", each.weight))
    ]
    query = marts.text("totals").format(sums=",\n    ".join(sums), facts=facts)
    builder.run(f"CREATE OR REPLACE TEMP TABLE totals AS {query}")
    for number, metric in enumerate(terms):
        # No fact that counts, no part.
        found = f"totals WHERE value_{number} IS NOT NULL"
        _insert(builder, dataset, metric, f"value_{number}, weight_{number}", found)


def _insert(builder: ReleaseBuilder, dataset: Dataset, metric: str, sums: str, found: str) -> None:
    builder.run(
        f"INSERT INTO parts SELECT '{metric}', zone, {marts.programme_of(dataset)}, period, '', '', {sums},"
        f" 0, NULL, NULL, 0, FALSE, NULL FROM {found}"
    )
