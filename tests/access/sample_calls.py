"""How each public query is asked in the matrix: the arguments behind viewer and moment or paths."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from inspect import isfunction, signature
from pkgutil import iter_modules
from typing import Any

from kpi import queries
from kpi.access import Viewer
from kpi.catalogue import NATIONAL
from kpi.paths import Paths
from kpi.queries import firms, programmes
from kpi.queries.comparing_subjects import subjects_of
from kpi.queries.comparison import Asked as Compared
from kpi.queries.evaluated import Choices
from kpi.queries.evaluation import _leaf, _leaves
from kpi.queries.moments import Moment, catalogue_of, release_of

METRIC, OTHER, YEAR, DAY = "investment_linked", "tenant_revenue", 2024, date(2026, 3, 2)
SAMPLE, GUNSANS, POHANGS = "1ba7167f8c6a950f", "gunsans", "pohangs"
# Where much of the year is withheld.
ZONE = "cheonan_asan"
FIRST = 100_000


# Whether one has to wait tells nothing of what is in a release.
WITHOUT_DATA = {"moments.is_laid_out"}


def public() -> dict[str, Callable[..., Any]]:
    """Every public function of kpi/queries that a viewer asks, by `module.name`."""
    found: dict[str, Callable[..., Any]] = {}
    for each in iter_modules(queries.__path__):
        module = import_module(f"{queries.__name__}.{each.name}")
        for name, function in vars(module).items():
            if isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                given = tuple(signature(function).parameters)[:2]
                if given in {("viewer", "moment"), ("viewer", "paths")}:
                    found[f"{each.name}.{name}"] = function
    return {name: function for name, function in found.items() if name not in WITHOUT_DATA}


@dataclass(frozen=True)
class World:
    """Where the matrix asks: the newest release, and a ledger in which something stands of everybody."""

    paths: Paths
    moment: Moment
    draft: str
    submission: str

    def ask(self, name: str, viewer: Viewer) -> Any:
        """What the query of this line of the table answers this viewer."""
        query = public()[name.split()[0]]
        about = self.paths if "paths" in signature(query).parameters else self.moment
        given, named = self.calls[name]
        return query(viewer, about, *given, **named)

    def firm(self, zone: str) -> str:
        """The firm of a zone with the most records."""
        sql = "SELECT firm FROM firms WHERE zone = $zone ORDER BY records DESC, firm LIMIT 1"
        return release_of(self.moment).rows(sql, {"zone": zone})[0][0]

    @cached_property
    def calls(self) -> dict[str, tuple[tuple[Any, ...], dict[str, Any]]]:
        """Line of the table → arguments."""
        catalogue = catalogue_of(self.moment)
        evaluation = catalogue.evaluations[YEAR]
        leaves = [_leaf(catalogue, evaluation, *each, None) for each in _leaves(evaluation)]
        zones, wanted = tuple(catalogue.zones), firms.Wanted()
        compared = Compared((METRIC, OTHER), str(YEAR))
        subjects = subjects_of(catalogue, (METRIC, OTHER), "in_period")
        dropped = {"cohort": "", "limit": FIRST}
        of_firms = {place: self.firm(place) for place in ("gunsan", "pohang")}
        everybody = {
            "assessing.assessments": (evaluation,),
            "assessing.points": (YEAR,),
            "cards.cards": (ZONE, YEAR),
            "cards.cumulative_cards": (ZONE, YEAR),
            "comparing_cells.read": (subjects, (str(YEAR),)),
            "comparing_references.targets_of": (str(YEAR),),
            "comparing_sentences.reading": (compared, ZONE),
            "comparison.among_all": (compared,),
            "comparison.compare": (compared,),
            "comparison.over_time": (compared, METRIC),
            "comparison.periods": (),
            "due.due": (DAY,),
            "evaluated.board_as_chosen": (Choices(year=YEAR),),
            "evaluated.evaluate": (Choices(year=YEAR),),
            "evaluated.evaluate_once": (Choices(year=YEAR),),
            "evaluation.evaluation_board": (YEAR,),
            "evaluation.published_grades": (YEAR,),
            "evaluation_cells.cells": (leaves, zones, (str(YEAR),), ()),
            **{f"firms.found {place}": (place, wanted, 0, FIRST) for place in ("gunsan", "pohang", NATIONAL)},
            **{f"firms.firm {place}": (place, firm) for place, firm in of_firms.items()},
            "firms.is_known": (),
            **{f"firms.marks {place}": (place,) for place in of_firms},
            "firms.places": (),
            **{f"firms.records {place}": (firm, (place,)) for place, firm in of_firms.items()},
            "firms.records_of": (),
            "health.health": (),
            "history.drafts": (),
            "history.received_file sample": (self.submission,),
            "history.received_file gunsan": (GUNSANS,),
            "history.received_file pohang": (POHANGS,),
            "history.releases": (),
            "history.resting_on": (self.submission,),
            "history.submissions": (),
            "moments.release_for": (),
            **{
                f"origins.where_from {place}": (METRIC, place, str(YEAR), "in_period", FIRST)
                for place in ("gunsan", "pohang", NATIONAL)
            },
            "programmes.dropped": ("special_zone", "", "", FIRST),
            "programmes.figures": ("incheon_campus",),
            "programmes.funnel": ("special_zone", "", ""),
            "programmes.held": ("incheon_campus",),
            "programmes.listed": ("special_zone", "", programmes.DROPPED, dropped),
            "programmes.partners": ("uijeongbu_scale_up", "", ""),
            "programmes.values": ("gyeonggi_agreement",),
            "programmes_after.beside": (),
            "programmes_after.follow_ups": ("special_zone", ZONE, ""),
            "programmes_granting.applicants": ("regional_ai", "", "regional_ai_2025", FIRST),
            "programmes_granting.calls": ("regional_ai", ""),
            "programmes_granting.sessions": ("special_zone", "", ""),
            "programmes_granting.support": ("special_zone", ZONE, ""),
            "programmes_standing.funds": ("gyeonggi_agreement", ""),
            "programmes_standing.milestones": ("special_zone", ""),
            "programmes_standing.spaces": ("incheon_campus", ""),
            "programmes_standing.working_groups": ("gyeonggi_agreement", ""),
            "progress.grade_history": (NATIONAL,),
            "progress.milestones": (NATIONAL,),
            "progress.national": (YEAR,),
            "progress.pace": (METRIC, ZONE, YEAR),
            "quality.as_of": (),
            "quality.check_summary": (),
            "quality.coverage": (),
            "quality.failing_rows": (self.submission, "year_jump"),
            "quality.findings_of_firm": (of_firms["gunsan"],),
            "quality.freshness": (),
            "quality.has_samples": (),
            "quality.publishers": (),
            "reading.reading": (ZONE, YEAR),
            "sources.publications": ((self.submission,),),
            "sources.records": (("investments",), zones, YEAR),
            "values.breakdown": (METRIC, ZONE, str(YEAR), "stage"),
            "values.ranking": (METRIC, str(YEAR), "in_period"),
            "values.told": ("gunsan",),
            "values.trend": (METRIC, ZONE, "in_period"),
            "values.values": (),
            "values.vintages": (METRIC, "gunsan", "2023", "in_period"),
            "values.years": (ZONE,),
        }
        return {name: (given, {}) for name, given in everybody.items()}
