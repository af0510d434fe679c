"""What accepting a file would do: rows added, changed and removed, and every number of the pages that moves.

The same numbers as the page shows, in the page's words.
"""

from rich.console import Console

from kpi import format
from kpi.catalogue import Catalogue, Dataset
from kpi.drafts import Comparison, Effect, RowChange, TargetEffect
from kpi.measures import change as measured_change
from kpi.text import Text
from pipelines.commands import names
from pipelines.commands.speaking import plain, table

KINDS = ("added", "changed", "removed", "unchanged")
SIGNS = {"added": "+", "changed": "→", "removed": "−", "unchanged": "="}
SENSITIVE = ("firm", "personal")
SAID_ELSEWHERE = ("zone", "quarter", "year", "period", *SENSITIVE)


def tell(
    console: Console, text: Text, comparison: Comparison, catalogue: Catalogue, dataset: Dataset, most: int
) -> None:
    """The counts, the first numbers with before and after, and the first rows with old and new."""
    counts = {kind: format.plain(getattr(comparison, kind)) for kind in KINDS}
    plain(console, text("pipelines.difference.title", mode=names.mode(text, comparison.mode)), "bold")
    plain(
        console, "  " + " · ".join(f"{SIGNS[k]} {text(f'submit.change.{k}')} {n}" for k, n in counts.items())
    )
    for line in _warnings(text, comparison, catalogue):
        plain(console, f"  {line}", "yellow")
    _tell_effects(console, text, comparison, catalogue, most)
    _tell_changes(console, text, comparison, names.Words(catalogue, dataset, text), most)


def _warnings(text: Text, comparison: Comparison, catalogue: Catalogue) -> list[str]:
    counts = {"removed": format.plain(comparison.removed), "changed": format.plain(comparison.changed)}
    lines = [text(f"submit.warned.{warning}", **counts) for warning in comparison.warned]
    if comparison.silent:
        slices = [names.slice_of(text, catalogue, label) for label in comparison.silent]
        lines.append(text("submit.compare.silent", slices=names.listed(text, slices)))
    if comparison.changes_nothing and not comparison.silent:
        lines.append(text("submit.compare.nothing"))
    return lines


def _tell_changes(
    console: Console, text: Text, comparison: Comparison, words: names.Words, most: int
) -> None:
    if comparison.changes_nothing or not most:
        return
    shown = table(
        text, "change", "zone", "period", "key", "moved", "row", title=text("submit.compare.changes")
    )
    for change in comparison.changes[:most]:
        shown.add_row(*map(names.literal, _change_cells(text, change, words)))
    console.print(shown)
    total = comparison.added + comparison.changed + comparison.removed
    _tell_more(console, text, total - min(most, len(comparison.changes)))


def _change_cells(text: Text, change: RowChange, words: names.Words) -> tuple[str, ...]:
    """One row; each column that is another on a line of its own."""
    moved = dict.fromkeys((*change.before, *change.after))
    untold = SENSITIVE if change.kind == "changed" else SAID_ELSEWHERE
    return (
        f"{SIGNS[change.kind]} {text(f'submit.change.{change.kind}')}",
        names.zone(words.catalogue, change.zone, text.language),
        names.period(change.period, text.language),
        ", ".join(said for name, said in change.key.items() if words.kind_of(name) not in SAID_ELSEWHERE),
        "\n".join(_moved_cell(change, name, words) for name in moved if words.kind_of(name) not in untold),
        "" if change.source_row is None else format.plain(change.source_row),
    )


def _moved_cell(change: RowChange, name: str, words: names.Words) -> str:
    before, after = words.value(name, change.before.get(name)), words.value(name, change.after.get(name))
    said = {"added": after, "removed": before, "changed": f"{before} → {after}"}[change.kind]
    return f"{words.column(name)}: {said}"


def _tell_effects(
    console: Console, text: Text, comparison: Comparison, catalogue: Catalogue, most: int
) -> None:
    if not comparison.effect_count:
        _tell_targets(console, text, comparison, catalogue, most)
        return
    if not most:
        return
    title = text("pipelines.difference.effects", count=format.plain(comparison.effect_count))
    shown = table(text, "metric", "zone", "period", "basis", "before", "after", "difference", title=title)
    for effect in comparison.effects[:most]:
        shown.add_row(*_effect_cells(text, effect, catalogue))
    console.print(shown)
    _tell_more(console, text, comparison.effect_count - min(most, len(comparison.effects)))


def _tell_targets(
    console: Console, text: Text, comparison: Comparison, catalogue: Catalogue, most: int
) -> None:
    """Where no value moves: the targets that do, with what of them is reached."""
    plain(console, text("submit.compare.targets" if comparison.targets else "submit.compare.no_effects"))
    if not (comparison.targets and most):
        return
    columns = ("before", "after", "reached_before", "reached_after")
    shown = table(text, "metric", "zone", "period", "basis", *columns, title=text("submit.compare.target"))
    for target in comparison.targets[:most]:
        shown.add_row(*_target_cells(text, target, catalogue))
    console.print(shown)
    _tell_more(console, text, len(comparison.targets) - min(most, len(comparison.targets)))


def _target_cells(text: Text, target: TargetEffect, catalogue: Catalogue) -> tuple[str, ...]:
    language, metric = text.language, catalogue.metrics[target.metric]
    unit = catalogue.units[metric.unit]
    aims = (format.value(each, unit, language, metric.decimals) for each in (target.before, target.after))
    reached = (
        format.MISSING if each is None else format.percent(each / 100)
        for each in (target.reached_before, target.reached_after)
    )
    zone, period = names.zone(catalogue, target.zone, language), names.period(target.period, language)
    return metric.name[language], zone, period, text(f"app.basis.{target.basis}"), *aims, *reached


def _effect_cells(text: Text, effect: Effect, catalogue: Catalogue) -> tuple[str, ...]:
    language, metric = text.language, catalogue.metrics[effect.metric]
    unit = catalogue.units[metric.unit]
    before, after = (
        format.value(amount, unit, language, metric.decimals) for amount in (effect.before, effect.after)
    )
    zone, period = names.zone(catalogue, effect.zone, language), names.period(effect.period, language)
    basis, moved = text(f"app.basis.{effect.basis}"), _moved(text, effect, catalogue)
    return metric.name[language], zone, period, basis, before, after, moved


def _moved(text: Text, effect: Effect, catalogue: Catalogue) -> str:
    """How far a number moved: a share, points of a percentage, an amount, or that it came or went."""
    if effect.before is None or effect.after is None:
        return text(f"history.effects.{'came' if effect.before is None else 'went'}")
    metric = catalogue.metrics[effect.metric]
    moved = measured_change(effect.before, effect.after, unit=metric.unit)
    if moved.points is not None:
        return format.percentage_points(moved.points)
    if moved.share is not None:
        return format.signed_percent(moved.share)
    amount = format.value(moved.absolute, catalogue.units[metric.unit], text.language, metric.decimals)
    return amount if amount.startswith(format.MINUS) else f"+{amount}"


def _tell_more(console: Console, text: Text, count: int) -> None:
    if count > 0:
        plain(console, text("pipelines.more", count=format.plain(count)))
