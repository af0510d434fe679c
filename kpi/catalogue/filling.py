"""What follows from the programmes: the words that files may use, the stages that metrics count, and which metrics
zones can have.
"""

from typing import TYPE_CHECKING, Any

from kpi.catalogue.programmes import ANY_PROGRAMME, Programme, outer_stages, united

if TYPE_CHECKING:
    from kpi.catalogue.datasets import Dataset
    from kpi.catalogue.metrics import Metric
    from kpi.catalogue.whole import Catalogue


def fill_from_programmes(content: dict[str, dict[Any, Any]]) -> None:
    """Puts what the programmes declare into the datasets' columns and the metrics' conditions, in place."""
    programmes = tuple(content["programmes"].values())
    datasets, metrics = content["datasets"], content["metrics"]
    for key, dataset in datasets.items():
        datasets[key] = _with_words(dataset, programmes)
    for key, metric in metrics.items():
        metrics[key] = _with_stages(metric, datasets, programmes)


def _with_words(dataset: "Dataset", programmes: tuple[Programme, ...]) -> "Dataset":
    """Columns `of_programmes` take what the programmes declare as their categories."""
    columns = tuple(
        column.model_copy(update={"categories": united(programmes, column.of_programmes)})
        if column.of_programmes
        else column
        for column in dataset.columns
    )
    return dataset.model_copy(update={"columns": columns})


def _with_stages(
    metric: "Metric", datasets: dict[str, "Dataset"], programmes: tuple[Programme, ...]
) -> "Metric":
    """A metric of first or last stages gets them among its conditions."""
    counted = metric.counted
    dataset = datasets.get(counted.dataset) if counted else None
    if counted is None or counted.stages is None or dataset is None:
        return metric
    stages = outer_stages(programmes, counted.stages)
    named = {column.id: stages for column in dataset.columns if column.of_programmes == "stage"}
    filled = counted.model_copy(update={"where": {**counted.where, **named}})
    return metric.model_copy(update={"counted": filled})


def counts_in_zones(catalogue: "Catalogue", metric: "Metric") -> bool:
    """Whether zones can have values of a metric: those of no programme's records, and what the programme there has."""
    in_zones = (each for each in catalogue.programmes.values() if each.place == "zones")
    return any(can_have(catalogue, metric, each) for each in (None, *in_zones))


def can_have(catalogue: "Catalogue", metric: "Metric", programme: Programme | None) -> bool:
    """Whether a programme declares the words that a metric's columns and conditions need: one without calls has no
    applications. Records that are no programme's lie in the zones (None, or the programme there).
    """
    if metric.ratio is not None:
        sides = (metric.ratio.numerator, metric.ratio.denominator)
        return all(can_have(catalogue, catalogue.metrics[side], programme) for side in sides)
    assert metric.counted is not None
    dataset, where = catalogue.datasets[metric.counted.dataset], metric.counted.where
    if dataset.programme != ANY_PROGRAMME:
        return programme is None or programme.place == "zones"
    if programme is None:
        return False
    for column in dataset.columns:
        asked = column.id in where or column.required or column.id in metric.breakdowns
        if column.of_programmes and asked:
            words = {word.id for word in programme.vocabulary(column.of_programmes)}
            if words.isdisjoint(where.get(column.id, words)):
                return False
    return True
