"""What an answer tells, whatever its shape: its records and numbers, and the numbers that nobody outside may see."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd

from kpi.warehouse import Release

TABLES = ("key_values", "programme_values", "parts", "programme_parts")
OPEN_TABLES = ("published", "targets", "programme_figures", "categories")
NUMBERS = ("value", "numerator", "denominator", "contributors", "records_value")
# Smaller numbers come up anywhere.
TELLING = 100_000.0
WRITTEN = re.compile(r"\d[\d,]*(?:\.\d+)?")


def records(answer: Any) -> Iterator[Mapping[str, Any]]:
    """Every row of a frame and every object with fields that is in an answer."""
    if isinstance(answer, pd.DataFrame):
        yield from answer.to_dict("records")  # type: ignore[misc]
    elif is_dataclass(answer) and not isinstance(answer, type):
        found = {each.name: getattr(answer, each.name) for each in fields(answer)}
        yield found
        for each in found.values():
            yield from records(each)
    elif isinstance(answer, Mapping):
        for each in answer.values():
            yield from records(each)
    elif isinstance(answer, (list, tuple, set, frozenset)):
        for each in answer:
            yield from records(each)


def numbers(answer: Any) -> set[float]:
    """Every telling number in an answer, those written in texts too."""
    return {round(abs(one), 3) for one in _numbers(answer) if abs(one) >= TELLING}


def _numbers(answer: Any) -> Iterator[float]:
    if isinstance(answer, (bool, np.bool_)) or answer is None:
        return
    if isinstance(answer, (int, float, np.integer, np.floating)):
        yield float(answer)
    elif isinstance(answer, str):
        yield from (float(each.replace(",", "")) for each in WRITTEN.findall(answer))
    elif isinstance(answer, pd.DataFrame):
        for name in answer.columns:
            yield from _numbers(answer[name].tolist())
    elif isinstance(answer, np.ndarray):
        yield from _numbers(answer.ravel().tolist())
    elif is_dataclass(answer) and not isinstance(answer, type):
        for each in fields(answer):
            yield from _numbers(getattr(answer, each.name))
    elif isinstance(answer, Mapping):
        for key, value in answer.items():
            yield from _numbers(key)
            yield from _numbers(value)
    elif isinstance(answer, (list, tuple, set, frozenset)):
        for each in answer:
            yield from _numbers(each)


def secrets(whole: Release, guarded: Release, zone: str = "") -> set[float]:
    """The numbers of a release, or of one zone in it, that a guarded one withholds and tells nowhere else."""
    condition = f"WHERE zone = '{zone}'" if zone else ""
    tables = [name for name in TABLES if name != "programme_values" or not zone]
    raw = set[float]().union(*(numbers(whole.frame(f"SELECT * FROM {name} {condition}")) for name in tables))
    said = (numbers(guarded.frame(f"SELECT * FROM {name}")) for name in (*TABLES, *OPEN_TABLES))
    return raw - set[float]().union(*said)
