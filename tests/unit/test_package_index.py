"""What a machine has told pip about package indexes, uv is told too."""

from scripts.package_index import settings_of, uv_variables

LISTED = """\
:env:.find-links='/wheels /more-wheels'
global.index-url='https://mirror.example/simple'
global.extra-index-url='https://one.example/simple https://two.example/simple'
global.find-links='/unused'
install.constraint='limits.txt'
freeze.timeout='10'
"""


def test_every_kind_of_index_is_passed_on() -> None:
    variables = uv_variables(settings_of(LISTED))
    assert variables["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert variables["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert variables["UV_CONSTRAINT"] == "limits.txt"


def test_the_environment_wins_over_the_file_as_it_does_for_pip() -> None:
    assert uv_variables(settings_of(LISTED))["UV_FIND_LINKS"] == "/wheels,/more-wheels"


def test_settings_of_other_commands_are_left_out() -> None:
    assert "UV_HTTP_TIMEOUT" not in uv_variables(settings_of(LISTED))


def test_a_machine_that_says_nothing_still_takes_the_best_of_all_indexes() -> None:
    assert uv_variables(settings_of("")) == {"UV_INDEX_STRATEGY": "unsafe-best-match"}
