"""What must hold of an evaluation: metrics and grades exist, weights fit, yardsticks have their numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kpi.catalogue.evaluations import BY_YARDSTICK, ROOT, Evaluation, EvaluationElement, Judged, Measure
from kpi.errors import Fault, Place

if TYPE_CHECKING:
    from kpi.catalogue.whole import Catalogue

UNKNOWN = "errors.catalogue_unknown"


def evaluation_faults(catalogue: "Catalogue") -> Iterator[Fault]:
    """Every fault of every evaluation, in the order of the files."""
    for evaluation in catalogue.evaluations.values():
        yield from _head_faults(catalogue, evaluation)
        yield from _weight_faults(evaluation)
        for branch in evaluation.walk():
            yield from _branch_faults(evaluation, branch)
            for measure in branch.metrics:
                yield from _measure_faults(catalogue, evaluation, branch, measure)
            for judged in branch.judged:
                if judged.lowest >= judged.highest:
                    points = f"{judged.lowest:g} … {judged.highest:g}"
                    yield _fault(evaluation, "scale_reversed", branch.leaf_id(judged), "lowest", points)


def _head_faults(catalogue: "Catalogue", evaluation: Evaluation) -> Iterator[Fault]:
    yield from _reference_faults(catalogue, evaluation, str(evaluation.year), evaluation.reference)
    for grade in sorted(set(evaluation.grades) - set(catalogue.grades)):
        yield _unknown(evaluation, str(evaluation.year), "grades", grade, list(catalogue.grades))
    if (evaluation.tree == "unknown") != (not evaluation.elements):
        allowed = "areas unless the tree is unknown"
        yield _unknown(evaluation, str(evaluation.year), "areas", evaluation.tree, allowed)
    given = evaluation.recipe.grades
    if given is not None and given.names != evaluation.grades:
        names = ", ".join(given.names)
        yield _fault(evaluation, "grades_differ", "", "recipe.grades", names, list(evaluation.grades))
    for branch, count in Counter([ROOT, *(branch.id for branch in evaluation.walk())]).items():
        if count > 1:
            yield Fault("errors.catalogue_twice", Place(file=_file(evaluation), entry=branch), branch)


def _branch_faults(evaluation: Evaluation, branch: EvaluationElement) -> Iterator[Fault]:
    if bool(branch.elements) == bool(branch.leaves):
        yield _fault(evaluation, "branch_without_children", branch.id)
    for leaf, count in Counter(branch.leaf_id(leaf) for leaf in branch.leaves).items():
        if count > 1:
            yield Fault("errors.catalogue_twice", Place(file=_file(evaluation), entry=branch.id), leaf)


def _weight_faults(evaluation: Evaluation) -> Iterator[Fault]:
    families: list[tuple[str, Sequence[EvaluationElement | Measure | Judged]]] = [
        (str(evaluation.year), evaluation.elements),
        *((branch.id, branch.elements or branch.leaves) for branch in evaluation.walk()),
    ]
    for parent, members in families:
        weights = [member.weight for member in members]
        given = [weight for weight in weights if weight is not None]
        if given and len(given) < len(weights):
            yield _fault(evaluation, "weights_partly", parent, "weight", f"{len(given)}/{len(weights)}")
        if any(weight < 0 for weight in given):
            yield _fault(evaluation, "weights_negative", parent, "weight", min(given))
        elif given and not any(given):
            yield _fault(evaluation, "weights_all_zero", parent, "weight", 0)
    if evaluation.weights == "entered" and not any(each.weight for each in evaluation.elements):
        yield _fault(evaluation, "weights_not_entered", "", "weights", evaluation.weights)


def _measure_faults(
    catalogue: "Catalogue", evaluation: Evaluation, branch: EvaluationElement, measure: Measure
) -> Iterator[Fault]:
    metric = catalogue.metrics.get(measure.metric)
    if metric is None:
        yield _unknown(evaluation, branch.id, "metrics", measure.metric, list(catalogue.metrics))
        return
    leaf, bases = branch.leaf_id(measure), _bases(catalogue, measure.metric)
    if measure.basis is not None and measure.basis not in bases:
        yield _unknown(evaluation, leaf, "basis", measure.basis, bases)
    if measure.direction not in (None, metric.direction):
        yield _unknown(evaluation, leaf, "direction", measure.direction, metric.direction)
    yield from _denominator_faults(catalogue, evaluation, leaf, measure)
    yield from _reference_faults(catalogue, evaluation, leaf, measure.reference)
    yield from _yardstick_faults(evaluation, leaf, measure, metric.direction, "targets" in catalogue.datasets)


def _denominator_faults(
    catalogue: "Catalogue", evaluation: Evaluation, leaf: str, measure: Measure
) -> Iterator[Fault]:
    if measure.denominator is None:
        return
    below = catalogue.metrics.get(measure.denominator)
    if below is None:
        yield _unknown(evaluation, leaf, "denominator", measure.denominator, list(catalogue.metrics))
    elif below.population != catalogue.metrics[measure.metric].population:
        yield _fault(evaluation, "populations_mixed", leaf, "denominator", measure.denominator)


def _reference_faults(
    catalogue: "Catalogue", evaluation: Evaluation, entry: str, reference: str | float | None
) -> Iterator[Fault]:
    """A zone to measure against is one that is evaluated in the year."""
    zones = [zone.id for zone in catalogue.zones.values() if zone.designated_on.year <= evaluation.year]
    if isinstance(reference, str) and reference not in zones:
        yield _unknown(evaluation, entry, "reference", reference, zones)


def _yardstick_faults(
    evaluation: Evaluation, leaf: str, measure: Measure, direction: int, has_targets: bool
) -> Iterator[Fault]:
    """A yardstick needs its numbers: goalposts, a target for all or the zones' own, a reference."""
    yardstick, posts = measure.yardstick or evaluation.yardstick, measure.goalposts
    if yardstick == "goalposts" and posts is None:
        yield _fault(evaluation, "yardstick_missing", leaf, "goalposts", yardstick)
    if posts is not None and (posts[1] - posts[0]) * direction <= 0:
        yield _fault(evaluation, "goalposts_reversed", leaf, "goalposts", f"{posts[0]:g} … {posts[1]:g}")
    if yardstick == "target" and measure.target is None and not has_targets:
        yield _fault(evaluation, "yardstick_missing", leaf, "target", yardstick)
    method = (measure.normalisation or BY_YARDSTICK[yardstick] or evaluation.recipe.normalisation).method
    if method == "distance_to_reference" and evaluation.reference_of(measure) is None:
        yield _fault(evaluation, "yardstick_missing", leaf, "reference", method)


def _bases(catalogue: "Catalogue", metric_id: str) -> tuple[str, ...]:
    """The metric's bases; none for a ratio whose sides are unknown, a fault of its own."""
    try:
        return catalogue.bases_of(metric_id)
    except KeyError:
        return ()


def _file(evaluation: Evaluation) -> str:
    return f"{evaluation.year}.yml"


def _unknown(evaluation: Evaluation, entry: str, column: str, value: object, allowed: object) -> Fault:
    return Fault(UNKNOWN, Place(file=_file(evaluation), entry=entry, column=column), value, allowed)


def _fault(
    evaluation: Evaluation, code: str, entry: str, column: str = "", value: Any = None, allowed: Any = None
) -> Fault:
    place = Place(file=_file(evaluation), entry=entry or str(evaluation.year), column=column)
    return Fault(f"evaluation_errors.{code}", place, value, allowed)
