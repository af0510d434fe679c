"""What stands above and below the charts of a zone's year: two pieces of HTML, because each element costs a rerun."""

from collections.abc import Sequence

from kpi.catalogue import NATIONAL
from kpi.ledger import Remark
from kpi.queries.overview import Card
from kpi.ui.address import filters_shown
from kpi.ui.cached import kept
from kpi.ui.cards import wall
from kpi.ui.due import due_notice, today
from kpi.ui.markup import beside, heading
from kpi.ui.overview.cumulative import since_designation
from kpi.ui.overview.grades import grade_history
from kpi.ui.overview.header import facts, header
from kpi.ui.overview.lagging import what_lags
from kpi.ui.overview.national import restated
from kpi.ui.overview.reading import reading
from kpi.ui.overview.story import story
from kpi.ui.overview.table import card_table
from kpi.ui.remarks.shown import commentary, own_events
from kpi.ui.setting import Setting


def above(setting: Setting, cards: Sequence[Card], said: Sequence[Remark], zone: str, year: int) -> str:
    """The title, what is due, the facts, the cards, the year in words, what lags, what the zone's people
    say of it, and the charts' heading."""

    def make() -> str:
        aside = restated(setting) if zone == NATIONAL else what_lags(setting, cards)
        charts = "overview.national.by_zone" if zone == NATIONAL else "overview.closer.title"
        shown = (
            header(setting, zone, year),
            due_notice(setting, zone),
            facts(setting, zone, year),
            wall(setting, cards, zone, str(year)),
            beside(reading(setting, zone, year), aside),
            commentary(setting, zone, said),
            heading(setting.text(charts)),
        )
        return "".join(shown)

    return kept("above", (zone, year, filters_shown(), today(), _ids(said)), make)


def below(setting: Setting, cards: Sequence[Card], said: Sequence[Remark], zone: str, year: int) -> str:
    """What the zone has come to since its designation, its story, and all cards as a table."""

    def make() -> str:
        table = card_table(setting, cards)
        if zone == NATIONAL:
            return table
        since = beside(since_designation(setting, zone), grade_history(setting, zone))
        return since + story(setting, zone, own_events(setting, zone, said)) + table

    return kept("below", (zone, year, today(), _ids(said)), make)


def _ids(said: Sequence[Remark]) -> tuple[str, ...]:
    """Equal exactly where the same is said: what is written never changes under its id."""
    return tuple(each.id for each in said)
