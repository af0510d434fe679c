"""What the metrics of a brief mean: one table out of the catalogue."""

from collections.abc import Collection

from kpi.briefs.asked import Desk
from kpi.briefs.blocks import table
from kpi.briefs.parts import Table
from kpi.catalogue import Catalogue, Metric

WIDTHS = {
    "metric": 1.2, "meaning": 2.6, "formula": 2.2, "unit": 0.8, "type": 1.3, "population": 0.9, "data": 1.4,
    "caveats": 2.2,
}  # fmt: skip


def definitions(here: Desk, metrics: Collection[str]) -> tuple[Table, ...]:
    """What every metric shown means and how it is counted; none for a brief without metrics."""
    headings = [(here.text(f"brief_building.column.{name}"), width) for name, width in WIDTHS.items()]
    shown = [metric for metric in here.catalogue.metrics.values() if metric.id in metrics]
    rows = [_row(here, metric) for metric in shown]
    return (table(here.text, here.text("brief_building.definitions"), headings, rows),) if rows else ()


def _row(here: Desk, metric: Metric) -> list[str]:
    catalogue, text, language = here.catalogue, here.text, here.language
    # A flow is what happened in the period and adds up: its bases say what it is.
    kinds = [text("brief_building.ratio")] if metric.type == "ratio" else []
    kinds += [text(f"app.basis.{basis}") for basis in catalogue.bases_of(metric.id)]
    caveats = (catalogue.caveats[each].text[language] for each in metric.caveats)
    data = (catalogue.datasets[each].name[language] for each in datasets_of(catalogue, metric.id))
    return [
        metric.name[language],
        metric.meaning[language],
        metric.formula[language],
        catalogue.units[metric.unit].name[language],
        " · ".join(kinds),
        catalogue.populations[metric.population].name[language],
        ", ".join(data),
        " ".join(caveats) or "–",
    ]


def datasets_of(catalogue: Catalogue, metric: str) -> list[str]:
    """The datasets that a metric is counted from, both sides of a ratio."""
    found = catalogue.metrics[metric]
    if found.counted is not None:
        return [found.counted.dataset]
    assert found.ratio is not None
    sides = (found.ratio.numerator, found.ratio.denominator)
    return list(dict.fromkeys(each for side in sides for each in datasets_of(catalogue, side)))
