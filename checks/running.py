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
from kpi.catalogue import Catalogue
from kpi.submissions import CheckOutcome

CHUNK_ROWS = 1_000_000
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

    def add(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Checks more staged rows (`source_row`, and `sheet` where known); the failing ones come back."""
        starts = range(0, len(frame), CHUNK_ROWS)
        return stacked([self._add_chunk(frame.iloc[start : start + CHUNK_ROWS]) for start in starts])

    def outcomes(self) -> tuple[CheckOutcome, ...]:
        """One outcome a rule over all rows added, and one for each required column that was not there."""
        absent = [self._absent_outcome(column, rows) for column, rows in self._missing.items()]
        ran = [self._outcome(rule, tally) for rule, tally in zip(self.rules, self._tallies, strict=True)]
        return (*absent, *ran)

    def _add_chunk(self, frame: pd.DataFrame) -> pd.DataFrame:
        self._note_missing_columns(frame)
        runnable = self._runnable(frame)
        for position in runnable:
            self._tallies[position].rows_checked += len(frame)
        checked = canonical(self.dataset, frame)
        failed = self._failed(checked, runnable)
        return stacked(self._failing_rows(frame, checked, failed) if failed else [])

    def _note_missing_columns(self, frame: pd.DataFrame) -> None:
        for column in self.dataset.stored_columns:
            if column.required and column.id not in frame.columns:
                self._missing[column.id] = self._missing.get(column.id, 0) + len(frame)

    def _runnable(self, frame: pd.DataFrame) -> list[int]:
        """Positions of the rules whose columns are there: Great Expectations would raise for the others."""
        names = {"", *frame.columns}
        return [position for position, rule in enumerate(self.rules) if {rule.column, rule.earlier} <= names]

    def _failed(self, checked: pd.DataFrame, chosen: Sequence[int]) -> list[int]:
        """Positions of the rules that do not hold; those that could not run are noted and left out.

        Asking only whether a rule holds is twice as fast as asking where, and most rules hold.
        """
        failed: list[int] = []
        for position, result in self._results(checked, chosen, rows=False):
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
        for position, result in self._results(checked, failed, rows=True):
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
