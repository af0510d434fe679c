"""Sentences as typed values: which sentence, and what goes into it. The words stand in
`reading_of_the_year`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from kpi import format as formats
from kpi.catalogue import Names, Unit
from kpi.measures import reasons
from kpi.text import Text

ROOM = "reading_of_the_year"


@dataclass(frozen=True)
class Amount:
    """A value with its unit."""

    value: float
    unit: Unit
    decimals: int = 0


@dataclass(frozen=True)
class Share:
    """A change as a share with its sign, 0.27 = +27 %."""

    value: float


@dataclass(frozen=True)
class Points:
    """A change of a percentage with its sign, in points."""

    value: float


@dataclass(frozen=True)
class Percent:
    """A percentage as such, 382.4."""

    value: float


@dataclass(frozen=True)
class Period:
    """A quarter or a year."""

    label: str


@dataclass(frozen=True)
class Reason:
    """Why a value is not whole, as `kpi.measures.reasons` codes it."""

    code: str
    names: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """A metric and something said of it, side by side: 연구소기업 29개사."""

    name: Names
    value: "Value"


@dataclass(frozen=True)
class Move:
    """A metric's way from one value to another: 매출 54.0억원 → 125.0억원(+131.5%)."""

    name: Names
    before: Amount
    after: Amount
    size: Share | Points | Amount


@dataclass(frozen=True)
class Result:
    """A metric beside its target: 기술이전 382.4%(65건/목표 17건)."""

    name: Names
    actual: Amount
    target: Amount
    reached: Percent


@dataclass(frozen=True)
class Placed:
    """A metric's value and its rank among so many: 기술이전 65건(14곳 중 1위)."""

    name: Names
    value: Amount
    rank: int
    count: int


@dataclass(frozen=True)
class Leader:
    """Who is first in a metric, all of them where several are: 기술이전 전북 군산 65건."""

    name: Names
    zones: tuple[Names, ...]
    value: Amount


@dataclass(frozen=True)
class Beside:
    """A metric's value beside another one: 기술이전 65건(+74.3%, 비교값 37.3건)."""

    name: Names
    value: Amount
    reference: Amount
    size: Share | Points | Amount


Value = (
    Names
    | Amount
    | Share
    | Points
    | Percent
    | Period
    | Reason
    | Pair
    | Move
    | Result
    | Placed
    | Leader
    | Beside
    | date
    | int
    | str
    | tuple["Value", ...]
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a reading: its key in the texts of its room, and what goes into it."""

    key: str
    values: Mapping[str, Value]
    room: str = ROOM

    def in_words(self, language: str) -> str:
        """The sentence in Korean or English."""
        written = {name: words(value, language) for name, value in self.values.items()}
        return Text(language)(f"{self.room}.{self.key}", **written)


def words(value: Value, language: str) -> str:
    """One value as it stands in a sentence."""
    match value:
        case tuple():
            return ", ".join(words(each, language) for each in value)
        case Pair() | Move() | Result() | Placed() | Leader() | Beside():
            parts = {each.name: words(getattr(value, each.name), language) for each in fields(value)}
            return Text(language)(f"{ROOM}.{type(value).__name__.lower()}", **parts)
        case Names():
            return value[language]
        case Amount():
            return formats.value(value.value, value.unit, language, value.decimals)
        case Share():
            return formats.signed_percent(value.value)
        case Points():
            return formats.percentage_points(value.value)
        case Percent():
            return f"{formats.plain(value.value, 1)}%"
        case Period():
            return formats.period(value.label, language)
        case Reason():
            return reasons.words(
                value.code, language, {id_: names[language] for id_, names in value.names.items()}
            )
        case date():
            return formats.day(value, language)
        case int():
            return formats.plain(value)
        case _:
            return str(value)
