"""What a query may say, and how it is read: every parameter is declared here, anything else is a 422."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kpi.api.problems import Refused, fault
from kpi.declared import Basis
from kpi.errors import Fault

MOST_ROWS, USUAL_ROWS = 10_000, 1_000
LARGEST = 2**31 - 1
MOST_FIELDS, LONGEST_QUERY = 500, 20_000
Period = Annotated[str, Field(pattern=r"^[0-9]{4}(Q[1-4])?$", examples=["2024", "2024Q4"])]
Id = Annotated[str, Field(min_length=1, max_length=80)]
Format = Literal["json", "csv", "parquet"]
A_DAY, A_LENGTH = "2024-12-31", "1–80"
# What is allowed, by the kind of fault that pydantic names.
SAID = {
    "int_parsing": "1, 2, 3 …",
    "int_parsing_size": f"≤ {LARGEST}",
    "string_too_short": A_LENGTH,
    "string_too_long": A_LENGTH,
    "date_parsing": A_DAY,
    "date_from_datetime_parsing": A_DAY,
    "date_from_datetime_inexact": A_DAY,
}


class Asked(BaseModel):
    """What every address takes."""

    model_config = ConfigDict(extra="forbid")

    format: Format | None = Field(None, description="Before what the header Accept says.")
    lang: Literal["ko", "en"] | None = Field(None, description="The language of errors.")


class Paged(Asked):
    """Rows in a fixed order, some at a time."""

    limit: int = Field(USUAL_ROWS, ge=1, le=MOST_ROWS)
    offset: int = Field(0, ge=0, le=LARGEST)


class AtMoment(Paged):
    """Rows of the newest release, of a release by number, or as the world knew them on a day."""

    release: int | None = Field(None, ge=1, le=LARGEST)
    as_known_on: date | None = None


class ValuesAsked(AtMoment):
    metric: list[Id] | None = None
    zone: list[Id] | None = Field(None, description="`national` is all zones together.")
    period: list[Period] | None = None
    basis: list[Basis] | None = None


class BreakdownAsked(AtMoment):
    metric: Id
    zone: Id
    period: Period
    breakdown: Id


class CoverageAsked(AtMoment):
    metric: Id | None = None
    zone: Id | None = None


class RoundsAsked(Paged):
    year: int | None = Field(None, ge=1, le=9999)


class RoundAsked(Paged):
    zone: Id | None = None


def read(model: type[Asked], query: bytes) -> Asked:
    """The query as the address takes it. Raises Refused: 400 for what is no query, 422 with every fault."""
    given: dict[str, list[str]] = {}
    for name, value in _pairs(query):
        given.setdefault(name, []).append(value)
    many = {name for name, field in model.model_fields.items() if "list" in str(field.annotation)}
    if repeated := [name for name, told in given.items() if len(told) > 1 and name not in many]:
        raise Refused(422, *(_repeated(name, model) for name in repeated))
    plain = {name: told if name in many else told[0] for name, told in given.items()}
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        raise Refused(422, *_faults(error, model)) from None


def _repeated(name: str, model: type[Asked]) -> Fault:
    if name in model.model_fields:
        return fault("parameter_repeated", name, name)
    return _unknown(name, model)


def _pairs(query: bytes) -> Iterable[tuple[str, str]]:
    try:
        if len(query) > LONGEST_QUERY:
            raise ValueError
        return parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Refused(
            400, fault("query_unreadable", allowed=f"{LONGEST_QUERY:,}", most=MOST_FIELDS)
        ) from None


def _unknown(name: str, model: type[Asked]) -> Fault:
    return fault("parameter_unknown", name[:80], name[:80], sorted(model.model_fields))


def _faults(error: ValidationError, model: type[Asked]) -> list[Fault]:
    return [_fault(each, model) for each in error.errors()]


def _fault(found: Mapping[str, Any], model: type[Asked]) -> Fault:
    name, value = str(found["loc"][0]), str(found["input"])[:80]
    if found["type"] == "extra_forbidden":
        return _unknown(name, model)
    if found["type"] == "missing":
        return fault("parameter_missing", name, name)
    told = found.get("ctx", {})
    limits = [f"{sign} {told[key]}" for key, sign in (("ge", "≥"), ("le", "≤")) if key in told]
    allowed = (
        told.get("expected")
        or told.get("pattern")
        or ", ".join(limits)
        or SAID.get(found["type"], found["msg"])
    )
    return fault("parameter_wrong", name, value, str(allowed))
