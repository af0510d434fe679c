"""A release made from the one before it holds exactly what a release made from all facts holds."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as strategies

from checks.found import stacked
from kpi.catalogue import Catalogue, load
from kpi.ledger import Submission
from kpi.paths import Paths
from kpi.warehouse import RELEASE_TABLES, open_release
from pipelines import findings, renewing
from pipelines.building import build
from pipelines.releasing import write_release
from tests.pipelines.small_world import small_world
from tests.submitting.drafted_world import deal, drafted_world, stage_rows

ABOUT = {"kind": "release", "release": "1"}
ALWAYS_MADE = ("quarters", "zone_starts", "firms", "firm_marks")
PERIODS = ("2024Q1", "2024Q2")
SLICES = tuple(f"{zone}|{period}" for zone in ("gunsan", "pohang") for period in PERIODS)


def submitted(
    number: int, paths: Paths, catalogue: Catalogue, rows: list[dict[str, Any]], **said: Any
) -> Submission:
    """A submission, of investments unless said otherwise, with its files in place."""
    identity = f"{number:016x}"
    facts = paths.facts / f"{identity}.parquet"
    stage_rows(rows, catalogue.datasets[said.get("dataset", "investments")], facts, identity)
    found = findings.write([], stacked([]), identity, paths.checks)
    plain = Submission(
        id=identity, sequence=number, dataset="investments", series="submitted", mode="replace",
        known_on=date(2025, 1, number), accepted_at=datetime(2025, 2, 1, tzinfo=UTC), actor="x", file_name="x.csv",
        raw_sha256="0" * 64, synthetic=False, rows=len(rows), facts_file=str(facts.relative_to(paths.warehouse)),
        facts_sha256="", checks_file=str(found.relative_to(paths.warehouse)), slices=SLICES,
    )  # fmt: skip
    return replace(plain, **said)


def contents(file: Path, paths: Paths) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of a release, in an order of its own; but not when it was built."""
    with open_release(file, paths.warehouse) as release:
        return {
            table: sorted(
                (row for row in release.rows(f"SELECT * FROM release.{table}") if row[0] != "built_at"),
                key=str,
            )
            for table in (*RELEASE_TABLES, *ALWAYS_MADE)
        }


@strategies.composite
def histories(draw: strategies.DrawFn) -> list[dict[str, Any]]:
    """What each of some submissions holds and says; the number is its place."""
    count = draw(strategies.integers(1, 4))
    days = draw(strategies.permutations(range(1, count + 1)))
    return [
        {
            "slices": tuple(sorted(draw(strategies.sets(strategies.sampled_from(SLICES), min_size=1)))),
            "names": draw(strategies.sets(strategies.sampled_from("abc"))),
            "mode": draw(strategies.sampled_from(("replace", "amend"))),
            "series": draw(strategies.sampled_from(("submitted", "sample"))),
            "synthetic": draw(strategies.booleans()),
            "known_on": date(2025, 1, day),
        }
        for day in days
    ]


def entered(history: list[dict[str, Any]], paths: Paths, catalogue: Catalogue) -> list[Submission]:
    return [
        submitted(
            number,
            paths,
            catalogue,
            [
                deal(name, number * 10 + place, label.split("|")[1], label.split("|")[0], stage="seed")
                for place, label in enumerate(said["slices"])
                for name in sorted(said["names"])
            ],
            **{key: value for key, value in said.items() if key != "names"},
        )
        for number, said in enumerate(history, start=1)
    ]


@settings(max_examples=8)
@given(histories(), strategies.data())
def test_taking_over_what_is_untouched_gives_the_same_tables(
    history: list[dict[str, Any]], data: strategies.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = drafted_world(Path(folder)).paths
        catalogue = load(paths.catalogue)
        submissions = entered(history, paths, catalogue)
        kept = data.draw(strategies.sets(strategies.sampled_from([each.id for each in submissions])))
        first, second = ([each for each in submissions if each.id in kept], submissions)
        if data.draw(strategies.booleans()):
            first, second = second, first
        earlier = write_release(paths.releases / "1.duckdb", paths, catalogue, first, ABOUT).file.path
        renewed = write_release(
            paths.releases / "2.duckdb", paths, catalogue, second, ABOUT, earlier=earlier
        ).file.path
        whole = write_release(paths.releases / "3.duckdb", paths, catalogue, second, ABOUT).file.path
        assert contents(renewed, paths) == contents(whole, paths)


def test_the_projects_own_warehouse_is_renewed_to_the_same_tables(built: Paths, tmp_path: Path) -> None:
    """Every dataset and every way of counting: one submission of each dataset taken out and put back."""
    from kpi.ledger import Ledger

    catalogue = load(built.catalogue)
    with Ledger(built.ledger_url) as ledger:
        submissions = ledger.submissions()
    last = {each.dataset: each.id for each in submissions}
    fewer = [each for each in submissions if each.id not in last.values()]
    earlier = write_release(tmp_path / "1.duckdb", built, catalogue, fewer, ABOUT).file.path
    renewed = write_release(
        tmp_path / "2.duckdb", built, catalogue, submissions, ABOUT, earlier=earlier
    ).file.path
    whole = write_release(tmp_path / "3.duckdb", built, catalogue, submissions, ABOUT).file.path
    assert contents(renewed, built) == contents(whole, built)


def test_only_touched_slices_are_counted_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = drafted_world(tmp_path).paths
    catalogue = load(paths.catalogue)
    first = submitted(1, paths, catalogue, [deal("a", 1), deal("b", 2, "2024Q2")], slices=SLICES[:2])
    second = submitted(2, paths, catalogue, [deal("a", 5)], slices=SLICES[:1])
    earlier = write_release(paths.releases / "1.duckdb", paths, catalogue, [first], ABOUT).file.path
    touched: list[renewing.Touched] = []
    add_parts = renewing.add_parts

    def spying(builder: Any, catalogue: Catalogue, found: renewing.Touched) -> None:
        touched.append(found)
        add_parts(builder, catalogue, found)

    monkeypatch.setattr(renewing, "add_parts", spying)
    write_release(paths.releases / "2.duckdb", paths, catalogue, [first, second], ABOUT, earlier=earlier)
    assert touched == [{"investments": ("gunsan|2024Q1",)}]


@pytest.mark.parametrize("changed", ["catalogue", "recipe", "calendar"])
def test_another_catalogue_code_or_year_takes_nothing_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    paths = drafted_world(tmp_path).paths
    catalogue = load(paths.catalogue)
    first = submitted(1, paths, catalogue, [deal("a", 1)])
    earlier = write_release(paths.releases / "1.duckdb", paths, catalogue, [first], ABOUT).file.path
    if changed == "catalogue":
        metrics = dict(catalogue.metrics)
        metrics["investment_linked"] = metrics["investment_linked"].model_copy(update={"decimals": 2})
        catalogue = catalogue.model_copy(update={"metrics": metrics})
        catalogue.__dict__.pop("sha256", None)
    if changed == "recipe":
        monkeypatch.setattr(renewing, "recipe", lambda: "another")
    if changed == "calendar":
        monkeypatch.setattr("pipelines.marts.quarters", lambda first, last: ["2024Q1", "2024Q2"])
    monkeypatch.setattr(renewing, "add_parts", lambda *_: pytest.fail("parts were taken over"))
    write_release(paths.releases / "2.duckdb", paths, catalogue, [first], ABOUT, earlier=earlier)


def test_a_release_made_by_other_code_is_made_anew_from_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_world(tmp_path)
    world.add_investment("one.csv", 100)
    assert [build(world.paths).release, build(world.paths).release] == [1, 1]
    monkeypatch.setattr("pipelines.renewing.recipe", lambda: "another")
    assert [build(world.paths).release, build(world.paths).release] == [2, 2]
