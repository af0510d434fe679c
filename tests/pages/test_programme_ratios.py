"""Ratios of the programme page against pandas: divided anew from the records of a zone, of a cohort and of all."""

import re
from html import unescape

import pandas as pd
import pytest

from kpi import format as formats
from kpi.catalogue import Catalogue, load
from kpi.catalogue.programmes import Track
from kpi.paths import Paths
from kpi.warehouse import open_release
from tests.pages.conftest import Visit, pieces

Row = list[str]
LEVELS = [
    ("special_zone", "gunsan", "2024"),
    ("special_zone", "gunsan", "all"),
    ("special_zone", "national", "2024"),
    ("special_zone", "national", "all"),
    ("uijeongbu_scale_up", "", "2026"),
    ("gyeonggi_agreement", "", "2025"),
    ("gyeonggi_agreement", "", "all"),
    ("regional_ai", "", "all"),
    ("incheon_campus", "", "first"),
]


@pytest.fixture(scope="module")
def catalogue(built: Paths) -> Catalogue:
    return load(built.catalogue)


@pytest.fixture(scope="module")
def records(built: Paths) -> dict[str, pd.DataFrame]:
    """The facts themselves, which the page does not read."""
    with open_release(built.newest_link, built.warehouse) as release:
        return {
            name: release.frame(f"SELECT * FROM facts_programme_{name}")
            for name in ("steps", "support", "sessions", "applications")
        }


def rows_under(visit: Visit, title: str, **filters: str) -> list[Row]:
    """The rows of the table with this name."""
    shown = "".join(pieces(visit("programme", **filters)))
    (table,) = re.findall(rf'aria-label="{re.escape(title)}"><table.*?</table>', shown, re.DOTALL)
    return [
        [plain(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)[1:]
    ]


def plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def chosen(frame: pd.DataFrame, catalogue: Catalogue, programme: str, zone: str, cohort: str) -> pd.DataFrame:
    places = [programme] if not zone else list(catalogue.zones) if zone == "national" else [zone]
    mine = frame[frame["zone"].isin(places)]
    return mine if cohort == "all" else mine[mine["cohort"] == cohort]


def asked(programme: str, zone: str, cohort: str, aspect: str) -> dict[str, str]:
    return {"programme": programme, "cohort": cohort, "aspect": aspect, **({"zone": zone} if zone else {})}


def percent(part: float, whole: float) -> str:
    return formats.percent(part / whole) if whole > 0 and part >= 0 else formats.MISSING


def by_hand(track: Track, steps: pd.DataFrame) -> list[Row]:
    """Stage by stage: who entered, who of them is found in the next stage, who completed; each divided anew.

    Nothing is said of a stage that nobody has left yet and some are still in.
    """
    mine = steps[steps["track"] == track.id]
    key = ["zone", "cohort", "participant"]
    groups = [mine[mine["stage"] == stage.id] for stage in track.stages]
    rows: list[Row] = []
    for at, here in enumerate(groups):
        completed = int((here["result"] == "completed").sum())
        went_on = len(here[key].merge(groups[at + 1][key])) if at + 1 < len(groups) else None
        waits = went_on == 0 and (here["result"] == "ongoing").any()
        rate = formats.MISSING if waits else percent(went_on or 0, len(here))
        moved = ["마지막 단계"] * 2 if went_on is None else [f"{went_on:,}", rate]
        done = f"{completed:,} ({percent(completed, len(here))})"
        rows.append([track.name.ko, track.stages[at].name.ko, f"{len(here):,}", *moved, done])
    return rows if len(mine) else []


@pytest.mark.parametrize(("programme", "zone", "cohort"), LEVELS)
def test_conversion_and_completion_are_what_the_records_of_that_level_divide_to(
    visit: Visit,
    catalogue: Catalogue,
    records: dict[str, pd.DataFrame],
    programme: str,
    zone: str,
    cohort: str,
) -> None:
    shown = rows_under(visit, "갈래별 단계", **asked(programme, zone, cohort, "stages"))
    steps = chosen(records["steps"], catalogue, programme, zone, cohort)
    wanted = [row for track in catalogue.programmes[programme].tracks for row in by_hand(track, steps)]
    assert [row[:6] for row in shown] == wanted
    assert any("%" in row[4] and row[4] not in ("0.0%", "100.0%") for row in shown)


def test_the_conversion_of_all_zones_is_not_the_mean_of_theirs(
    catalogue: Catalogue, records: dict[str, pd.DataFrame]
) -> None:
    """Else the test above could not tell the two apart."""
    (track,) = catalogue.programmes["special_zone"].tracks
    each = [
        by_hand(track, chosen(records["steps"], catalogue, "special_zone", zone, "2024"))[0][4]
        for zone in catalogue.zones
    ]
    rates = [float(rate.rstrip("%")) for rate in each]
    (whole, *_) = by_hand(track, chosen(records["steps"], catalogue, "special_zone", "national", "2024"))
    assert formats.percent(sum(rates) / len(rates) / 100) != whole[4]


@pytest.mark.parametrize(
    ("programme", "zone", "cohort"), [level for level in LEVELS if level[0] != "gyeonggi_agreement"]
)
def test_what_was_paid_of_a_budget_is_divided_anew_for_every_kind_of_cost_and_in_all(
    visit: Visit,
    catalogue: Catalogue,
    records: dict[str, pd.DataFrame],
    programme: str,
    zone: str,
    cohort: str,
) -> None:
    shown = rows_under(visit, "지원금", **asked(programme, zone, cohort, "support"))
    mine = chosen(records["support"], catalogue, programme, zone, cohort)
    sums = mine.groupby("entry_kind")["amount_krw"].sum()
    of_kind = mine.pivot_table(index="cost_kind", columns="entry_kind", values="amount_krw", aggfunc="sum")
    wanted = {percent(row["paid"], row.get("budget", 0)) for row in of_kind.to_dict("records")}
    assert {row[4] for row in shown[:-1]} == wanted
    assert shown[-1][4] == percent(sums["paid"], sums.get("budget", 0))


def test_completion_of_courses_is_divided_anew_for_every_level_and_audience(
    visit: Visit, catalogue: Catalogue, records: dict[str, pd.DataFrame]
) -> None:
    shown = rows_under(visit, "교육·행사", **asked("uijeongbu_scale_up", "", "2026", "training"))
    mine = chosen(records["sessions"], catalogue, "uijeongbu_scale_up", "", "2026")
    sums = mine.groupby(["kind", "level", "audience"], dropna=False)[["people", "completed"]].sum()
    wanted = [percent(row["completed"], row["people"]) for row in sums.to_dict("records")]
    assert sorted(row[6] for row in shown) == sorted(wanted)


def test_competition_is_applications_over_selections_in_every_field_and_in_all(
    visit: Visit, catalogue: Catalogue, records: dict[str, pd.DataFrame]
) -> None:
    mine = records["applications"]
    shown = rows_under(visit, "분야와 과제별 선정", **asked("regional_ai", "", "all", "calls"))
    wanted = {}
    for field in catalogue.programmes["regional_ai"].fields:
        own = mine[mine["field"] == field.id]
        selected = int((own["decision"] == "selected").sum())
        wanted[field.name.ko] = f"{len(own) / selected:,.1f} 대 1" if selected else formats.MISSING
    assert {row[0]: row[-2] for row in shown} == wanted
    (whole,) = [
        piece
        for piece in pieces(visit("programme", **asked("regional_ai", "", "all", "calls")))
        if "경쟁률" in piece and "<dl" in piece
    ]
    ratio = len(mine) / (mine["decision"] == "selected").sum()
    assert f"{ratio:,.1f} 대 1" in re.split("<table", whole)[0]
