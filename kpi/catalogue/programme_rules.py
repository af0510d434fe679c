"""What must hold of programmes: places are told apart, words mean one thing, days run forwards, references exist."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from kpi.catalogue.programmes import ANY_PROGRAMME, DECLARED, Programme, Vocabulary, outer_stages, words_of
from kpi.declared import Entry
from kpi.errors import Fault, Place

OUTER: dict[Literal["first", "last"], int] = {"first": 0, "last": -1}

if TYPE_CHECKING:
    from kpi.catalogue.datasets import Dataset
    from kpi.catalogue.whole import Catalogue


def programme_faults(catalogue: "Catalogue") -> Iterator[Fault]:
    """Every fault of every programme and of the datasets that take their words from them."""
    yield from _place_faults(catalogue)
    for programme in catalogue.programmes.values():
        yield from _reference_faults(catalogue, programme)
        yield from _day_faults(programme)
        for kind in DECLARED:
            yield from _twice_faults(programme, kind)
    for kind in DECLARED:
        yield from _word_faults(catalogue, kind)
    yield from _stage_faults(catalogue)
    for dataset in catalogue.datasets.values():
        yield from _dataset_faults(dataset)


def _place_faults(catalogue: "Catalogue") -> Iterator[Fault]:
    """A row's place says whose it is: zones, all of them, and programmes must never be taken for each other."""
    in_zones = [each.id for each in catalogue.programmes.values() if each.place == "zones"]
    for second in in_zones[1:]:
        yield _fault("zones_twice", second, "place", second, in_zones[0])
    taken = {catalogue.national.name.ko: "national"} | dict.fromkeys(catalogue.national.aliases, "national")
    for zone in catalogue.zones.values():
        taken |= dict.fromkeys((zone.id, zone.name.ko, zone.name.en, *zone.aliases), zone.id)
    for programme in catalogue.programmes.values():
        if programme.place == "own":
            for written in (programme.id, programme.name.ko, programme.name.en, *programme.aliases):
                if taken.setdefault(written, programme.id) != programme.id:
                    yield _fault("place_taken", programme.id, "aliases", written, taken[written])


def _reference_faults(catalogue: "Catalogue", programme: Programme) -> Iterator[Fault]:
    fields = [field.id for field in programme.fields]
    for task in programme.tasks:
        if task.field not in fields:
            yield _unknown(programme.id, f"tasks.{task.id}.field", task.field, fields)
    for caveat in set(programme.caveats) - set(catalogue.caveats):
        yield _unknown(programme.id, "caveats", caveat, list(catalogue.caveats))


def _day_faults(programme: Programme) -> Iterator[Fault]:
    for call in programme.calls:
        if not call.announced_on <= call.opens_on <= call.closes_at.date():
            days = f"{call.announced_on}, {call.opens_on}, {call.closes_at}"
            yield _fault("days_reversed", programme.id, f"calls.{call.id}", days)
    for cohort in programme.cohorts:
        if cohort.starts_on and cohort.ends_on and cohort.ends_on < cohort.starts_on:
            yield _fault(
                "days_reversed", programme.id, f"cohorts.{cohort.id}", f"{cohort.starts_on}, {cohort.ends_on}"
            )


def _twice_faults(programme: Programme, kind: Vocabulary) -> Iterator[Fault]:
    """Stages are told apart within their track: two tracks may both begin with consulting."""
    if kind == "stage":
        listed = [[stage.id for stage in track.stages] for track in programme.tracks]
    else:
        listed = [[entry.id for entry in programme.vocabulary(kind)]]
    for ids in listed:
        for entry_id, count in Counter(ids).items():
            if count > 1:
                yield Fault("errors.catalogue_twice", _place(programme.id, kind), entry_id)


def _stage_faults(catalogue: "Catalogue") -> Iterator[Fault]:
    """Metrics count by a stage's id alone: what begins (or ends) one track does so in every track it is in."""
    programmes = catalogue.programmes.values()
    for which, position in OUTER.items():
        outer = outer_stages(programmes, which)
        for programme in programmes:
            for track in programme.tracks:
                for stage in track.stages:
                    if stage.id in outer and stage.id != track.stages[position].id:
                        yield _fault(f"{which}_stage", programme.id, f"tracks.{track.id}.stages", stage.id)


def _word_faults(catalogue: "Catalogue", kind: Vocabulary) -> Iterator[Fault]:
    """In a file a word stands alone, whichever programme it is of: two ids must not share one."""
    owners: dict[str, str] = {}
    for programme in catalogue.programmes.values():
        for entry in programme.vocabulary(kind):
            for word in _told_apart(entry):
                owner = owners.setdefault(word, entry.id)
                if owner != entry.id:
                    yield _fault("word_twice", programme.id, f"{kind}.{entry.id}", word, owner)


def _told_apart(entry: Entry) -> list[str]:
    """An entry's spellings as files are compared: without spaces, in small letters."""
    return list(dict.fromkeys("".join(word.split()).casefold() for word in (entry.id, *words_of(entry))))


def _dataset_faults(dataset: "Dataset") -> Iterator[Fault]:
    for column in dataset.columns:
        if column.of_programmes is not None and column.type != "category":
            yield _unknown(column.id, "of_programmes", column.type, "category", f"{dataset.id}.yml")
    if dataset.programme == ANY_PROGRAMME and dataset.slice.scope != "zone":
        yield _unknown(dataset.id, "slice.scope", dataset.slice.scope, "zone", f"{dataset.id}.yml")


def _place(entry: str, column: str, file: str = "") -> Place:
    return Place(file=file or f"{entry}.yml", entry=entry, column=column)


def _unknown(entry: str, column: str, value: Any, allowed: Any, file: str = "") -> Fault:
    return Fault("errors.catalogue_unknown", _place(entry, column, file), value, allowed)


def _fault(code: str, entry: str, column: str, value: Any, other: Any = None) -> Fault:
    return Fault(f"programme_errors.{code}", _place(entry, column), value, extra={"other": other})
