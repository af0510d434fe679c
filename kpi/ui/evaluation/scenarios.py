"""시나리오: the saved ones with their links, and two or more beside each other."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.errors import KpiError
from kpi.ledger.evaluation_values import Scenario
from kpi.queries.evaluated import Choices, Evaluated
from kpi.queries.explained import element_names
from kpi.scenarios import listed
from kpi.scoring.recipe import Recipe
from kpi.ui import banners
from kpi.ui.address import value_of, widget_key, write
from kpi.ui.clickable import clickable
from kpi.ui.evaluation import choosing, head, words
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.discarding import discarding
from kpi.ui.evaluation.methods import name_of
from kpi.ui.evaluation.ranking import SHOWN, left_out
from kpi.ui.evaluation.saving import form
from kpi.ui.markup import put, quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

LIST = "evaluation-scenarios"
DECLARED = "declared"
MOST_BESIDE = 4


def scenarios(chosen: Chosen) -> None:
    """The section."""
    here = chosen.here
    known = listed(here.viewer, here.paths, chosen.evaluation.year)
    shown = table(chosen, known) if known else quiet(here.text("evaluation.scenarios.none"))
    title, about = here.text("evaluation.scenarios.title"), here.text("evaluation.scenarios.about")
    clickable(head.changed(chosen) + section(title, shown, about), LIST, clicked)
    discarding(chosen)
    if chosen.is_changed:
        form(chosen)
    if known:
        beside(chosen, known)


def clicked() -> None:
    """For on_click: a scenario is opened, or the strip's way back."""
    action = str(st.session_state[LIST].clicked or "")
    kind, _, scenario = action.partition(":")
    if kind == "open":
        choosing.open_scenario(scenario)
    else:
        head.act(action)


def table(chosen: Chosen, known: Sequence[Scenario]) -> str:
    """The year's scenarios, the last saved first, each a link."""
    here = chosen.here
    names = ("scenario", "changes", "release", "actor", "saved_at")
    columns = [Column(here.text(f"evaluation.scenarios.column.{name}"), name == "release") for name in names]
    element = element_names(chosen.evaluation, here.catalogue, here.language)
    rows = [_row(here, each, differences(here, chosen, each, element)) for each in known]
    opened = next(
        (at for at, each in enumerate(known) if chosen.scenario and each.id == chosen.scenario.id), -1
    )
    return markup(columns, rows, label=here.text("evaluation.scenarios.title"), marked=opened)


def _row(here: Setting, scenario: Scenario, changes: str) -> list[Cell]:
    link = (
        f'<a href="evaluation?scenario={text_of(scenario.id)}" data-action="open:{text_of(scenario.id)}">'
        f"{text_of(scenario.name)}</a>"
    )
    return [
        Raw(link),
        changes,
        here.text("evaluation.scenarios.release", number=scenario.release),
        scenario.actor,
        formats.day(scenario.saved_at.date(), here.language),
    ]


def differences(here: Setting, chosen: Chosen, scenario: Scenario, names: Mapping[str, str]) -> str:
    """What the scenario changes of what is declared, in brief."""
    choices = Choices.model_validate(scenario.choices)
    said = [f"{names.get(element, element)} {weight:g}" for element, weight in choices.weights.items()]
    recipe, declared = choices.recipe, chosen.evaluation.recipe
    if recipe is not None:
        said += _methods(here, recipe, declared)
    if choices.yardstick:
        said.append(here.text(f"evaluation.method.yardstick.{choices.yardstick}"))
    if choices.reference:
        named = {"zone": here.zone_name(choices.reference)}
        said.append(here.text("evaluation.method.reference.changed", **named))
    return ", ".join(said) or here.text("evaluation.scenarios.as_declared")


def _methods(here: Setting, recipe: Recipe, declared: Recipe) -> list[str]:
    found = []
    if recipe.normalisation != declared.normalisation:
        name = name_of(recipe.normalisation) or "declared"
        found.append(here.text(f"evaluation.method.normalisation.{name}"))
    if recipe.aggregation != declared.aggregation:
        found.append(
            " → ".join(here.text(f"evaluation.method.aggregation.{each}") for each in recipe.aggregation)
        )
    for step in ("imputation", "outliers"):
        chosen = getattr(recipe, step)
        if chosen != getattr(declared, step):
            label, name = f"evaluation.method.label.{step}", f"evaluation.method.{step}.{chosen or 'none'}"
            found.append(f"{here.text(label)}: {here.text(name)}")
    return found


def beside(chosen: Chosen, known: Sequence[Scenario]) -> None:
    """Choose some; every zone's rank, score and grade under each, and how far they part."""
    here = chosen.here
    names = {DECLARED: here.text("evaluation.scenarios.declared"), **{each.id: each.name for each in known}}
    newest = chosen.scenario.id if chosen.scenario and chosen.scenario.id in names else known[0].id
    usual = f"{DECLARED},{newest}"
    asked = value_of(
        "beside", lambda written: all(each in names for each in written.split(",")), usual
    ).split(",")
    st.multiselect(
        here.text("evaluation.beside.choose"),
        list(names),
        format_func=names.__getitem__,
        max_selections=MOST_BESIDE,
        key=widget_key("beside", asked),
        on_change=lambda: write("beside", ",".join(st.session_state["filter_beside"]) or usual, ""),
    )
    try:
        found = {each: chosen.evaluated(_choices(chosen, each, known)) for each in asked}
    except KpiError as error:
        banners.faults(error, here.language)
        return
    body = compared(here, found, names)
    put(section(here.text("evaluation.beside.title"), body, here.text("evaluation.beside.about")))


def _choices(chosen: Chosen, scenario: str, known: Sequence[Scenario]) -> Choices:
    if scenario == DECLARED:
        return Choices(year=chosen.evaluation.year)
    return Choices.model_validate(next(each.choices for each in known if each.id == scenario))


def compared(here: Setting, found: Mapping[str, Evaluated], names: Mapping[str, str]) -> str:
    """One row a zone: rank, move against the first, score and grade under each scenario."""
    tables = {each: evaluated.standing.set_index("zone") for each, evaluated in found.items()}
    first = next(iter(tables.values()))
    columns = [Column(here.text("evaluation.column.zone")), *(Column(names[each]) for each in tables)]
    rows: list[list[Cell]] = [
        [
            here.zone_name(zone),
            *(Raw(_standing(here, first, each, zone)) for each in tables.values()),
        ]
        for zone in list(first.index)[:SHOWN]
    ]
    table = markup(columns, rows, label=here.text("evaluation.beside.title"))
    return quiet(_alike(here, tables, names)) + table + left_out(here, len(first))


def _standing(here: Setting, first: pd.DataFrame, table: pd.DataFrame, zone: str) -> str:
    own = table.loc[zone]
    place = text_of(words.place(here, own["rank"]))
    grade = text_of(words.grade(here, own["grade"]))
    move = "" if table is first else words.moved(first.loc[zone, "rank"], own["rank"])
    return f"<strong>{place}</strong> {move} <small>{words.points(own['score'])} · {grade}</small>"


def _alike(here: Setting, tables: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> str:
    """How many zones keep rank and grade against the first."""
    (first_name, first), *others = tables.items()
    told = [
        here.text(
            "evaluation.beside.alike",
            one=names[first_name],
            other=names[name],
            ranks=int((first["rank"] != each["rank"].reindex(first.index)).sum()),
            grades=int((first["grade"] != each["grade"].reindex(first.index)).sum()),
        )
        for name, each in others
    ]
    return " ".join(told) or here.text("evaluation.beside.one")
