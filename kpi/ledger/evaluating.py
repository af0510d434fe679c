"""The part of the ledger that remembers the yearly evaluation."""

from typing import Any

from sqlalchemy import Engine

from kpi.ledger import assessments, rounds, scenarios, tables
from kpi.ledger.engine import reading, writing
from kpi.ledger.evaluation_values import Assessment, AssessmentState, NewRound, Round, Scenario


class EvaluationLedger:
    """Scenarios, evaluators' points and rounds. Every method is one transaction, and raises what `Ledger`'s do."""

    _engine: Engine

    def save_scenario(
        self, year: int, name: str, release: int, choices: dict[str, Any], actor: str, follows: str = ""
    ) -> Scenario:
        """Enters choices under a name and a fresh id for links; `follows` is the scenario it is a new version of.

        Exactly the followed one again changes nothing. Raises LedgerError for a blank name, an unknown scenario to
        follow and an unknown release.
        """
        with writing(self._engine) as connection:
            return scenarios.save(connection, year, name, release, choices, actor, follows)

    def discard_scenario(self, scenario: str, actor: str) -> Scenario:
        """Takes a scenario out of the lists and keeps who did so and when; again changes nothing.

        Raises LedgerError for an unknown one.
        """
        with writing(self._engine) as connection:
            return scenarios.discard(connection, scenario, actor)

    def scenario(self, scenario: str) -> Scenario:
        """The scenario of a link, a discarded one too. Raises LedgerError for an unknown one."""
        with reading(self._engine) as connection:
            return scenarios.one(connection, scenario)

    def scenarios(self, year: int) -> list[Scenario]:
        """A year's scenarios in their newest versions without those discarded, the last saved first."""
        with reading(self._engine) as connection:
            return scenarios.newest(connection, year)

    def save_assessment(
        self,
        year: int,
        zone: str,
        indicator: str,
        evaluator: str,
        points: float | None,
        reason: str = "",
        state: AssessmentState = "draft",
        version: int | None = None,
    ) -> Assessment:
        """Enters the next version of an evaluator's points; the same again changes nothing.

        Raises LedgerError when something submitted lacks points or a reason, when what was submitted would become a
        draft again, and where `version` is given and somebody has saved another since (0 = nothing saved yet).
        """
        with writing(self._engine) as connection:
            cell = (year, zone, indicator, evaluator)
            return assessments.save(connection, cell, points, reason, state, version)

    def assessments(self, year: int) -> list[Assessment]:
        """The points of a year that count, drafts too, by zone, indicator and evaluator."""
        with reading(self._engine) as connection:
            return assessments.current(connection, year)

    def assessment_versions(self, year: int) -> list[Assessment]:
        """Every version ever saved for a year, oldest first."""
        with reading(self._engine) as connection:
            return assessments.versions(connection, [tables.assessments.c.year == year])

    def next_round_number(self, year: int) -> int:
        """The number of the year's next round."""
        with reading(self._engine) as connection:
            return rounds.next_number(connection, year)

    def freeze_round(self, new: NewRound, actor: str, note: str = "") -> Round:
        """Enters a round whose outputs are written; its release is never pruned from then on.

        Raises LedgerError for an unknown release, and when another round has taken the number meanwhile.
        """
        with writing(self._engine) as connection:
            return rounds.freeze(connection, new, actor, note)

    def publish_round(self, round_id: str, actor: str, note: str = "") -> Round:
        """Marks a frozen round as published; once it is, nothing changes. Raises LedgerError for an unknown one."""
        with writing(self._engine) as connection:
            return rounds.publish(connection, round_id, actor, note)

    def round(self, round_id: str) -> Round:
        """One round by its id (`2024-1`). Raises LedgerError for an unknown one."""
        with reading(self._engine) as connection:
            return rounds.one(connection, round_id)

    def rounds(self, year: int | None = None) -> list[Round]:
        """Rounds of one year or of all, the newest first."""
        conditions = [] if year is None else [tables.rounds.c.year == year]
        with reading(self._engine) as connection:
            return rounds.read(connection, *conditions)
