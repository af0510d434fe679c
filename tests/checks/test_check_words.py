"""Every check has its words in both languages, and no words are left over."""

import pytest

from checks.rules import MISSING_COLUMN, RULE_CODES
from checks.whole import SEVERITIES
from kpi.text import LANGUAGES, Text

CODES = {MISSING_COLUMN, *RULE_CODES, *SEVERITIES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_a_title_a_meaning_and_a_remedy(language):
    text = Text(language)
    for code in CODES:
        for part in ("title", "meaning", "remedy"):
            assert text(f"checks.{code}.{part}").strip(), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_kept_for_a_check_that_does_not_exist(language):
    named = {key.split(".")[1] for key in Text(language).entries if key.startswith("checks.")}
    assert named == CODES
