"""The 관리 page: people, grants, log, retention, health; closed to everybody but administrators."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.ui.due import today
from tests.built import copied, paths_below
from tests.pages.conftest import Visit, pieces, title, words

TABS = ("people", "grants", "keys", "log", "retention", "health")


@pytest.fixture
def own(built: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The built releases with a ledger of one's own, which people can be entered into."""
    paths = replace(paths_below(tmp_path), warehouse=built.warehouse)
    file = copied(built.warehouse / "ledger.sqlite", tmp_path / "ledger.sqlite")
    paths = replace(paths, ledger_override=f"sqlite:///{file}")
    monkeypatch.setenv("KPI_LEDGER_URL", paths.ledger_url)
    return paths


def press(app: AppTest, key: str) -> AppTest:
    return next(each for each in app.button if each.key == key).click().run()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("tab", TABS)
def test_every_part_is_shown_to_an_administrator(visit: Visit, own: Paths, tab: str, language: str) -> None:
    app = visit("admin", tab=tab, lang=language)
    assert not app.exception and not app.error, [each.value for each in app.error]
    assert title(app) == {"ko": "관리", "en": "Administration"}[language]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_are_told_which_rule_keeps_it_from_them(visit: Visit, own: Paths, role: Role) -> None:
    app = visit("admin", viewer=Viewer("#7", role, None))
    assert any("관리자" in each.value for each in app.error)
    assert not app.button or all(not str(each.key).startswith("person") for each in app.button)


def test_somebody_new_gets_a_link_that_is_shown_once(visit: Visit, own: Paths) -> None:
    app = visit("admin")
    app.text_input(key="person-login").set_value("kim")
    app.text_input(key="person-name").set_value("김담당")
    app.selectbox(key="person-role-new").set_value(Role.MANAGER)
    app.multiselect(key="person-places-new").set_value(["gunsan"])
    app = next(each for each in app.button if "초대" in each.label).click().run()
    assert "/link/" in app.success[0].value
    assert "/link/" not in " ".join(each.value for each in app.run().success)
    with Ledger(own.ledger_url) as ledger:
        (person,) = [each for each in ledger.people() if each.login == "kim"]
        assert (person.name, person.role, person.zones) == ("김담당", "manager", ("gunsan",))
        logged = ledger.audit(action="person.add").entries[0]
        assert (logged.actor, logged.object) == (LOCAL_VIEWER.name, f"#{person.id}")
        assert "김담당" not in str(logged)
    assert "김담당" in words(app)


def test_years_of_evaluations_are_told_of_evaluators_alone(visit: Visit, own: Paths) -> None:
    with Ledger(own.ledger_url) as ledger:
        ledger.add_person("reader", "박열람", "viewer")
        ledger.add_person("judge", "이평가", "evaluator", (), (2023,))
    (table,) = [piece for piece in pieces(visit("admin")) if "평가하는 해" in piece]
    cells = {name: re.findall(r"<td[^>]*>(.*?)</td>", row) for name in ("박열람", "이평가")
             for row in table.split("<tr") if name in row}  # fmt: skip
    assert (cells["박열람"][2], cells["이평가"][2]) == ("–", "2023")


def test_rights_change_and_a_name_is_erased_only_when_meant(visit: Visit, own: Paths) -> None:
    with Ledger(own.ledger_url) as ledger:
        person = ledger.add_person("lee", "이평가", "viewer")
    app = visit("admin")
    app.selectbox(key="person-chosen").set_value(person).run()
    key = f"{person.id}-{person.changed_at.timestamp()}"
    app.selectbox(key=f"person-role-{key}").set_value(Role.EVALUATOR)
    app = next(each for each in app.button if each.label == "권한 저장").click().run()
    with Ledger(own.ledger_url) as ledger:
        person = ledger.person(person.id)
        assert person.role == "evaluator"
    app.selectbox(key="person-chosen").set_value(person).run()
    assert next(each for each in app.button if each.key == f"person-erase-{person.id}").disabled
    app.checkbox(key=f"person-sure-{person.id}").check().run()
    press(app, f"person-erase-{person.id}")
    with Ledger(own.ledger_url) as ledger:
        assert (ledger.person(person.id).name, ledger.person(person.id).state) == ("", "erased")


def test_the_last_administrator_stays_one(visit: Visit, own: Paths) -> None:
    with Ledger(own.ledger_url) as ledger:
        person = ledger.add_person("root", "관리", "administrator", None)
    app = visit("admin")
    app.selectbox(key="person-chosen").set_value(person).run()
    app.checkbox(key=f"person-sure-{person.id}").check().run()
    app = press(app, f"person-suspended-{person.id}")
    assert any("하나뿐인 관리자" in each.value for each in app.error)
    with Ledger(own.ledger_url) as ledger:
        assert ledger.person(person.id).state == "active"


def test_a_grant_opens_places_for_days_and_is_ended(visit: Visit, own: Paths) -> None:
    with Ledger(own.ledger_url) as ledger:
        person = ledger.add_person("lee", "이평가", "evaluator", None)
    app = visit("admin", tab="grants")
    app.selectbox(key="grant-person").set_value(person)
    app.multiselect(key="grant-places").set_value(["pohang"])
    app.text_input(key="grant-reason").set_value("현장 점검")
    app = next(each for each in app.button if each.label == "허가").click().run()
    with Ledger(own.ledger_url) as ledger:
        (grant,) = ledger.grants()
    assert (grant.places, grant.reason, grant.last_day) == (
        ("pohang",),
        "현장 점검",
        today() + timedelta(days=14),
    )
    app.selectbox(key="grant-chosen").set_value(grant).run()
    press(app, "grant-end")
    with Ledger(own.ledger_url) as ledger:
        assert not ledger.grants()[0].stands(today())


def test_a_grant_without_a_reason_is_refused_in_words(visit: Visit, own: Paths) -> None:
    with Ledger(own.ledger_url) as ledger:
        person = ledger.add_person("lee", "이평가", "evaluator", None)
    app = visit("admin", tab="grants")
    app.selectbox(key="grant-person").set_value(person)
    app.multiselect(key="grant-places").set_value(["pohang"])
    app = next(each for each in app.button if each.label == "허가").click().run()
    assert app.error and not app.exception


def test_the_log_is_searched_checked_and_says_where_it_is_broken(visit: Visit, own: Paths) -> None:
    visit("admin", tab="grants")
    with Ledger(own.ledger_url) as ledger:
        ledger.add_person("lee", "이평가", "evaluator", None)
    app = press(visit("admin", tab="log"), "log-verify")
    assert "빠짐없이" in app.success[0].value
    assert "감사 기록 확인" in words(app.run())
    assert "조건에 맞는 기록이 없습니다" in words(visit("admin", tab="log", who="#999"))


def test_a_key_is_shown_once_opens_what_was_chosen_and_is_ended(visit: Visit, own: Paths) -> None:
    with Ledger(own.ledger_url) as ledger:
        person = ledger.add_person("park", "박자료", "analyst", ("gunsan",))
    app = visit("admin", tab="keys")
    app.selectbox(key="key-person").set_value(person)
    app.text_input(key="key-name").set_value("주간 보고")
    app.multiselect(key="key-opens").set_value(["values"])
    app.date_input(key="key-last").set_value(today() + timedelta(days=30))
    app = next(each for each in app.button if each.label == "만들기").click().run()
    with Ledger(own.ledger_url) as ledger:
        (key,) = ledger.keys()
    assert f"{key.id}." in app.success[0].value and (key.opens, key.person) == (("values",), person.id)
    app.selectbox(key="key-chosen").set_value(key).run()
    press(app, "key-end")
    with Ledger(own.ledger_url) as ledger:
        assert not ledger.keys()[0].stands(today())
