"""Remarks on a zone's year and trays for its brief: every version is kept, none is overwritten unseen."""

from datetime import date

import pytest

from kpi.errors import LedgerError
from kpi.ledger import Ledger
from kpi.text import message

MAY, JULY = date(2024, 5, 3), date(2024, 7, 1)
PIECES = [{"kind": "table", "title": "투자"}, {"kind": "text", "text": "의견"}]


def test_a_remark_comes_back_with_its_author_and_time_in_another_process(
    ledger: Ledger, ledger_url: str
) -> None:
    kept = ledger.write_remark("gunsan", 2024, "commentary", " 투자 협의가 이어졌다. ", "manager")
    with Ledger(ledger_url) as other:
        assert other.remarks("gunsan", 2024) == [kept]
    assert (kept.text, kept.actor, kept.written_at.tzinfo is not None) == (
        "투자 협의가 이어졌다.",
        "manager",
        True,
    )


def test_remarks_belong_to_one_zone_and_one_year(ledger: Ledger) -> None:
    ledger.write_remark("gunsan", 2024, "commentary", "군산", "manager")
    assert ledger.remarks("gunsan", 2023) == ledger.remarks("pohang", 2024) == []


def test_a_later_version_takes_the_place_of_the_earlier_one_which_is_kept(ledger: Ledger) -> None:
    first = ledger.write_remark("gunsan", 2024, "commentary", "초안", "manager")
    second = ledger.write_remark("gunsan", 2024, "commentary", "고친 글", "other", follows=first.id)
    assert ledger.remarks("gunsan", 2024) == [second]
    assert ledger.remark_versions(second.id) == [second, first]


def test_a_blank_text_withdraws_what_it_follows_and_keeps_who_did(ledger: Ledger) -> None:
    first = ledger.write_remark("gunsan", 2024, "event", "준공", "manager", MAY)
    gone = ledger.write_remark("gunsan", 2024, "event", "", "other", MAY, follows=first.id)
    assert ledger.remarks("gunsan", 2024) == []
    assert [each.actor for each in ledger.remark_versions(gone.id)] == ["other", "manager"]


def test_writing_what_is_written_changes_nothing(ledger: Ledger) -> None:
    first = ledger.write_remark("gunsan", 2024, "event", "준공", "manager", MAY)
    assert ledger.write_remark("gunsan", 2024, "event", "준공 ", "other", MAY, follows=first.id) == first


def test_events_stand_in_the_order_of_their_days(ledger: Ledger) -> None:
    late = ledger.write_remark("gunsan", 2024, "event", "개소", "manager", JULY)
    early = ledger.write_remark("gunsan", 2024, "event", "준공", "manager", MAY)
    assert ledger.remarks("gunsan", 2024) == [early, late]


def test_a_remark_changed_elsewhere_meanwhile_is_not_overwritten(ledger: Ledger) -> None:
    first = ledger.write_remark("gunsan", 2024, "commentary", "초안", "manager")
    ledger.write_remark("gunsan", 2024, "commentary", "고친 글", "other", follows=first.id)
    with pytest.raises(LedgerError) as refused:
        ledger.write_remark("gunsan", 2024, "commentary", "다른 글", "manager", follows=first.id)
    assert "초안" in message(refused.value.faults[0], "ko")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "commentary", "text": " "}, "ledger_errors.remark_blank"),
        ({"kind": "event", "text": "준공"}, "ledger_errors.event_without_day"),
        ({"kind": "commentary", "text": "글", "follows": "no"}, "ledger_errors.remark_unknown"),
    ],
)
def test_what_is_no_remark_is_refused_by_name(ledger: Ledger, said: dict[str, str], code: str) -> None:
    with pytest.raises(LedgerError) as refused:
        ledger.write_remark("gunsan", 2024, actor="manager", **said)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert ledger.remarks("gunsan", 2024) == []


def test_a_tray_that_was_never_saved_is_empty(ledger: Ledger) -> None:
    tray = ledger.tray("manager", "gunsan", 2024)
    assert (tray.version, tray.pieces, tray.saved_at) == (0, (), None)


def test_a_tray_keeps_its_pieces_in_order_for_one_person_zone_and_year(
    ledger: Ledger, ledger_url: str
) -> None:
    saved = ledger.save_tray("manager", "gunsan", 2024, PIECES, 0)
    with Ledger(ledger_url) as other:
        assert other.tray("manager", "gunsan", 2024) == saved
    assert list(saved.pieces) == PIECES
    assert ledger.tray("other", "gunsan", 2024).pieces == ledger.tray("manager", "gunsan", 2023).pieces == ()


def test_the_same_pieces_again_are_no_new_version(ledger: Ledger) -> None:
    first = ledger.save_tray("manager", "gunsan", 2024, PIECES, 0)
    assert ledger.save_tray("manager", "gunsan", 2024, PIECES, 1) == first


def test_a_tray_saved_in_another_window_is_not_overwritten(ledger: Ledger) -> None:
    ledger.save_tray("manager", "gunsan", 2024, PIECES, 0)
    with pytest.raises(LedgerError) as refused:
        ledger.save_tray("manager", "gunsan", 2024, PIECES[:1], 0)
    assert [fault.code for fault in refused.value.faults] == ["ledger_errors.tray_moved_on"]
    assert len(ledger.tray("manager", "gunsan", 2024).pieces) == len(PIECES)
