"""One draft on its way from the file to a release, told step by step on the console."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from kpi import deciding
from kpi.access import Viewer, as_plain
from kpi.catalogue import Catalogue
from kpi.drafts import Comparison, Prepared, Released
from kpi.errors import KpiError
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.text import Text
from kpi.worker.answering import function_of
from pipelines.commands.speaking import REFUSED, bar, plain, tell_faults
from pipelines.jobs import JOBS, noted

OK = 0


@dataclass
class Taking:
    """A draft with everything needed to go on with it and to tell of it; `shown` rows and numbers are listed."""

    paths: Paths
    catalogue: Catalogue
    draft: Draft
    viewer: Viewer
    text: Text
    console: Console
    shown: int

    def to_its_end(self, release: bool) -> int:
        """Prepares, compares and, if asked to, releases. Returns the exit code: 0, or 1 where something is wrong."""
        try:
            code = self._taken(release)
        except KpiError as error:
            tell_faults(self.text, error)
            code = REFUSED
        if code == REFUSED:
            key = "pipelines.draft.kept" if release else "pipelines.draft.not_ready"
            plain(self.console, self.text(key, draft=self.draft.id))
        return code

    def _taken(self, release: bool) -> int:
        from pipelines.commands import difference, found

        prepared: Prepared = self._done("prepare")
        found.tell(self.console, self.text, prepared, self.catalogue)
        if prepared.already:
            return self._already(prepared.already)
        if prepared.error_count or prepared.blocking or not prepared.rows:
            return REFUSED
        comparison: Comparison = self._done("compare")
        dataset = self.catalogue.datasets[prepared.decisions.dataset]
        difference.tell(self.console, self.text, comparison, self.catalogue, dataset, self.shown)
        if not prepared.ready:
            return REFUSED
        if not release:
            plain(self.console, self.text("pipelines.draft.would_do"))
        elif self.viewer.may_release:
            self._tell_released(self._done("release", viewer=as_plain(self.viewer)))
        else:
            self._hand_in()
        return OK

    def _hand_in(self) -> None:
        """Asks for approval, for those who may not publish themselves. Raises KpiError where they may not do that."""
        if self.draft.state != "open":
            deciding.require_releasing(self.viewer)
        deciding.submit(self.viewer, self.paths, self.draft.id)
        plain(self.console, self.text("pipelines.draft.submitted", draft=self.draft.id), "bold green")

    def _already(self, submission: str) -> int:
        """The same file with the same decisions changes nothing, and its draft is not needed."""
        plain(self.console, self.text("pipelines.draft.already", submission=submission))
        with contextlib.suppress(KpiError):
            deciding.discard(self.viewer, self.paths, self.draft.id)
        return OK

    def _tell_released(self, released: Released) -> None:
        key = "pipelines.draft.released" if released.new else "pipelines.draft.unchanged"
        words = self.text(
            key,
            release=released.release,
            submissions=", ".join(released.submissions),
            seconds=f"{released.seconds:.1f}",
        )
        plain(self.console, words, "bold green")

    def _done(self, job: str, **arguments: Any) -> Any:
        """What the job's function answers, with a bar, while the ledger knows of it."""
        function: Callable[..., Any] = function_of(JOBS[job])
        with bar(self.console, self.text) as report, noted(self.paths, self.draft.id, job):
            return function(self.paths, self.draft.id, report=report, **arguments)
