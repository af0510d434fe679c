"""The brief of gathered pieces: their order, their words, whence each is, and what the stamp may say of all."""

from datetime import date

import pytest

from kpi.briefs import gathered
from kpi.briefs.parts import Brief, Chart, Paragraph, Section, Table
from tests.briefs.pieces_of_pages import SEEN_ON, chart, piece, table

MADE_ON = date(2026, 3, 2)


def paragraphs(brief: Brief, at: int) -> list[str]:
    return [block.text for block in brief.sections[at].blocks if isinstance(block, Paragraph)]


def test_every_piece_is_a_section_in_the_order_in_which_it_was_put_by() -> None:
    taken = [piece(table("둘")), piece(chart("하나")), piece(table("셋"))]
    brief = gathered.brief(taken, "ko", made_on=MADE_ON)
    assert [section.title for section in brief.sections] == ["둘", "하나", "셋"]
    assert len({section.id for section in brief.sections}) == 3
    kinds = [next(b for b in s.blocks if isinstance(b, Chart | Table)) for s in brief.sections]
    assert kinds == [each.block for each in taken]
    assert (brief.title, brief.made_on, brief.kind) == ("둘", MADE_ON, gathered.KIND)


def test_ones_own_words_stand_before_the_piece_a_line_each() -> None:
    brief = gathered.brief([piece(table(), commentary="  첫 줄 \n\n둘째 <b>줄\n")], "ko")
    assert paragraphs(brief, 0)[:-1] == ["첫 줄", "둘째 <b>줄"]
    assert [type(block) for block in brief.sections[0].blocks] == [Paragraph, Paragraph, Table, Paragraph]


@pytest.mark.parametrize(
    ("language", "release", "expected"),
    [
        ("ko", 3, "현황 화면, 자료 기준일 2025. 8. 1., 릴리스 3호 (/overview?zone=gunsan)"),
        ("ko", None, "현황 화면, 자료 기준일 2025. 8. 1. (/overview?zone=gunsan)"),
    ],
)
def test_a_piece_says_whence_it_is(language: str, release: int | None, expected: str) -> None:
    brief = gathered.brief([piece(table(), release=release)], language)
    assert paragraphs(brief, 0)[-1] == expected
    assert brief.sections[0].blocks[-1] == Paragraph(expected, "※")


def test_an_english_brief_says_whence_in_english() -> None:
    said = paragraphs(gathered.brief([piece(table(), page="Overview")], "en"), 0)[-1]
    assert "1 August 2025" in said and "Overview" in said and "화면" not in said


def test_the_stamp_of_one_release_names_it_and_the_link_of_one_piece() -> None:
    one = gathered.brief([piece(table(), origins=frozenset(("sample",)))], "ko").stamp
    assert (one.as_of, one.release, one.link) == (SEEN_ON, 3, "/overview?zone=gunsan")
    assert one.origins == {"sample"}


def test_pieces_of_several_releases_leave_the_stamp_without_one_and_with_the_latest_day() -> None:
    early = piece(table(), release=2, as_of=date(2024, 6, 28), origins=frozenset(("published",)))
    stamp = gathered.brief([early, piece(chart(), origins=frozenset(("records",)))], "ko").stamp
    assert (stamp.release, stamp.link, stamp.as_of) == (None, "", SEEN_ON)
    assert stamp.origins == {"published", "records"}


def test_a_title_of_ones_own_and_sections_before_stand_first() -> None:
    first = Section("summary", "요약", (Paragraph("먼저"),))
    brief = gathered.brief(
        [piece(table())], "ko", title="우리 보고", subtitle="2024년", organisation="강소특구", before=[first]
    )
    assert (brief.title, brief.subtitle, brief.organisation) == ("우리 보고", "2024년", "강소특구")
    assert brief.sections[0] == first
    assert len(brief.sections) == 2
