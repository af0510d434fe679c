"""What is evaluated and how, read from the address: the year, a saved scenario, and what was changed since.

A link reproduces all of it. What is changed lies over the scenario, and the scenario over the evaluation as declared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from kpi import scenarios
from kpi.catalogue.evaluations import Evaluation
from kpi.errors import KpiError
from kpi.ledger.evaluation_values import Scenario
from kpi.queries.assessing import points
from kpi.queries.evaluated import Choices, Evaluated, evaluate
from kpi.queries.evaluation_cells import Points
from kpi.queries.methods_offered import NORMALISATIONS, normalisations
from kpi.round_outputs import RoundOutputs, computed
from kpi.ui.address import value_of, widget_key, write
from kpi.ui.evaluation.methods import (
    OUTLIERS,
    YARDSTICKS,
    are_aggregations,
    are_weights,
    imputations,
    weights_from,
    weights_written,
)
from kpi.ui.setting import Setting

SECTIONS = ("result", "whatif", "scenarios", "doubt", "points", "rounds", "own")
# For those to whom only what is published is open.
PUBLISHED_SECTIONS = ("published", "rounds", "own")
CHANGES = ("weights", "normalisation", "combine", "yardstick", "reference", "imputation", "outliers")
OF_A_YEAR = ("scenario", "beside", "round", "element", *CHANGES)


@dataclass(frozen=True, eq=False)
class Chosen:
    """The year's evaluation with the choices in force; `base` are those of the scenario, or as declared."""

    here: Setting
    evaluation: Evaluation
    scenario: Scenario | None
    base: Choices
    choices: Choices

    @property
    def is_changed(self) -> bool:
        """Whether something differs from the scenario or from what is declared."""
        return self.choices != self.base

    @property
    def is_declared(self) -> bool:
        """Whether everything is as the catalogue declares it."""
        return self.choices == Choices(year=self.evaluation.year)

    @cached_property
    def points(self) -> tuple[Points, ...]:
        """What the evaluators have submitted so far."""
        return points(self.here.viewer, self.here.paths, self.evaluation.year)

    @cached_property
    def found(self) -> Evaluated:
        """The evaluation as chosen. Raises KpiError for choices that cannot be scored."""
        return self.evaluated(self.choices)

    @cached_property
    def outputs(self) -> RoundOutputs:
        """The same as a round would keep it."""
        return self.kept(self.choices)

    def evaluated(self, choices: Choices) -> Evaluated:
        """The evaluation under any choices."""
        return evaluate(self.here.viewer, self.here.moment, choices, self.points)

    def kept(self, choices: Choices) -> RoundOutputs:
        """The same as a round would keep it."""
        return computed(self.here.viewer, self.here.moment, choices, self.points)


def year(here: Setting) -> int:
    """The performance year; the newest one with an evaluation for a year that has none."""
    scenario = asked_scenario(here)
    years = sorted(here.catalogue.evaluations, reverse=True)
    asked = value_of("year", str.isdecimal, str(years[0]))
    shown = scenario.year if scenario else int(asked) if int(asked) in years else years[0]
    names = {str(each): here.text("filters.year_name", year=each) for each in years}
    st.segmented_control(
        here.text("filters.year"),
        list(names),
        format_func=names.__getitem__,
        required=True,
        key=widget_key("evaluated_year", str(shown)),
        on_change=year_chosen,
        label_visibility="collapsed",
    )
    if not scenario and int(asked) != shown:
        st.caption(here.text("evaluation.year_without", asked=asked, shown=shown))
    return shown


def year_chosen() -> None:
    """Another year begins anew: scenarios and weights belong to one year's tree."""
    for key in OF_A_YEAR:
        write(key, None, "")
    write("year", st.session_state["filter_evaluated_year"], "")


def section(here: Setting) -> str:
    """The part of the page that is shown."""
    sections = sections_for(here)
    asked = value_of("part", (*sections, *SECTIONS), sections[0])
    chosen = asked if asked in sections else sections[0]
    st.segmented_control(
        here.text("evaluation.part"),
        sections,
        format_func=lambda one: here.text(f"evaluation.parts.{one}"),
        required=True,
        key=widget_key("part", chosen),
        on_change=part_chosen,
        args=(sections[0],),
        label_visibility="collapsed",
    )
    return chosen


def sections_for(here: Setting) -> tuple[str, ...]:
    """The parts that are open to the viewer, the one shown first at the front."""
    return SECTIONS if here.viewer.may_evaluate else PUBLISHED_SECTIONS


def part_chosen(first: str) -> None:
    """Carry the part into the address; a round that was open is closed."""
    write("part", st.session_state["filter_part"], first)
    write("round", None, "")


def asked_scenario(here: Setting) -> Scenario | None:
    """The scenario of the link; None without one, for one that nobody knows, and for one discarded."""
    try:
        found = linked_scenario(here)
    except KpiError:
        return None
    return None if found is None or found.discarded else found


def linked_scenario(here: Setting) -> Scenario | None:
    """The same as the ledger has it, a discarded one too; none for who may not see what is not published.

    Raises LedgerError for an unknown one.
    """
    asked = value_of("scenario", lambda _: True, "") if here.viewer.may_evaluate else ""
    return scenarios.opened(here.viewer, here.paths, asked) if asked else None


def chosen(here: Setting, of_year: int) -> Chosen:
    """The evaluation of a year with the scenario and the changes of the address."""
    evaluation = here.catalogue.evaluations[of_year]
    scenario = asked_scenario(here)
    base = Choices.model_validate(scenario.choices) if scenario else Choices(year=of_year)
    zones = [zone.id for zone in here.catalogue.zones.values() if zone.designated_on.year <= of_year]
    if not here.viewer.may_evaluate:
        return Chosen(here, evaluation, None, base, base)
    return Chosen(here, evaluation, scenario, base, _changed(base, evaluation, zones))


def _changed(base: Choices, evaluation: Evaluation, zones: Sequence[str]) -> Choices:
    """The base with what the address changes of it; any of the evaluated `zones` may be the reference."""
    recipe = base.recipe or evaluation.recipe
    yardstick = value_of("yardstick", YARDSTICKS, "") or base.yardstick
    normalisation = value_of("normalisation", normalisations(evaluation, yardstick), "")
    combine = value_of("combine", are_aggregations, "")
    options = {"imputation": imputations(evaluation), "outliers": OUTLIERS}
    steps = {step: value_of(step, allowed, "") for step, allowed in options.items()}
    changed = recipe.model_copy(
        update={
            **({"normalisation": NORMALISATIONS[normalisation]} if normalisation else {}),
            **({"aggregation": tuple(combine.split(","))} if combine else {}),
            **{step: "" if asked == "none" else asked for step, asked in steps.items() if asked},
        }
    )
    weights = weights_from(value_of("weights", are_weights, ""))
    return base.model_copy(
        update={
            "weights": {**base.weights, **weights},
            "recipe": base.recipe if changed == recipe else changed,
            "yardstick": yardstick,
            "reference": value_of("reference", zones, "") or base.reference,
        }
    )


def change(weights: Mapping[str, float], methods: Mapping[str, str]) -> None:
    """Put what was changed into the address; what is as the scenario or the catalogue has it is left out."""
    write("weights", weights_written(weights) or None, "")
    for key, value in methods.items():
        write(key, value or None, "")


def reset() -> None:
    """Leave out what was changed."""
    for key in CHANGES:
        write(key, None, "")


def as_declared() -> None:
    """Leave the scenario too."""
    reset()
    write("scenario", None, "")


def open_scenario(token: str) -> None:
    """Show a saved scenario, without changes."""
    reset()
    write("scenario", token, "")
