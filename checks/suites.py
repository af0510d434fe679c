"""Rules → a Great Expectations suite. The only module, with `engine`, that speaks its language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from checks.engine import imported
from checks.rules import Rule
from kpi.catalogue import Catalogue

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation import Expectation

# Frames are made canonical before they are checked (`frames.canonical`): no other types are met.
# A whole number may come as float64 where others are missing; one with a fraction comes as a Python float.
TYPES = {
    "whole number": ["int64", "float64", "int"],
    "number": ["int64", "float64", "int", "float"],
    "date": ["datetime64[s]", "datetime64[ms]", "datetime64[us]", "datetime64[ns]", "date"],
}


# Made once a process for each catalogue (by its SHA-256), dataset and choice of rules: making a suite costs
# as much as running it over a small file.
_made: dict[tuple[str, str, tuple[int, ...]], "ExpectationSuite"] = {}


def suite_of(
    catalogue: Catalogue, dataset_id: str, rules: Sequence[Rule], chosen: Sequence[int]
) -> "ExpectationSuite":
    """The suite of the dataset's rules at the positions chosen; each expectation carries its position."""
    key = (catalogue.sha256, dataset_id, tuple(chosen))
    if key not in _made:
        expectations = [expectation(rules[position], position) for position in chosen]
        _made[key] = imported().ExpectationSuite(dataset_id, expectations=expectations)
    return _made[key]


def expectation(rule: Rule, position: int) -> "Expectation":
    """The expectation of one rule; `meta` carries the rule's position back with the result."""
    name, terms = _terms_of(rule)
    shared = {"severity": rule.severity, "meta": {"rule": position}}
    return getattr(imported().expectations, name)(**terms, **shared)


def _terms_of(rule: Rule) -> tuple[str, dict[str, Any]]:
    """The class of the expectation and its own arguments."""
    column = {"column": rule.column}
    match rule.check_code:
        case "required_value":
            return "ExpectColumnValuesToNotBeNull", column
        case "known_zone" | "known_value":
            return "ExpectColumnValuesToBeInSet", {**column, "value_set": list(rule.allowed)}
        case "period_label" | "text_pattern":
            return "ExpectColumnValuesToMatchRegex", {**column, "regex": rule.pattern}
        case "within_range":
            bounds = {"min_value": rule.minimum, "max_value": rule.maximum}
            return "ExpectColumnValuesToBeBetween", {**column, **bounds}
        case "date_order":
            # Rows where either day is missing are left out: a firm that has not left yet is no fault.
            terms = {"ignore_row_if": "either_value_is_missing", "or_equal": True}
            pair = {"column_A": rule.column, "column_B": rule.earlier}
            return "ExpectColumnPairValuesAToBeGreaterThanB", {**pair, **terms}
        case "value_type" if rule.expected == "text":
            return "ExpectColumnValuesToBeOfType", {**column, "type_": "str"}
        case "value_type":
            return "ExpectColumnValuesToBeInTypeList", {**column, "type_list": TYPES[rule.expected]}
    raise ValueError(f"no expectation is known for {rule.check_code!r}")
