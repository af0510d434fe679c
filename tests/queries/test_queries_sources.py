"""What stands behind the numbers of a view."""

from kpi.access import LOCAL_VIEWER
from kpi.paths import Paths
from kpi.queries import sources
from kpi.queries.moments import release_of, resolve


def test_publications_are_told_once_however_many_values_they_state(built: Paths) -> None:
    moment = resolve(built)
    ids = [
        row[0]
        for row in release_of(moment).rows("SELECT publication FROM key_values WHERE publication <> ''")
    ]
    frame = sources.publications(LOCAL_VIEWER, moment, ids)
    assert len(frame) == len(frame.drop_duplicates()) == len(set(ids))
    assert not frame["synthetic"].any()


def test_records_count_the_live_files_of_a_place_up_to_a_year(built: Paths) -> None:
    moment = resolve(built)

    def files(*places: str, year: int) -> int:
        frame = sources.records(LOCAL_VIEWER, moment, ["technology_transfers"], places, year)
        return int(frame["files"].sum())

    assert files("gunsan", year=2019) == 0
    assert 0 < files("gunsan", year=2021) < files("gunsan", year=2024)
    assert files(year=2024) == 0


def test_records_say_which_of_them_are_synthetic_and_how_new_they_are(built: Paths) -> None:
    frame = sources.records(
        LOCAL_VIEWER, resolve(built), ["technology_transfers", "investments"], ["gunsan"], 2024
    )
    assert set(frame["series"]) == {"sample"}
    assert frame["synthetic"].all()
    assert frame["known_on"].notna().all()
