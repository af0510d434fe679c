"""A file of investments as people send it, and what `submit` leaves of it."""

import re
from pathlib import Path

from commanding import Said, command
from small_world import SmallWorld

from kpi.ledger import Ledger

HEADING = "특구,분기,투자번호,사업자등록번호,{amount}"
ROWS = ("군산,2024Q1,투자-1,1234567891,{first}", "군산,2024Q1,투자-2,1234567891,30")
IDS = re.compile(r"\b[0-9a-f]{16}\b")


def investments(
    world: SmallWorld,
    first_deal: int,
    name: str = "투자.csv",
    amount: str = "투자금액(억원)",
    rows: tuple[str, ...] = ROWS,
) -> Path:
    """A CP949 file with a title row, as people send it."""
    file = world.folder / name
    lines = [
        "2024년 1분기 투자 현황",
        HEADING.format(amount=amount),
        *(row.format(first=first_deal) for row in rows),
    ]
    file.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp949"))
    return file


def submit(world: SmallWorld, file: Path, *options: str, lang: str | None = None) -> Said:
    return command(world, "submit", str(file), *options, lang=lang)


def draft_of(said: Said) -> str:
    """The draft that a refusal tells how to go on with."""
    return IDS.findall(said.out)[-1]


def drafts(world: SmallWorld, *states: str) -> list[str]:
    with Ledger(world.paths.ledger_url) as ledger:
        return [draft.id for draft in ledger.drafts(states)]  # type: ignore[arg-type]
