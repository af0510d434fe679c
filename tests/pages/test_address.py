"""Links reproduce views, in either language; what they ask for is validated; defaults are left out."""

from tests.pages.conftest import Visit, title, words


def test_a_link_opens_the_zone_and_year_it_names(visit: Visit) -> None:
    assert title(visit(zone="pohang", year="2022")) == "경북 포항 2022년 현황"
    assert title(visit(zone="pohang", year="2022", lang="en")) == "Pohang, 2022"


def test_choosing_a_filter_writes_it_into_the_address_and_the_default_takes_it_out(
    visit: Visit,
) -> None:
    app = visit()
    app.selectbox(key="filter_zone").select("pohang").run()
    assert app.query_params["zone"] == "pohang"
    assert "포항" in title(app)
    app.selectbox(key="filter_zone").select("gunsan").run()
    assert "zone" not in app.query_params


def test_an_unknown_zone_falls_back_and_says_so(visit: Visit) -> None:
    app = visit(zone="<b>nowhere</b>", year="1066")
    assert title(app) == title(visit())
    assert len(app.warning) == 2
    assert "nowhere" in app.warning[0].value


def test_filters_stay_over_a_page_switch(visit: Visit) -> None:
    app = visit("metric", zone="pohang", year="2022", lang="en")
    assert app.query_params["zone"] == "pohang"
    assert app.selectbox(key="filter_zone").value == "pohang"
    assert app.query_params["lang"] == "en"


def test_a_release_is_shown_with_a_banner_and_a_way_back(visit: Visit) -> None:
    app = visit(release="1")
    assert "릴리스 1호" in words(app)
    app.button(key="back-to-latest").click().run()
    assert "release" not in app.query_params
    assert "릴리스 1호가 보여 준" not in words(app)


def test_an_unknown_release_is_named_with_a_remedy(visit: Visit) -> None:
    app = visit(release="999")
    assert [error.value for error in app.exception] == []
    assert "999" in app.error[0].value


def test_as_known_on_shows_what_the_world_knew_that_day(visit: Visit) -> None:
    app = visit(zone="national", year="2022", as_known_on="2023-06-01")
    shown = words(app)
    assert "2023. 6. 1. 당시에" in shown
    assert "1,560.0<small>억원" in shown
    assert "1,467" not in shown


def test_a_day_that_is_no_day_is_named(visit: Visit) -> None:
    app = visit(as_known_on="yesterday")
    assert "yesterday" in app.warning[0].value


def test_a_day_before_anything_was_known_says_so(visit: Visit) -> None:
    app = visit(as_known_on="2019-01-02")
    assert [error.value for error in app.exception] == []
    assert len(app.error) == 1
