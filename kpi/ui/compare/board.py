"""The board: a table of zones by metrics, every value written, shaded by its place within its metric."""

from collections.abc import Sequence

import pandas as pd

from kpi.queries.comparing_sentences import reading
from kpi.queries.comparison import Subject
from kpi.ui.cached import kept
from kpi.ui.compare.filters import Chosen, pressable
from kpi.ui.markup import quiet, section, text_of
from kpi.ui.paging import page_of
from kpi.wording import comparing as words
from kpi.wording.comparing import SIGNS, Row

ON_A_PAGE = 40
STEPS = 5


def board(page: Chosen) -> None:
    """The year in words, then the table; a click on a metric ranks by it, one on a zone marks it."""
    zones = ranked_zones(page)
    number, shown = page_of("page", zones, ON_A_PAGE)
    shown = shown if page.zone in shown or not page.zone else [page.zone, *shown]
    asked = (page.asked, page.zone, page.metric, number)
    pressable(kept("compare-board", asked, lambda: in_words(page) + table(page, shown)), "board")


def in_words(page: Chosen) -> str:
    """The comparison in sentences."""
    sentences = reading(page.here.viewer, page.here.moment, page.asked, page.zone)
    items = "".join(f"<li>{text_of(sentence.in_words(page.here.language))}</li>" for sentence in sentences)
    return section(page.here.text("compare.reading.title"), f'<ul class="kpi-reading">{items}</ul>')


def ranked_zones(page: Chosen) -> list[str]:
    """The zones compared, by their rank in the metric looked at; those without a value last."""
    return list(page.comparison.of_metric(page.metric)["zone"])


def table(page: Chosen, zones: Sequence[str]) -> str:
    """The zones given as rows, the metrics compared as columns."""
    cells = {(row["zone"], row["metric"]): row for row in _rows(page, zones)}
    heads = "".join(_head(page, subject) for subject in page.comparison.subjects)
    body = "".join(_line(page, zone, cells) for zone in zones)
    label = text_of(page.here.text("compare.board.label"))
    corner = text_of(page.here.text("app.column.zone"))
    return (
        f"{_caption(page, len(zones))}"
        f'<div class="kpi-scroll" role="region" tabindex="0" aria-label="{label}">'
        f'<table class="kpi-table kpi-board"><thead><tr><th scope="col">{corner}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def step(place: float) -> int:
    """One of five shades by place, 5 the best; 0 for none."""
    return 0 if pd.isna(place) else min(int(place * STEPS), STEPS - 1) + 1


def _rows(page: Chosen, zones: Sequence[str]) -> list[Row]:
    cells = page.comparison.cells
    return cells[cells["zone"].isin(zones)].to_dict("records")


def _caption(page: Chosen, shown: int) -> str:
    """What the cells say, the key to shades and signs, and how many zones there are beside those drawn."""
    here, count = page.here, len(page.comparison.zones)
    said = [here.text("compare.board.cells", against=words.against(here, page.asked))]
    if page.asked.per:
        said.insert(0, here.text("compare.board.per", per=words.per(here, page.asked)))
    if shown < count:
        said.append(here.text("compare.board.drawn", shown=shown, count=count))
    shades = "".join(f'<i class="kpi-step-{number}">{number}</i>' for number in range(1, STEPS + 1))
    last, first = text_of(here.text("compare.board.last")), text_of(here.text("compare.board.first"))
    key = f'<span class="kpi-steps">{last} {shades} {first}</span>'
    return (
        f'{quiet(" ".join(said))}<p class="kpi-quiet">{key} {text_of(here.text("compare.board.signs"))}</p>'
    )


def _head(page: Chosen, subject: Subject) -> str:
    """The metric as a button that ranks by it; the one ranked by says so."""
    is_by = subject.id == page.metric
    name = text_of(subject.metric.short[page.here.language])
    title = text_of(f"{subject.metric.name[page.here.language]}: {page.here.text('compare.board.rank_by')}")
    sort = ' aria-sort="descending"' if is_by else ""
    return (
        f'<th scope="col" class="kpi-number"{sort}><button type="button" data-action="metric:{subject.id}" '
        f'title="{title}">{name}{" ▼" if is_by else ""}</button>'
        f"<small>{text_of(words.heading(page.here, subject))}</small></th>"
    )


def _line(page: Chosen, zone: str, cells: dict[tuple[str, str], Row]) -> str:
    is_marked = zone == page.zone
    name = text_of(page.here.zone_name(zone))
    title = text_of(page.here.text("compare.board.mark"))
    shown = "".join(_cell(page, subject, cells[zone, subject.id]) for subject in page.comparison.subjects)
    return (
        f'<tr{" class=kpi-chosen" if is_marked else ""}><th scope="row"><button type="button" '
        f'data-action="zone:{zone}" title="{title}">{name}{" ◀" if is_marked else ""}</button></th>{shown}</tr>'
    )


def _cell(page: Chosen, subject: Subject, row: Row) -> str:
    """The value with the sign of its origin, its rank and its difference; or why there is none."""
    here = page.here
    if pd.isna(row["value"]):
        return f'<td class="kpi-number kpi-step-0">–<small>{text_of(words.gap(here, row))}</small></td>'
    kind = words.origin(row)
    label = text_of(here.text(f"app.origin.{kind}"))
    look = f"kpi-mark kpi-mark-{'sample' if kind == 'sample' else 'published'}"
    sign = SIGNS["sample" if kind == "sample" else "published"]
    below = " · ".join(
        part for part in (words.rank(here, row), words.difference(here, page.asked, subject, row)) if part
    )
    return (
        f'<td class="kpi-number kpi-step-{step(row["place"])}" title="{text_of(words.gap(here, row))}">'
        f"{text_of(words.value(here, subject, row['value']))}"
        f'<span class="{look}" role="img" aria-label="{label}">{sign}</span><small>{text_of(below)}</small></td>'
    )
