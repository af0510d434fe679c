"""The app's fonts in documents: which letters they draw, and how they reach a picture and a page."""

import io
import os
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kpi.briefs import faces


@pytest.fixture
def another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine on which no fonts were unpacked yet."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    faces.typesetting_folder.cache_clear()
    yield tmp_path
    faces.typesetting_folder.cache_clear()


def letters_of(rules: str) -> list[set[int]]:
    found = re.findall(r"base64,([A-Za-z0-9+/=]+)", rules)
    return [set(TTFont(io.BytesIO(b64decode(each))).getBestCmap()) for each in found]


def test_every_sign_of_a_briefing_has_a_letter() -> None:
    assert faces.unknown_letters("□○―※△▲–−·‘’“”㈜①㎡→억원건명%가힣〓…") == ""


def test_unknown_letters_come_once_and_in_order() -> None:
    assert faces.unknown_letters("龜尾 尾龜 구미\n") == "尾龜"


def test_without_fontconfig_no_system_font_is_counted_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    faces._system_draws.cache_clear()
    assert faces.undrawable("龜尾 구미") == "尾龜"
    faces._system_draws.cache_clear()


def test_a_picture_carries_the_letters_it_uses_and_few_others() -> None:
    kept = letters_of(faces.faces_for("군산 12건 △"))
    assert {ord(letter) for letter in "군산12건"} <= kept[0] and ord("△") in kept[2]
    assert all(len(letters) < 20 for letters in kept)


def test_unpacked_fonts_are_whole_fonts_and_made_once(another_place: Path) -> None:
    folder = faces.typesetting_folder()
    assert folder.parent == another_place
    files = sorted(folder.iterdir())
    assert [TTFont(file)["OS/2"].usWeightClass for file in files] == [400, 400, 600]
    made = [file.stat().st_mtime_ns for file in files]
    faces.typesetting_folder.cache_clear()
    assert faces.typesetting_folder() == folder
    assert [file.stat().st_mtime_ns for file in files] == made


def test_a_folder_that_belongs_to_somebody_else_is_not_trusted(
    another_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = faces.typesetting_folder()
    faces.typesetting_folder.cache_clear()
    owner = os.getuid() + 1
    mine.rename(another_place / mine.name.replace(f"-{os.getuid()}-", f"-{owner}-"))
    monkeypatch.setattr(os, "getuid", lambda: owner)
    assert re.fullmatch(r"kpi-fonts-[^-]+", faces.typesetting_folder().name)
