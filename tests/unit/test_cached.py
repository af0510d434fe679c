"""An answer that is kept is recorded as a read of firms for everybody who gets it."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpi import audit
from kpi.access import Role, Viewer
from kpi.audit import Action, firm_level
from kpi.paths import Paths
from kpi.queries import firms, origins, programmes_granting, quality
from kpi.queries.moments import ledger_of
from kpi.ui import cached

computed: list[str] = []


@firm_level(Action.READ_FIRMS, "place")
def listing(viewer: Viewer, moment: object, place: str) -> str:
    computed.append(viewer.name)
    return f"firms of {place}"


def test_a_kept_answer_is_recorded_for_whoever_gets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KPI_LEDGER_URL", raising=False)
    monkeypatch.setattr(audit, "_reads", audit._Reads())
    paths = replace(Paths(), warehouse=tmp_path / "warehouse")
    for name in ("#1", "#2", "#2"):
        viewer = Viewer(name, Role.MANAGER, frozenset({"gunsan"}))
        here = SimpleNamespace(
            viewer=viewer, paths=paths, moment=SimpleNamespace(key=str(tmp_path), newest=None)
        )
        monkeypatch.setattr(cached, "current", lambda here=here: here)
        assert cached.ask(listing, "gunsan") == "firms of gunsan"
    assert computed == ["#1"]
    told = [(each.actor, each.object) for each in ledger_of(paths).audit_entries()]
    assert told == [("#1", "gunsan"), ("#2", "gunsan")]


@pytest.mark.parametrize(
    "query",
    [
        firms.found, firms.firm, firms.records, origins.where_from, programmes_granting.applicants,
        quality.failing_rows, quality.findings_of_firm,
    ],
)  # fmt: skip
def test_every_query_that_answers_with_rows_of_firms_says_so(query: object) -> None:
    assert hasattr(query, audit.DECLARED)
