"""What the pipeline found in a file, in words: the same that the page shows before anything is accepted."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console

from kpi import format
from kpi.catalogue import Catalogue
from kpi.drafts import ColumnFit, FaultGroup, Prepared, UnknownValue, fault_from_json
from kpi.submissions import CheckOutcome, Repair
from kpi.text import Text, message
from pipelines.commands import names
from pipelines.commands.speaking import plain, table

FAULTS_OF_A_GROUP, ROWS_OF_A_CHECK, VALUES_SHOWN = 3, 5, 20


def tell(console: Console, text: Text, prepared: Prepared, catalogue: Catalogue) -> None:
    """Everything about the file: what it is, its columns, what was repaired, what is wrong with it."""
    _tell_file(console, text, prepared, catalogue)
    _tell_columns(console, text, prepared, catalogue)
    _tell_list(console, text("pipelines.found.repairs"), repairs(text, prepared.repairs))
    _tell_list(console, text("pipelines.found.notes"), prepared.notes)
    _tell_unknown(console, text, prepared.unknown_values)
    _tell_faults(console, text, prepared)
    _tell_checks(console, text, prepared)


def repairs(text: Text, found: Sequence[Repair]) -> list[str]:
    """One sentence for each kind, with how often, an example, and the kind, by which it can be refused."""
    lines = []
    for kind, group in groupby(sorted(found, key=lambda each: each.kind), key=lambda each: each.kind):
        of_kind = list(group)
        first, key = of_kind[0], f"reading.repairs.{kind}"
        count = format.plain(sum(each.count for each in of_kind))
        said = {"place": first.place, "before": first.before, "after": first.after, "count": count}
        words = text(key, **said) if key in text else f"{first.before} → {first.after} ({count})"
        lines.append(f"{words} [{kind}]")
    return lines


def _tell_file(console: Console, text: Text, prepared: Prepared, catalogue: Catalogue) -> None:
    said, language = prepared.decisions, text.language
    form = " · ".join(part for part in (prepared.kind, prepared.encoding, ", ".join(prepared.sheets)) if part)
    plain(console, text("pipelines.found.form", form=form, rows=format.plain(prepared.rows)), "bold")
    fits = [
        text("pipelines.found.fit", dataset=names.dataset(catalogue, fit.dataset, language), id=fit.dataset,
             percent=format.percent(fit.confidence, 0))
        for fit in prepared.datasets[:3]
    ]  # fmt: skip
    stated = {
        "dataset": names.dataset(catalogue, said.dataset, language),
        "candidates": "; ".join(fits),
        "series": said.series,
        "mode": names.mode(text, said.mode or prepared.suggested_mode),
        "known_on": said.known_on.isoformat() if said.known_on else "",
        "zones": names.listed(text, [names.zone(catalogue, each, language) for each in prepared.zones]),
        "periods": names.listed(text, [names.period(each, language) for each in prepared.periods]),
    }
    for key, value in stated.items():
        if value:
            plain(console, f"  {text(f'pipelines.found.{key}')}: {value}")


def _tell_columns(console: Console, text: Text, prepared: Prepared, catalogue: Catalogue) -> None:
    dataset = catalogue.datasets.get(prepared.decisions.dataset)
    named = {} if dataset is None else {column.id: column.name[text.language] for column in dataset.columns}
    if prepared.columns:
        shown = table(text, "heading", "column", "confidence", "why", title=text("pipelines.found.columns"))
        for fit in prepared.columns:
            shown.add_row(*_column_cells(text, fit, named))
        console.print(shown)
    if prepared.missing_columns:
        missing = ", ".join(f"{named.get(each, each)} ({each})" for each in prepared.missing_columns)
        plain(console, text("pipelines.found.missing", columns=missing), "red")


def _column_cells(text: Text, fit: ColumnFit, named: dict[str, str]) -> tuple[str, str, str, str]:
    column = (
        f"{named.get(fit.column, fit.column)} ({fit.column})"
        if fit.column
        else text("pipelines.found.unused")
    )
    unit = f" [{fit.unit}]" if fit.unit else ""
    heading = ":".join(part for part in (fit.sheet, fit.heading) if part)
    confidence = format.percent(fit.confidence, 0) if fit.column else ""
    return names.literal(heading), names.literal(column + unit), confidence, text(f"submit.why.{fit.why}")


def _tell_list(console: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        plain(console, title, "bold")
    for line in lines:
        plain(console, f" - {line}")


def _tell_unknown(console: Console, text: Text, values: Sequence[UnknownValue]) -> None:
    if not values:
        return
    shown = table(
        text, "column", "written", "count", "row", "suggestions", title=text("pipelines.found.unknown")
    )
    for each in values[:VALUES_SHOWN]:
        shown.add_row(
            names.literal(f"{each.heading} ({each.column})"), names.literal(each.written),
            format.plain(each.count), str(each.first_row), ", ".join(each.suggestions),
        )  # fmt: skip
    console.print(shown)
    if len(values) > VALUES_SHOWN:
        plain(console, text("pipelines.more", count=len(values) - VALUES_SHOWN))
    plain(console, text("pipelines.found.unknown_how"))


def _tell_faults(console: Console, text: Text, prepared: Prepared) -> None:
    if not prepared.error_count:
        return
    plain(console, text("pipelines.found.errors", count=format.plain(prepared.error_count)), "bold red")
    for group in prepared.errors:
        _tell_group(console, text, group)


def _tell_group(console: Console, text: Text, group: FaultGroup) -> None:
    for content in group.faults[:FAULTS_OF_A_GROUP]:
        plain(console, f" - {message(fault_from_json(content), text.language)}")
    more = group.count - min(len(group.faults), FAULTS_OF_A_GROUP)
    if more > 0:
        plain(console, f"   {text('pipelines.more', count=format.plain(more))}")


def _tell_checks(console: Console, text: Text, prepared: Prepared) -> None:
    found = [each for each in prepared.outcomes if each.rows_failed or each.broken]
    if not found:
        if prepared.outcomes:
            plain(console, text("pipelines.no_findings", count=len(prepared.outcomes)))
        return
    shown = table(
        text, "severity", "check", "column", "count", "observed", title=text("pipelines.found.checks")
    )
    for each in found:
        shown.add_row(*_check_cells(text, each))
    console.print(shown)
    rows = [f"{each.check_code}: {_cell(text, each)}" for each in prepared.failing[:ROWS_OF_A_CHECK]]
    _tell_list(console, text("pipelines.found.failing"), rows)
    for code in prepared.unexplained:
        title = text(f"checks.{code}.title")
        plain(console, text("pipelines.found.unexplained", check=code, title=title), "yellow")


def _check_cells(text: Text, outcome: CheckOutcome) -> tuple[str, ...]:
    title = text(f"checks.{outcome.check_code}.title")
    return (
        text(f"pipelines.severity.{outcome.severity}"), f"{title} ({outcome.check_code})", outcome.column_name,
        format.plain(outcome.rows_failed), names.literal(outcome.observed),
    )  # fmt: skip


def _cell(text: Text, failing: object) -> str:
    values = vars(failing)
    sheet = text("errors.sheet", sheet=values["sheet"]) if values["sheet"] else ""
    row = text("errors.row", row=values["row"])
    place = " ".join(part for part in (sheet, row, values["heading"] or values["column"]) if part)
    return f"{place}: {values['value']}"
