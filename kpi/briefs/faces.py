"""The app's own fonts for documents: for pictures as style rules, for typesetting as files.

They are kept once, as browsers take them (woff2); what typesetting reads is made of them once a machine.
"""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from kpi.errors import Fault, PictureError, Place
from kpi.paths import PROJECT

FONTS = PROJECT / "kpi" / "ui" / "assets" / "fonts"
# File → family and weight. The last one holds the signs that the first two lack.
FACES = {
    "pretendard-1.3.9-regular.woff2": ("Pretendard", 400),
    "pretendard-1.3.9-semibold.woff2": ("Pretendard", 600),
    "noto-sans-kr-2.004-symbols.woff2": ("Noto Sans KR", 400),
}
FAMILIES = ("Pretendard", "Noto Sans KR")


def every_face() -> str:
    """Style rules with all letters inside; about 750 KB."""
    return "".join(_rule(name, _bytes_of(name)) for name in FACES)


def faces_for(text: str) -> str:
    """Style rules with only the letters of this text inside, for a picture that has to look the same anywhere."""
    letters = {ord(letter) for letter in text}
    wanted = {name: letters & known_letters(name) for name in FACES}
    return "".join(_rule(name, _subset(name, frozenset(kept))) for name, kept in wanted.items() if kept)


def unknown_letters(text: str) -> str:
    """The letters that none of these fonts draws, each once and in order."""
    known = frozenset().union(*map(known_letters, FACES))
    return "".join(sorted({each for each in text if each.isprintable() and ord(each) not in known}))


def undrawable(text: str) -> str:
    """The letters that neither these fonts nor any font of this machine draws."""
    unknown = unknown_letters(text)
    if not unknown or _system_draws(unknown):
        return ""
    return "".join(letter for letter in unknown if not _system_draws(letter))


@cache
def known_letters(name: str) -> frozenset[int]:
    """Code points of a font file."""
    with TTFont(io.BytesIO(_bytes_of(name)), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def typesetting_folder() -> Path:
    """A folder with the fonts as typesetting reads them. Made once a machine and user: it takes some seconds."""
    named = "".join(f"{name}{len(_bytes_of(name))}" for name in FACES)
    owner = os.getuid() if hasattr(os, "getuid") else 0
    folder = (
        Path(tempfile.gettempdir()) / f"kpi-fonts-{owner}-{hashlib.sha256(named.encode()).hexdigest()[:12]}"
    )
    folder.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and folder.stat().st_uid != owner:
        folder = Path(tempfile.mkdtemp(prefix="kpi-fonts-"))
    for name in FACES:
        _unpack(name, folder / Path(name).with_suffix(".ttf").name)
    return folder


def _unpack(name: str, target: Path) -> None:
    """Written beside and renamed: another process never reads half a font."""
    if target.exists():
        return
    with TTFont(io.BytesIO(_bytes_of(name)), recalcBBoxes=False, recalcTimestamp=False, lazy=True) as font:
        font.flavor = None
        handle, beside = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            font.save(file, reorderTables=False)
    os.replace(beside, target)


@cache
def _subset(name: str, letters: frozenset[int]) -> bytes:
    """A woff2 of these letters. Without shaping rules: Korean and Latin labels need none."""
    options = Options(flavor="woff2", layout_features=[], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    with TTFont(typesetting_folder() / Path(name).with_suffix(".ttf").name, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        font.flavor = "woff2"
        written = io.BytesIO()
        font.save(written)
    return written.getvalue()


def _rule(name: str, content: bytes) -> str:
    family, weight = FACES[name]
    inside = base64.b64encode(content).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f'src:url(data:font/woff2;base64,{inside}) format("woff2")}}'
    )


@cache
def _bytes_of(name: str) -> bytes:
    try:
        return (FONTS / name).read_bytes()
    except OSError as error:
        raise PictureError(Fault("briefs_errors.font_missing", Place(file=name))) from error


@cache
def _system_draws(letters: str) -> bool:
    """Whether one font of this machine has these letters, as fontconfig knows; without fontconfig, none has."""
    command = shutil.which("fc-list")
    if command is None:
        return False
    wanted = " ".join(f"{ord(letter):x}" for letter in letters)
    asked = [command, f":charset={wanted}", "family"]
    return bool(subprocess.run(asked, capture_output=True, check=False, timeout=30).stdout.strip())
