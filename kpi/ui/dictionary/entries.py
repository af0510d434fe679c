"""The catalogue as entries that can be searched: indicators, datasets, programmes, zones, caveats."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpi import format as formats
from kpi.catalogue import Catalogue
from kpi.text import Text

KINDS = ("metric", "dataset", "programme", "zone", "caveat")


@dataclass(frozen=True)
class Entry:
    """One thing of the catalogue in one language; `searched` holds everything it may be found by, in both."""

    kind: str
    id: str
    name: str
    meaning: str
    facts: tuple[tuple[str, str], ...]
    searched: str

    def answers(self, asked: str) -> bool:
        """Whether every word asked for occurs somewhere in the entry."""
        return all(word in self.searched for word in folded(asked).split())


def entries(catalogue: Catalogue, text: Text) -> list[Entry]:
    """Everything that can be looked up, by kind in the catalogue's order."""
    return [
        *_metrics(catalogue, text),
        *_datasets(catalogue, text),
        *_programmes(catalogue, text),
        *_zones(catalogue, text),
        *_caveats(catalogue, text),
    ]


def folded(words: str) -> str:
    """Small letters, so that a search does not depend on case."""
    return words.casefold()


def _metrics(catalogue: Catalogue, text: Text) -> Iterator[Entry]:
    language = text.language
    for metric in catalogue.metrics.values():
        facts = (
            (text("metric.formula"), metric.formula[language]),
            (text("metric.unit"), catalogue.units[metric.unit].name[language]),
            (text("metric.type"), text(f"metric.types.{metric.type}")),
            (
                text("metric.basis"),
                ", ".join(text(f"app.basis.{one}") for one in catalogue.bases_of(metric.id)),
            ),
            (text("metric.population"), catalogue.populations[metric.population].name[language]),
            (text("dictionary.area"), catalogue.areas[metric.area].name[language]),
            (text("dictionary.source"), _source(catalogue, metric.id, language)),
        )
        words = (
            metric.id,
            metric.name,
            metric.short,
            metric.meaning,
            metric.formula,
            *_caveat_words(catalogue, metric.caveats),
        )
        yield Entry(
            "metric", metric.id, metric.name[language], metric.meaning[language], facts, _searched(*words)
        )


def _source(catalogue: Catalogue, metric_id: str, language: str) -> str:
    """The dataset that an indicator is counted from, or the two indicators it is made of."""
    metric = catalogue.metrics[metric_id]
    if metric.ratio is not None:
        sides = (metric.ratio.numerator, metric.ratio.denominator)
        return " ÷ ".join(catalogue.metrics[side].name[language] for side in sides)
    return catalogue.datasets[metric.counted.dataset].name[language] if metric.counted else ""


def _datasets(catalogue: Catalogue, text: Text) -> Iterator[Entry]:
    language = text.language
    for dataset in catalogue.datasets.values():
        columns = ", ".join(column.name[language] for column in dataset.stored_columns)
        facts = (
            (text("dictionary.grain"), dataset.grain[language]),
            (text("dictionary.cycle"), text(f"dictionary.cycles.{dataset.slice.period}")),
            (text("dictionary.columns"), columns),
        )
        synonyms = [word for column in dataset.columns for word in (column.id, *column.synonyms)]
        words = (
            dataset.id,
            dataset.name,
            dataset.meaning,
            *(column.name for column in dataset.columns),
            *synonyms,
        )
        yield Entry(
            "dataset", dataset.id, dataset.name[language], dataset.meaning[language], facts, _searched(*words)
        )


def _programmes(catalogue: Catalogue, text: Text) -> Iterator[Entry]:
    """Each with its tracks of stages in their order."""
    language = text.language
    for programme in catalogue.programmes.values():
        tracks = (
            f"{track.name[language]}({' → '.join(stage.name[language] for stage in track.stages)})"
            for track in programme.tracks
        )
        facts = (
            (
                text("programme.owner"),
                programme.owner[language] if programme.owner else text("programme.unknown"),
            ),
            (text("programme.stages.track"), ", ".join(tracks) or "–"),
            (text("programme.cohorts"), ", ".join(one.name[language] for one in programme.cohorts) or "–"),
            (text("dictionary.aliases"), ", ".join(programme.aliases) or "–"),
        )
        stages = [stage.name for track in programme.tracks for stage in (track, *track.stages)]
        words = (programme.id, programme.name, programme.meaning, *stages, *programme.aliases)
        yield Entry(
            "programme",
            programme.id,
            programme.name[language],
            programme.meaning[language],
            facts,
            _searched(*words),
        )


def _zones(catalogue: Catalogue, text: Text) -> Iterator[Entry]:
    language = text.language
    for zone in catalogue.zones.values():
        facts = (
            (text("overview.facts.designated"), formats.day(zone.designated_on, language)),
            (text("overview.facts.wave"), str(zone.wave)),
            (text("overview.facts.institution"), ", ".join(one[language] for one in zone.institutions)),
            (text("dictionary.aliases"), ", ".join(zone.aliases)),
        )
        words = (zone.id, zone.name, zone.specialisation, *zone.institutions, *zone.aliases)
        yield Entry(
            "zone", zone.id, zone.name[language], zone.specialisation[language], facts, _searched(*words)
        )


def _caveats(catalogue: Catalogue, text: Text) -> Iterator[Entry]:
    language = text.language
    for caveat in catalogue.caveats.values():
        used = [metric.name[language] for metric in catalogue.metrics.values() if caveat.id in metric.caveats]
        bearing = (*catalogue.zones.values(), *catalogue.programmes.values())
        used += [each.name[language] for each in bearing if caveat.id in each.caveats]
        facts = ((text("dictionary.used_by"), ", ".join(used) or "–"),)
        yield Entry(
            "caveat", caveat.id, caveat.id, caveat.text[language], facts, _searched(caveat.id, caveat.text)
        )


def _caveat_words(catalogue: Catalogue, codes: tuple[str, ...]) -> list[object]:
    return [catalogue.caveats[code].text for code in codes]


def _searched(*words: object) -> str:
    """Both languages of every name, in small letters."""
    return folded(" ".join(f"{word.ko} {word.en}" if hasattr(word, "ko") else str(word) for word in words))
