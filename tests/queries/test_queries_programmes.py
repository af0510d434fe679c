"""Programmes asked of a release: firms only for who may see them, and nothing of a release from before them."""

import pytest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.paths import Paths
from kpi.queries import programmes, programmes_after, programmes_granting, programmes_standing
from kpi.queries.moments import Moment, release_of, resolve

GUNSAN = Viewer("gil", Role.MANAGER, frozenset({"gunsan"}))
EVALUATOR = Viewer("eva", Role.EVALUATOR, None)
RUNNING_SUMS = """
SELECT metric, value FROM programme_values
WHERE programme = 'regional_ai' AND basis = 'cumulative' AND period = $period
"""


@pytest.fixture
def now(built: Paths) -> Moment:
    return resolve(built)


def test_a_release_from_before_there_were_programmes_holds_nothing_of_them(moment: Moment) -> None:
    found = programmes.held(LOCAL_VIEWER, moment, "regional_ai")
    assert found.tables == frozenset() and found.kinds == frozenset()


def test_what_is_held_says_what_kind_of_records_it_is(now: Moment) -> None:
    assert programmes.held(LOCAL_VIEWER, now, "regional_ai").kinds == {"published", "sample"}
    assert "programme_funds" not in programmes.held(LOCAL_VIEWER, now, "regional_ai").tables


def test_a_manager_learns_only_of_the_own_zone_who_dropped_out(now: Moment) -> None:
    everybody = programmes.dropped(LOCAL_VIEWER, now, "special_zone", "", "")
    own = programmes.dropped(GUNSAN, now, "special_zone", "", "")
    assert not everybody.hidden and own.hidden
    assert set(own.rows["zone"]) == {"gunsan"} and own.total < everybody.total
    assert programmes.dropped(EVALUATOR, now, "special_zone", "", "").total == 0


def test_those_who_dropped_out_are_as_many_as_the_funnel_says(now: Moment) -> None:
    funnel = programmes.funnel(EVALUATOR, now, "uijeongbu_scale_up", "", "2026")
    left = programmes.dropped(LOCAL_VIEWER, now, "uijeongbu_scale_up", "", "2026", limit=3)
    assert left.total == funnel["dropped"].sum() and len(left.rows) == 3


def test_partners_are_named_only_to_who_may_see_firms(now: Moment) -> None:
    assert len(programmes.partners(LOCAL_VIEWER, now, "uijeongbu_scale_up", "", ""))
    assert programmes.partners(EVALUATOR, now, "uijeongbu_scale_up", "", "").empty


def test_milestones_name_firms_only_of_places_the_viewer_may_see(now: Moment) -> None:
    named = programmes_standing.milestones(GUNSAN, now, "special_zone", "gunsan")
    masked = programmes_standing.milestones(EVALUATOR, now, "special_zone", "gunsan")
    assert named["firm_name"].notna().any() and len(named) == len(masked)
    assert masked["firm_name"].isna().all()


def test_over_all_zones_support_and_what_followed_are_the_sums_of_theirs(now: Moment) -> None:
    asked = "special_zone", "", "2024"
    whole = programmes_granting.support(LOCAL_VIEWER, now, *asked)["paid_krw"].sum()
    zones = programmes.places_of(now, "special_zone")
    each = [programmes_granting.support(LOCAL_VIEWER, now, "special_zone", zone, "2024") for zone in zones]
    assert whole == sum(frame["paid_krw"].sum() for frame in each) > 0
    after = programmes_after.follow_ups(EVALUATOR, now, *asked).set_index("moment")
    first = [programmes_after.follow_ups(EVALUATOR, now, "special_zone", zone, "2024") for zone in zones]
    assert after.loc["year_1", "firms"] == sum(
        frame.set_index("moment").loc["year_1", "firms"] for frame in first
    )


def test_side_by_side_a_programme_has_one_newest_value_a_metric(now: Moment) -> None:
    frame = programmes_after.beside(EVALUATOR, now)
    assert not frame.duplicated(["metric", "programme"]).any()
    row = frame[(frame["metric"] == "cost_per_job") & (frame["programme"] == "regional_ai")].iloc[0]
    asked = {"period": row["period"]}
    sides = release_of(now).frame(RUNNING_SUMS, asked).set_index("metric")["value"]
    assert row["value"] == pytest.approx(sides["support_paid"] / sides["follow_up_jobs"])
