"""What is said on the command line about a file, as decisions: the same that the page's choices become."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from pydantic import ValidationError

from kpi.catalogue import Catalogue, Column, Dataset, Names
from kpi.drafts import Correction, Decisions, RowRef
from kpi.text import Text
from pipelines.reading.names import zone_index, zone_key
from pipelines.reading.periods import NotAPeriod, period_label

CORRECTION = re.compile(r"^(?:(?P<sheet>.*?):)?(?P<row>\d+):(?P<column>[^=]+)=(?P<text>.*)$", re.DOTALL)
ROW = re.compile(r"^(?:(?P<sheet>.*):)?(?P<row>\d+)$", re.DOTALL)
MODES = ("replace", "amend")
DAY = ["%Y-%m-%d"]


def _option(flag: str, words: str, **more: Any) -> Any:
    return typer.Option(flag, help=words, **more)


DatasetOption = Annotated[str, _option("--dataset", "what kind of file it is; found out when not said")]
Series = Annotated[str, _option("--series", "the source series")]
Mode = Annotated[
    str, _option("--mode", "replace: it speaks for its zones and periods; amend: for its rows only")
]
KnownOn = Annotated[datetime | None, _option("--known-on", "day of publication", formats=DAY)]
Title = Annotated[str, _option("--title", "one title, or 'Korean | English'")]
Publisher = Annotated[str, _option("--publisher", "who published it, or 'Korean | English'")]
Licence = Annotated[str, _option("--licence", "its licence")]
Columns = Annotated[list[str] | None, _option("--column", "heading=column; 'heading=' leaves it out")]
Values = Annotated[list[str] | None, _option("--value", "column:written=meant")]
Units = Annotated[list[str] | None, _option("--unit", "column=unit, as it is written in files")]
Reasons = Annotated[list[str] | None, _option("--reason", "check=why its warning is accepted")]
LeftOut = Annotated[list[str] | None, _option("--left-out", "row or sheet:row that is no data")]
Corrections = Annotated[list[str] | None, _option("--correct", "row:heading=text or sheet:row:heading=text")]
Refused = Annotated[list[str] | None, _option("--refuse", "a repair not wanted: kind or kind@place")]
CoversZones = Annotated[
    list[str] | None,
    _option("--covers-zone", "a zone it speaks for, with rows or without; '' = those it holds"),
]
CoversPeriods = Annotated[
    list[str] | None,
    _option("--covers-period", "a period it speaks for, with rows or without; '' = those it holds"),
]
DecisionsFile = Annotated[
    Path | None, _option("--decisions", "all of this as YAML; options win", exists=True, dir_okay=False)
]
Shown = Annotated[int, _option("--show", "how many rows and numbers to list", min=0)]


@dataclass(frozen=True)
class Said:
    """The options as they were typed."""

    dataset: str = ""
    series: str = ""
    mode: str = ""
    known_on: datetime | None = None
    title: str = ""
    publisher: str = ""
    licence: str = ""
    columns: Iterable[str] | None = None
    values: Iterable[str] | None = None
    units: Iterable[str] | None = None
    reasons: Iterable[str] | None = None
    left_out: Iterable[str] | None = None
    corrections: Iterable[str] | None = None
    refused: Iterable[str] | None = None
    covers_zones: Iterable[str] | None = None
    covers_periods: Iterable[str] | None = None
    file: Path | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self == Said()


def decided(
    said: Said, before: Decisions, catalogue: Catalogue, text: Text, taken_for: str = ""
) -> Decisions:
    """The decisions so far with what was said now. Raises typer.BadParameter, which ends with 2.

    `taken_for` is the dataset that a file was found to fit: columns are named as that one names them.
    """
    if said.file is not None:
        before = _from_file(said.file, text)
    return _Typed(said, before, catalogue, text, taken_for).decisions()


def _from_file(file: Path, text: Text) -> Decisions:
    try:
        return Decisions.model_validate(yaml.safe_load(file.read_text("utf-8-sig")) or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        words = text("pipelines.usage.decisions_file", file=file.name, why=_why(error))
        raise typer.BadParameter(words, param_hint="--decisions") from error


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return str(error)


class _Typed:
    """Takes the options apart, one kind after the other."""

    def __init__(
        self, said: Said, before: Decisions, catalogue: Catalogue, text: Text, taken_for: str
    ) -> None:
        self.said, self.before, self.catalogue, self.text = said, before, catalogue, text
        self.taken_for = taken_for

    def decisions(self) -> Decisions:
        """Everything said, over everything decided before."""
        said, before = self.said, self.before
        dataset = self._one_of("--dataset", said.dataset, self.catalogue.datasets) or before.dataset
        declared = self.catalogue.datasets.get(dataset or self.taken_for)
        changed: dict[str, Any] = {
            "dataset": dataset,
            "series": self._one_of("--series", said.series, self._series(declared)) or before.series,
            "mode": self._one_of("--mode", said.mode, MODES) or before.mode,
            "known_on": said.known_on.date() if said.known_on else before.known_on,
            "title": _names(said.title) or before.title,
            "publisher": _names(said.publisher) or before.publisher,
            "licence": said.licence or before.licence,
            "covers_zones": self._covers("--covers-zone", said.covers_zones, before.covers_zones, self._zone),
            "covers_periods": self._covers(
                "--covers-period", said.covers_periods, before.covers_periods, self._period
            ),
            "columns": before.columns | self._columns(declared),
            "values": self._values(declared),
            "units": before.units | self._by_column("--unit", said.units, declared),
            "reasons": before.reasons | self._pairs("--reason", said.reasons),
            "refused": tuple(dict.fromkeys([*before.refused, *(said.refused or ())])),
            "left_out": tuple(dict.fromkeys([*before.left_out, *self._rows()])),
            "corrections": self._corrections(),
        }
        return before.model_copy(update=changed)

    def _bad(self, option: str, value: str, key: str, **values: Any) -> typer.BadParameter:
        return typer.BadParameter(
            self.text(f"pipelines.usage.{key}", value=value, **values), param_hint=option
        )

    def _one_of(self, option: str, value: str, allowed: Iterable[str]) -> str:
        if value and value not in allowed:
            raise self._bad(option, value, "one_of", allowed=", ".join(allowed))
        return value

    def _covers(
        self,
        option: str,
        typed: Iterable[str] | None,
        before: tuple[str, ...] | None,
        read: Callable[[str, str], str],
    ) -> tuple[str, ...] | None:
        """What the file speaks for; said to be nothing, it is what the file holds."""
        if typed is None:
            return before
        return tuple(sorted({read(option, each) for each in typed if each.strip()})) or None

    def _zone(self, option: str, typed: str) -> str:
        dataset = self.catalogue.datasets.get(self.said.dataset or self.before.dataset or self.taken_for)
        found = zone_index(self.catalogue, True, dataset).get(zone_key(typed))
        allowed = self.catalogue.places_of(dataset) if dataset else self.catalogue.zones
        return found or self._one_of(option, typed, allowed)

    def _period(self, option: str, typed: str) -> str:
        try:
            return period_label(typed)
        except NotAPeriod:
            raise self._bad(option, typed, "period") from None

    def _series(self, dataset: Dataset | None) -> tuple[str, ...]:
        declared = [dataset] if dataset else self.catalogue.datasets.values()
        return tuple(dict.fromkeys(series for each in declared for series in each.series))

    def _pairs(self, option: str, typed: Iterable[str] | None, last: bool = False) -> dict[str, str]:
        """`left=right`, parted at the first sign, or at the last where the left side may hold one."""
        parted: dict[str, str] = {}
        for each in typed or ():
            left, sign, right = each.rpartition("=") if last else each.partition("=")
            if not sign or not left.strip():
                raise self._bad(option, each, "pair")
            parted[left.strip()] = right.strip()
        return parted

    def _columns(self, dataset: Dataset | None) -> dict[str, str]:
        pairs = self._pairs("--column", self.said.columns, last=True)
        return {heading: self._column("--column", name, dataset) for heading, name in pairs.items()}

    def _by_column(self, option: str, typed: Iterable[str] | None, dataset: Dataset | None) -> dict[str, str]:
        return {
            self._column(option, name, dataset): value for name, value in self._pairs(option, typed).items()
        }

    def _values(self, dataset: Dataset | None) -> Mapping[str, dict[str, str]]:
        values = {column: dict(meant) for column, meant in self.before.values.items()}
        for each in self.said.values or ():
            column, sign, rest = each.partition(":")
            if not sign:
                raise self._bad("--value", each, "value")
            meant = self._pairs("--value", [rest], last=True)
            values.setdefault(self._column("--value", column, dataset), {}).update(meant)
        return values

    def _column(self, option: str, name: str, dataset: Dataset | None) -> str:
        """A column by its id or its name in either language; '' is no column.

        While nobody knows the dataset, a name will do that stands for one and the same column in all of them.
        """
        if not name:
            return name
        datasets = [dataset] if dataset else self.catalogue.datasets.values()
        columns = [column for each in datasets for column in each.columns]
        found = {column.id for column in columns if name.casefold() in _spellings(column)}
        if len(found) != 1:
            allowed = ", ".join(sorted(found or {column.id for column in columns}))
            raise self._bad(option, name, "one_of", allowed=allowed)
        return found.pop()

    def _rows(self) -> list[RowRef]:
        return [
            RowRef(sheet=found["sheet"] or "", row=int(found["row"]))
            for found in (self._matched("--left-out", ROW, each, "row") for each in self.said.left_out or ())
        ]

    def _corrections(self) -> tuple[Correction, ...]:
        """A cell corrected again keeps its last text."""
        corrected = {(each.sheet, each.row, each.column): each for each in self.before.corrections}
        for each in self.said.corrections or ():
            found = self._matched("--correct", CORRECTION, each, "correction")
            sheet, row, column = found["sheet"] or "", int(found["row"]), found["column"].strip()
            corrected[sheet, row, column] = Correction(
                sheet=sheet, row=row, column=column, text=found["text"]
            )
        return tuple(corrected.values())

    def _matched(self, option: str, pattern: re.Pattern[str], typed: str, key: str) -> re.Match[str]:
        found = pattern.match(typed)
        if found is None:
            raise self._bad(option, typed, key)
        return found


def _spellings(column: Column) -> tuple[str, ...]:
    return column.id, column.name.ko.casefold(), column.name.en.casefold()


def _names(typed: str) -> Names | None:
    """One text for both languages, or both, parted by a bar."""
    if not typed.strip():
        return None
    korean, _, english = (part.strip() for part in typed.partition("|"))
    return Names(ko=korean or english, en=english or korean)
