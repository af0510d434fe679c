"""Whether a rule holds is asked of few rows, and those tell it of all."""

import pandas as pd
import pytest

from checks.rules import Rule
from checks.telling import telling_rows

ROWS = 10_000
RULES = [
    Rule("required_value", "zone", "critical", ""),
    Rule("known_zone", "zone", "critical", "", allowed=("gunsan", "gumi")),
    Rule("within_range", "fee", "warning", "", minimum=0.0),
    Rule("date_order", "left_on", "warning", "", earlier="entered_on"),
]


def frame_of(**changes: object) -> pd.DataFrame:
    """Rows that keep all rules, but for the values changed: `zone_77="x"` is what row 77 says."""
    days = pd.Series(pd.date_range("2020-01-01", periods=ROWS, freq="h")).astype("datetime64[s]")
    frame = pd.DataFrame(
        {
            "zone": pd.Series(["gunsan", "gumi"] * (ROWS // 2), dtype="str"),
            "fee": pd.Series(range(ROWS), dtype="float64"),
            "entered_on": days,
            "left_on": days + pd.Timedelta(days=1),
        }
    )
    for name, value in changes.items():
        column, _, row = name.rpartition("_")
        frame.loc[int(row), column] = value
    return frame


def test_of_ten_thousand_rows_a_handful_is_asked() -> None:
    assert len(telling_rows(RULES, frame_of())) < 10


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("zone_4321", None), ("zone_4321", "군산"), ("fee_4321", -1.0), ("left_on_4321", pd.Timestamp("2019-12-31")),
    ],
)  # fmt: skip
def test_the_one_row_that_breaks_a_rule_is_among_them(place: str, value: object) -> None:
    assert 4321 in telling_rows(RULES, frame_of(**{place: value})).index


def test_rows_keep_their_order_and_types() -> None:
    frame = frame_of(fee_5=None, zone_7=None)
    told = telling_rows(RULES, frame)
    assert told.index.is_monotonic_increasing
    assert told.dtypes.equals(frame.dtypes)


def test_values_of_several_types_are_all_asked() -> None:
    frame = frame_of().astype({"fee": "object"})
    assert len(telling_rows(RULES, frame)) == ROWS


def test_of_no_rows_none_are_asked() -> None:
    frame = frame_of().iloc[:0]
    assert not len(telling_rows(RULES, frame))
