"""Every word of the room can be filled from a fault or a note, in both languages."""

import pytest

from kpi.errors import Fault
from kpi.text import LANGUAGES, Text, message

CODES = sorted(
    key.removesuffix(".what")
    for key in Text("ko").entries
    if key.startswith("scoring_errors.") and ".what" in key
)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_becomes_a_sentence(code: str, language: str) -> None:
    words = message(Fault(code, value=7, allowed="1, 2", extra={"units": "군산, 김해"}), language)
    assert "{" not in words and words.endswith((".", "군산, 김해"))
