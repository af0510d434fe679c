"""The reading of a year over thousands of zones: what lacks is gathered, not listed metric by metric."""

import pytest

from kpi.catalogue import NATIONAL, Catalogue
from kpi.queries.cards import Card
from kpi.queries.reading import TOLD_APART, Teller


def card(metric: str, unit: str, lacking: tuple[str, ...]) -> Card:
    """A provisional number of all zones without these."""
    return Card(
        metric, "in_period", "2024", 1.0, unit, "records", "provisional", f"zones_missing:{','.join(lacking)}",
        False, None, None, None, None, None, None, "", (1.0,),
    )  # fmt: skip


@pytest.mark.parametrize(("metrics", "sentences"), [(TOLD_APART, TOLD_APART), (TOLD_APART + 2, 1)])
def test_many_metrics_that_lack_other_zones_each_share_one_sentence(
    catalogue: Catalogue, metrics: int, sentences: int
) -> None:
    zones, ids = list(catalogue.zones), list(catalogue.metrics)[:metrics]
    shown = [card(each, catalogue.metrics[each].unit, tuple(zones[: at + 1])) for at, each in enumerate(ids)]
    told = [each.in_words("ko") for each in Teller(catalogue, NATIONAL, 2024).not_whole(shown)]
    assert len(told) == sentences
    assert all(catalogue.metrics[each].short.ko in " ".join(told) for each in ids)
    if sentences == 1:
        assert f"1~{metrics}곳 미집계" in told[0]
