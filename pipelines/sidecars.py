"""The side-car `<file name>.yml`: what is known about a file beside its content.

Every fault of one is told at once.
"""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kpi.catalogue import Catalogue, Dataset, Names
from kpi.errors import Fault, FileError, Place
from kpi.periods import is_quarter, is_year
from kpi.submissions import SideCar

SUFFIX = ".yml"
MODES = ("replace", "amend")
LANGUAGES = ("ko", "en")
REQUIRED = ("title", "publisher", "dataset", "series", "mode", "known_on", "synthetic", "licence")
OPTIONAL = ("url", "covers", "note")
COVERS = ("zones", "periods")
ALL = "all"


def side_car_path(path: Path) -> Path:
    """Where a file's side-car lies: beside it, with `.yml` after its whole name."""
    return path.with_name(path.name + SUFFIX)


def load_side_car(path: Path, catalogue: Catalogue) -> SideCar:
    """The side-car of the file at `path`. Raises FileError with every fault found in it."""
    file = side_car_path(path)
    content = _parsed(file)
    reader = _Reader(file.name, content)
    side_car = reader.side_car(path.name, catalogue)
    if reader.faults or side_car is None:
        raise FileError(*reader.faults)
    return side_car


def _parsed(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise FileError(
            Fault("reading_errors.side_car_missing", Place(file=file.name.removesuffix(SUFFIX)), file.name)
        )
    try:
        content = yaml.safe_load(file.read_text("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        row = None if mark is None else mark.line + 1
        raise FileError(
            Fault("reading_errors.side_car_not_yaml", Place(file=file.name, row=row), str(error))
        ) from error
    if not isinstance(content, dict):
        raise FileError(
            Fault("reading_errors.side_car_not_yaml", Place(file=file.name), type(content).__name__)
        )
    return content


class _Reader:
    """Takes one value after the other out of a side-car and collects what is wrong with it."""

    def __init__(self, file: str, content: dict[str, Any]) -> None:
        self.file, self.content = file, content
        self.faults: list[Fault] = []

    def side_car(self, file_name: str, catalogue: Catalogue) -> SideCar | None:
        """The typed side-car, or None where a fault has been noted."""
        self._check_keys(self.content, (*REQUIRED, *OPTIONAL), "")
        for key in REQUIRED:
            if self.content.get(key) is None:
                self._fault("side_car_key_missing", key, None, list(REQUIRED))
        dataset = catalogue.datasets.get(str(self._choice("dataset", list(catalogue.datasets))))
        found = {
            "title": self._names("title"),
            "publisher": self._names("publisher"),
            "series": self._choice("series", list(dataset.series)) if dataset else None,
            "mode": self._choice("mode", list(MODES)),
            "known_on": self._typed("known_on", date),
            "synthetic": self._typed("synthetic", bool),
            "licence": self._typed("licence", str),
            "url": self._url(),
            "note": self._names("note") if self.content.get("note") is not None else None,
            "covers_zones": self._covered_zones(catalogue, dataset),
            "covers_periods": self._covered_periods(dataset),
        }
        if self.faults or dataset is None:
            return None
        return SideCar(file_name=file_name, dataset=dataset.id, **found)

    def _fault(self, name: str, key: str, value: object, allowed: object) -> None:
        self.faults.append(Fault(f"reading_errors.{name}", Place(file=self.file, entry=key), value, allowed))

    def _check_keys(self, content: dict[str, Any], known: tuple[str, ...], inside: str) -> None:
        for key in content:
            if key not in known:
                self._fault("side_car_key_unknown", f"{inside}{key}", key, list(known))

    def _choice(self, key: str, allowed: list[str]) -> Any:
        value = self.content.get(key)
        if value is not None and value not in allowed:
            self._fault("side_car_value", key, value, allowed)
        return value

    def _typed(self, key: str, kind: type) -> Any:
        """A value of a plain type; a day with a time of day is no date, an empty text is none."""
        value = self.content.get(key)
        if value is not None and (type(value) is not kind or value == ""):
            self._fault("side_car_value", key, value, kind.__name__)
        return value

    def _names(self, key: str) -> Names | None:
        """The same words in both languages."""
        value = self.content.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._fault("side_car_value", key, value, list(LANGUAGES))
            return None
        self._check_keys(value, LANGUAGES, f"{key}.")
        for language in LANGUAGES:
            if not isinstance(value.get(language), str) or not value[language].strip():
                self._fault("side_car_key_missing", f"{key}.{language}", value.get(language), list(LANGUAGES))
                return None
        return Names(ko=value["ko"], en=value["en"])

    def _url(self) -> str:
        value = self.content.get("url") or ""
        if value and not (isinstance(value, str) and value.startswith(("https://", "http://"))):
            self._fault("side_car_value", "url", value, ["https://…", "http://…"])
        return value

    def _covers(self, part: str) -> Any:
        covers = self.content.get("covers")
        if covers is None:
            return None
        if not isinstance(covers, dict):
            if part == COVERS[0]:
                self._fault("side_car_value", "covers", covers, list(COVERS))
            return None
        if part == COVERS[0]:
            self._check_keys(covers, COVERS, "covers.")
        return covers.get(part)

    def _covered_zones(self, catalogue: Catalogue, dataset: Dataset | None) -> tuple[str, ...] | None:
        zones = self._covers("zones")
        if zones is None:
            return None
        if zones == ALL:
            return tuple(catalogue.zones)
        known = catalogue.places_of(dataset) if dataset else tuple(catalogue.zones)
        return self._listed("covers.zones", zones, lambda zone: zone in known, [ALL, *known])

    def _covered_periods(self, dataset: Dataset | None) -> tuple[str, ...] | None:
        periods = self._covers("periods")
        if periods is None or dataset is None:
            return None
        fits, example = {
            "quarter": (is_quarter, ["2024Q1"]),
            "year": (is_year, ["2024"]),
            "none": (lambda _: False, []),
        }[dataset.slice.period]
        return self._listed("covers.periods", periods, fits, example)

    def _listed(self, key: str, values: Any, fits: Any, allowed: list[str]) -> tuple[str, ...]:
        """A list, each value as text; a year needs no quotes in YAML."""
        if not isinstance(values, list) or not values:
            self._fault("side_car_value", key, values, allowed)
            return ()
        texts = tuple(str(value) for value in values)
        for text in texts:
            if not fits(text):
                self._fault("side_car_value", key, text, allowed)
        return texts
