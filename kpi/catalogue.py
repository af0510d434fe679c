"""The one catalogue: zones, units, datasets, metrics, evaluations and caveats, from YAML to frozen models.

`load` validates everything before it returns: each file's shape by pydantic, then every reference between entries.
All faults are raised together, each with file, entry, value and what is allowed.
"""

import hashlib
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from kpi.catalogue_evaluations import Evaluation
from kpi.catalogue_filling import counts_in_zones, fill_from_programmes
from kpi.catalogue_programmes import ANY_PROGRAMME, Programme, Vocabulary
from kpi.catalogue_structure import with_structure
from kpi.declared import Basis, Entry, Model, Names
from kpi.errors import CatalogueError, Fault, KpiError, Place
from kpi.periods import quarter_of
from kpi.yaml_files import parse

NATIONAL = "national"
# Read by name when a release is made, whatever a catalogue is about.
ROAD_DATASETS = ("published_values", "targets", "published_grades", "milestones")
BASES: tuple[Basis, ...] = ("in_period", "cumulative", "period_end")
MetricType = Literal["stock", "flow", "cumulative", "ratio", "score", "milestone"]
ColumnType = Literal[
    "zone", "quarter", "year", "period", "date", "text", "category", "integer", "decimal", "amount",
    "firm", "metric", "basis", "unit", "personal",
]  # fmt: skip
BASES_OF_TYPE: dict[str, tuple[Basis, ...]] = {
    "stock": ("period_end",),
    "flow": ("in_period", "cumulative"),
    "cumulative": ("cumulative",),
    "score": ("in_period",),
    "milestone": ("cumulative",),
}
# One value of a category column and how files write it.
Category = Entry
M = TypeVar("M", bound=Model)


class Unit(Model):
    """A stored unit; `written` gives the factor from each written form to it (백만원: 1000000)."""

    id: str
    name: Names
    kind: Literal["money", "count", "percent", "points", "area"]
    written: dict[str, float] = {}


class Zone(Model):
    """One innovation zone; a None area is unknown, never zero."""

    id: str
    name: Names
    wave: int
    specialisation: Names
    institutions: tuple[Names, ...]
    designated_on: date
    area_core_km2: float | None = None
    area_backing_km2: float | None = None
    aliases: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def first_quarter(self) -> str:
        """The quarter of designation, from which cumulative values count."""
        return quarter_of(self.designated_on)

    @property
    def area_km2(self) -> float | None:
        """Core plus backing where the core is known."""
        return None if self.area_core_km2 is None else self.area_core_km2 + (self.area_backing_km2 or 0)


class National(Model):
    """All zones together, a place of its own in every value."""

    name: Names
    aliases: tuple[str, ...] = ()


class Column(Model):
    """One column of a dataset; `not_before` names a date column that must not be later than this one.

    `of_programmes`: its categories are what the programmes declare of that kind, filled in when they are loaded.
    """

    id: str
    name: Names
    type: ColumnType
    unit: str | None = None
    required: bool = False
    synonyms: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    of_programmes: Vocabulary | None = None
    minimum: float | None = None
    maximum: float | None = None
    not_before: str | None = None
    pattern: str | None = None
    severity: Literal["critical", "warning", "info"] = "critical"


class Slice(Model):
    """What one file can replace: by zone or not, by quarter, year or not."""

    scope: Literal["zone", "none"] = "zone"
    period: Literal["quarter", "year", "none"] = "quarter"


class Due(Model):
    """A dataset is handed in, by each zone, by the end of the `months`-th month counted from the end of its period
    or (targets) from the day before it; `late_days` later it counts as missing. `cycle`: where slices have no period.
    """

    months: int = Field(ge=0)
    late_days: int = Field(default=15, ge=0)
    counted_from: Literal["start", "end"] = "end"
    cycle: Literal["quarter", "year"] | None = None


class Dataset(Model):
    """A kind of file: its columns, its grain, and whose word counts when two series speak of the same slice.

    A `programme` of `any`: each row's place, a zone or a programme of its own, says whose it is.
    """

    id: str
    name: Names
    meaning: Names
    grain: Names
    population: str
    programme: str = "special_zone"
    key: tuple[str, ...]
    slice: Slice = Slice()
    series: tuple[str, ...] = ("submitted", "sample")
    combine_series: bool = False
    due: Due | None = None
    columns: tuple[Column, ...]

    def column(self, column_id: str) -> Column:
        """The column of this id. Raises KeyError."""
        return self._columns_by_id[column_id]

    @cached_property
    def _columns_by_id(self) -> dict[str, Column]:
        return {column.id: column for column in self.columns}

    @cached_property
    def stored_columns(self) -> tuple[Column, ...]:
        """What a fact row keeps: personal columns are dropped on the way in."""
        return tuple(column for column in self.columns if column.type != "personal")


class Counted(Model):
    """How a metric's additive parts come from a dataset.

    `stages` asks for the programmes' first or last ones; loading writes them into `where`.
    """

    dataset: str
    aggregate: Literal["count", "sum", "stays", "weighted_mean", "milestones"]
    column: str | None = None
    weight: str | None = None
    where: dict[str, tuple[str, ...]] = {}
    stages: Literal["first", "last"] | None = None


class Ratio(Model):
    """Numerator ÷ denominator × multiplier, recomputed at every level."""

    numerator: str
    denominator: str
    multiplier: float = 1
    cross_population: bool = False


class Metric(Model):
    """One indicator. Exactly one of `counted` and `ratio` says where its values come from."""

    id: str
    name: Names
    short: Names
    meaning: Names
    formula: Names
    type: MetricType
    unit: str
    direction: Literal[1, -1] = 1
    population: str
    area: str
    headline: int | None = None
    decimals: int = 0
    counted: Counted | None = None
    ratio: Ratio | None = None
    breakdowns: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    disclosure: Literal["open", "firm_money", "firm_count"] = "open"
    plan_profile: str = "linear"
    jump_threshold: float | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "Metric":
        if (self.counted is None) == (self.ratio is None):
            raise ValueError("needs exactly one of `counted` and `ratio`")
        if (self.type == "ratio") != (self.ratio is not None):
            raise ValueError("`ratio` belongs to type ratio, and to no other")
        return self


class Population(Model):
    """Whom a figure speaks of."""

    id: str
    name: Names
    meaning: Names


class Caveat(Model):
    """A standard warning that metrics and zones refer to by code."""

    id: str
    text: Names


class Area(Model):
    """A group of metrics on the pages."""

    id: str
    name: Names


class PlanProfile(Model):
    """Cumulative share of a yearly target due at the end of each quarter."""

    id: str
    name: Names
    cumulative_shares: tuple[float, float, float, float]


class Denominator(Model):
    """What values are divided by when zones are compared: metrics added up, or something known of the zone itself.

    `name` says one unit of it ("per km²"), which is `scale` of what is stored.
    """

    id: str
    name: Names
    metrics: tuple[str, ...] = ()
    of_zone: Literal["area_km2", "years_designated"] | None = None
    scale: float = Field(default=1, gt=0)

    @model_validator(mode="after")
    def _one_source(self) -> "Denominator":
        if bool(self.metrics) == (self.of_zone is not None):
            raise ValueError("needs exactly one of `metrics` and `of_zone`")
        return self


class Grade(Model):
    """A grade of the yearly evaluation, best first."""

    id: str
    name: Names
    published: bool


class Catalogue(Model):
    """Everything declared. Entries are looked up by id; order is the order of the files."""

    national: National
    zones: dict[str, Zone]
    units: dict[str, Unit]
    populations: dict[str, Population]
    areas: dict[str, Area]
    caveats: dict[str, Caveat]
    programmes: dict[str, Programme]
    plan_profiles: dict[str, PlanProfile]
    grades: dict[str, Grade]
    datasets: dict[str, Dataset]
    metrics: dict[str, Metric]
    evaluations: dict[int, Evaluation]
    denominators: dict[str, Denominator] = {}

    def to_json(self) -> str:
        """The whole catalogue as text, the same for the same content."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, content: str) -> "Catalogue":
        """The catalogue that a release stored."""
        return cls.model_validate_json(content)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def bases_of(self, metric_id: str) -> tuple[Basis, ...]:
        """The bases a metric has: a ratio has those its two sides share, a stock serving any of them."""
        metric = self.metrics[metric_id]
        if metric.ratio is None:
            return BASES_OF_TYPE[metric.type]
        sides = [self.bases_of(side) for side in (metric.ratio.numerator, metric.ratio.denominator)]
        return next((bases for bases in sides if bases != ("period_end",)), ("period_end",))

    def zone_name(self, zone_id: str) -> Names:
        """The name of a place: a zone, all of them together, or a programme's own."""
        return self.place_names[zone_id]

    @cached_property
    def place_names(self) -> dict[str, Names]:
        """The name of each zone, of each programme with a place of its own, and of all zones together."""
        places = {**self.zones, **self.own_places, NATIONAL: self.national}
        return {place: found.name for place, found in places.items()}

    @cached_property
    def own_places(self) -> dict[str, Programme]:
        """The programmes that run outside the zones: each is a place of its own."""
        return {key: programme for key, programme in self.programmes.items() if programme.place == "own"}

    def places_of(self, dataset: Dataset) -> tuple[str, ...]:
        """Where a dataset's records may lie: the zones, and with rows of any programme its own place."""
        return (*self.zones, *(self.own_places if dataset.programme == ANY_PROGRAMME else ()))

    @cached_property
    def zone_metrics(self) -> dict[str, Metric]:
        """The metrics that zones may have values for: not those of what only programmes elsewhere have."""
        return {key: metric for key, metric in self.metrics.items() if counts_in_zones(self, metric)}

    @cached_property
    def headline_metrics(self) -> tuple[Metric, ...]:
        """The metrics of the overview's cards, in their order."""
        shown = [metric for metric in self.metrics.values() if metric.headline is not None]
        return tuple(sorted(shown, key=lambda metric: metric.headline or 0))


FILES: dict[str, tuple[str, type[Model]]] = {
    "zones": ("zones.yml", Zone),
    "units": ("units.yml", Unit),
    "populations": ("populations.yml", Population),
    "areas": ("areas.yml", Area),
    "caveats": ("caveats.yml", Caveat),
    "programmes": ("programmes/*.yml", Programme),
    "plan_profiles": ("plan_profiles.yml", PlanProfile),
    "grades": ("grades.yml", Grade),
    "datasets": ("datasets/*.yml", Dataset),
    "metrics": ("metrics.yml", Metric),
    "evaluations": ("evaluations/*.yml", Evaluation),
    "denominators": ("denominators.yml", Denominator),
}
# What a catalogue may do without.
OPTIONAL = ("denominators",)


def load(folder: Path) -> Catalogue:
    """The whole catalogue of a folder. Raises CatalogueError with every fault found."""
    faults: list[Fault] = []
    content: dict[str, dict[Any, Any]] = {}
    for part, (pattern, model) in FILES.items():
        if part not in OPTIONAL or any(folder.glob(pattern)):
            content[part] = _load_part(folder, pattern, model, faults)
    national = _load_national(folder, faults)
    if faults or national is None:
        raise CatalogueError(*faults)
    fill_from_programmes(content)
    catalogue = Catalogue(national=national, **content)
    # Imported here because the rules read the models above.
    from kpi.catalogue_rules import reference_faults

    faults = reference_faults(catalogue)
    if faults:
        raise CatalogueError(*faults)
    return catalogue


def _load_part(folder: Path, pattern: str, model: type[Model], faults: list[Fault]) -> dict[Any, Any]:
    """Entries of one part by id (evaluations by year); faults are appended."""
    found: dict[Any, Any] = {}
    files = sorted(folder.glob(pattern))
    if not files:
        faults.append(Fault("errors.catalogue_file_missing", Place(file=pattern)))
    for file in files:
        for raw in _entries_of(file, faults):
            if model is Evaluation and isinstance(raw, dict) and "structure" in raw:
                raw = with_structure(raw, file.parent, faults)
            entry = _validated(raw, model, file.name, faults)
            if entry is None:
                continue
            key = entry.year if isinstance(entry, Evaluation) else entry.id  # type: ignore[attr-defined]
            if key in found:
                faults.append(Fault("errors.catalogue_twice", Place(file=file.name, entry=str(key)), key))
            found[key] = entry
    return found


def _entries_of(file: Path, faults: list[Fault]) -> list[Any]:
    """A file holds one entry, or one list under the file's name."""
    content = _parsed(file, faults)
    if isinstance(content, dict) and isinstance(content.get(file.stem), list):
        return content[file.stem]
    return [] if content is None else [content]


def _parsed(file: Path, faults: list[Fault]) -> Any:
    try:
        return parse(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        row = None if line is None else line + 1
        faults.append(
            Fault("errors.catalogue_not_yaml", Place(file=file.name, row=row), str(error).split("\n")[0])
        )
        return None


def _load_national(folder: Path, faults: list[Fault]) -> National | None:
    file = folder / "zones.yml"
    content = _parsed(file, []) if file.exists() else None
    raw = content.get(NATIONAL) if isinstance(content, dict) else None
    return _validated(raw or {}, National, "zones.yml", faults)


def _validated(raw: Any, model: type[M], file: str, faults: list[Fault]) -> M | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        faults.extend(_fault_of(problem, file, _entry(raw)) for problem in error.errors())
    except KpiError as error:
        faults.extend(replace(fault, where=Place(file=file, entry=_entry(raw))) for fault in error.faults)
    return None


def _entry(raw: Any) -> str:
    return str(raw.get("id", raw.get("year", "?"))) if isinstance(raw, dict) else str(raw)


def _fault_of(problem: Any, file: str, entry: str) -> Fault:
    """One pydantic problem as a fault with the path to the value."""
    column = ".".join(str(step) for step in problem["loc"])
    context = problem.get("ctx", {})
    allowed = context.get("expected") or problem["msg"]
    return Fault(
        "errors.catalogue_value", Place(file=file, entry=entry, column=column), problem.get("input"), allowed
    )
