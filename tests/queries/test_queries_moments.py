"""Which file answers: the newest release, one release, or what was known on a day."""

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from kpi.catalogue import Catalogue
from kpi.errors import LedgerError, MomentNotBuilt
from kpi.ledger import Ledger, ReleaseRecord, Submission
from kpi.paths import Paths
from kpi.queries.moments import Moment, catalogue_of, release_of, resolve
from kpi.submissions import moment_key
from kpi.text import messages

EARLY, LATE = date(2023, 5, 15), date(2024, 6, 28)


def submission(number: int, known_on: date) -> Submission:
    return Submission(
        id=f"id{number}", sequence=number, dataset="investments", series="sample", mode="replace",
        known_on=known_on, accepted_at=datetime(2026, 11, 1, tzinfo=UTC), actor="local",
        file_name=f"{number}.csv", raw_sha256="0" * 64, synthetic=True, rows=1,
        facts_file=f"facts/id{number}.parquet", facts_sha256="0" * 64,
    )  # fmt: skip


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")


@pytest.fixture
def published(paths: Paths, moment: Moment, catalogue: Catalogue) -> Paths:
    """One release over an early and a late submission."""
    paths.releases.mkdir(parents=True)
    (paths.warehouse / "facts").symlink_to(moment.warehouse / "facts")
    copyfile(moment.path, paths.releases / "1.duckdb")
    new = [submission(1, EARLY), submission(2, LATE)]
    record = ReleaseRecord(
        1, "release", datetime.now(UTC), catalogue.sha256, "releases/1.duckdb", "0" * 64, 1, "local"
    )
    with Ledger(paths.ledger_url) as ledger:
        ledger.publish(record, catalogue.to_json(), [each.id for each in new], new)
    return paths


def test_without_a_release_the_reader_is_told_what_to_do(paths: Paths) -> None:
    with pytest.raises(MomentNotBuilt) as raised:
        resolve(paths)
    assert "pipelines build" in messages(raised.value, "ko")[0]
    assert "pipelines build" in messages(raised.value, "en")[0]


def test_the_newest_release_answers_by_default(published: Paths, catalogue: Catalogue) -> None:
    found = resolve(published)
    assert (found.kind, found.number, found.path.name) == ("latest", 1, "1.duckdb")
    assert release_of(found) is release_of(resolve(published))
    assert catalogue_of(found) == catalogue


def test_one_release_answers_as_it_did(published: Paths) -> None:
    found = resolve(published, release=1)
    assert (found.kind, found.number) == ("release", 1)
    with pytest.raises(LedgerError):
        resolve(published, release=9)


def test_a_past_day_is_built_once_and_then_found(published: Paths, catalogue: Catalogue) -> None:
    day = date(2023, 6, 1)
    with pytest.raises(MomentNotBuilt) as raised:
        resolve(published, as_known_on=day)
    assert raised.value.code == "queries_errors.moment_not_built"
    published.moments.mkdir()
    built = published.moments / f"{moment_key(['id1'], catalogue.sha256)}.duckdb"
    copyfile(published.releases / "1.duckdb", built)
    found = resolve(published, as_known_on=day)
    assert (found.kind, found.day, found.path) == ("as_known_on", day, built)
    assert resolve(published, as_known_on=date(2023, 12, 31)).key == found.key


def test_before_anything_was_known_there_is_nothing_to_build(published: Paths) -> None:
    with pytest.raises(MomentNotBuilt) as raised:
        resolve(published, as_known_on=date(2020, 1, 1))
    assert raised.value.code == "queries_errors.nothing_known"
    assert messages(raised.value, "en")[0].startswith("Nothing had been published")
