"""Marks, totals and normal forms."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.marks import missing_reason, without_mark
from pipelines.reading.names import zone_key
from pipelines.reading.words import key_of, plain, total_word


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-", "not_reported"),
        ("–", "not_reported"),
        ("…", "not_reported"),
        ("미집계", "not_yet_counted"),
        ("비공개", "withheld"),
        ("해당없음", "not_applicable"),
        ("해당 없음", "not_applicable"),
        ("N/A", "not_applicable"),
        ("X", "suppressed"),
        ("", "blank"),
        ("  ", "blank"),
        ("0", None),
        ("-5", None),
        ("군산", None),
    ],
)
def test_a_missing_mark_has_its_reason_and_is_never_zero(text: str, reason: str | None) -> None:
    assert missing_reason(text) == reason


@pytest.mark.parametrize(
    ("text", "bare", "status"),
    [
        ("1,030(p)", "1,030", "provisional"),
        ("1,030 p)", "1,030", "provisional"),
        ("12잠정", "12", "provisional"),
        ("12(추정)", "12", "estimated"),
        ("1,030", "1,030", ""),
        ("잠정", "잠정", ""),
    ],
)
def test_a_mark_beside_a_value_becomes_its_status(text: str, bare: str, status: str) -> None:
    marked = without_mark(text)
    assert (marked.text, marked.status) == (bare, status)


def test_a_star_waits_for_its_footnote() -> None:
    assert without_mark("224*").starred


@pytest.mark.parametrize(
    "text",
    [
        "합계",
        "합 계",
        "합  계",
        "총계",
        "소계",
        "전국",
        "계",
        "합계(14개 특구)",
        "전북 소계",
        "군산소계",
        "Total",
    ],
)
def test_a_total_is_known_by_its_word(text: str) -> None:
    assert total_word(text)


@pytest.mark.parametrize("text", ["군산", "통계", "기계", "설계", "합계약", "계룡", "가계", "", "시계 공방"])
def test_other_words_are_no_total(text: str) -> None:
    assert total_word(text) is None


@pytest.mark.parametrize(
    "text", ["천안·아산", "천안‧아산", "강소(천안아산)", "천안 아산 강소특구", "천안ㆍ아산강소연구개발특구"]
)
def test_spellings_of_a_zone_share_a_key(text: str) -> None:
    assert zone_key(text) == "천안아산"


@given(st.text(alphabet="가나다군산 특구ABC１２()·", max_size=20))
def test_taking_a_name_apart_changes_nothing(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert plain(apart) == plain(text)
    assert key_of(apart) == key_of(text)


@given(st.text(max_size=30))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)
