"""How each operation of the table is done: name → what somebody does, on a ledger in which others did things too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpi import audit, deciding, purging, remarks, rounds, scenarios, trays
from kpi.access import Role, Viewer
from kpi.catalogue import NATIONAL
from kpi.drafts import Decisions, Prepared
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.queries.assessing import assess
from kpi.queries.evaluated import Choices
from kpi.queries.moments import ledger_of, resolve
from kpi.signin import administering

YEAR, JUDGED = 2024, "tenant_nurturing.nurturing_cases"
SOMEBODY = Viewer("#90", Role.ADMINISTRATOR, None)
DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Doing:
    """Who does something where."""

    viewer: Viewer
    paths: Paths

    def draft(self, whose: str, *zones: str, state: str = "open") -> str:
        """A draft, one's own or somebody else's, of a file that speaks for zones."""
        actor = self.viewer.name if whose == "own" else SOMEBODY.name
        draft: Draft = ledger_of(self.paths).new_draft("aa" * 32, "file.csv", 10, actor)
        folder: Path = self.paths.drafts / draft.id
        folder.mkdir(parents=True)
        read = Prepared(draft=draft.id, decisions=Decisions(), kind="csv", zones=zones)
        (folder / "prepared.json").write_text(read.model_dump_json(), "utf-8")
        if state != "open":
            ledger_of(self.paths).set_draft_state(draft.id, state, actor)  # type: ignore[arg-type]
        return draft.id

    def download(self, whose: str, zone: str) -> None:
        found = ledger_of(self.paths).draft(self.draft(whose, zone))
        deciding.require_download(self.viewer, self.paths, found)

    def scenario(self, whose: str) -> str:
        actor = self.viewer.name if whose == "own" else SOMEBODY.name
        return ledger_of(self.paths).save_scenario(YEAR, "plan", 1, {"year": YEAR}, actor, "").id

    def round(self, state: str = "frozen") -> str:
        found = rounds.freeze(SOMEBODY, self.paths, Choices(year=YEAR), 1)
        if state == "published":
            rounds.publish(SOMEBODY, self.paths, found.id)
        return found.id

    def remark(self, zone: str) -> str:
        return remarks.write(SOMEBODY, self.paths, zone, YEAR, "commentary", "의견").id

    def tray(self, whose: str) -> object:
        actor = self.viewer.name if whose == "own" else SOMEBODY.name
        held = ledger_of(self.paths).tray(actor, "gunsan", YEAR)
        return trays.save(self.viewer, self.paths, held, [{"title": "chart"}])

    def person(self) -> int:
        return ledger_of(self.paths).add_person("lee", "이평가", "evaluator", None).id

    def grant(self) -> int:
        who = self.person()
        return ledger_of(self.paths).give_grant(who, ["pohang"], "점검", DAY, DAY, SOMEBODY.name).id


def _assess(by: Doing) -> object:
    moment = resolve(by.paths, release=1)
    return assess(by.viewer, by.paths, moment, YEAR, "gunsan", JUDGED, 70, "사유")


def _write(zone: str) -> Callable[[Doing], object]:
    return lambda by: remarks.write(by.viewer, by.paths, zone, YEAR, "commentary", "의견")


def _change(zone: str) -> Callable[[Doing], object]:
    return lambda by: remarks.change(by.viewer, by.paths, by.remark(zone), "고친 의견")


def _withdraw(zone: str) -> Callable[[Doing], object]:
    return lambda by: remarks.withdraw(by.viewer, by.paths, by.remark(zone))


def _on_draft(
    deed: Callable[..., object], whose: str, *zones: str, state: str = "open"
) -> Callable[[Doing], object]:
    return lambda by: deed(by.viewer, by.paths, by.draft(whose, *zones, state=state))


def _decide(viewer: Viewer, paths: Paths, draft: str) -> object:
    return deciding.decide(viewer, paths, draft, Decisions(dataset="investments"))


DEEDS: dict[str, Callable[[Doing], object]] = {
    "draft.begin": lambda by: deciding.begin(by.viewer, by.paths, "bb" * 32, "f.csv", 1),
    "draft.decide own": _on_draft(_decide, "own", "gunsan"),
    "draft.decide others": _on_draft(_decide, "others", "gunsan"),
    "draft.submit gunsan": _on_draft(deciding.submit, "own", "gunsan"),
    "draft.submit pohang": _on_draft(deciding.submit, "own", "pohang"),
    "draft.submit national": _on_draft(deciding.submit, "own", NATIONAL),
    "draft.submit others": _on_draft(deciding.submit, "others", "gunsan"),
    "draft.approve": _on_draft(deciding.approve, "others", "gunsan", state="submitted"),
    "draft.reopen own": _on_draft(deciding.reopen, "own", "gunsan", state="submitted"),
    "draft.reopen others": _on_draft(deciding.reopen, "others", "gunsan", state="submitted"),
    "draft.discard own": _on_draft(deciding.discard, "own", "gunsan"),
    "draft.discard others": _on_draft(deciding.discard, "others", "gunsan"),
    "draft.release": lambda by: deciding.require_releasing(by.viewer),
    "draft.download own": lambda by: by.download("own", "pohang"),
    "draft.download gunsan": lambda by: by.download("others", "gunsan"),
    "draft.download pohang": lambda by: by.download("others", "pohang"),
    "scenario.save": lambda by: scenarios.save(by.viewer, by.paths, YEAR, "plan", 1, {"year": YEAR}),
    "scenario.list": lambda by: by.scenario("others") and scenarios.listed(by.viewer, by.paths, YEAR),
    "scenario.open": lambda by: scenarios.opened(by.viewer, by.paths, by.scenario("others")),
    "scenario.discard own": lambda by: scenarios.discard(by.viewer, by.paths, by.scenario("own")),
    "scenario.discard others": lambda by: scenarios.discard(by.viewer, by.paths, by.scenario("others")),
    "assessment.save": _assess,
    "round.freeze": lambda by: rounds.freeze(by.viewer, by.paths, Choices(year=YEAR), 1),
    "round.publish": lambda by: rounds.publish(by.viewer, by.paths, by.round()),
    "round.list frozen": lambda by: by.round() and rounds.rounds(by.viewer, by.paths),
    "round.list published": lambda by: by.round("published") and rounds.rounds(by.viewer, by.paths),
    "round.reopen frozen": lambda by: rounds.reopen(by.viewer, by.paths, by.round()),
    "round.reopen published": lambda by: rounds.reopen(by.viewer, by.paths, by.round("published")),
    "round.recompute": lambda by: rounds.recompute(by.viewer, by.paths, by.round("published")) == (),
    **{f"remark.write {zone}": _write(zone) for zone in ("gunsan", "pohang", NATIONAL)},
    **{f"remark.change {zone}": _change(zone) for zone in ("gunsan", "pohang")},
    **{f"remark.withdraw {zone}": _withdraw(zone) for zone in ("gunsan", "pohang")},
    "tray.save own": lambda by: by.tray("own"),
    "tray.save others": lambda by: by.tray("others"),
    "received.old": lambda by: purging.old_files(by.viewer, by.paths, 30) == [],
    "received.purge": lambda by: purging.purge(by.viewer, by.paths, 30) == [],
    "person.list": lambda by: by.person() and administering.people(by.viewer, by.paths),
    "person.add": lambda by: administering.add(by.viewer, by.paths, "kim", "김", Role.VIEWER, (), ()),
    "person.change": lambda by: administering.change(by.viewer, by.paths, by.person(), role="viewer"),
    "person.erase": lambda by: administering.erase(by.viewer, by.paths, by.person()),
    "link.make": lambda by: administering.reset_link(by.viewer, by.paths, by.person()),
    "session.end": lambda by: administering.end_sessions(by.viewer, by.paths, by.person()),
    "grant.list": lambda by: by.grant() and administering.grants(by.viewer, by.paths),
    "grant.give": lambda by: administering.give(
        by.viewer, by.paths, by.person(), ["pohang"], "점검", DAY, DAY
    ),
    "grant.end": lambda by: administering.close_grant(by.viewer, by.paths, by.grant()),
    "log.search": lambda by: by.remark("gunsan") and audit.searched(by.viewer, by.paths).entries,
    "log.export": lambda by: by.remark("gunsan") and audit.exported(by.viewer, by.paths),
    "log.verify": lambda by: audit.verified(by.viewer, by.paths),
}
# Reads and questions of right, which change nothing; `draft.release` is entered by whoever makes the release.
NOT_RECORDED = {
    "draft.release", "draft.download", "round.list", "round.reopen", "round.recompute", "received.old",
    "scenario.list", "scenario.open", "person.list", "grant.list", "log.search",
}  # fmt: skip
