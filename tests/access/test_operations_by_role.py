"""Everything that somebody may do, for every role, beside the table of what is allowed; and what the log says of it."""

import pytest

from kpi.errors import AccessRefused, KpiError
from kpi.ledger import Entry
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.text import LANGUAGES, message
from tests.access.allowed import OPERATION_RULES, OPERATIONS, cells
from tests.access.operations import DEEDS, NOT_RECORDED, Doing
from tests.access.people import PEOPLE

CELLS = cells(OPERATIONS)


def of_word(start: str) -> list[tuple[str, str, str]]:
    return [each for each in CELLS if each[2].startswith(start)]


def entries(paths: Paths, by: Doing) -> list[Entry]:
    return [each for each in ledger_of(paths).audit_entries() if each.actor == by.viewer.name]


def test_every_line_of_the_table_is_done() -> None:
    assert {name for name, _, _ in CELLS} == set(DEEDS)
    said = {(name.partition(".")[0], word[3:]) for name, _, word in of_word("no:")}
    assert said == {(thing, word) for thing, rules in OPERATION_RULES.items() for word in rules}


@pytest.mark.parametrize(("name", "role", "word"), of_word("yes"))
def test_what_is_allowed_is_done_and_stands_in_the_log(own: Paths, name: str, role: str, word: str) -> None:
    by = Doing(PEOPLE[role], own)
    answer = DEEDS[name](by)
    deed = name.split()[0]
    told = [(each.action, each.result) for each in entries(own, by)]
    assert told == ([] if deed in NOT_RECORDED else [(deed, "done")])
    assert answer != [] and answer is not False
    assert ledger_of(own).verify_audit() is None


@pytest.mark.parametrize(("name", "role", "word"), of_word("no:"))
def test_what_is_refused_names_its_rule_in_both_languages_and_stands_in_the_log(
    own: Paths, name: str, role: str, word: str
) -> None:
    by, deed = Doing(PEOPLE[role], own), name.split()[0]
    code = OPERATION_RULES[name.partition(".")[0]][word.removeprefix("no:")]
    with pytest.raises(KpiError) as refused:
        DEEDS[name](by)
    assert refused.value.code == code
    assert isinstance(refused.value, AccessRefused) or code == "ledger_errors.round_unknown"
    assert all(message(refused.value.faults[0], language) for language in LANGUAGES)
    told = [(each.action, each.result, each.detail.get("code")) for each in entries(own, by)]
    assert told == ([] if deed in NOT_RECORDED else [(deed, "refused", code)])


@pytest.mark.parametrize(("name", "role", "word"), of_word("hidden"))
def test_what_is_hidden_is_as_if_it_were_not_there(own: Paths, name: str, role: str, word: str) -> None:
    assert DEEDS[name](Doing(PEOPLE[role], own)) == []
