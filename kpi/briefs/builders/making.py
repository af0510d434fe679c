"""A brief while it is being made: its sections, and what the values shown in them have been found to rest on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from kpi.briefs.asked import Choices, Desk, full_address
from kpi.briefs.blocks import said
from kpi.briefs.builders.defining import datasets_of, definitions
from kpi.briefs.parts import Block, Brief, Origin, Section, Source, Stamp
from kpi.catalogue import NATIONAL
from kpi.errors import Fault, KpiError
from kpi.queries import quality, sources
from kpi.queries.comparison import WAVE
from kpi.queries.programmes import kind_of
from kpi.text import Text

COMMENTARY = "commentary"
ERRORS = "brief_building_errors"


@dataclass(frozen=True, eq=False)
class Making:
    """One brief's desk and choices, and what is collected while its sections are composed."""

    here: Desk
    choices: Choices
    origins: set[Origin] = field(default_factory=set)
    withheld: dict[str, None] = field(default_factory=dict)
    submissions: dict[str, None] = field(default_factory=dict)
    record_metrics: dict[str, None] = field(default_factory=dict)
    metrics: dict[str, None] = field(default_factory=dict)

    @property
    def record_datasets(self) -> list[str]:
        """The datasets whose records add up to what was shown."""
        catalogue = self.here.catalogue
        return sorted({each for metric in self.record_metrics for each in datasets_of(catalogue, metric)})

    @property
    def places(self) -> tuple[str, ...]:
        """Where the records of the brief lie."""
        waves = {
            zone.id
            for zone in self.here.catalogue.zones.values()
            if f"{WAVE}{zone.wave}" in self.choices.zones
        }
        return tuple({*self.choices.zones, *waves} - {NATIONAL}) or tuple(self.here.catalogue.zones)

    @property
    def text(self) -> Text:
        return self.here.text

    @property
    def language(self) -> str:
        return self.here.language

    @property
    def subject(self) -> str:
        """The zone that the brief is about, the first of those chosen; '' for none."""
        return self.choices.zones[0] if self.choices.zones else ""

    @property
    def year(self) -> int:
        return self.choices.year

    def saw(self, value: object, origin: object, synthetic: object, submission: object = None) -> None:
        """A value has been shown that rests on this."""
        if is_missing(value) or is_missing(origin):
            return
        self.origins.add("sample" if bool(synthetic) else "published" if origin == "published" else "records")
        self.told_by(submission)

    def told_by(self, submission: object) -> None:
        """Something shown was told by this submission."""
        if not is_missing(submission):
            self.submissions[str(submission)] = None

    def saw_rows(self, metric: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows of `key_values` of a metric have been shown."""
        self.metrics[metric] = None
        for row in rows:
            self.saw(row["value"], row["origin"], row["synthetic"], row.get("publication"))
            if not is_missing(row["value"]) and row["origin"] == "records":
                self.record_metrics[metric] = None

    def withhold(self, sentence: str) -> None:
        """Something is left out, and why."""
        self.withheld[sentence] = None


Part = Callable[[Making], Sequence[Block]]


def is_missing(value: object) -> bool:
    """Whether a cell of a frame holds nothing."""
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[call-overload]


def sections_of(making: Making, parts: Mapping[str, Part]) -> tuple[Section, ...]:
    """The sections chosen, in the builder's order; one that has nothing to show says so.

    Commentary that nobody has given has no section unless it is asked for by name. Raises KpiError for unknown ids.
    """
    text, chosen = making.text, making.choices.sections or tuple(parts)
    if unknown := [each for each in chosen if each not in parts]:
        raise KpiError(
            *(Fault(f"{ERRORS}.section_unknown", value=each, allowed=tuple(parts)) for each in unknown)
        )
    composed = []
    for section, part in parts.items():
        if section not in chosen:
            continue
        blocks = tuple(part(making))
        if blocks or section != COMMENTARY or making.choices.sections:
            blocks = blocks or said(text(f"brief_building.nothing.{section}"))
            composed.append(Section(section, text(f"brief_building.section.{section}"), blocks))
    return tuple(composed)


def commentary(making: Making) -> Sequence[Block]:
    """What whoever hands the brief in has to say."""
    return said(*(each.strip() for each in making.choices.commentary))


def zone_chosen(making: Making, others: Sequence[str] = ()) -> str:
    """The one zone of a brief about a zone, or one of the `others`. Raises KpiError for none and for an unknown one."""
    known, zone = [*making.here.catalogue.zones, *others], making.subject
    if zone not in known:
        raise KpiError(Fault(f"{ERRORS}.zone_unknown", value=zone or "–", allowed=known))
    return zone


def year_chosen(making: Making, known: Sequence[int]) -> int:
    """The brief's year. Raises KpiError for one that nothing could be known of."""
    if making.year not in known:
        allowed = f"{min(known)}–{max(known)}" if known else "–"
        raise KpiError(Fault(f"{ERRORS}.year_unknown", value=making.year, allowed=allowed))
    return making.year


def finished(
    making: Making,
    kind: str,
    title: str,
    subtitle: str,
    sections: tuple[Section, ...],
    address: str,
    *,
    one_page: bool = False,
    evaluation_round: str = "",
) -> Brief:
    """The brief of these sections, with the sources and the stamp of all that was shown in them."""
    choices, moment = making.choices, making.here.moment
    return Brief(
        kind=kind,
        language=making.language,
        title=title,
        subtitle=subtitle,
        made_on=choices.made_on or date.today(),
        organisation=choices.organisation,
        sections=sections,
        sources=sources_of(making),
        stamp=Stamp(
            as_of=quality.as_of(making.here.viewer, making.here.moment),
            release=moment.number,
            evaluation_round=evaluation_round,
            origins=frozenset(making.origins),
            withheld=tuple(making.withheld),
            link=choices.link or full_address(address + _moment(making)),
        ),
        one_page=one_page,
        definitions=definitions(making.here, making.metrics),
    )


def seen_on(making: Making) -> date:
    """The day from which what is planned is looked at: the one looked from, else that of the brief."""
    return making.here.moment.day or making.choices.made_on or date.today()


def sources_of(making: Making) -> tuple[Source, ...]:
    """The publications of what was shown, then the records behind it by dataset."""
    here, language = making.here, making.language
    told = sources.publications(here.viewer, here.moment, list(making.submissions)).to_dict("records")
    publications = [
        Source(str(row[f"title_{language}"]), str(row[f"publisher_{language}"] or ""), _day(row["known_on"]),
               str(row["url"] or ""))
        for row in told
    ]  # fmt: skip
    return (*publications, *_records(making))


def _records(making: Making) -> list[Source]:
    here, text, language = making.here, making.text, making.language
    year = making.year or quality.as_of(making.here.viewer, making.here.moment).year
    found = sources.records(here.viewer, here.moment, making.record_datasets, making.places, year)
    return [
        Source(
            text(
                f"brief_building.records.{kind_of(bool(row['synthetic']), str(row['series']))}",
                dataset=here.catalogue.datasets[row["dataset"]].name[language],
                files=int(row["files"]),
            ),
            str(row[f"publisher_{language}"] or ""),
            _day(row["known_on"]),
        )
        for row in found.to_dict("records")
    ]


def _day(value: object) -> date | None:
    return None if is_missing(value) else pd.Timestamp(str(value)).date()


def _moment(making: Making) -> str:
    """What an address adds to show another moment than the newest."""
    moment = making.here.moment
    if moment.kind == "as_known_on" and moment.day is not None:
        return f"&as_known_on={moment.day.isoformat()}"
    return f"&release={moment.number}" if moment.kind == "release" else ""
