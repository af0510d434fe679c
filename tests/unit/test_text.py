"""Words: complete lookups, particles chosen by sound, faults told with place and remedy."""

from pathlib import Path

import pytest

from kpi.errors import Fault, Place
from kpi.text import Text, message, particle


@pytest.mark.parametrize(
    ("word", "pair", "chosen"),
    [
        ("군산", "은/는", "은"),
        ("나주", "은/는", "는"),
        ("울산", "으로/로", "으로"),
        ("서울", "으로/로", "로"),
        ("나주", "으로/로", "로"),
        ("2023", "은/는", "은"),
        ("2024", "이/가", "가"),
        ("7", "으로/로", "로"),
        ("KPI", "을/를", "를"),
        ("POSTECH(포스텍)", "을/를", "를"),
        ("'군산'", "이/가", "이"),
    ],
)
def test_a_particle_follows_the_last_sound(word: str, pair: str, chosen: str) -> None:
    assert particle(word, pair) == chosen


def test_an_unknown_key_raises() -> None:
    with pytest.raises(KeyError):
        Text("ko")("errors.nobody_wrote_this")


def test_an_unknown_language_raises() -> None:
    with pytest.raises(ValueError, match="fr"):
        Text("fr")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_fault_says_where_what_is_allowed_and_what_to_do(language: str) -> None:
    place = Place(file="zones.yml", entry="gunsan", row=3, column="wave")
    words = message(Fault("errors.catalogue_unknown", place, "9", ["1", "2"]), language)
    for part in ("zones.yml", "gunsan", "3", "wave", "9", "1, 2"):
        assert part in words


def test_a_particle_alone_follows_a_closing_quote(tmp_path: Path) -> None:
    (tmp_path / "ko").mkdir()
    (tmp_path / "ko" / "room.yml").write_text(
        'quoted: "\'{zone}\'{zone:~은/는} 없음"\nplain: "{zone:은/는} 없음"', "utf-8"
    )
    text = Text("ko", tmp_path)
    assert text("room.quoted", zone="군산") == "'군산'은 없음"
    assert text("room.plain", zone="나주") == "나주는 없음"


@pytest.mark.parametrize("share", ["95.0%", "82.6%", "+3.5%p", "100%"])
def test_a_percentage_takes_the_particle_of_the_word_that_is_said(share: str) -> None:
    assert particle(share, "으로/로") == "로"
    assert particle(share, "이/가") == "가"
