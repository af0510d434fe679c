"""The fields of a what-if: methods above, and the tree with a weight for each element and its share among siblings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi import format as formats
from kpi.catalogue.evaluations import Yardstick
from kpi.queries.methods_offered import NORMALISATIONS, per_level
from kpi.queries.scored_tables import Tree
from kpi.scoring.board import Board
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.ui.evaluation.methods import AGGREGATIONS, OUTLIERS, YARDSTICKS, name_of, weight_written
from kpi.ui.markup import quiet, text_of
from kpi.ui.setting import Setting

USUAL_LEVELS = 3


@dataclass(frozen=True, eq=False)
class Standing:
    """What the fields show, and what they show when nothing is changed; `normalisations` are those offered."""

    board: Board
    weights: Mapping[str, float]
    base_weights: Mapping[str, float]
    recipe: Recipe
    base_recipe: Recipe
    normalisations: Mapping[str, Normalisation]
    imputations: Sequence[str] = ()
    yardstick: Yardstick | None = None
    base_yardstick: Yardstick | None = None
    reference: str | None = None
    base_reference: str | None = None


def levels_of(board: Board) -> int:
    """How many levels are aggregated."""
    return board.root.level - 1


def form(here: Setting, standing: Standing, names: Mapping[str, str]) -> str:
    """The fields as HTML, named `weight:<element>`, `normalisation`, `combine:<level from the lowest>`, `imputation`,
    `outliers`, `yardstick`, and `reference` where distances to one are measured.
    """
    yardsticks = named(here, "yardstick", ("", *YARDSTICKS))
    against, usual = standing.yardstick or "", standing.base_yardstick or ""
    chosen = select("yardstick", here.text("evaluation.method.label.yardstick"), yardsticks, against, usual)
    references = _references(here, standing) if _by_reference(standing) else ""
    choices = chosen + methods(here, standing, references) + steps(here, standing)
    return framed(choices, tree(here, standing, names))


def _by_reference(standing: Standing) -> bool:
    own = [each.normalisation or standing.recipe.normalisation for each in standing.board.indicators]
    return any(each.method == "distance_to_reference" for each in own)


def _references(here: Setting, standing: Standing) -> str:
    """The zones of which one may be the reference."""
    declared = any(each.reference is not None for each in standing.board.indicators)
    as_declared = here.text(f"evaluation.method.reference.{'declared' if declared else 'none'}")
    zones = {"": as_declared, **{unit: here.zone_name(unit) for unit in standing.board.units}}
    label = here.text("evaluation.method.label.reference")
    return select("reference", label, zones, standing.reference or "", standing.base_reference or "")


def framed(choices: str, weights: str) -> str:
    """Selects above, the tree of weights below."""
    return f'<div class="kpi-weights"><div class="kpi-methods">{choices}</div>{weights}</div>'


def written_weights(standing: Standing, values: Mapping[str, str]) -> dict[str, float]:
    """The weights of the fields that differ from the unchanged ones; a field left empty stands for 0."""
    found = {}
    for element, unchanged in standing.base_weights.items():
        weight = _number(values.get(f"weight:{element}", ""))
        if weight != unchanged:
            found[element] = weight
    return found


def _number(written: str) -> float:
    try:
        return float(written or 0)
    except ValueError:
        return 0.0


def methods(here: Setting, standing: Standing, more: str = "") -> str:
    """Selects of the normalisation, with `more` of it, and of each level's aggregation."""
    text = here.text
    known = {**NORMALISATIONS, **standing.normalisations}
    chosen, unchanged = (
        name_of(each.normalisation, known) for each in (standing.recipe, standing.base_recipe)
    )
    options = list(dict.fromkeys((unchanged, *standing.normalisations)))
    offered = named(here, "normalisation", options)
    shown = [
        select("normalisation", text("evaluation.method.label.normalisation"), offered, chosen, unchanged),
        more,
    ]
    levels = levels_of(standing.board)
    now, base = (per_level(each.aggregation, levels) for each in (standing.recipe, standing.base_recipe))
    for level in reversed(range(levels)):
        label = text("evaluation.method.combine_to", level=_level_name(here, level, levels))
        shown.append(
            select(
                f"combine:{level}", label, named(here, "aggregation", AGGREGATIONS), now[level], base[level]
            )
        )
    return "".join(shown)


def steps(here: Setting, standing: Standing) -> str:
    """Selects of what is done before scores are made: gaps filled, outliers adjusted; why no line fills gaps."""
    shown = ""
    for step, options in (("imputation", standing.imputations), ("outliers", OUTLIERS)):
        now, usual = (str(getattr(each, step)) or "none" for each in (standing.recipe, standing.base_recipe))
        offered = named(here, step, list(dict.fromkeys((usual, *options))))
        shown += select(step, here.text(f"evaluation.method.label.{step}"), offered, now, usual)
    if "panel_linear" in standing.imputations:
        return shown
    return shown + quiet(here.text("evaluation.method.no_line"))


def _level_name(here: Setting, level: int, levels: int) -> str:
    """What the result of a level is called: the total, areas, indicators; by number in deeper trees."""
    if level == levels - 1:
        return here.text("evaluation.total")
    if levels == USUAL_LEVELS:
        return here.text(f"evaluation.method.level_{level}")
    return here.text("evaluation.method.level", number=level + 2)


def named(here: Setting, kind: str, options: Sequence[str]) -> dict[str, str]:
    """Options of a kind of method with their names."""
    return {each: here.text(f"evaluation.method.{kind}.{each or 'declared'}") for each in options}


def select(name: str, label: str, options: Mapping[str, str], chosen: str, unchanged: str) -> str:
    """One field to choose in, marked where something else than the unchanged is chosen."""
    items = "".join(
        f'<option value="{text_of(value)}"{" selected" if value == chosen else ""}>{text_of(words)}</option>'
        for value, words in options.items()
    )
    look = "kpi-other" if chosen != unchanged else ""
    return f'<label>{text_of(label)}<select name="{text_of(name)}" class="{look}">{items}</select></label>'


def tree(here: Setting, standing: Standing, names: Mapping[str, str]) -> str:
    """A field for the weight of every element, with its share among siblings."""
    whole, root = Tree({each.id: each.parent or "" for each in standing.board.elements}), standing.board.root
    below = [element for element in whole.walk(root.id) if element != root.id]
    rows = "".join(_row(here, standing, whole, element, names) for element in below)
    heads = "".join(
        f'<th scope="col"{look}>{text_of(here.text(f"evaluation.column.{name}"))}</th>'
        for name, look in (("element", ""), ("weight", ' class="kpi-number"'), ("share", ""))
    )
    label = text_of(here.text("evaluation.whatif.tree"))
    return f'<table class="kpi-table" aria-label="{label}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _row(here: Setting, standing: Standing, tree: Tree, element: str, names: Mapping[str, str]) -> str:
    siblings = tree.children[tree.parents[element]]
    together = sum(standing.weights[each] for each in siblings)
    weight = standing.weights[element]
    share = weight / together if together else 0.0
    depth = len(tree.above(element)) - 2
    look = "kpi-branch" if tree.children[element] else "kpi-leaf"
    name = text_of(names[element])
    is_other = weight != standing.base_weights[element]
    about = here.text("evaluation.whatif.weight_of", element=names[element])
    field = _field(element, weight, is_other, about if len(siblings) > 1 else "")
    bar = f'<span class="kpi-shares" aria-hidden="true"><i style="width:{share * 100:.1f}%"></i></span>'
    return (
        f'<tr><th scope="row"><span class="{look}" style="padding-left:{depth * 1.1:.1f}rem">{name}</span></th>'
        f'<td class="kpi-number">{field}</td><td>{formats.percent(share)}{bar}</td></tr>'
    )


def _field(element: str, weight: float, is_other: bool, about: str) -> str:
    """A number to write; an only child, without words about it, has nothing to weigh against."""
    kind = 'type="number" min="0" step="any"' if about else 'type="hidden"'
    look = "kpi-other" if is_other else ""
    return (
        f'<input {kind} name="weight:{text_of(element)}" value="{weight_written(weight)}" class="{look}" '
        f'aria-label="{text_of(about)}">'
    )
