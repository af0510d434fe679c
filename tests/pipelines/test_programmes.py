"""The five programmes in a release of the project's own files: figures add up, and nothing leaks into the zones."""

from collections.abc import Iterator

import pandas as pd
import pytest

from checks.programmes import DATASETS
from kpi.access import LOCAL_VIEWER
from kpi.catalogue import Catalogue, load
from kpi.paths import Paths
from kpi.queries import quality
from kpi.queries.moments import resolve
from kpi.warehouse import Release, open_release
from pipelines.programmes import TABLES

EOK = 100_000_000


@pytest.fixture(scope="module")
def release(built: Paths) -> Iterator[Release]:
    with open_release(built.newest_link, built.warehouse) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalogue(built: Paths) -> Catalogue:
    return load(built.catalogue)


def value(release: Release, programme: str, metric: str, period: str, basis: str) -> float:
    sql = """
        SELECT value FROM programme_values
        WHERE programme = $programme AND metric = $metric AND period = $period AND basis = $basis
    """
    asked = {"programme": programme, "metric": metric, "period": period, "basis": basis}
    ((found,),) = release.rows(sql, asked)
    return found


@pytest.mark.parametrize(
    ("programme", "metric", "period", "basis", "told"),
    [
        ("regional_ai", "selections", "2025", "in_period", 10),
        ("regional_ai", "grants_awarded", "2025", "in_period", 8 * EOK),
        ("regional_ai", "grant_per_firm", "2025", "in_period", 80_000_000),
        ("incheon_campus", "facility_area", "2026", "period_end", 4349),
        ("incheon_campus", "fund_committed", "2026", "cumulative", 365 * EOK),
        ("incheon_campus", "programme_participants", "2026", "cumulative", 25),
        ("incheon_campus", "support_paid", "2026", "cumulative", 1_950_000_000),
        ("incheon_campus", "working_group_experts", "2026", "period_end", 26),
    ],
)
def test_records_add_up_to_what_was_told_of_a_programme(
    release: Release, programme: str, metric: str, period: str, basis: str, told: float
) -> None:
    assert value(release, programme, metric, period, basis) == told


def test_every_figure_told_of_a_programme_is_there_with_its_source(
    release: Release, catalogue: Catalogue
) -> None:
    sql = """
        SELECT f.programme, f.value, f.unit, f.status, f.measure, f.known_on, s.publisher_ko, s.synthetic
        FROM programme_figures AS f JOIN submissions AS s ON s.id = f.submission
    """
    found = release.frame(sql)
    figures = set(zip(found["programme"], found["value"], found["unit"], found["status"], strict=True))
    assert figures == {
        ("uijeongbu_scale_up", 2, "회", "planned"), ("gyeonggi_agreement", 5, "개", "published"),
        ("regional_ai", 10, "개사", "planned"), ("regional_ai", 8000, "만원", "planned"),
        ("regional_ai", 8, "억원", "planned"), ("regional_ai", 13, "건", "published"),
        ("regional_ai", 5, "개", "published"), ("regional_ai", 10, "년", "published"),
        ("incheon_campus", 4349, "㎡", "published"), ("incheon_campus", 365, "억원", "published"),
        ("incheon_campus", 25, "팀", "published"), ("incheon_campus", 19.5, "억원", "published"),
        ("incheon_campus", 26, "명", "published"), ("incheon_campus", 4, "개", "published"),
    }  # fmt: skip
    assert found["publisher_ko"].all() and not found["synthetic"].any()
    assert set(found["measure"].dropna()) <= set(catalogue.metrics)


def test_no_programme_outside_the_zones_is_in_any_table_of_the_zones(
    release: Release, catalogue: Catalogue
) -> None:
    own = set(catalogue.own_places)
    for table in ("parts", "coverage", "key_values"):
        assert not own & {zone for (zone,) in release.rows(f"SELECT DISTINCT zone FROM {table}")}, table
    periods = [period for (period,) in release.rows("SELECT DISTINCT period FROM key_values")]
    assert max(periods) == "2025Q4", "the programmes' later years do not stretch the zones'"
    assert {zone for (zone,) in release.rows("SELECT DISTINCT zone FROM programme_parts")} == own


def test_the_national_total_counts_the_zones_programme_alone(release: Release) -> None:
    records = release.frame("SELECT zone, cohort, stage FROM facts_programme_steps")
    ((national,),) = release.rows(
        "SELECT value FROM key_values WHERE metric = 'stage_entries' AND zone = 'national'"
        " AND period = '2025' AND basis = 'cumulative'"
    )
    places = set(records["zone"]) - {zone for (zone,) in release.rows("SELECT zone FROM zone_starts")}
    assert national == (~records["zone"].isin(places)).sum()
    assert value(release, "special_zone", "stage_entries", "2025", "cumulative") == national


def test_a_rate_of_a_programme_is_divided_anew_from_its_sums(release: Release) -> None:
    steps = release.frame("SELECT zone, result FROM facts_programme_steps WHERE period = '2026Q2'")
    own = steps[steps["zone"] == "uijeongbu_scale_up"]
    wanted = 100 * (own["result"] == "completed").sum() / len(own)
    found = value(release, "uijeongbu_scale_up", "stage_completion_rate", "2026Q2", "in_period")
    assert found == pytest.approx(wanted, rel=1e-12)


def test_the_funnel_is_what_a_plain_count_of_steps_gives(release: Release, catalogue: Catalogue) -> None:
    steps = release.frame("SELECT * FROM facts_programme_steps")
    funnel = release.frame("SELECT * FROM programme_funnel")
    assert len(funnel) == len(steps.groupby(["zone", "cohort", "track", "stage"]))
    of_zones = next(each.id for each in catalogue.programmes.values() if each.place == "zones")
    for row in funnel.to_dict("records"):
        programme = catalogue.programmes[row["programme"]]
        assert row["programme"] == (row["zone"] if row["zone"] in catalogue.own_places else of_zones)
        stages = next(
            [stage.id for stage in track.stages] for track in programme.tracks if track.id == row["track"]
        )
        assert stages[row["position"] - 1] == row["stage"]
        mine = steps[
            (steps["zone"] == row["zone"]) & (steps["cohort"] == row["cohort"])
            & (steps["track"] == row["track"])
        ]  # fmt: skip
        here = mine[mine["stage"] == row["stage"]]
        after = mine[mine["stage"].isin(stages[row["position"] : row["position"] + 1])]
        assert row["entered"] == len(here)
        assert row["moved_on"] == here["participant"].isin(after["participant"]).sum()
        assert row["completed"] + row["dropped"] + row["ongoing"] == row["entered"]
        took = (pd.to_datetime(here["finished_on"]) - pd.to_datetime(here["entered_on"])).dt.days.dropna()
        assert (row["days_known"], took.sum()) == (len(took), row["days"] if len(took) else 0)


def test_followed_firms_are_set_beside_themselves_before(release: Release) -> None:
    rows = release.frame("SELECT * FROM facts_programme_outcomes WHERE zone = 'gunsan' AND cohort = '2024'")
    before = rows[rows["moment"] == "before"].set_index("firm")["revenue_krw"]
    later = rows[rows["moment"] == "year_1"].set_index("firm")["revenue_krw"]
    ((firms, was, now),) = release.rows(
        "SELECT firms_with_revenue, revenue_before_krw, revenue_krw FROM programme_follow_ups"
        " WHERE zone = 'gunsan' AND cohort = '2024' AND moment = 'year_1'"
    )
    both = before.index.intersection(later.index)
    assert (firms, was, now) == (len(both), before[both].sum(), later[both].sum())


def test_agreement_items_and_milestones_are_planned_done_and_sourced(release: Release) -> None:
    items = release.frame("SELECT * FROM programme_milestones WHERE programme = 'gyeonggi_agreement'")
    told = items[~items["synthetic"].astype(bool)]
    assert len(told[told["kind"] == "agreement_item"]) == 5
    assert told["source_note"].notna().all()
    days = {row["title_en"]: (row["planned_on"], row["done_on"]) for row in told.to_dict("records")}
    opening, office = (
        f"The {what} opens" for what in ("Gyeonggi AI innovation cluster", "centre's northern office")
    )
    assert (str(days[opening][0])[:7], str(days[office][0])[:7]) == ("2026-03", "2025-11")
    assert all(pd.isna(day) for day in days["Bid for a defence venture centre"])
    sample = items[items["synthetic"].astype(bool)]
    assert sample["evidence"].notna().equals(sample["done_on"].notna())


def test_milestones_of_firms_in_the_sample_fall_into_the_months_that_were_told(release: Release) -> None:
    rows = release.frame(
        "SELECT kind, done_on, firm FROM programme_milestones WHERE zone = 'gunsan' AND synthetic ORDER BY event"
    )
    assert [(kind, str(day)[:7]) for kind, day in rows[["kind", "done_on"]].head(2).values.tolist()] == [
        ("designation", "2024-11"),
        ("national_project", "2025-05"),
    ]
    assert rows["firm"].notna().all()


def test_the_field_of_whoever_entered_a_stage_adds_up_to_the_funnel(release: Release) -> None:
    key = ["programme", "track", "stage"]
    sums = [
        release.frame(f"SELECT * FROM {table} WHERE programme IN ('gyeonggi_agreement', 'regional_ai')")
        .groupby(key)[["entered", "completed", "dropped"]]
        .sum()
        for table in ("programme_funnel", "programme_funnel_fields")
    ]
    assert sums[0].equals(sums[1]) and len(sums[0]) == 8


def test_firms_are_followed_for_two_years_where_two_have_passed(release: Release) -> None:
    known = release.rows(
        "SELECT cohort, moment FROM programme_follow_ups WHERE zone = 'gunsan' AND firms_with_revenue > 0"
    )
    assert {moment for cohort, moment in known if cohort == "2023"} == {"year_0", "year_1", "year_2"}
    assert {moment for cohort, moment in known if cohort == "2024"} == {"year_0", "year_1"}
    begun = release.frame(
        "SELECT MIN(entered_on) AS day FROM facts_programme_steps WHERE zone = 'incheon_campus'"
    )
    asked = release.rows(
        "SELECT MIN(period) FROM facts_programme_outcomes WHERE zone = 'incheon_campus' AND moment = 'year_0'"
    )
    assert asked == [(str(begun["day"].iloc[0])[:4],)]


def test_every_record_made_up_is_marked_and_no_check_of_programmes_fails(release: Release) -> None:
    for table in set(TABLES) - {"programme_figures", "programme_milestones"}:
        assert release.rows(f"SELECT bool_and(synthetic) FROM {table}") == [(True,)]
    found = release.frame("SELECT check_code, rows_failed, broken FROM check_results WHERE submission = ''")
    mine = found[found["check_code"].isin(list(DATASETS))]
    assert set(mine["check_code"]) == set(DATASETS)
    assert not mine["rows_failed"].any() and not mine["broken"].any()


def test_the_sources_of_the_zones_pages_leave_out_those_of_programmes_elsewhere(built: Paths) -> None:
    named = quality.publishers(LOCAL_VIEWER, resolve(built))["ko"]
    assert not named.str.contains("의정부시|중소벤처기업부|연도 미상").any()
    assert named.str.contains("과학기술정보통신부").any() and named.str.contains("군산시").any()
