"""The arithmetic of the benchmarks' verdicts, and that every name has something to run.

Nothing is timed here.
"""

from importlib.util import find_spec

import pytest
from typer.testing import CliRunner

from benchmarks import registry, report
from benchmarks.__main__ import BROKEN, OVER, app
from benchmarks.measure import Effort, Line, median, share, side_by_side, spread


def line(measured: float, floor: float | None, budget: float, judged: str = "ratio") -> Line:
    return Line("something", measured, floor, "ms", budget, judged)  # type: ignore[arg-type]


def test_a_ratio_is_measured_over_floor_and_meets_its_budget_exactly() -> None:
    assert line(3.0, 2.0, 1.5).ratio == 1.5
    assert line(3.0, 2.0, 1.5).is_within
    assert not line(3.01, 2.0, 1.5).is_within


def test_a_ratio_without_a_floor_is_never_within_its_budget() -> None:
    assert line(1.0, None, 1.5).ratio is None
    assert not line(1.0, None, 1.5).is_within
    assert not line(1.0, 0.0, 1.5).is_within


def test_absolute_budgets_judge_the_figure_and_not_the_ratio() -> None:
    assert line(60.0, 1.0, 60.0, "at_most").is_within
    assert not line(60.1, 1.0, 60.0, "at_most").is_within
    assert line(15.0, 90.0, 15.0, "at_least").is_within
    assert not line(14.9, 90.0, 15.0, "at_least").is_within


def test_medians_percentiles_and_spreads_are_those_of_the_values() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert median(values) == 50.5
    assert share(values, 0.95) == 96.0
    assert share([7.0], 0.95) == 7.0
    assert spread([3.0, 1.0, 2.0], digits=0) == "1–3"


def test_both_sides_run_in_turn_and_the_first_round_is_thrown_away() -> None:
    ran: list[str] = []
    measured, floor = side_by_side(lambda: ran.append("measured"), lambda: ran.append("floor"), 2)
    assert ran == ["measured", "floor"] * 3
    assert len(measured) == len(floor) == 2


@pytest.mark.parametrize("name", registry.BENCHMARKS)
def test_every_benchmark_is_a_module_that_is_there(name: str) -> None:
    assert find_spec(f"benchmarks.{name}") is not None


def test_the_table_for_markdown_says_what_is_over() -> None:
    written = report.markdown([line(1.0, 1.0, 1.5), line(9.0, 1.0, 1.5)], is_heavy=False)
    assert "| something | 1 ms | 1 ms | 1.00 × | ≤ 1.5 × | within |" in written
    assert "| something | 9 ms | 1 ms | 9.00 × | ≤ 1.5 × | over |" in written


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--strict"], OVER)])
def test_a_missed_budget_fails_a_run_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    monkeypatch.setattr(registry, "run", lambda name, effort: [line(9.0, 1.0, 1.5)])
    assert CliRunner().invoke(app, ["query", *arguments]).exit_code == code


def test_a_benchmark_that_breaks_fails_the_run_and_leaves_the_others_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(name: str, effort: Effort) -> list[Line]:
        if name == "query":
            raise RuntimeError("nothing there")
        return [line(1.0, 1.0, 1.5)]

    monkeypatch.setattr(registry, "run", run)
    result = CliRunner().invoke(app, ["query", "load"])
    assert result.exit_code == BROKEN
    assert "nothing there" in result.output
    assert "something" in result.output


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    result = CliRunner().invoke(app, ["speed"])
    assert result.exit_code == 2
    assert "query" in result.output
