"""What a number rests on, in words."""

import pytest

from kpi.catalogue import load
from kpi.paths import Paths
from kpi.text import Text
from kpi.wording import Speaker
from kpi.wording.values import origin_words


@pytest.mark.parametrize("origin", [None, "", float("nan")])
def test_what_rests_on_nothing_that_may_be_told_has_a_dash(origin: str | None) -> None:
    assert origin_words(Speaker(Text("ko"), load(Paths().catalogue)), origin, False) == "–"
