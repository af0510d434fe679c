"""What the tests of the evaluation page share: who looks, and what they look for."""

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.evaluated import Choices
from tests.pages.conftest import pieces

Evaluate = Callable[..., AppTest]
VIEWERS = {
    "administrator": LOCAL_VIEWER,
    "evaluator": Viewer("평가위원 가", Role.EVALUATOR, None),
    "approver": Viewer("승인자 가", Role.APPROVER, None),
    "manager": Viewer("manager", Role.MANAGER, frozenset({"gunsan"})),
    "viewer": Viewer("reader", Role.VIEWER),
}


def rank_of(app: AppTest, zone: str) -> int:
    """The rank beside a zone's name in the first table of ranks."""
    (table,) = [piece for piece in pieces(app) if "순위와 등급" in piece]
    row = next(row for row in table.split("<tr") if f'data-action="zone:{zone}"' in row)
    return int(re.findall(r">(\d+)위<", row)[0])


def click(app: AppTest, *keys: str) -> None:
    """One button after another."""
    for key in keys:
        app.button(key=key).click().run()


def save_scenario(paths: Paths, name: str, actor: str = "local") -> str:
    """A scenario in which satisfaction weighs much."""
    choices = Choices(year=2024, weights={"satisfaction": 9.0}).model_dump(mode="json")
    with Ledger(paths.ledger_url) as ledger:
        return ledger.save_scenario(2024, name, 1, choices, actor).id


def is_well(app: AppTest) -> bool:
    return not app.exception and not app.error
