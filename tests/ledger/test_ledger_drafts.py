"""Drafts, jobs and mappings: what a person decided survives, and every change of state says who and when."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from ledger_rows import released, submitted

from kpi.drafts import Correction, Decisions
from kpi.errors import LedgerError
from kpi.ledger import Draft, Ledger
from kpi.text import message

SAID = Decisions(
    dataset="investments",
    columns={"금액": "amount_krw", "비고": ""},
    corrections=(Correction(sheet="투자", row=7, column="금액", text="1,000"),),
    reasons={"amount_jump": "4분기에 몰린 투자"},
)


@pytest.fixture
def draft(ledger: Ledger) -> Draft:
    return ledger.new_draft("a" * 64, "투자.csv", 3_000_000_000, "analyst")


def test_a_new_draft_is_open_with_nothing_decided_and_its_first_step_says_who(
    ledger: Ledger, draft: Draft
) -> None:
    assert ledger.draft(draft.id) == draft
    assert (draft.state, draft.decisions, draft.revision, draft.job) == ("open", Decisions(), 0, None)
    (step,) = ledger.draft_steps(draft.id)
    assert (step.state, step.actor, step.at) == ("open", "analyst", draft.created_at)


@pytest.mark.parametrize("said", [SAID, SAID.model_dump_json(), SAID.model_dump(mode="json")])
def test_decisions_come_back_as_they_were_saved_also_in_another_process(
    ledger: Ledger, ledger_url: str, draft: Draft, said: Decisions | str | dict
) -> None:
    assert ledger.save_decisions(draft.id, said, "analyst") == 1
    with Ledger(ledger_url) as later:
        kept = later.draft(draft.id)
    assert (kept.decisions, kept.revision) == (SAID, 1)
    assert kept.changed_at > draft.changed_at


def test_saving_the_same_decisions_again_changes_nothing(ledger: Ledger, draft: Draft) -> None:
    ledger.save_decisions(draft.id, SAID, "analyst")
    before = ledger.draft(draft.id)
    assert ledger.save_decisions(draft.id, SAID, "analyst") == 1
    assert ledger.draft(draft.id) == before


def test_of_two_windows_the_later_is_told_that_the_draft_has_changed(ledger: Ledger, draft: Draft) -> None:
    ledger.save_decisions(draft.id, SAID, "one", revision=0)
    with pytest.raises(LedgerError) as caught:
        ledger.save_decisions(draft.id, Decisions(dataset="startups"), "other", revision=0)
    assert caught.value.code == "ledger_errors.draft_changed"
    assert ledger.draft(draft.id).decisions == SAID


def test_what_was_handed_in_cannot_be_changed_until_it_is_taken_back(ledger: Ledger, draft: Draft) -> None:
    ledger.set_draft_state(draft.id, "submitted", "analyst")
    with pytest.raises(LedgerError) as caught:
        ledger.save_decisions(draft.id, SAID, "analyst")
    assert caught.value.code == "ledger_errors.draft_not_open"
    ledger.set_draft_state(draft.id, "open", "approver", note="2분기 금액 확인 필요")
    ledger.save_decisions(draft.id, SAID, "analyst")
    assert [(each.state, each.actor, each.note) for each in ledger.draft_steps(draft.id)] == [
        ("open", "analyst", ""),
        ("submitted", "analyst", ""),
        ("open", "approver", "2분기 금액 확인 필요"),
    ]


def test_taking_the_same_step_twice_is_one_step(ledger: Ledger, draft: Draft) -> None:
    ledger.set_draft_state(draft.id, "submitted", "analyst")
    ledger.set_draft_state(draft.id, "submitted", "analyst")
    assert [each.state for each in ledger.draft_steps(draft.id)] == ["open", "submitted"]


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        (["released"], "open"),
        (["released"], "discarded"),
        (["discarded"], "released"),
        (["approved"], "submitted"),
    ],
)
def test_a_step_that_cannot_follow_is_refused_and_leaves_no_trace(
    ledger: Ledger, draft: Draft, path: list, refused: str
) -> None:
    for state in path:
        ledger.set_draft_state(draft.id, state, "approver")
    before = ledger.draft(draft.id), ledger.draft_steps()
    with pytest.raises(LedgerError) as caught:
        ledger.set_draft_state(draft.id, refused, "approver")  # type: ignore[arg-type]
    assert caught.value.code == "ledger_errors.draft_moved_on"
    assert (ledger.draft(draft.id), ledger.draft_steps()) == before


def test_a_discarded_draft_can_be_taken_up_again(ledger: Ledger, draft: Draft) -> None:
    ledger.save_decisions(draft.id, SAID, "analyst")
    ledger.set_draft_state(draft.id, "discarded", "analyst")
    ledger.set_draft_state(draft.id, "open", "analyst")
    assert ledger.draft(draft.id).decisions == SAID


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_unknown_draft_is_named(ledger: Ledger, language: str) -> None:
    for act in (
        lambda: ledger.draft("none"),
        lambda: ledger.save_decisions("none", SAID, "analyst"),
        lambda: ledger.set_draft_state("none", "submitted", "analyst"),
    ):
        with pytest.raises(LedgerError) as caught:
            act()
        assert "none" in message(caught.value.faults[0], language)


def test_drafts_are_listed_by_state_and_file_the_last_changed_first(ledger: Ledger, draft: Draft) -> None:
    second = ledger.new_draft("b" * 64, "창업.xlsx", 10, "analyst")
    assert [each.id for each in ledger.drafts()] == [second.id, draft.id]
    ledger.set_draft_state(draft.id, "submitted", "analyst")
    assert [each.id for each in ledger.drafts()] == [draft.id, second.id]
    assert [each.id for each in ledger.drafts(states={"open"})] == [second.id]
    assert [each.id for each in ledger.drafts(raw_sha256="a" * 64)] == [draft.id]


def test_publishing_releases_the_draft_in_the_same_transaction(ledger: Ledger, draft: Draft) -> None:
    ledger.set_draft_state(draft.id, "submitted", "analyst")
    ledger.set_draft_state(draft.id, "approved", "approver")
    entered = submitted(1, draft=draft.id, decisions=SAID.model_dump(mode="json"))
    ledger.publish(released(1, actor="publisher"), "{}", [entered.id], new=[entered], drafts=[draft.id])
    (accepted,) = ledger.submissions()
    assert (accepted.draft, accepted.approver) == (draft.id, "approver")
    assert accepted.reasons == SAID.reasons and Decisions(**accepted.decisions) == SAID
    assert (ledger.draft(draft.id).state, ledger.draft(draft.id).submission) == ("released", entered.id)
    assert ledger.draft_steps(draft.id)[-1].actor == "publisher"


def test_an_approval_that_was_taken_back_names_no_approver(ledger: Ledger, draft: Draft) -> None:
    ledger.set_draft_state(draft.id, "approved", "approver")
    ledger.set_draft_state(draft.id, "open", "analyst")
    ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1, draft=draft.id)], drafts=[draft.id])
    assert ledger.submissions()[0].approver == ""


@pytest.mark.parametrize("other", ["discarded by another", "accepted set moved"])
def test_a_publication_that_comes_too_late_leaves_draft_submissions_and_releases(
    ledger: Ledger, draft: Draft, other: str
) -> None:
    if other == "discarded by another":
        ledger.set_draft_state(draft.id, "discarded", "other")
    else:
        ledger.publish(released(1), "{}", ["submission2"], new=[submitted(2)])
    before = ledger.draft(draft.id), ledger.submissions(), ledger.releases()
    with pytest.raises(LedgerError) as caught:
        ledger.publish(
            released(2), "{}", ["submission1"], new=[submitted(1, draft=draft.id)], drafts=[draft.id]
        )
    assert caught.value.code.removeprefix("ledger_errors.") in {"draft_moved_on", "moved_on"}
    assert (ledger.draft(draft.id), ledger.submissions(), ledger.releases()) == before


def test_of_two_people_accepting_at_once_the_later_is_told_and_ends_well_after_looking_again(
    ledger: Ledger, ledger_url: str
) -> None:
    mine, theirs = (
        ledger.new_draft("a" * 64, "a.csv", 1, "me"),
        ledger.new_draft("b" * 64, "b.csv", 1, "they"),
    )
    with Ledger(ledger_url) as other:
        number, sequence = ledger.next_release_number(), ledger.next_sequence()
        assert (other.next_release_number(), other.next_sequence()) == (number, sequence)
        other.publish(
            released(1), "{}", ["submission1"], new=[submitted(1, draft=theirs.id)], drafts=[theirs.id]
        )
    late = submitted(2, sequence=sequence, draft=mine.id)
    with pytest.raises(LedgerError) as caught:
        ledger.publish(released(number), "{}", [late.id], new=[late], drafts=[mine.id])
    assert caught.value.code == "ledger_errors.moved_on"
    assert ledger.draft(mine.id).state == "open"
    again = submitted(2, sequence=ledger.next_sequence(), draft=mine.id)
    ledger.publish(
        released(ledger.next_release_number()), "{}", ["submission1", again.id], new=[again], drafts=[mine.id]
    )
    assert [each.state for each in ledger.drafts()] == ["released", "released"]


def test_of_two_publications_at_the_very_same_time_one_is_refused(ledger: Ledger, ledger_url: str) -> None:
    ready = Barrier(2)

    def publish(number: int) -> str:
        with Ledger(ledger_url) as own:
            ready.wait(timeout=30)
            try:
                own.publish(released(1), "{}", [f"submission{number}"], new=[submitted(number)])
            except LedgerError as error:
                return error.code
        return "published"

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(publish, (1, 2)))
    assert answers == ["ledger_errors.moved_on", "published"]
    assert len(ledger.submissions()) == len(ledger.releases()) == 1


def test_an_undone_submission_is_released_again_from_its_draft(ledger: Ledger, draft: Draft) -> None:
    entered = submitted(1, draft=draft.id)
    ledger.publish(released(1), "{}", [entered.id], new=[entered], drafts=[draft.id])
    ledger.publish(released(2), "{}", [], undone=[entered.id])
    ledger.publish(released(3), "{}", [entered.id], new=[entered], drafts=[draft.id])
    assert [each.state for each in ledger.draft_steps(draft.id)] == ["open", "released", "released"]


def test_a_job_runs_until_it_is_ended_and_is_shown_with_its_draft(ledger: Ledger, draft: Draft) -> None:
    ledger.start_job(draft.id, "prepare")
    running = ledger.draft(draft.id).job
    assert running is not None and (running.job, running.state, running.pid) == (
        "prepare",
        "running",
        os.getpid(),
    )
    ledger.end_job(draft.id, "failed", "reading_errors.empty")
    (ended,) = ledger.jobs(draft.id)
    assert (ended.state, ended.message) == ("failed", "reading_errors.empty")
    assert ended.finished_at is not None and not ledger.draft(draft.id).interrupted


def test_a_job_whose_process_is_gone_reads_as_interrupted_and_can_be_started_again(
    ledger: Ledger, ledger_url: str, draft: Draft
) -> None:
    start = f"Ledger({ledger_url!r}).start_job({draft.id!r}, 'prepare')"
    subprocess.run(
        [sys.executable, "-c", f"from kpi.ledger import Ledger; import os; {start}; os._exit(9)"], check=False
    )
    assert ledger.draft(draft.id).interrupted
    ledger.start_job(draft.id, "prepare")
    assert [each.state for each in ledger.jobs(draft.id)] == ["running", "interrupted"]


def test_a_killed_job_that_nobody_has_waited_for_yet_is_gone_too(
    ledger: Ledger, ledger_url: str, draft: Draft
) -> None:
    start = f"Ledger({ledger_url!r}).start_job({draft.id!r}, 'compare'); print('started', flush=True)"
    program = f"from kpi.ledger import Ledger; {start}; import time; time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout is not None and child.stdout.readline() == b"started\n"
    assert not ledger.draft(draft.id).interrupted
    with pytest.raises(LedgerError) as caught:
        ledger.start_job(draft.id, "prepare")
    assert caught.value.code == "ledger_errors.draft_busy"
    child.kill()
    child.stdout.read()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert ledger.draft(draft.id).interrupted
    child.wait()
    child.stdout.close()


def test_jobs_over_no_draft_do_not_stand_in_each_others_way(ledger: Ledger, ledger_url: str) -> None:
    ledger.start_job("", "undo")
    ledger.start_job("", "undo")
    assert [each.state for each in ledger.jobs("")] == ["running", "running"]


def test_the_last_mapping_of_a_shape_is_offered_next_time(ledger: Ledger) -> None:
    assert ledger.remembered_mapping("shape") is None
    ledger.remember_mapping("shape", "startups", Decisions(dataset="startups"), "analyst")
    ledger.remember_mapping("shape", "investments", SAID, "analyst")
    ledger.remember_mapping("other", "funding", Decisions(dataset="funding"), "analyst")
    found = ledger.remembered_mapping("shape")
    assert found is not None
    assert (found.dataset, found.decisions, found.actor) == ("investments", SAID, "analyst")
    assert found.remembered_at <= datetime.now(UTC)
