"""A draft that is ready becomes a submission; one that is not is refused with what is still open."""

from pathlib import Path

import pytest

from kpi import durable
from kpi.catalogue import load
from kpi.errors import CheckFailed, FileError
from kpi.ledger import Ledger
from kpi.text import LANGUAGES, messages
from pipelines import findings
from pipelines.submitting.entering import Entered, enter
from tests.submitting.received_world import ReceivedWorld, deal, table, with_past


@pytest.fixture
def world(tmp_path: Path) -> ReceivedWorld:
    return with_past(tmp_path, deal(1, 100, quarter="2023Q4"))


def entered(world: ReceivedWorld, draft: str) -> Entered:
    world.prepare(draft)
    with Ledger(world.paths.ledger_url) as ledger:
        return enter(world.paths, ledger.draft(draft), 9, "analyst", load(world.paths.catalogue))


def test_a_ready_draft_leaves_facts_findings_and_a_row_for_the_ledger(world: ReceivedWorld) -> None:
    draft = world.receive(table(deal(2, 110)), reasons={"none": "없음"})
    found = entered(world, draft).submission
    assert (found.dataset, found.rows, found.draft, found.slices) == (
        "investments",
        1,
        draft,
        ("gunsan|2024Q1",),
    )
    assert durable.sha256_of(world.paths.warehouse / found.facts_file) == found.facts_sha256
    assert found.reasons == {"none": "없음"}
    outcomes = findings.outcomes_of(world.paths.warehouse, [found])
    assert {each.submission for each in outcomes} == {found.id}


def test_a_draft_with_faults_is_refused(world: ReceivedWorld) -> None:
    with pytest.raises(FileError) as refused:
        entered(world, world.receive(table(deal(2, "많음"))))
    assert refused.value.code == "submitting_errors.has_errors"


def test_a_critical_check_is_refused(world: ReceivedWorld) -> None:
    with pytest.raises(CheckFailed) as refused:
        entered(world, world.receive(table(deal(2), deal(2))))
    assert refused.value.code == "accepting_errors.key_repeated"


def test_a_warning_without_a_reason_is_refused_in_words(world: ReceivedWorld) -> None:
    draft = world.receive(table(deal(2, 90_000)))
    with pytest.raises(CheckFailed) as refused:
        entered(world, draft)
    assert refused.value.code == "submitting_errors.unexplained"
    for language in LANGUAGES:
        assert messages(refused.value, language)
    world.decide(draft, reasons={"period_jump": "대형 투자"})
    submission = entered(world, draft).submission
    assert list(findings.rows_of(world.paths.warehouse, [submission])["check_code"]) == ["period_jump"]


def test_a_draft_that_was_never_prepared_is_refused(world: ReceivedWorld) -> None:
    draft = world.receive(table(deal(2)))
    with Ledger(world.paths.ledger_url) as ledger, pytest.raises(FileError) as refused:
        enter(world.paths, ledger.draft(draft), 9, "analyst", load(world.paths.catalogue))
    assert refused.value.code == "submitting_errors.not_prepared"
