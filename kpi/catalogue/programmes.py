"""A programme as data: where it runs, its tracks of ordered stages, cohorts, calls, what it spends, builds and agrees.

One model for all of them. Files name what is declared here, so a column of a dataset may take its categories from the
programmes (`of_programmes`): a further programme brings its own words along and needs no other change.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field as Bounded
from pydantic import model_validator

from kpi.declared import Entry, Model, Names

# A dataset whose rows belong to the programme of the place that they name.
ANY_PROGRAMME = "any"
Vocabulary = Literal[
    "track", "stage", "cohort", "call", "field", "task", "cost_kind", "level", "audience", "item", "fund", "facility",
    "space_kind", "working_group",
]  # fmt: skip


class Track(Entry):
    """Stages in their order. A `ladder` is climbed over years, a `chain` is passed through."""

    kind: Literal["chain", "ladder"] = "chain"
    stages: tuple[Entry, ...] = Bounded(min_length=1)


class Cohort(Entry):
    """Those who began together; a year unless its days are given."""

    starts_on: date | None = None
    ends_on: date | None = None


class Task(Entry):
    """What is to be worked on, within a field."""

    field: str


class Call(Entry):
    """A call for applications: until when, who may apply, and what is granted. None = not published.

    `founded_within_years`: a firm may be at most so old on the day the call opens.
    """

    announced_on: date
    opens_on: date
    closes_at: datetime
    seats: int | None = Bounded(None, gt=0)
    grant_limit_krw: int | None = Bounded(None, gt=0)
    budget_krw: int | None = Bounded(None, gt=0)
    founded_within_years: int | None = Bounded(None, gt=0)

    @property
    def founded_since(self) -> date | None:
        """The first day on which a firm may have been founded that is not too old; None where no age is asked."""
        years = self.founded_within_years
        return None if years is None else _years_before(self.opens_on, years)


class Agreement(Entry):
    """What partners have agreed on, item by item; a day of None is not known."""

    signed_on: date | None = None
    partners: tuple[Names, ...]
    items: tuple[Entry, ...]


class Fund(Entry):
    """A fund, who runs it and where it was told of; a size of None is not published."""

    owner: Names
    size_krw: int | None = Bounded(None, gt=0)
    source: Names | None = None


class Facility(Entry):
    """A building and the kinds of space in it; an area of None is not published."""

    area_m2: float | None = Bounded(None, gt=0)
    space_kinds: tuple[Entry, ...] = ()


class WorkingGroup(Entry):
    """Experts who advise, in so many fields; None = not published."""

    experts: int | None = Bounded(None, gt=0)
    fields: int | None = Bounded(None, gt=0)


class Told(Model):
    """What was told of a programme without any figure, and where."""

    name: Names
    source: Names


class Programme(Model):
    """A programme whose results are tracked.

    `place`: in the innovation zones, or one of its own, by which its facts are then scoped. `names`: what its files
    write as mere text (partners, fields of experts), for who reads another language.
    """

    id: str
    name: Names
    meaning: Names
    place: Literal["zones", "own"] = "own"
    owner: Names | None = None
    region: Names | None = None
    starts_on: date | None = None
    aliases: tuple[str, ...] = ()
    tracks: tuple[Track, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    calls: tuple[Call, ...] = ()
    fields: tuple[Entry, ...] = ()
    tasks: tuple[Task, ...] = ()
    cost_kinds: tuple[Entry, ...] = ()
    levels: tuple[Entry, ...] = ()
    audiences: tuple[Entry, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    funds: tuple[Fund, ...] = ()
    facilities: tuple[Facility, ...] = ()
    working_groups: tuple[WorkingGroup, ...] = ()
    without_figures: tuple[Told, ...] = ()
    names: tuple[Names, ...] = ()
    caveats: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_chain(cls, raw: Any) -> Any:
        """`stages` alone, as releases before tracks store it, is one chain of the programme in the zones."""
        if not isinstance(raw, dict) or "stages" not in raw:
            return raw
        kept = {key: value for key, value in raw.items() if key != "stages"}
        chain = {"id": "support_chain", "name": raw["name"], "stages": raw["stages"]}
        return {**kept, "place": "zones", "tracks": [chain] if raw["stages"] else []}

    @model_validator(mode="after")
    def _aliases_of_a_place(self) -> "Programme":
        if self.place == "zones" and self.aliases:
            raise ValueError("a programme in the zones is not a place: it has no `aliases`")
        return self

    @property
    def known_names(self) -> tuple[Names, ...]:
        """Every name in both languages of institutions and the like that a file may write as text."""
        partners = (partner for agreement in self.agreements for partner in agreement.partners)
        owners = (self.owner, *(fund.owner for fund in self.funds))
        return (*self.names, *partners, *(owner for owner in owners if owner))

    def vocabulary(self, kind: Vocabulary) -> tuple[Entry, ...]:
        """What this programme declares of one kind, in its order."""
        return tuple(DECLARED[kind](self))


DECLARED: dict[Vocabulary, Callable[[Programme], Iterable[Entry]]] = {
    "track": lambda programme: programme.tracks,
    "stage": lambda programme: (stage for track in programme.tracks for stage in track.stages),
    "cohort": lambda programme: programme.cohorts,
    "call": lambda programme: programme.calls,
    "field": lambda programme: programme.fields,
    "task": lambda programme: programme.tasks,
    "cost_kind": lambda programme: programme.cost_kinds,
    "level": lambda programme: programme.levels,
    "audience": lambda programme: programme.audiences,
    "item": lambda programme: (item for agreement in programme.agreements for item in agreement.items),
    "fund": lambda programme: programme.funds,
    "facility": lambda programme: programme.facilities,
    "space_kind": lambda programme: (
        kind for facility in programme.facilities for kind in facility.space_kinds
    ),
    "working_group": lambda programme: programme.working_groups,
}


def words_of(entry: Entry) -> tuple[str, ...]:
    """Every spelling of an entry but its id: both names, then the synonyms."""
    return (entry.name.ko, entry.name.en, *entry.synonyms)


def united(programmes: Iterable[Programme], kind: Vocabulary) -> tuple[Entry, ...]:
    """What all programmes declare of one kind, each id once: the first programme's name, everybody's words."""
    found: dict[str, Entry] = {}
    for entry in (entry for programme in programmes for entry in programme.vocabulary(kind)):
        first = found.get(entry.id)
        words = words_of(entry) if first else entry.synonyms
        known = first or Entry(id=entry.id, name=entry.name)
        synonyms = tuple(dict.fromkeys([*known.synonyms, *words]))
        found[entry.id] = known.model_copy(update={"synonyms": synonyms})
    return tuple(found.values())


def outer_stages(programmes: Iterable[Programme], which: Literal["first", "last"]) -> tuple[str, ...]:
    """The ids of all tracks' first, or last, stages."""
    position = 0 if which == "first" else -1
    tracks = (track for programme in programmes for track in programme.tracks)
    return tuple(dict.fromkeys(track.stages[position].id for track in tracks))


def _years_before(day: date, years: int) -> date:
    """The same day so many years ago; of 29 February the 28th where that year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
