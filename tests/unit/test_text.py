"""Words: complete lookups, particles chosen by sound, faults told with place and remedy."""

from collections import defaultdict
from pathlib import Path
from string import Formatter

import pytest

from kpi.errors import Fault, Place
from kpi.paths import PROJECT
from kpi.text import ParticleFormatter, Text, entries, message, particle


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


def test_one_and_many_have_words_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "room.yml").write_text(
        'firms: "{count:firm|firms}"\nunsure: "{count:row|rows} {count:~is|are} unsure"', "utf-8"
    )
    text = Text("en", tmp_path)
    assert [text("room.firms", count=count) for count in (0, 1, "1", 2, 1234)] == [
        "0 firms", "1 firm", "1 firm", "2 firms", "1,234 firms",
    ]  # fmt: skip
    assert text("room.unsure", count=1) == "1 row is unsure"
    assert text("room.unsure", count="2,000") == "2,000 rows are unsure"


@pytest.mark.parametrize("count", [1, 2])
def test_every_english_text_that_counts_fits_one_and_two(count: int) -> None:
    counting = {key: words for key, words in COUNTING.items() if fields(words)}
    assert {"firms.counted", "charts.map.title", "due.past"} <= set(counting)
    for words in counting.values():
        told = ParticleFormatter().vformat(words, (), defaultdict(lambda: count))
        for spec in fields(words):
            chosen = spec.removeprefix("~").split("|")[count - 1]
            assert (chosen if spec.startswith("~") else f"{count} {chosen}") in told, words


COUNTING = {
    key: words for key, words in entries(PROJECT / "catalogue" / "text", "en").items() if "|" in words
}


def fields(words: str) -> list[str]:
    return [spec for _, name, spec, _ in Formatter().parse(words) if name and spec and "|" in spec]
