"""Who looks, on the pages themselves: the last entry of the menu, and what is left for who is signed out."""

from kpi.access import Role, Viewer
from tests.pages.conftest import Visit, pieces, title, words

MANAGER = Viewer("#7", Role.MANAGER, frozenset({"gunsan"}))


def test_the_menu_says_who_looks_in_which_role_and_for_which_zones(visit: Visit) -> None:
    shown = "".join(pieces(visit("quality", viewer=MANAGER)))
    assert "담당자 · 전북 군산" in shown
    assert "/account?lang=ko" in shown


def test_a_person_whose_name_is_gone_is_a_number(visit: Visit) -> None:
    assert "삭제된 사용자 #7" in "".join(pieces(visit("quality", viewer=MANAGER)))


def test_who_is_signed_out_sees_the_way_in_and_nothing_else(visit: Visit) -> None:
    app = visit(viewer=None)
    assert title(app) == "로그아웃된 상태입니다"
    assert not app.exception
    assert "/login?" in words(app)
    assert not app.selectbox and not app.get("bidi_component")
