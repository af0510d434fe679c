"""Rules over the records of programmes: each a SELECT of the rows that break it, beside what the catalogue declares."""

from typing import Any

from checks.lookups import select
from kpi.catalogue import Catalogue
from kpi.catalogue.programmes import Call
from kpi.submissions import Severity

# Check → the dataset whose rows it looks at. All of them warn: an exception may have been made, and then has a reason.
DATASETS = {
    "stage_ended_before_entry": "programme_steps",
    "stage_undeclared": "programme_steps",
    "grant_above_limit": "programme_applications",
    "ineligible_selected": "programme_applications",
    "invested_above_committed": "programme_funds",
    "more_than_all_taken": "facility_spaces",
    "done_before_start": "programme_milestones",
}
PROGRAMME_CHECKS: dict[str, Severity] = dict.fromkeys(DATASETS, "warning")
PLACES = {"place": "VARCHAR", "programme": "VARCHAR"}
STAGES = {"programme": "VARCHAR", "track": "VARCHAR", "stage": "VARCHAR"}
CALLS = {"call": "VARCHAR", "grant_limit_krw": "BIGINT", "founded_since": "DATE", "closes_on": "DATE"}


def programme_lookups(catalogue: Catalogue) -> dict[str, str]:
    """Name → SELECT of each table that the SQL joins:

    catalogue_places   one row a place: the programme that its records are of
    catalogue_stages   one row a programme, track and stage
    catalogue_calls    one row a call: grant_limit_krw, founded_since (nobody older may apply), closes_on
    """
    programmes = catalogue.programmes.values()
    of_zones = next((each.id for each in programmes if each.place == "zones"), "")
    calls = [call for programme in programmes for call in programme.calls]
    return {
        "catalogue_places": select(
            PLACES,
            [*((zone, of_zones) for zone in catalogue.zones), *((own, own) for own in catalogue.own_places)],
        ),
        "catalogue_stages": select(
            STAGES,
            [(p.id, track.id, stage.id) for p in programmes for track in p.tracks for stage in track.stages],
        ),
        "catalogue_calls": select(CALLS, [_call_row(call) for call in calls]),
    }


def _call_row(call: Call) -> tuple[Any, ...]:
    since = None if call.founded_since is None else call.founded_since.isoformat()
    return call.id, call.grant_limit_krw, since, call.closes_at.date().isoformat()
