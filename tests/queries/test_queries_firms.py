"""Firms of a place, looked for and one by one; and who may see them."""

from pathlib import Path

import pytest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.catalogue import load
from kpi.errors import AccessRefused
from kpi.queries import firms
from kpi.queries.firms import Wanted
from kpi.queries.moments import Moment
from pipelines.releasing import write_release
from tests.pipelines.test_firms_mart import DEALS, STAYS
from tests.pipelines.test_renewed_releases import ABOUT, submitted
from tests.submitting.drafted_world import drafted_world

EVALUATOR = Viewer("evaluator", Role.EVALUATOR, None)
GUNSAN = Viewer("manager", Role.MANAGER, frozenset({"gunsan"}))
NOBODY = Viewer("manager", Role.MANAGER, frozenset())


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """Firms a and b stand in Gunsan's register, c took part without; a took part in Pohang too."""
    paths = drafted_world(tmp_path_factory.mktemp("firms")).paths
    catalogue = load(paths.catalogue)
    slices = ("gunsan|2024Q1", "gunsan|2024Q2", "pohang|2024Q1")
    deals = submitted(1, paths, catalogue, [{**each, "stage": "seed"} for each in DEALS], slices=slices)
    stays = submitted(2, paths, catalogue, STAYS, dataset="tenant_firms", slices=("gunsan|*",))
    file: Path = paths.releases / "1.duckdb"
    write_release(file, paths, catalogue, [deals, stays], ABOUT)
    return Moment("release-1", "latest", file, paths.warehouse, number=1)


def listed(moment: Moment, wanted: Wanted, viewer: Viewer = LOCAL_VIEWER, place: str = "gunsan") -> list[str]:
    return firms.found(viewer, moment, place, wanted, 0, 10).rows["firm"].tolist()


def test_firms_stand_in_the_order_of_their_names_and_those_without_one_last(peopled: Moment) -> None:
    assert listed(peopled, Wanted()) == ["firm-a", "firm-b", "firm-c"]
    assert listed(peopled, Wanted(), place="pohang") == ["firm-a"]


@pytest.mark.parametrize(
    ("wanted", "firm_ids"),
    [
        (Wanted("나래"), ["firm-b"]),
        (Wanted("FIRM-C"), ["firm-c"]),
        (Wanted("100%"), []),
        (Wanted(tenancy="staying"), ["firm-a"]),
        (Wanted(tenancy="left"), ["firm-b"]),
        (Wanted(tenancy="never"), ["firm-c"]),
        (Wanted(programme="special_zone"), ["firm-a", "firm-c"]),
        (Wanted(marks=(("stay", "other"),)), ["firm-b"]),
        (Wanted(marks=(("investment", "seed"), ("stay", "other"))), []),
    ],
    ids=[
        "name",
        "code",
        "no pattern",
        "stays",
        "left",
        "never a tenant",
        "programme",
        "category",
        "all of them",
    ],
)
def test_a_search_and_each_filter_keep_the_firms_that_meet_it(
    peopled: Moment, wanted: Wanted, firm_ids: list[str]
) -> None:
    assert listed(peopled, wanted) == firm_ids


def test_a_page_of_the_list_knows_how_many_there_are(peopled: Moment) -> None:
    second = firms.found(LOCAL_VIEWER, peopled, "gunsan", Wanted(), 1, 1)
    assert (second.rows["firm"].tolist(), second.total) == (["firm-b"], 3)


def test_the_whole_country_lists_a_firm_once_for_each_place(peopled: Moment) -> None:
    everywhere = firms.found(LOCAL_VIEWER, peopled, "national", Wanted(), 0, 10)
    assert (everywhere.total, everywhere.hidden) == (4, False)
    own = firms.found(GUNSAN, peopled, "national", Wanted(), 0, 10)
    assert (set(own.rows["zone"]), own.hidden) == ({"gunsan"}, True)


def test_what_can_be_looked_for_is_counted_in_firms(peopled: Moment) -> None:
    found = firms.marks(LOCAL_VIEWER, peopled, "gunsan")
    assert found.values.tolist() == [
        ["investment", "seed", 2],
        ["programme", "special_zone", 2],
        ["stay", "other", 1],
    ]


def test_a_firm_is_known_at_its_places_the_asked_one_first(peopled: Moment) -> None:
    assert firms.firm(LOCAL_VIEWER, peopled, "pohang", "firm-a")["zone"].tolist() == ["pohang", "gunsan"]
    assert firms.firm(GUNSAN, peopled, "gunsan", "firm-a")["zone"].tolist() == ["gunsan"]
    assert firms.firm(LOCAL_VIEWER, peopled, "pohang", "firm-b").empty
    assert firms.firm(LOCAL_VIEWER, peopled, "gunsan", "no-such-firm").empty


def test_every_record_leads_to_its_file_and_row(peopled: Moment) -> None:
    rows = firms.records(LOCAL_VIEWER, peopled, "firm-a", ["gunsan", "pohang"])
    assert rows[["zone", "dataset", "source_row"]].values.tolist() == [
        ["gunsan", "investments", 2],
        ["gunsan", "investments", 3],
        ["gunsan", "tenant_firms", 2],
        ["pohang", "investments", 4],
    ]
    assert set(rows["file_name"]) == {"x.csv"}
    assert len(firms.records(GUNSAN, peopled, "firm-a", ["gunsan"])) == 3


@pytest.mark.parametrize(
    ("viewer", "place", "rule"),
    [
        (EVALUATOR, "gunsan", "access_errors.firms_role"),
        (EVALUATOR, "national", "access_errors.firms_role"),
        (GUNSAN, "pohang", "access_errors.firms_zone"),
        (NOBODY, "national", "access_errors.firms_zone"),
    ],
)
def test_who_may_not_see_a_places_firms_is_told_by_which_rule(
    peopled: Moment, viewer: Viewer, place: str, rule: str
) -> None:
    questions = (
        lambda: firms.found(viewer, peopled, place, Wanted(), 0, 10),
        lambda: firms.marks(viewer, peopled, place),
        lambda: firms.firm(viewer, peopled, place, "firm-a"),
        lambda: firms.records(viewer, peopled, "firm-a", [place]),
    )
    for question in questions:
        with pytest.raises(AccessRefused) as refused:
            question()
        assert refused.value.code == rule


def test_a_programme_elsewhere_is_no_way_to_learn_of_its_firms(peopled: Moment) -> None:
    """Firm c took part in Gunsan only; who holds Pohang alone learns nothing of Gunsan's marks."""
    pohang = Viewer("manager", Role.MANAGER, frozenset({"pohang"}))
    assert firms.marks(pohang, peopled, "pohang").values.tolist() == [
        ["investment", "seed", 1],
        ["programme", "special_zone", 1],
    ]


def test_a_moment_from_before_releases_knew_of_firms_is_told_apart(peopled: Moment, moment: Moment) -> None:
    assert firms.is_known(LOCAL_VIEWER, peopled)
    assert not firms.is_known(LOCAL_VIEWER, moment)
