"""Sums of money and jobs in the tables of programmes, as outsiders read them: no row of them, nor any sum of rows, nor
what has changed since an earlier release, tells what single firms have.

An oracle of its own, by pandas on the facts as only who sees all firms may read them.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from kpi.access import Viewer
from kpi.disclosing import SUMMED
from kpi.paths import Paths
from kpi.queries import programmes_after, programmes_granting, programmes_standing
from kpi.queries.moments import Moment, catalogue_of, release_for, release_of, resolve
from tests.access.earlier import earlier_than
from tests.access.people import PEOPLE

OUTSIDERS = ("viewer", "manager", "granted", "evaluator", "approver")
ROWS = {
    "programme_calls": ["zone", "call", "field", "task"],
    "programme_follow_ups": ["zone", "cohort", "moment"],
    "programme_funds": ["zone", "fund", "period"],
    "programme_support": ["zone", "period", "cohort", "cost_kind"],
}


def of_firms(moment: Moment, table: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each column of a table with one row a firm in a row of the table: the table's keys, `firm`, `amount`."""
    release = release_of(moment)
    if table == "programme_calls":
        facts = release.frame("SELECT * FROM facts_programme_applications WHERE decision = 'selected'")
        yield "granted_krw", facts.assign(amount=facts["granted_krw"])
    elif table == "programme_funds":
        facts = release.frame("SELECT * FROM facts_programme_funds")
        for kind in ("invested", "returned"):
            rows = facts[facts["kind"] == kind]
            yield f"{kind}_krw", rows.assign(amount=rows["amount_krw"])
    elif table == "programme_support":
        facts = release.frame("SELECT * FROM facts_programme_support WHERE entry_kind = 'paid'")
        yield "paid_krw", facts.assign(amount=facts["amount_krw"])
    else:
        yield from of_outcomes(release.frame("SELECT * FROM facts_programme_outcomes"))


def of_outcomes(facts: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    key = ["zone", "firm", "cohort"]
    before, after = facts[facts["moment"] == "before"], facts[facts["moment"] != "before"]
    for column in ("jobs_created", "investment_krw", "exports_krw"):
        yield column, after.assign(amount=after[column])
    both = after.merge(before[[*key, "revenue_krw", "employees"]], "inner", key, suffixes=("", "_then"))
    for now, then in (("revenue_krw", "revenue_before_krw"), ("employees", "employees_before")):
        known = both[both[now].notna() & both[f"{now}_then"].notna()]
        yield now, known.assign(amount=known[now])
        yield then, known.assign(amount=known[f"{now}_then"])


def is_safe(amounts: pd.Series, moment: Moment) -> bool:
    """The three rules on what each firm has in one sum."""
    rules, sizes = catalogue_of(moment).disclosure, amounts.abs().sort_values(ascending=False).tolist()
    first, second, rest = sizes[0], sum(sizes[1:2]), sum(sizes[2:])
    dominated = first + second > rules.two_largest_share * sum(sizes)
    return len(sizes) >= rules.fewest_firms and not dominated and rest >= rules.closeness * first


def shares(rows: pd.DataFrame, keys: list[str]) -> pd.Series:
    known = rows[rows["amount"].notna()]
    alone = known["submission"] + "-" + known["source_row"].astype(str)
    return (
        known.assign(firm=known["firm"].fillna(alone)).groupby([*keys, "firm"], dropna=False)["amount"].sum()
    )


def shown(moment: Moment, viewer: Viewer, table: str, column: str) -> pd.DataFrame:
    sql = f"SELECT {', '.join(ROWS[table])} FROM {table} WHERE {column} IS NOT NULL AND NOT isnan({column}::DOUBLE)"
    return release_for(viewer, moment).frame(sql)


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("table", ROWS)
def test_no_row_that_is_shown_tells_too_much_of_single_firms(built: Paths, table: str, role: str) -> None:
    moment, viewer, keys = resolve(built), PEOPLE[role], ROWS[table]
    for column, rows in of_firms(moment, table):
        held = shares(rows, keys)
        visible = set(
            map(str, shown(moment, viewer, table, column).fillna("").itertuples(index=False, name=None))
        )
        for key, amounts in held.groupby(level=keys, dropna=False):
            named = tuple(
                "" if pd.isna(part) else part for part in (key if isinstance(key, tuple) else (key,))
            )
            own = viewer.may_see_firms(named[0])
            assert own or str(named) not in visible or is_safe(amounts, moment), (column, named)
            assert not own or str(named) in visible, (column, named)


@pytest.mark.parametrize("table", ROWS)
def test_the_oracle_knows_every_table_and_column(built: Paths, table: str) -> None:
    assert set(ROWS) == set(SUMMED)
    assert {column for column, _ in of_firms(resolve(built), table)} == set(SUMMED[table].amounts)


def test_something_is_shown_and_something_withheld_in_each_table_that_has_both(built: Paths) -> None:
    moment, viewer = resolve(built), PEOPLE["viewer"]
    seen = {
        (table, column): (
            len(shown(moment, viewer, table, column)),
            len(shown(moment, PEOPLE["administrator"], table, column)),
        )
        for table in ROWS
        for column in SUMMED[table].amounts
    }
    assert all(whole for _, whole in seen.values())
    assert any(part for part, _ in seen.values()) and any(part < whole for part, whole in seen.values())


@pytest.mark.parametrize("role", OUTSIDERS)
def test_a_column_is_closed_where_the_metric_of_the_same_amounts_is(built: Paths, role: str) -> None:
    moment, viewer = resolve(built), PEOPLE[role]
    release = release_for(viewer, moment)
    for table, summed in SUMMED.items():
        for column, metric in summed.metrics.items():
            hidden = {
                zone
                for source in ("key_values", "categories")
                for (zone,) in release.rows(
                    f"SELECT DISTINCT zone FROM {source} WHERE metric = $metric AND status = 'withheld'",
                    {"metric": metric},
                )
            }
            told = set(shown(moment, viewer, table, column)["zone"])
            assert {zone for zone in told & hidden if not viewer.may_see_firms(zone)} == set(), (
                table,
                column,
            )


@pytest.fixture
def corrected_since(built: Paths, tmp_path: Path) -> Iterator[Moment]:
    """An earlier moment that differs from the newest release in one payment at a place that is open there."""
    change = "UPDATE programme_support SET paid_krw = paid_krw - 1 WHERE zone = 'incheon_campus'"
    with earlier_than(resolve(built), tmp_path, change) as moment:
        yield moment


@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_was_corrected_since_an_earlier_release_is_closed_in_it(
    built: Paths, corrected_since: Moment, role: str
) -> None:
    viewer = PEOPLE[role]
    places = [
        set(shown(moment, viewer, "programme_support", "paid_krw")["zone"])
        for moment in (resolve(built), corrected_since)
    ]
    assert places[0] - places[1] == {"incheon_campus"} and places[1] <= places[0]
    kept = [
        len(shown(moment, viewer, "programme_follow_ups", "employees"))
        for moment in (resolve(built), corrected_since)
    ]
    assert kept[0] == kept[1] > 0


def test_pages_tell_what_is_withheld_from_what_is_not_known(built: Paths) -> None:
    moment = resolve(built)
    for role, is_withheld in (("viewer", True), ("administrator", False)):
        viewer = PEOPLE[role]
        support = programmes_granting.support(viewer, moment, "special_zone", "gunsan", "")
        assert support["paid_krw_withheld"].all() == support["paid_krw"].isna().all() == is_withheld
        funds = programmes_standing.funds(viewer, moment, "incheon_campus", "")
        assert funds["invested_krw_withheld"].any() == is_withheld and not funds["committed_krw"].isna().all()
        calls = programmes_granting.calls(viewer, moment, "regional_ai", "")
        assert calls["largest_krw_withheld"].any() == calls["granted_krw_withheld"].any() == is_withheld
        after = programmes_after.follow_ups(viewer, moment, "special_zone", "", "")
        assert after["investment_krw_withheld"].all() == is_withheld and not after["employees_withheld"].any()
