"""Every fault, repair and reason that reading and staging can name has its words in both languages."""

import re
from pathlib import Path

import pytest

from kpi.paths import PROJECT
from kpi.text import Text
from pipelines.reading.marks import MISSING_REASONS

NAMED = {
    "reading_errors.{}.what": r'(?:_refusal\(|self\._fault\(|"reading_errors\.)\s*"?([a-z_]+)"',
    "staging_errors.{}.what": r'(?:fault="|"staging_errors\.|named_parser\([^"]*")([a-z_]+)"',
    "reading.repairs.{}": r'(?:repairs\.add\(\s*"|repair ?= ?"" if [^\n]+ else ")([a-z_]+)"',
}


def sources() -> str:
    rooms = [PROJECT / "pipelines" / "reading", PROJECT / "pipelines" / "staging"]
    files = [PROJECT / "pipelines" / "sidecars.py", *(file for room in rooms for file in room.glob("*.py"))]
    return "\n".join(Path(file).read_text("utf-8") for file in files)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("key", NAMED)
def test_whatever_is_named_has_words(key: str, language: str) -> None:
    names = set(re.findall(NAMED[key], sources()))
    assert len(names) > 5
    assert [name for name in names if key.format(name) not in Text(language)] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_grain_and_reason_has_words(language: str) -> None:
    words = Text(language)
    assert "staging_errors.unit_unknown.remedy" in words
    assert all(
        f"staging_errors.not_a_{kind}.remedy" in words for kind in ("quarter", "year", "period", "date")
    )
    assert all(f"reading.reasons.{reason}" in words for reason in {*MISSING_REASONS.values(), "blank"})
