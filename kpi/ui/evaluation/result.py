"""결과: the ranking, the elements by zone, and the chosen zone's score taken apart."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from kpi.catalogue.evaluations import ROOT
from kpi.errors import Fault, KpiError, Place
from kpi.queries.explained import element_names
from kpi.round_outputs import RoundOutputs
from kpi.scoring.notes import Note
from kpi.spreadsheets import as_csv
from kpi.text import READABLE, message, places
from kpi.ui import banners, figure, files
from kpi.ui.address import value_of, write
from kpi.ui.clickable import clickable
from kpi.ui.evaluation import head
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.heat import heat
from kpi.ui.evaluation.ranking import ranking
from kpi.ui.evaluation.words import named
from kpi.ui.evaluation.zone import Explained, drawn, in_words, table, table_title
from kpi.ui.filters import DEFAULT_ZONE
from kpi.ui.markup import put, quiet, section, text_of
from kpi.ui.setting import Setting

# The last two are there where something was estimated or adjusted.
OF_CELLS = ("period", "zone", "element", "value", "target", "achievement", "change", "used")
ABOVE, RANKS, HEAT = "evaluation-above", "evaluation-ranks", "evaluation-heat"


def result(chosen: Chosen) -> None:
    """The section for the evaluation as chosen."""
    if ready(chosen):
        show(chosen.here, chosen.outputs, head.standing(chosen) + head.changed(chosen))


def ready(chosen: Chosen) -> bool:
    """Whether the evaluation can be computed as chosen; says why not, with the ways back."""
    try:
        return len(chosen.found.standing) > 0
    except KpiError as error:
        clickable(head.changed(chosen), ABOVE, lambda: clicked(ABOVE))
        names = element_names(chosen.evaluation, chosen.here.catalogue, chosen.here.language)
        banners.faults(named(error, names), chosen.here.language)
        return False


def show(here: Setting, outputs: RoundOutputs, above: str = "") -> None:
    """Computed results, whether just now or when a round was frozen."""
    names = element_names(outputs.evaluation, here.catalogue, here.language)
    zone, opened = chosen_zone(outputs), opened_element(outputs)
    text = here.text
    if above:
        clickable(above, ABOVE, lambda: clicked(ABOVE))
    left, right = st.columns([3, 2], gap="large")
    with left:
        table_of_ranks = ranking(here, outputs, names, zone) + quiet(text("evaluation.ranking.may_differ"))
        ranked = section(text("evaluation.ranking.title"), table_of_ranks, text("evaluation.ranking.about"))
        clickable(ranked, RANKS, lambda: clicked(RANKS))
    explained = Explained(here, outputs, names, zone)
    with right:
        put(in_words(explained))
        drawing = drawn(explained)
        if drawing:
            figure.show(drawing, "evaluation-contributions")
    shaded = heat(here, outputs, names, opened, zone)
    title, about = text("evaluation.heat.title"), text("evaluation.heat.about")
    clickable(section(title, shaded, about), HEAT, lambda: clicked(HEAT))
    notes = [note for note in outputs.notes if note.period in ("", outputs.results["period"].iloc[-1])]
    put(section(table_title(explained), table(explained)) + gaps(here, notes, names, here.zone_name))
    download(here, outputs, names)


def chosen_zone(outputs: RoundOutputs) -> str:
    """The zone of the address if it was evaluated, else the usual one, else the first."""
    known = list(outputs.standing["zone"])
    asked = value_of("zone", lambda _: True, DEFAULT_ZONE)
    return next((each for each in (asked, DEFAULT_ZONE) if each in known), known[0])


def opened_element(outputs: RoundOutputs) -> str:
    """The branch whose elements are shown."""
    branches = [element for element, below in outputs.tree.children.items() if below]
    return value_of("element", branches, ROOT)


def clicked(part: str) -> None:
    """For on_click: a zone was chosen, an element opened, or the way back to what is declared."""
    action = str(st.session_state[part].clicked or "")
    if head.act(action):
        return
    kind, _, what = action.partition(":")
    if kind == "zone":
        write("zone", what, DEFAULT_ZONE)
    elif kind == "open":
        write("element", what, ROOT)


def gaps(
    here: Setting, notes: Sequence[Note], names: Mapping[str, str], unit_name: Callable[[str], str]
) -> str:
    """What was missing or had to be left out anywhere, folded."""
    if not notes:
        return ""
    lines = []
    for note in notes:
        units = places(here.text, [unit_name(unit) for unit in note.units], READABLE)
        said = message(
            Fault(note.code, Place(entry=names.get(note.element, "")), extra={"units": units}), here.language
        )
        lines.append(f"<li>{text_of(said)}</li>")
    title = text_of(here.text("evaluation.gaps", count=len(lines)))
    listed = f'<ul class="kpi-reading">{"".join(lines)}</ul>'
    return f'<details class="kpi-fold"><summary>{title}</summary>{listed}</details>'


def download(here: Setting, outputs: RoundOutputs, names: Mapping[str, str]) -> None:
    """All scores as a file that spreadsheets open."""
    name = here.text("evaluation.file_name", year=outputs.choices.year)
    files.offer(
        here,
        "evaluation-download",
        here.text("evaluation.download"),
        name,
        lambda: scores(here, outputs, names),
    )


def scores(here: Setting, outputs: RoundOutputs, names: Mapping[str, str]) -> bytes:
    """One row a period, zone and element, with its value, target and achievement."""
    frame = outputs.results.merge(
        outputs.cells[[name for name in OF_CELLS if name in outputs.cells]],
        on=["period", "zone", "element"],
        how="left",
    )
    frame.insert(3, "element_name", [names[each] for each in frame["element"]])
    frame.insert(2, "zone_name", [here.zone_name(each) for each in frame["zone"]])
    return as_csv(frame.columns, frame.itertuples(index=False))
