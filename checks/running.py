"""Run a dataset's suite over staged frames, chunk by chunk, and say what failed as data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from checks import engine
from checks.found import ROW_COLUMNS, Checked, passed, stacked
from checks.frames import canonical
from checks.rules import MISSING_COLUMN, Rule, rules_of
from checks.suites import suite_of
from checks.telling import telling_rows
from kpi.catalogue import Catalogue
from kpi.submissions import CheckOutcome

SHOWN_VALUES = 3


@dataclass
class _Tally:
    """One rule's result, summed over the chunks seen so far."""

    rows_checked: int = 0
    rows_failed: int = 0
    problem: str | None = None
    shown: list[str] = field(default_factory=list)

    def add(self, values: pd.Series) -> None:
        """Counts failing values and keeps the first distinct ones, one more than are shown."""
        self.rows_failed += len(values)
        distinct = values.drop_duplicates().head(SHOWN_VALUES + 1)
        self.shown = list(dict.fromkeys([*self.shown, *distinct]))[: SHOWN_VALUES + 1]

    @property
    def observed(self) -> str:
        """Why the check could not run, or the first failing values."""
        more = ["…"] if len(self.shown) > SHOWN_VALUES else []
        return self.problem or ", ".join([*self.shown[:SHOWN_VALUES], *more])


class Checking:
    """Checks one submission: `add` each chunk of its staged rows, then read `outcomes`."""

    def __init__(self, catalogue: Catalogue, dataset_id: str, submission: str = "", file: str = "") -> None:
        self.catalogue = catalogue
        self.dataset = catalogue.datasets[dataset_id]
        self.rules = rules_of(catalogue, self.dataset)
        self.submission, self.file = submission, file
        self._tallies = [_Tally() for _ in self.rules]
        self._missing: dict[str, int] = {}

    def add(self, *frames: pd.DataFrame) -> pd.DataFrame:
        """Checks more staged rows (`source_row`, and `sheet` where known); the failing ones come back.

        Frames handed over together are asked together whether they hold, which costs as much as for one.
        """
        for frame in frames:
            self._note(frame)
        checked = [canonical(self.dataset, frame) for frame in frames]
        failing: dict[int, list[pd.DataFrame]] = {}
        for alike in _of_the_same_types(checked):
            runnable = self._runnable(checked[alike[0]])
            if failed := self._failed([checked[at] for at in alike], runnable):
                failing |= {at: self._failing_rows(frames[at], checked[at], failed) for at in alike}
        return stacked([each for at in sorted(failing) for each in failing[at]])

    def outcomes(self) -> tuple[CheckOutcome, ...]:
        """One outcome a rule over all rows added, and one for each required column that was not there."""
        absent = [self._absent_outcome(column, rows) for column, rows in self._missing.items()]
        ran = [self._outcome(rule, tally) for rule, tally in zip(self.rules, self._tallies, strict=True)]
        return (*absent, *ran)

    def _note(self, frame: pd.DataFrame) -> None:
        """Counts the rows that the rules are asked of, and those that lack a required column."""
        for position in self._runnable(frame):
            self._tallies[position].rows_checked += len(frame)
        for column in self.dataset.stored_columns:
            if column.required and column.id not in frame.columns:
                self._missing[column.id] = self._missing.get(column.id, 0) + len(frame)

    def _runnable(self, frame: pd.DataFrame) -> list[int]:
        """Positions of the rules whose columns are there: Great Expectations would raise for the others."""
        names = {"", *frame.columns}
        return [position for position, rule in enumerate(self.rules) if {rule.column, rule.earlier} <= names]

    def _failed(self, checked: Sequence[pd.DataFrame], chosen: Sequence[int]) -> list[int]:
        """Positions of the rules that do not hold; those that could not run are noted and left out.

        Most rules hold, and whether they do a few rows tell; where they do not is asked of all.
        """
        failed: list[int] = []
        rules = [self.rules[position] for position in chosen]
        told = pd.concat([telling_rows(rules, each) for each in checked], ignore_index=True)
        for position, result in self._results(told, chosen, rows=False):
            problem = _problem_of(result)
            if problem is not None:
                self._tallies[position].problem = problem
            elif not result.success:
                failed.append(position)
        return sorted(failed)

    def _failing_rows(
        self, frame: pd.DataFrame, checked: pd.DataFrame, failed: Sequence[int]
    ) -> list[pd.DataFrame]:
        """Where the failed rules do not hold, in the order of the rules."""
        found: dict[int, pd.DataFrame] = {}
        looked_at = {
            name for at in failed for name in (self.rules[at].column, self.rules[at].earlier) if name
        }
        asked = checked[[name for name in checked.columns if name in looked_at]]
        for position, result in self._results(pd.DataFrame(asked), failed, rows=True):
            rule = self.rules[position]
            # A column of one wrong type throughout is reported without rows: every value it holds is wrong.
            holding = checked[rule.column].notna().to_numpy().nonzero()[0]
            failing = frame.iloc[result.result.get("unexpected_index_list", holding)]
            found[position] = self._rows_of(rule, failing)
            self._tallies[position].add(pd.Series(found[position]["value"]))
        return [found[position] for position in sorted(found)]

    def _results(self, checked: pd.DataFrame, chosen: Sequence[int], rows: bool) -> Iterable[tuple[int, Any]]:
        """Each rule's position with its result."""
        asked = suite_of(self.catalogue, self.dataset.id, self.rules, chosen)
        for result in engine.validate(checked, asked, rows):
            yield result.expectation_config.meta["rule"], result

    def _rows_of(self, rule: Rule, failing: pd.DataFrame) -> pd.DataFrame:
        """Failing staged rows in the shape of `check_rows`."""
        value = _as_text(pd.Series(failing[rule.column]))
        if rule.earlier:
            value = value + " < " + _as_text(pd.Series(failing[rule.earlier]))
        columns = {
            "submission": self.submission,
            "check_code": rule.check_code,
            "file": self.file,
            "sheet": failing["sheet"].astype("str").to_numpy() if "sheet" in failing.columns else "",
            "source_row": failing["source_row"].to_numpy("int64"),
            "column_name": rule.column,
            "value": value.to_numpy(),
        }
        return pd.DataFrame(columns, index=range(len(failing)), columns=ROW_COLUMNS)

    def _outcome(self, rule: Rule, tally: _Tally) -> CheckOutcome:
        return CheckOutcome(
            check_code=rule.check_code,
            severity=rule.severity,
            dataset=self.dataset.id,
            submission=self.submission,
            column_name=rule.column,
            rows_checked=tally.rows_checked,
            rows_failed=tally.rows_failed,
            observed=tally.observed,
            expected=rule.expected,
            broken=tally.problem is not None,
        )

    def _absent_outcome(self, column: str, rows: int) -> CheckOutcome:
        return CheckOutcome(
            check_code=MISSING_COLUMN,
            severity="critical",
            dataset=self.dataset.id,
            submission=self.submission,
            column_name=column,
            rows_checked=rows,
            rows_failed=rows,
            expected=column,
        )


def check(
    catalogue: Catalogue,
    dataset_id: str,
    frames: pd.DataFrame | Iterable[pd.DataFrame],
    submission: str = "",
    file: str = "",
) -> Checked:
    """Every rule of the dataset over all rows of one submission."""
    checking = Checking(catalogue, dataset_id, submission, file)
    chunks = [frames] if isinstance(frames, pd.DataFrame) else frames
    failing = stacked([checking.add(chunk) for chunk in chunks])
    return Checked(checking.outcomes(), failing)


def blocking(outcomes: Iterable[CheckOutcome]) -> tuple[CheckOutcome, ...]:
    """The outcomes that keep a submission out: critical ones that failed, and those that could not run."""
    return tuple(outcome for outcome in outcomes if outcome.severity == "critical" and not passed(outcome))


def _of_the_same_types(frames: Sequence[pd.DataFrame]) -> list[list[int]]:
    """Positions of the frames that have the same columns of the same types, and may be asked together."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for position, frame in enumerate(frames):
        found.setdefault(tuple(frame.dtypes.items()), []).append(position)
    return list(found.values())


def _problem_of(result: Any) -> str | None:
    """Why the check itself could not run, or None where it ran.

    Great Expectations reports one exception, or one for each metric that raised.
    """
    reports = [report for report in result.exception_info.values() if isinstance(report, dict)]
    raised = [report for report in reports or [result.exception_info] if report.get("raised_exception")]
    return str(raised[0].get("exception_message") or "?").split("\n")[0][:300] if raised else None


def _as_text(values: pd.Series) -> pd.Series:
    """Values as a reader would write them: days without a time, nothing for a missing one."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        texts = values.dt.strftime("%Y-%m-%d")
    else:
        texts = values.astype("str")
    return pd.Series(texts).astype("object").where(values.notna(), "").astype("str")
