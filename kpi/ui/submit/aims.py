"""What a file does where no value moves: other targets and what of them is reached, or that no number is touched."""

import streamlit as st

from kpi import format as formats
from kpi.drafts import Comparison, TargetEffect
from kpi.ui.history import words
from kpi.ui.history.effects import metric_name, value
from kpi.ui.submit.work import Work
from kpi.ui.tables import Cell, Column, table

SHOWN = 60
PUBLISHED = "published_values"


def without_effects(work: Work, found: Comparison) -> None:
    """Says why no value moves."""
    key = "targets" if found.targets else "no_effects" if makes_values(work) else "no_values"
    st.info(work.here.text(f"submit.compare.{key}"), icon=":material/equal:")


def makes_values(work: Work) -> bool:
    """Whether any number of the pages is counted from the dataset, or stated by it."""
    counted = {
        metric.counted.dataset
        for metric in work.here.catalogue.metrics.values()
        if metric.counted is not None
    }
    return work.said.dataset in counted | {PUBLISHED}


def targets(work: Work, found: Comparison) -> None:
    """Each target with what of it is reached, before and after."""
    if not found.targets:
        return
    text = work.here.text
    named = ("metric", "zone", "period", "basis")
    columns = [Column(text(f"app.column.{name}")) for name in named]
    columns += [
        Column(f"{text(f'submit.compare.{what}')} · {text(f'submit.compare.{when}')}", is_number=True)
        for what in ("target", "reached")
        for when in ("before", "after")
    ]
    table(columns, [_row(work, one) for one in found.targets[:SHOWN]], label=text("submit.compare.target"))
    if len(found.targets) > SHOWN:
        count = f"{len(found.targets):,}"
        st.caption(text("submit.compare.targets_of", shown=SHOWN, count=count))


def _row(work: Work, one: TargetEffect) -> list[Cell]:
    here = work.here
    return [
        metric_name(here, one.metric),
        words.zone(here, one.zone),
        formats.period(one.period, here.language),
        here.text(f"app.basis.{one.basis}"),
        *(value(here, one.metric, amount) for amount in (one.before, one.after)),
        *(
            formats.percent(reached / 100) if reached is not None else formats.MISSING
            for reached in (one.reached_before, one.reached_after)
        ),
    ]
