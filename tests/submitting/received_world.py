"""A small product with a tenant register, into which files are received as drafts and prepared."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.drafts import Decisions, Prepared
from kpi.ledger import Ledger
from kpi.paths import PROJECT, Paths
from kpi.received import keep_stream
from pipelines.building import build
from pipelines.submitting import drafting
from pipelines.submitting.preparing import prepare
from tests.pipelines import small_world

HEADER = "특구,분기,투자번호,사업자등록번호,기업명,투자금액(백만원)"
REGISTER = "특구,기준시점,사업자등록번호,기업명,입주일"
KNOWN_FIRM = "123-45-67891"


@dataclass(frozen=True)
class ReceivedWorld:
    """Everything below one folder; `receive` makes a draft, `prepare` its answer."""

    world: small_world.SmallWorld

    @property
    def paths(self) -> Paths:
        return self.world.paths

    def receive(self, content: str | bytes, name: str = "분기.csv", **said: Any) -> str:
        """A draft of a file, with what is decided about it."""
        data = content if isinstance(content, bytes) else content.encode("cp949")
        kept = keep_stream(data, name, self.paths.received)
        with Ledger(self.paths.ledger_url) as ledger:
            draft = ledger.new_draft(kept.sha256, name, kept.size_bytes, "analyst").id
        self.decide(draft, **said)
        return draft

    def decide(self, draft: str, **said: Any) -> None:
        with Ledger(self.paths.ledger_url) as ledger:
            ledger.save_decisions(draft, Decisions(**said), "analyst")

    def prepare(self, draft: str) -> Prepared:
        return prepare(self.paths, draft)

    def prepared(self, content: str | bytes, name: str = "분기.csv", **said: Any) -> Prepared:
        """A file received and prepared."""
        return self.prepare(self.receive(content, name, **said))

    def facts(self, prepared: Prepared) -> pd.DataFrame:
        return pd.read_parquet(drafting.facts_of(self.paths, prepared.draft))

    def failing(self, prepared: Prepared) -> pd.DataFrame:
        return pd.read_parquet(drafting.failing_of(self.paths, prepared.draft))

    def stored(self, draft: str) -> Iterator[bytes]:
        """Every byte that lies in the draft's folder."""
        return (
            path.read_bytes() for path in drafting.folder_of(self.paths, draft).iterdir() if path.is_file()
        )


def received_world(folder: Path) -> ReceivedWorld:
    """A world with a tenant register of one firm and no release yet."""
    world = small_world.small_world(folder)
    tenants = small_world.read_yaml(PROJECT / "catalogue/datasets/tenant_firms.yml")
    small_world.write_yaml(world.paths.catalogue / "datasets/tenant_firms.yml", tenants)
    metrics = small_world.read_yaml(PROJECT / "catalogue/metrics.yml")
    kept = [each for each in metrics["metrics"] if each["id"] in ("investment_linked", "tenant_firms")]
    small_world.write_yaml(world.paths.catalogue / "metrics.yml", {"metrics": kept})
    return ReceivedWorld(world)


def with_past(folder: Path, *rows: str) -> ReceivedWorld:
    """A world whose newest release knows the register and these investments."""
    world = received_world(folder)
    register = f"{REGISTER}\n군산,2024Q4,{KNOWN_FIRM},㈜가상,2021-01-01\n"
    world.world.add("register.csv", register, dataset="tenant_firms")
    world.world.add("past.csv", table(*rows))
    build(world.paths)
    return world


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def deal(
    number: int, million: object = 100, zone: str = "군산", quarter: str = "2024Q1", firm: str = KNOWN_FIRM
) -> str:
    """One row of HEADER."""
    return f"{zone},{quarter},투자-{number},{firm},㈜가상,{million}"
