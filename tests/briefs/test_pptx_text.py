"""Text of slides takes no more room than it is given, and loses no word."""

import pytest
from PIL import ImageFont

from kpi.briefs.parts import Paragraph
from kpi.briefs.writers.pptx_text import Line, clean, cut, height, outlined, shortened, width, wrapped
from kpi.paths import PROJECT

FACE = PROJECT / "kpi" / "ui" / "assets" / "fonts" / "pretendard-1.3.9-regular.woff2"
SENTENCES = (
    "2024년 신규 창업은 52건으로 전년보다 27.0% 늘었고, 투자유치는 79.9억원으로 목표를 넘음",
    "In 2024 52 firms were founded, 27.0% more than in 2023; investment of KRW 7.99bn passed its target",
    "1,234,567,890 △12 +27.0%p WWW mmm",
    "띄어쓰지않은아주긴이름" * 12,
)


@pytest.mark.parametrize("text", SENTENCES)
def test_text_is_counted_no_narrower_than_the_typeface_draws_it(text: str) -> None:
    assert width(text, 100) >= ImageFont.truetype(str(FACE), 100).getlength(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_no_line_is_wider_than_the_room_and_no_sign_is_lost(text: str) -> None:
    lines = wrapped(text, 20, 150)
    assert len(lines) > 1
    assert all(width(line, 20) <= 150 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_even_a_sign_wider_than_the_room_stands_on_a_line() -> None:
    assert wrapped("가나", 20, 1) == ("가", "나")


def test_a_shortened_text_fits_and_ends_in_an_ellipsis() -> None:
    short = shortened(SENTENCES[0], 20, 150, 2)
    assert short.endswith("…")
    assert len(wrapped(short, 20, 150)) == 2
    assert shortened("짧다", 20, 150, 2) == "짧다"


def test_a_paragraph_that_is_too_high_is_cut_into_parts_that_are_not() -> None:
    line = outlined(Paragraph(SENTENCES[0] * 20), 20)
    parts = cut(line, 300, 100)
    assert all(height(part, 300) <= 100 for part in parts)
    assert [part.mark for part in parts[:2]] == ["○", ""]
    assert "".join("".join(part.text for part in parts).split()) == "".join(line.text.split())


def test_what_explains_stands_further_in_and_smaller_than_what_is_said() -> None:
    said, explained = outlined(Paragraph("말", "○"), 20), outlined(Paragraph("까닭", "―"), 20)
    assert explained.indent > said.indent > 0
    assert explained.size < said.size


def test_signs_that_no_file_can_hold_are_left_out() -> None:
    assert clean("\x00가\ud800나\x0b\t다") == "가나 다"
    assert height(Line("가\n나", 10), 100) == 2 * height(Line("가", 10), 100)
