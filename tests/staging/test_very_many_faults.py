"""Files that hold other things altogether: all faults are counted, the first told, and what is told stays bounded."""

from collections.abc import Callable

import pandas as pd
import pytest

from pipelines.staging import Staged, typed
from pipelines.staging.tallies import EXAMPLES

Stage = Callable[..., tuple[Staged, pd.DataFrame]]
HEADER = "특구,연도,지방비(원),국비(원)\n"
ROWS = 60


@pytest.fixture
def few_told(monkeypatch: pytest.MonkeyPatch) -> int:
    """Only so many texts of a chunk are told one by one."""
    monkeypatch.setattr(typed, "MOST_TOLD", 5)
    return 5


@pytest.mark.usefixtures("few_told")
def test_every_faulty_cell_is_counted_and_the_first_texts_are_examples(staged: Stage) -> None:
    rows = "".join(f"군산,{number}년쯤,x{number // 2},{number}\n" for number in range(ROWS))
    result, facts = staged(HEADER + rows)
    tallies = {each.heading: each for each in result.tallies.listed()}
    assert {heading: each.count for heading, each in tallies.items()} == {"연도": ROWS, "지방비": ROWS}
    assert [each.written for each in tallies["지방비"].examples.values()] == [f"x{n}" for n in range(5)]
    assert (result.fault_count, result.all_faults) == (2 * ROWS, 2 * ROWS)
    assert facts["local_krw"].isna().all()
    assert facts["national_krw"].tolist() == list(range(ROWS))


def test_no_more_texts_are_kept_as_examples_than_a_page_shows(staged: Stage) -> None:
    result, _ = staged(HEADER + "".join(f"군산,2024,x{number},1\n" for number in range(ROWS)))
    (tally,) = result.tallies.listed()
    assert (tally.count, len(tally.examples)) == (ROWS, EXAMPLES)


@pytest.mark.usefixtures("few_told")
def test_all_faulty_cells_of_a_chunk_are_known_by_their_rows(staged: Stage) -> None:
    rows = "".join(f"군산,2024,{'x' if number % 3 else ''}{number},1\n" for number in range(ROWS))
    result, facts = staged(HEADER + rows)
    (cells,) = result.latest_faults()
    assert (cells.code, cells.heading) == ("staging_errors.not_a_number", "지방비")
    assert cells.rows.tolist() == [number for number in range(ROWS) if number % 3]
    assert facts["local_krw"].isna().to_numpy().nonzero()[0].tolist() == cells.rows.tolist()


@pytest.mark.usefixtures("few_told")
def test_a_kept_unknown_name_is_counted_in_later_chunks_too(
    staged: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.reading.opening.CHUNK_ROWS", 20)
    # The name met first stands last in the second chunk, behind more others than are told.
    names = [
        "군공",
        *(f"나{number}" for number in range(19)),
        *(f"다{number}" for number in range(19)),
        "군공",
    ]
    result, _ = staged(HEADER + "".join(f"{name},2024,1,1\n" for name in names))
    counts = {value.written: value.count for value in result.unknown_values}
    assert counts["군공"] == 2
    assert result.fault_count == 40


def test_marks_and_reasons_beside_very_many_faults_are_all_told(staged: Stage, few_told: int) -> None:
    rows = "".join(f"군산,2024,x{number},미집계\n" for number in range(ROWS))
    result, facts = staged(HEADER + rows)
    marked = [repair for repair in result.repair_examples if repair.kind == "marked"]
    assert [repair.count for repair in marked] == [ROWS]
    assert set(facts["status"]) == {"observed national_krw:not_yet_counted"}
    assert len(result.tallies.listed()[0].examples) == few_told


def test_rows_too_long_and_error_values_beyond_the_first_thousand_are_counted(staged: Stage) -> None:
    rows = "".join(f"군산,2024,#DIV/0!,{number}\n군산,2024,1,2,3,{number}\n" for number in range(700))
    result, _ = staged(HEADER + rows)
    assert result.all_faults == 1400
    assert (len(result.faults), result.faults[-1].extra) == (1001, {"total": 1400})


def test_very_many_repeated_headers_and_averages_are_counted_with_the_first_as_examples(
    staged: Stage,
) -> None:
    rows = "".join(f"평균,2024,{number},1\n{HEADER}" for number in range(ROWS))
    result, facts = staged(HEADER + rows + "군산,2024,5,5\n")
    for kind in ("summary_left_out", "repeated_header"):
        found = [repair for repair in result.repair_examples if repair.kind == kind]
        assert (len(found), sum(repair.count for repair in found)) == (21, ROWS)
    assert len(facts) == 1
