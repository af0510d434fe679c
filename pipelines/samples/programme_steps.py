"""Who went through which stage of which programme, day after day, so that nobody goes back in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi.catalogue import Catalogue, Zone
from kpi.catalogue.programmes import Programme, Track
from kpi.periods import first_day, last_day, quarter_of
from pipelines.samples import plan
from pipelines.samples import programme_plan as assumed
from pipelines.samples.firms import tenants_at
from pipelines.samples.registration import fake_number
from pipelines.samples.totals import random_of

STEP_COLUMNS = [
    "zone", "period", "cohort", "participant", "name", "firm", "participant_kind", "track", "stage", "field",
    "entered_on", "finished_on", "result", "partner",
]  # fmt: skip
# Sample firms of the zones have lower numbers.
FIRST_OWN_FIRM = 500_000
DAYS, PAUSE = (15, 46), (3, 20)
LADDER_DAYS = (150, 210)
BEGINNING_DAYS = 60
ZONE_COHORTS = (2023, 2024, 2025)
ZONE_ENTRANTS, ZONE_SURVIVAL = 12, 0.74
MATCHED_STAGES = ("matched", "verified", "follow_up")
PARTNERS = tuple(f"가상대기업 {letter}" for letter in "가나다라")


@dataclass(frozen=True)
class Participant:
    """Who takes part: a firm with its number and name, or a team or person without."""

    number: str
    kind: str
    firm: str | None = None
    name: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Walk:
    """One cohort on its way along a track: from when, how many reach each stage, and until which day is known."""

    zone: str
    cohort: str
    track: Track
    entrants: Sequence[int]
    begins: date
    until: date
    days: tuple[int, int] = DAYS


def make_steps(catalogue: Catalogue, firms: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row per participant and stage, of the zones' programme and of all others."""
    rows = [
        *_in_zones(catalogue, firms, seed),
        *(row for programme in catalogue.own_places.values() for row in _own(programme, seed)),
    ]
    return pd.DataFrame(rows, columns=STEP_COLUMNS)


def own_firms(programme: str, count: int, first: int = 0) -> list[tuple[str, str]]:
    """Number and name of a programme's invented firms, unlike any other's."""
    base = FIRST_OWN_FIRM + 10_000 * list(assumed.COHORT).index(programme) + first
    return [(fake_number(base + index), f"㈜가상참여{base + index}") for index in range(count)]


def _own(programme: Programme, seed: int) -> list[tuple]:
    rows: list[tuple] = []
    for track in programme.tracks:
        told = assumed.TRACKS.get(programme.id, {}).get(track.id)
        if told is not None:
            kind, quarter, entrants = told
            days = LADDER_DAYS if track.kind == "ladder" else assumed.STAGE_DAYS.get(programme.id, DAYS)
            begins, until = first_day(quarter), last_day(assumed.LAST_QUARTER)
            walk = Walk(programme.id, assumed.COHORT[programme.id], track, entrants, begins, until, days)
            rows += _walked(walk, _participants(programme, track, kind, entrants[0]), seed)
    return rows


def _participants(programme: Programme, track: Track, kind: str, count: int) -> list[Participant]:
    """A programme's tracks share their firms from the first on; teams have firms too, people have none."""
    firms = own_firms(programme.id, count)
    fields = [field.id for field in programme.fields] or [None]
    return [
        Participant(
            f"{programme.id.split('_')[0].upper()}-{track.id.upper()}-{number:03d}",
            kind,
            *(firms[number - 1] if kind != "person" else (None, None)),
            fields[number % len(fields)],
        )
        for number in range(1, count + 1)
    ]


def _in_zones(catalogue: Catalogue, firms: pd.DataFrame, seed: int) -> list[tuple]:
    programme = next(each for each in catalogue.programmes.values() if each.place == "zones")
    rows: list[tuple] = []
    for zone in catalogue.zones.values():
        for year in ZONE_COHORTS:
            random = random_of(seed, "cohort", zone.id, year)
            taking_part = _cohort_of(zone, year, firms, random)
            entrants = _thinned(len(taking_part), len(programme.tracks[0].stages), random)
            begins, until = first_day(f"{year}Q1"), last_day(plan.LAST_QUARTER)
            walk = Walk(zone.id, str(year), programme.tracks[0], entrants, begins, until)
            rows += _walked(walk, taking_part, seed)
    return rows


def _cohort_of(zone: Zone, year: int, firms: pd.DataFrame, random: np.random.Generator) -> list[Participant]:
    """Tenants of the zone at the year's beginning."""
    count = round(ZONE_ENTRANTS * plan.ZONE_WEIGHT.get(zone.id, 1.0))
    tenants = tenants_at(firms.loc[firms["zone"] == zone.id], f"{year}Q1").sample(count, random_state=random)
    return [
        Participant(f"Z-{zone.id.upper()}-{year}-{number:03d}", "firm", firm, name)
        for number, (firm, name) in enumerate(zip(tenants["firm"], tenants["name"], strict=True), start=1)
    ]


def _thinned(first: int, stages: int, random: np.random.Generator) -> list[int]:
    """How many reach each stage, fewer from one to the next."""
    reached = [first]
    for _ in range(stages - 1):
        reached.append(int(random.binomial(reached[-1], ZONE_SURVIVAL)))
    return reached


def _walked(walk: Walk, participants: Sequence[Participant], seed: int) -> list[tuple]:
    """Every step of a cohort: whoever goes on has completed; the others completed, gave up, or are still at it."""
    random = random_of(seed, "walk", walk.zone, walk.cohort, walk.track.id)
    ready = {
        index: walk.begins + timedelta(days=int(random.integers(0, BEGINNING_DAYS)))
        for index in range(len(participants))
    }
    rows: list[tuple] = []
    for place, count in enumerate(walk.entrants):
        stage, left = walk.track.stages[place].id, len(walk.entrants) - 1 - place
        entering = sorted(_some(random, sorted(ready), count))
        going_on = _some(random, entering, walk.entrants[place + 1] if left else 0)
        entered, ready = ready, {}
        for index in entering:
            finished = _in_time(entered[index], walk.days, walk.until, left, random)
            result = _result(index in going_on, walk.track.kind == "ladder", finished >= walk.until, random)
            if index in going_on:
                ready[index] = _in_time(finished, PAUSE, walk.until, left, random)
            ended = None if result == "ongoing" else finished
            rows.append(_row(walk, participants[index], stage, entered[index], ended, result, random))
    return rows


def _in_time(since: date, days: tuple[int, int], until: date, left: int, random: np.random.Generator) -> date:
    """So many days later, but with a week for each stage that is left."""
    return min(since + timedelta(days=int(random.integers(*days))), until - timedelta(days=7 * left))


def _some(random: np.random.Generator, indices: Sequence[int], count: int) -> set[int]:
    """So many of them, or all where there are fewer."""
    count = min(count, len(indices))
    return set(random.choice(indices, size=count, replace=False).tolist()) if count else set()


def _result(goes_on: bool, stays: bool, open_yet: bool, random: np.random.Generator) -> str:
    """Who `stays` is on a rung of a ladder and not promoted yet."""
    if goes_on:
        return "completed"
    if open_yet or stays:
        return "ongoing"
    return "dropped" if random.random() < assumed.DROPPING_SHARE * 2 else "completed"


def _row(
    walk: Walk, who: Participant, stage: str, entered: date, finished: date | None, result: str,
    random: np.random.Generator,
) -> tuple:  # fmt: skip
    matched = stage in MATCHED_STAGES
    partner = PARTNERS[int(random.integers(len(PARTNERS)))] if matched else None
    return (
        walk.zone, quarter_of(entered), walk.cohort, who.number, who.name, who.firm, who.kind, walk.track.id, stage,
        who.field, entered, finished, result, partner,
    )  # fmt: skip
