"""The rules of a dataset, read off its columns. A rule is data; `suites` turns rules into expectations."""

from dataclasses import dataclass
from typing import Any

from kpi.catalogue import BASES, NATIONAL, Catalogue, Column, Dataset
from kpi.submissions import Severity

# Every code that a rule can have; a required column that is not there at all is found before the rules run.
MISSING_COLUMN = "missing_column"
RULE_CODES = (
    "required_value",
    "value_type",
    "known_zone",
    "known_value",
    "period_label",
    "text_pattern",
    "within_range",
    "date_order",
)
QUARTER_PATTERN = r"^[0-9]{4}Q[1-4]$"
YEAR_PATTERN = r"^[0-9]{4}$"
PERIOD_PATTERN = r"^[0-9]{4}(?:Q[1-4])?$"
# For each type of period its pattern, and a label that shows the form.
PERIODS = {
    "quarter": (QUARTER_PATTERN, "2024Q1"),
    "year": (YEAR_PATTERN, "2024"),
    "period": (PERIOD_PATTERN, "2024Q1, 2024"),
}
# For each other type, what its values must be; a value in a set or of a pattern is settled by that.
KINDS = {
    "integer": "whole number",
    "amount": "whole number",
    "decimal": "number",
    "date": "date",
    "text": "text",
    "firm": "text",
}


@dataclass(frozen=True)
class Rule:
    """One check of one column. `expected` says what is allowed, in symbols and ids, never in prose."""

    check_code: str
    column: str
    severity: Severity
    expected: str
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    earlier: str = ""


def rules_of(catalogue: Catalogue, dataset: Dataset) -> tuple[Rule, ...]:
    """Every rule of a dataset's stored columns, in the order of the columns."""
    # Files of values name the metric in a column, and may speak of all zones together; records never do.
    national = any(column.type == "metric" for column in dataset.columns)
    places = catalogue.places_of(dataset)
    zones = (*places, NATIONAL) if national else places
    return tuple(
        rule for column in dataset.stored_columns for rule in _column_rules(catalogue, column, zones)
    )


def _column_rules(catalogue: Catalogue, column: Column, zones: tuple[str, ...]) -> list[Rule]:
    found: list[Rule] = []
    if column.required:
        found.append(_rule("required_value", column, "≠ ∅"))
    if column.type in KINDS:
        found.append(_rule("value_type", column, KINDS[column.type]))
    if column.type == "zone":
        found.append(_rule("known_zone", column, ", ".join(zones), allowed=zones))
    allowed = _allowed_values(catalogue, column)
    if allowed:
        found.append(_rule("known_value", column, ", ".join(allowed), allowed=allowed))
    if column.type in PERIODS:
        pattern, example = PERIODS[column.type]
        found.append(_rule("period_label", column, example, pattern=pattern))
    if column.pattern:
        found.append(_rule("text_pattern", column, column.pattern, pattern=column.pattern))
    if column.minimum is not None or column.maximum is not None:
        bounds = {"minimum": column.minimum, "maximum": column.maximum}
        found.append(_rule("within_range", column, _range_of(column), **bounds))
    if column.not_before:
        found.append(_rule("date_order", column, f"≥ {column.not_before}", earlier=column.not_before))
    return found


def _allowed_values(catalogue: Catalogue, column: Column) -> tuple[str, ...]:
    if column.type == "category":
        return tuple(category.id for category in column.categories)
    known = {"metric": tuple(catalogue.metrics), "basis": BASES, "unit": _written_units(catalogue)}
    return known.get(column.type, ())


def _written_units(catalogue: Catalogue) -> tuple[str, ...]:
    """A stated unit is kept as it was written, because it says how far a value was rounded."""
    words = (word for unit in catalogue.units.values() for word in (unit.id, *unit.written))
    return tuple(dict.fromkeys(words))


def _range_of(column: Column) -> str:
    """`0 ≤ x ≤ 100`, with the side that is not declared left out."""
    low = "" if column.minimum is None else f"{column.minimum:g} ≤ "
    high = "" if column.maximum is None else f" ≤ {column.maximum:g}"
    return f"{low}x{high}"


def _rule(check_code: str, column: Column, expected: str, **terms: Any) -> Rule:
    return Rule(check_code, column.id, column.severity, expected, **terms)
