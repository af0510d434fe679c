"""A draft and what the pipeline would answer, without the pipeline: the page is tested for itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from kpi.catalogue import Names
from kpi.drafts import (
    ColumnFit,
    Comparison,
    DatasetFit,
    Decisions,
    Effect,
    FailingRow,
    FaultGroup,
    Prepared,
    RowChange,
    UnknownValue,
    fault_as_json,
)
from kpi.errors import Fault, Place
from kpi.ledger import Draft, Ledger
from kpi.paths import Paths
from kpi.submissions import CheckOutcome, Repair
from kpi.ui.submit.work import overlaid
from kpi.worker import JobState
from tests.built import copied

FILE = "투자_2026년_2분기.csv"
CONTENT = "특구,분기,투자번호,투자금액\n군산,2026년 2분기,A-1,7억\n".encode("cp949")


def decided(**changed: Any) -> Decisions:
    """Complete decisions, as the pipeline fills them in."""
    return Decisions(
        dataset="investments",
        series="submitted",
        mode="replace",
        known_on=date(2026, 7, 10),
        title=Names(ko="2026년 2분기 투자", en="Investments, Q2 2026"),
        publisher=Names(ko="군산 강소특구", en="Gunsan zone"),
        columns={"구분": "zone", "분기": "period", "금액": "amount_krw", "사업자번호": "firm", "대표자": ""},
    ).model_copy(update=changed)


def prepared(draft: str, **changed: Any) -> Prepared:
    """A file that wants something in every step."""
    fault = Fault("staging_errors.not_a_quarter", Place(FILE, "", 9, "분기"), "2026년 봄", "2026년 1분기")
    base = Prepared(
        draft=draft,
        decisions=decided(),
        kind="csv",
        encoding="cp949",
        delimiter=",",
        datasets=(
            DatasetFit(dataset="investments", confidence=0.97, found=("zone", "period"), missing=()),
            DatasetFit(dataset="startups", confidence=0.4, found=("zone",), missing=("startup",)),
        ),
        columns=(
            ColumnFit(
                sheet="",
                heading="구분",
                column="zone",
                confidence=0.5,
                why="content",
                samples=("군산", "포항"),
                choices=("zone", "kind"),
            ),
            ColumnFit(
                sheet="",
                heading="분기",
                column="period",
                confidence=1.0,
                why="synonym",
                samples=("2026년 2분기",),
                choices=("period",),
            ),
            ColumnFit(
                sheet="",
                heading="금액",
                column="amount_krw",
                confidence=0.8,
                why="synonym",
                unit="백만원",
                samples=("700", "1,200"),
                choices=("amount_krw",),
            ),
            ColumnFit(
                sheet="",
                heading="사업자번호",
                column="firm",
                confidence=1.0,
                why="synonym",
                samples=("123-45-67890",),
                choices=("firm",),
            ),
        ),
        unknown_values=(
            UnknownValue(
                column="zone", heading="구분", written="군산시", count=3, first_row=5, suggestions=("gunsan",)
            ),
        ),
        repairs=(
            Repair("filled_down", "구분:6", "", "군산", 4),
            Repair("zone_alias", "구분:5", "강소(군산)", "전북 군산", 2),
            Repair("zone_alias", "구분:8", "강소(포항)", "경북 포항", 1),
        ),
        notes=("※ 잠정치",),
        errors=(FaultGroup(code=fault.code, column="period", count=1, faults=(fault_as_json(fault),)),),
        error_count=1,
        outcomes=(
            CheckOutcome(
                "within_range",
                "warning",
                "investments",
                column_name="amount_krw",
                rows_checked=12,
                rows_failed=1,
                observed="9",
                expected="0–5",
            ),
            CheckOutcome("totals_match", "info", "investments", rows_checked=12, rows_failed=1),
        ),
        failing=(
            FailingRow(
                check_code="within_range", column="amount_krw", heading="금액", sheet="", row=7, value="9조"
            ),
        ),
        rows=12,
        head=({"zone": "gunsan", "period": "2026Q2", "amount_krw": 700_000_000, "firm": "secret"},),
        zones=("gunsan",),
        periods=("2026Q2",),
    )
    return base.model_copy(update=changed)


def clean(draft: str, **changed: Any) -> Prepared:
    """A file that nothing stands in the way of."""
    nothing = {"unknown_values": (), "errors": (), "error_count": 0, "outcomes": (), "failing": ()}
    sure = tuple(fit.model_copy(update={"confidence": 1.0}) for fit in prepared(draft).columns)
    return prepared(draft, **{**nothing, "columns": sure, **changed})


def comparison(draft: str, **changed: Any) -> Comparison:
    """Two rows more, one changed, one gone; one number moves."""
    base = Comparison(
        draft=draft,
        mode="replace",
        base="b",
        added=2,
        changed=1,
        removed=1,
        unchanged=9,
        changes=(
            RowChange(
                kind="changed",
                zone="gunsan",
                period="2026Q2",
                key={"deal": "A-1"},
                before={"amount_krw": 500_000_000},
                after={"amount_krw": 700_000_000},
                source_row=5,
            ),
            RowChange(
                kind="removed",
                zone="gunsan",
                period="2026Q2",
                key={"deal": "A-9"},
                before={"amount_krw": 100_000_000},
            ),
        ),
        effects=(
            Effect(
                metric="investment_linked",
                zone="gunsan",
                period="2026Q2",
                basis="in_period",
                before=5_000_000_000,
                after=7_990_000_000,
            ),
        ),
        effect_count=1,
    )
    return base.model_copy(update=changed)


@dataclass
class FakeWorker:
    """Does every job at once: `answers` make what the real one would leave behind."""

    paths: Paths
    answers: dict[str, Callable[..., Any]] = field(default_factory=dict)
    started: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    held: bool = False
    states: list[JobState] = field(default_factory=list)

    def start(self, job: str, **arguments: Any) -> str:
        self.started.append((job, arguments))
        draft = str(arguments.get("draft_id", ""))
        state = JobState(job, str(len(self.started)), draft, "running", total=4, done=1)
        self.states.append(state)
        if not self.held:
            self.finish()
        return state.id

    def warm_up(self) -> None:
        """Nothing to import."""

    def finish(self) -> None:
        """Everything that runs ends."""
        self.states = [state if state.ended else self._ended(state) for state in self.states]

    def _ended(self, state: JobState) -> JobState:
        answer = self.answers.get(state.job, lambda *_: {})(state.draft)
        if isinstance(answer, Fault):
            return replace(state, state="failed", faults=(answer,))
        return replace(state, state="done", result=answer)

    def state(self, job_id: str) -> JobState:
        return next(state for state in self.states if state.id == job_id)

    def latest(self, draft: str) -> JobState | None:
        return next((state for state in reversed(self.states) if state.draft == draft), None)

    @property
    def jobs(self) -> list[str]:
        return [job for job, _ in self.started]


@dataclass(frozen=True)
class Desk:
    """A warehouse of its own with a fake worker."""

    paths: Paths
    worker: FakeWorker

    def draft(self, decisions: Decisions | None = None) -> Draft:
        """A draft of the file."""
        with Ledger(self.paths.ledger_url) as ledger:
            made = ledger.new_draft("ab" * 32, FILE, len(CONTENT), "local")
            if decisions is not None:
                ledger.save_decisions(made.id, decisions, "local")
            return ledger.draft(made.id)

    def decide(self, draft: Draft, decisions: Decisions) -> None:
        """Decides elsewhere, past the page."""
        with Ledger(self.paths.ledger_url) as ledger:
            ledger.save_decisions(draft.id, decisions, "local")

    def now(self, draft: Draft) -> Draft:
        """The draft as the ledger has it."""
        return self.now_of(draft.id)

    def now_of(self, draft_id: str) -> Draft:
        """The draft of this id as the ledger has it."""
        with Ledger(self.paths.ledger_url) as ledger:
            return ledger.draft(draft_id)

    def answer(self, draft: str, made: Prepared | Comparison) -> dict[str, Any]:
        """Leaves an answer where the pipeline would, later than any before."""
        name = "prepared.json" if isinstance(made, Prepared) else "comparison.json"
        folder = self.paths.drafts / draft
        folder.mkdir(parents=True, exist_ok=True)
        time.sleep(0.002)
        (folder / name).write_text(made.model_dump_json(), "utf-8")
        return made.model_dump(mode="json")


def own_world(built: Paths, folder: Path) -> Paths:
    """A copy of the built warehouse that a test may write to."""
    copied(built.warehouse, folder / "warehouse")
    (folder / "raw").mkdir()
    return replace(built, raw=folder / "raw", warehouse=folder / "warehouse")


def as_decided(desk: Desk, draft: str, made: Any) -> Any:
    """The answer as one to what the ledger holds: what was left open is filled in."""
    with_ledger = desk.now_of(draft).decisions
    return made.model_copy(update={"decisions": overlaid(made.decisions, with_ledger)})


def clear_the_way(desk: Desk, **changed: Any) -> None:
    desk.worker.answers["prepare"] = lambda draft: desk.answer(
        draft, as_decided(desk, draft, clean(draft, **changed))
    )
