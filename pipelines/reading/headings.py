"""What a heading of a wide table says in place of a row: the zone, period, metric or basis of the cells below it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kpi.catalogue import Catalogue, Dataset
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.drafts import Decisions
from pipelines.reading.content import NUMBER_TYPES, PERIOD_TYPES, stretch_of
from pipelines.reading.names import (
    BASIS_INDEX,
    holds_national,
    metric_index,
    unit_index,
    zone_index,
    zone_key,
)
from pipelines.reading.periods import NotAPeriod, Stretch, period_label, quarter_label, year_label
from pipelines.reading.words import key_of, plain, total_word

LABELS = {"quarter": quarter_label, "year": year_label, "period": period_label}
QUARTER_ALONE = re.compile(
    r"제?\s?[1-4ⅠⅡⅢⅣ]\s?(?:/\s?4\s?|사\s?)?분기|[1-4]\s?/\s?4|[1-4]\s?[Qq]|[Qq]\s?[1-4]"
)
PLAIN_NUMBER = re.compile(r"^[△(-]?[\d,.]+[)%]?$")
FOUR_DIGITS = re.compile(r"^(?:19|20)\d\d$")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
WORDS = re.compile(r"[\s()\[\]<>{},]+")
COUNTED = re.compile(r"(?<=\S)(?:건수|수|현황)$")
Saying = tuple[str, str]  # what kind of thing a word is, and the word


@dataclass(frozen=True)
class Heading:
    """What one heading says: text by column id, the number column its cells hold ('' where it names none), its unit.

    `key` is the same for two headings that say the same.
    """

    said: tuple[tuple[str, str], ...]
    measure: str
    unit: str
    key: tuple[str, ...]


class HeadingReader:
    """Reads headings for one dataset."""

    def __init__(self, dataset: Dataset, catalogue: Catalogue, decisions: Decisions) -> None:
        self.columns = {
            kind: column.id
            for column in reversed(dataset.columns)
            if (kind := "period" if column.type in PERIOD_TYPES else column.type)
            in ("zone", "period", "metric", "basis")
        }
        self._period_type = next((each.type for each in dataset.columns if each.type in PERIOD_TYPES), "")
        self.measures = [column.id for column in dataset.columns if column.type in NUMBER_TYPES]
        self._measure_names = {
            key_of(name): column.id
            for column in dataset.columns
            if column.type in NUMBER_TYPES
            for name in (column.id, column.name.ko, column.name.en, *column.synonyms)
        }
        # What stands over such headings and says nothing more: `분기` over 1분기, 2분기, …
        self.titles = {
            key_of(name)
            for column in dataset.columns
            if column.id in self.columns.values()
            for name in (column.name.ko, column.name.en, *column.synonyms)
        }
        with_national = holds_national({column.type for column in dataset.columns})
        self._zones = zone_index(catalogue, with_national, dataset)
        self._metrics = _metric_headings(catalogue, decisions.values.get(self.columns.get("metric", ""), {}))
        self._units = unit_index(catalogue)
        self._read: dict[tuple[tuple[str, ...], str], Heading | None] = {}

    def read_all(
        self, parts: Sequence[tuple[str, ...]], above: Sequence[Sequence[str]]
    ) -> dict[int, Heading]:
        """The headings that say something, by position; a year holds for the quarters to its right."""
        years = {year for row in above for cell in row for year in YEAR.findall(cell)}
        year = years.pop() if len(years) == 1 else ""
        found: dict[int, Heading] = {}
        for position, cells in enumerate(parts):
            year = next((word for cell in cells if (word := _year_of(cell))), year)
            key = (cells, year)
            if key not in self._read:
                self._read[key] = self._heading(cells, year)
            heading = self._read[key]
            if heading:
                found[position] = heading
        return found

    def measure_named(self, above: Sequence[Sequence[str]]) -> str:
        """The only number column of the dataset, or the only one that the lines above the table name."""
        if len(self.measures) == 1:
            return self.measures[0]
        words = {key_of(word) for row in above for cell in row for word in WORDS.split(cell)}
        named = {column for name, column in self._measure_names.items() if name in words}
        return named.pop() if len(named) == 1 else ""

    def as_metric(
        self, position: int, label: str, column: str, beside: Iterable[Heading]
    ) -> dict[int, Heading]:
        """A heading that a person has chosen for numbers, beside headings of metrics: a metric to be asked about."""
        metric = self.columns.get("metric")
        if not any(tuple(name for name, _ in each.said) == (metric,) for each in beside):
            return {}
        return {position: Heading(((metric or "", label),), column, "", (key_of(label),))}

    def _heading(self, cells: tuple[str, ...], year: str) -> Heading | None:
        sayings = [saying for saying in self._sayings(cells) if saying[0] != "title"]
        if any(kind in ("", "total") for kind, _ in sayings):
            return None
        said = {kind: word for kind, word in sayings if kind in self.columns}
        pieces = [word for kind, word in sayings if kind == "time"]
        if pieces:
            said["period"] = self._period(pieces, year)
        others = [kind for kind, _ in sayings if kind != "time"]
        if not said or not all(said.values()) or len(others) != len(set(others)):
            return None
        words = dict(sayings)
        by_column = tuple(
            sorted((self.columns[kind], word) for kind, word in said.items() if kind in self.columns)
        )
        if len(by_column) != len(said):
            return None
        return Heading(by_column, words.get("measure", ""), words.get("unit", ""), self._key(said))

    def _sayings(self, cells: tuple[str, ...]) -> Iterator[Saying]:
        """What each part of a heading is; where a part as a whole is nothing known, its words."""
        for cell in dict.fromkeys(plain(cell) for cell in cells):
            if not cell:
                continue
            whole = self._kind(cell)
            if whole:
                yield whole, self._word(whole, cell)
                continue
            rest: list[str] = []
            for word in filter(None, WORDS.split(cell)):
                kind = self._kind(word)
                if kind in ("time", "basis", "measure", "unit", "total", "title"):
                    yield kind, self._word(kind, word)
                else:
                    rest.append(word)
            if rest:
                kind = self._kind(" ".join(rest))
                yield kind, self._word(kind, " ".join(rest))

    def _kind(self, text: str) -> str:
        key = key_of(text)
        if PLAIN_NUMBER.match(text) and not FOUR_DIGITS.match(text):
            return ""
        if zone_key(text) in self._zones and "zone" in self.columns:
            return "zone"
        if key in self.titles:
            return "title"
        if key in BASIS_INDEX and "basis" in self.columns:
            return "basis"
        if total_word(text):
            return "total"
        if key in self._measure_names:
            return "measure"
        if "metric" in self.columns and (key in self._metrics or COUNTED.sub("", key) in self._metrics):
            return "metric"
        if QUARTER_ALONE.fullmatch(text) or _is_time(stretch_of(text)):
            return "time"
        return "unit" if key in self._units else ""

    def _word(self, kind: str, text: str) -> str:
        """A measure is told by its column, a metric by what a parser of metrics knows."""
        key = key_of(text)
        if kind == "measure":
            return self._measure_names[key]
        if kind == "metric":
            return self._metrics.get(key) or self._metrics.get(COUNTED.sub("", key)) or text
        return text

    def _period(self, pieces: list[str], year: str) -> str:
        """The period that the pieces make together, as one text; '' where they make none that the column can hold."""
        alone = [piece for piece in pieces if QUARTER_ALONE.fullmatch(piece)]
        whole = [piece for piece in pieces if piece not in alone]
        quarters = [piece for piece in whole if (found := stretch_of(piece)) and found.grain != "year"]
        if len(alone) + len(quarters) > 1 or (alone and not (whole or year)):
            return ""
        text = (
            quarters[0]
            if quarters
            else f"{whole[0] if whole else year + '년'} {alone[0]}"
            if alone
            else whole[0]
        )
        return text if self._label(text) else ""

    def _label(self, text: str) -> str:
        try:
            return LABELS[self._period_type](text)
        except (NotAPeriod, KeyError):
            return ""

    def _key(self, said: dict[str, str]) -> tuple[str, ...]:
        canonical = {
            "zone": lambda text: self._zones.get(zone_key(text), text),
            "period": self._label,
            "basis": lambda text: BASIS_INDEX.get(key_of(text), text),
            "metric": key_of,
        }
        return tuple(canonical[kind](text) for kind, text in sorted(said.items()))


def _year_of(cell: str) -> str:
    """The year that a heading names, for the quarters beside it that name none."""
    stretch = stretch_of(cell)
    return str(stretch.year) if stretch and _is_time(stretch) else ""


def _is_time(stretch: Stretch | None) -> bool:
    """Years, quarters, and the last month or day of a quarter: what a column of a wide table stands for."""
    if stretch is None or stretch.grain == "half":
        return False
    if stretch.day is not None:
        return stretch.day.month % 3 == 0 and (stretch.day + timedelta(days=1)).day == 1
    return stretch.grain != "month" or stretch.number % 3 == 0


def personal_headings(catalogue: Catalogue) -> set[str]:
    """Headings, by `key_of`, that any dataset declares to be personal."""
    return {
        key_of(name)
        for dataset in catalogue.datasets.values()
        for column in dataset.columns
        if column.type == "personal"
        for name in (column.name.ko, column.name.en, *column.synonyms)
    }


def metric_candidates(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Metric ids that a word may mean, by `key_of`: those whose summed column is called so.

    What only programmes count goes by its full name: a file of the zones that says 고용 does not mean a programme's.
    """
    summed: dict[str, dict[str, None]] = {}
    for metric in catalogue.metrics.values():
        if metric.counted and metric.counted.aggregate == "sum" and metric.counted.column:
            dataset = catalogue.datasets[metric.counted.dataset]
            column = dataset.column(metric.counted.column)
            if dataset.programme == ANY_PROGRAMME:
                continue
            for name in (column.name.ko, *column.synonyms):
                summed.setdefault(key_of(name), {})[metric.id] = None
    return {name: tuple(metrics) for name, metrics in summed.items()}


def _metric_headings(catalogue: Catalogue, decided: dict[str, str]) -> dict[str, str]:
    """How headings name metrics → a text that is parsed as that metric.

    A word that may mean several metrics stands for itself, to be asked about.
    """
    found = {key: key for key in metric_index(catalogue)}
    for name, metrics in metric_candidates(catalogue).items():
        found.setdefault(name, metrics[0] if len(metrics) == 1 else "")
    return found | {key_of(text): text for text in decided if text}
