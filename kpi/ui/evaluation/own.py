"""내 표로 산출: somebody's own values and structure, scored like the evaluation and stored nowhere."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from kpi.catalogue.evaluations import ROOT
from kpi.errors import KpiError
from kpi.queries.evaluated import board_as_chosen
from kpi.queries.explained import element_names
from kpi.scoring.scores import score
from kpi.scoring.tables.writing import structure_table, values_table
from kpi.text import message
from kpi.ui import banners, files
from kpi.ui.evaluation import own_form, own_kept, own_reading
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.own_kept import Kept
from kpi.ui.evaluation.own_result import show
from kpi.ui.evaluation.words import named
from kpi.ui.markup import put, quiet, text_of
from kpi.ui.setting import Setting

SHOWN_FAULTS = 200


def own(chosen: Chosen) -> None:
    """The section."""
    here = chosen.here
    put(f"<p>{text_of(here.text('own_tables.intro'))}</p>{quiet(here.text('own_tables.not_kept'))}")
    drops(here)
    templates(chosen)
    kept = own_kept.kept()
    if kept is None:
        if own_kept.is_linked():
            st.info(here.text("own_tables.linked"), icon=":material/link:")
        return
    st.button(
        here.text("own_tables.clear"), on_click=own_kept.clear, icon=":material/delete:", key="own-clear"
    )
    if kept.refused is not None:
        put(mending(here, kept.refused))
    else:
        scored(chosen, kept)


def drops(here: Setting) -> None:
    """Two places to drop a file; both are read as soon as both are there."""
    left, right = st.columns(2, gap="large")
    files = [
        place.file_uploader(
            here.text(f"own_tables.{kind}"),
            type=own_reading.ENDINGS,
            max_upload_size=own_reading.LARGEST_MB,
            key=own_kept.uploader(kind),
            help=here.text(f"own_tables.{kind}_help"),
        )
        for kind, place in (("values", left), ("structure", right))
    ]
    st.caption(here.text("own_tables.kinds"))
    values, structure = files
    if values is None and structure is None:
        return
    own_reading.warm_up(here)
    if values is None or structure is None:
        st.info(here.text("own_tables.other_first"), icon=":material/upload_file:")
    elif not own_kept.is_of(values.file_id, structure.file_id):
        with st.spinner(here.text("own_tables.waiting")):
            own_kept.keep(
                (values.file_id, structure.file_id), lambda: own_reading.read(here, values, structure)
            )


def templates(chosen: Chosen) -> None:
    """The evaluation as it is chosen, as two tables to start from."""
    here, text = chosen.here, chosen.here.text
    board = board_as_chosen(here.viewer, here.moment, chosen.choices, chosen.points).board
    names = element_names(chosen.evaluation, here.catalogue, here.language)
    # Made when it is asked for, where the session is not at hand.
    made: dict[str, Callable[[], bytes]] = {
        "values": partial(values_table, board, here.zone_names),
        "structure": partial(structure_table, board, names, chosen.choices.weights),
    }
    with st.container(horizontal=True, vertical_alignment="center", key="own-templates"):
        for kind, table in made.items():
            label, name = text(f"own_tables.template_{kind}"), text(f"own_tables.file.{kind}")
            files.offer(here, f"own-template-{kind}", label, name, table)
    put(quiet(here.text("own_tables.templates_about", year=chosen.evaluation.year)))


def mending(here: Setting, refused: KpiError) -> str:
    """Every fault of both tables in one list."""
    faults = refused.faults
    items = "".join(f"<li>{text_of(message(each, here.language))}</li>" for each in faults[:SHOWN_FAULTS])
    rest = len(faults) - SHOWN_FAULTS
    more = quiet(here.text("own_tables.more_faults", count=rest)) if rest > 0 else ""
    title = text_of(here.text("own_tables.faults", count=len(faults)))
    return f'<div class="kpi-mending" role="alert"><strong>{title}</strong><ul tabindex="0">{items}</ul>{more}</div>'


def scored(chosen: Chosen, kept: Kept) -> None:
    """Methods and weights beside what comes of them."""
    here, tables = chosen.here, kept.tables
    assert tables is not None
    standing = own_form.standing_of(chosen, kept)
    names = {ROOT: here.text("evaluation.total"), **tables.names}
    put(quiet(said(here, kept)))
    with st.expander(here.text("evaluation.parts.whatif"), icon=":material/tune:"):
        own_form.fields_of(here, standing, names)
    try:
        found = score(tables.board, standing.recipe, standing.weights)
    except KpiError as error:
        banners.faults(named(error, names), here.language)
        return
    show(here, tables, found, names)


def said(here: Setting, kept: Kept) -> str:
    """What was read, so that a wrong sheet or a lost row is noticed."""
    assert kept.tables is not None
    board = kept.tables.board
    return here.text(
        "own_tables.read",
        values=kept.files[0],
        structure=kept.files[1],
        units=f"{len(board.units):,}",
        indicators=len(board.indicators),
        periods=len(board.periods),
        elements=len(board.elements),
    )
