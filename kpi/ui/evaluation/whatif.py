"""가중치·방법: the tree's weights and the methods in fields, and at once who moves."""

from collections.abc import Mapping

import streamlit as st

from kpi.catalogue.evaluations import ROOT
from kpi.errors import KpiError
from kpi.queries.evaluated import Choices
from kpi.queries.explained import element_names
from kpi.queries.methods_offered import NORMALISATIONS, normalisations, per_level
from kpi.round_outputs import RoundOutputs
from kpi.scoring.board import Board
from kpi.scoring.recipe import Recipe
from kpi.ui import banners
from kpi.ui.evaluation import choosing, head, saving
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.form import Standing, form, levels_of, written_weights
from kpi.ui.evaluation.methods import imputations, name_of
from kpi.ui.evaluation.movers import movers
from kpi.ui.evaluation.words import named
from kpi.ui.fields import fields
from kpi.ui.markup import put, quiet, section

FORM = "evaluation-whatif"
STEPS = ("imputation", "outliers")


def whatif(chosen: Chosen) -> None:
    """The section."""
    here = chosen.here
    before = chosen.evaluated(chosen.base if chosen.is_changed else Choices(year=chosen.evaluation.year))
    names = element_names(chosen.evaluation, here.catalogue, here.language)
    standing = standing_of(chosen, before.source.board)
    put(quiet(here.text("evaluation.whatif.assumption")))
    left, right = st.columns([5, 6], gap="large")
    with left:
        fields(
            head.changed(chosen) + form(here, standing, names),
            FORM,
            lambda values: take(standing, values),
            lambda action: act(action),
        )
    with right:
        try:
            shown(chosen, chosen.kept(before.choices), names)
        except KpiError as error:
            banners.faults(named(error, names), here.language)
        saving.form(chosen)


def act(action: str) -> None:
    """The ways back on the strip."""
    head.act(action)


def shown(chosen: Chosen, before: RoundOutputs, names: Mapping[str, str]) -> None:
    """Ranks, scores and grades before and after."""
    here = chosen.here
    title = here.text("evaluation.movers.title")
    body = movers(here, before, chosen.outputs, names, chosen.scenario if chosen.is_changed else None)
    put(section(title, body, here.text("evaluation.movers.about")))


def standing_of(chosen: Chosen, board: Board) -> Standing:
    """What the fields show now, and what they would show unchanged."""
    now, base = chosen.choices, chosen.base
    declared = {each.id: each.weight for each in board.elements if each.id != ROOT}
    return Standing(
        board=board,
        weights={**declared, **now.weights},
        base_weights={**declared, **base.weights},
        recipe=now.recipe or chosen.evaluation.recipe,
        base_recipe=base.recipe or chosen.evaluation.recipe,
        normalisations={
            name: NORMALISATIONS[name] for name in normalisations(chosen.evaluation, now.yardstick)
        },
        imputations=imputations(chosen.evaluation),
        yardstick=now.yardstick,
        base_yardstick=base.yardstick,
        reference=now.reference,
        base_reference=base.reference,
    )


def take(standing: Standing, values: Mapping[str, str]) -> None:
    """Carry the fields into the address: what differs from the scenario, or from what is declared."""
    levels = levels_of(standing.board)
    combine = ",".join(values.get(f"combine:{level}", "arithmetic") for level in range(levels))
    base_combine = ",".join(per_level(standing.base_recipe.aggregation, levels))
    normalisation, yardstick = values.get("normalisation", ""), values.get("yardstick", "")
    reference = values.get("reference", "")
    steps = {step: values.get(step, "none") for step in STEPS}
    choosing.change(
        written_weights(standing, values),
        {
            "normalisation": "" if normalisation == _named(standing.base_recipe) else normalisation,
            "combine": "" if combine == base_combine else combine,
            "yardstick": "" if yardstick == (standing.base_yardstick or "") else yardstick,
            "reference": "" if reference == (standing.base_reference or "") else reference,
            **{
                step: "" if chosen == (getattr(standing.base_recipe, step) or "none") else chosen
                for step, chosen in steps.items()
            },
        },
    )


def _named(recipe: Recipe) -> str:
    return name_of(recipe.normalisation)
