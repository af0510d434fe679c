"""Who does what on the command line, what a file is said to speak for, and what may not be written down."""

from pathlib import Path

import pytest
from commanding import command, refused
from small_world import SmallWorld, small_world
from submitted import ROWS, draft_of, drafts, investments, submit

from kpi.ledger import Ledger, Submission
from tests.built import copied

DATED = ("--yes", "--known-on", "2025-02-01")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """Release 1: two deals of 100 and 30 억원 in Gunsan."""
    world = small_world(tmp_path_factory.mktemp("rights"))
    assert submit(world, investments(world, 100), "--yes", "--known-on", "2025-01-01").code == 0
    return world


@pytest.fixture
def world(first: SmallWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallWorld:
    """A copy of it, to be changed, where nobody has said who acts."""
    for name in ("KPI_ACTOR", "KPI_ROLE", "KPI_ZONES"):
        monkeypatch.delenv(name, raising=False)
    copied(first.folder, tmp_path / "world")
    return SmallWorld(tmp_path / "world")


def newest(world: SmallWorld) -> Submission:
    with Ledger(world.paths.ledger_url) as ledger:
        return ledger.submissions()[-1]


def actors(world: SmallWorld, draft: str) -> list[tuple[str, str]]:
    with Ledger(world.paths.ledger_url) as ledger:
        return [(step.state, step.actor) for step in ledger.draft_steps(draft)]


def test_the_history_names_who_did_it(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    assert submit(world, investments(world, 110), *DATED).code == 0
    assert newest(world).actor == "local"
    monkeypatch.setenv("KPI_ACTOR", "kim")
    assert submit(world, investments(world, 120), *DATED).code == 0
    assert newest(world).actor == "kim"
    assert submit(world, investments(world, 130), *DATED, "--actor", "lee").code == 0
    assert newest(world).actor == "lee"
    assert command(world, "undo", newest(world).id, "--actor", "park").code == 0
    with Ledger(world.paths.ledger_url) as ledger:
        newest_release = ledger.newest_release()
    assert newest_release is not None and newest_release.actor == "park"


def test_an_analyst_asks_for_approval_and_an_approver_gives_it(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_ROLE", "analyst")
    monkeypatch.setenv("KPI_ZONES", "gunsan, pohang")
    said = submit(world, investments(world, 120), *DATED, "--actor", "kim")
    assert (said.code, world.value()) == (0, 130)
    (draft,) = drafts(world, "submitted")
    assert "승인을 요청했습니다" in said.out
    for line in (("approve", draft), ("resume", draft, "--yes"), ("undo", newest(world).id)):
        assert "'실무자'" in refused(world, *line, "--actor", "kim")["ko"]
    monkeypatch.setenv("KPI_ROLE", "approver")
    assert command(world, "approve", draft, "--actor", "choi").code == 0
    assert command(world, "resume", draft, "--yes", "--actor", "choi").code == 0
    assert world.value() == 150 and newest(world).approver == "choi"
    told = [("open", "kim"), ("submitted", "kim"), ("approved", "choi"), ("released", "choi")]
    assert actors(world, draft) == told


def test_a_file_of_another_zone_is_not_taken(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPI_ROLE", "analyst")
    monkeypatch.setenv("KPI_ZONES", "pohang")
    said = submit(world, investments(world, 120), *DATED)
    assert said.code == 1 and "권한이 없습니다" in said.err
    assert drafts(world, "submitted") == []


def test_a_strangers_draft_is_neither_gone_on_with_nor_put_away(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = investments(world, 120, amount="이번에 들어온 돈(억원)")
    draft = draft_of(submit(world, file, *DATED, "--dataset", "investments", "--actor", "kim"))
    monkeypatch.setenv("KPI_ROLE", "analyst")
    for line in ("resume", "discard"):
        assert draft in refused(world, line, draft, "--actor", "lee")["ko"]
    assert command(world, "discard", draft, "--actor", "kim").code == 0


def test_a_role_that_does_not_exist_is_told(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPI_ROLE", "king")
    said = refused(world, "submit", str(investments(world, 120)), "--yes")
    assert "king" in said["ko"] and "analyst" in said["en"]


def test_a_registration_number_cannot_be_typed_as_a_correction(world: SmallWorld) -> None:
    rows = ("군산,2024Q1,투자-1,12-34,{first}", ROWS[1])
    file, number = investments(world, 120, rows=rows), "123-45-67891"
    said = submit(world, file, *DATED, "--correct", f"3:사업자등록번호={number}")
    assert said.code == 1 and "3행" in said.err and number not in said.out + said.err
    assert drafts(world, "open") == []
    draft = draft_of(submit(world, file, *DATED))
    assert command(world, "resume", draft, "--correct", f"3:사업자등록번호={number}").code == 1
    assert number.encode() not in b"".join(
        path.read_bytes() for path in world.paths.warehouse.glob("ledger.sqlite*")
    )
    assert command(world, "resume", draft, "--left-out", "3").code == 0


def test_a_file_can_be_said_to_speak_for_more_than_it_holds(world: SmallWorld) -> None:
    elsewhere = investments(world, 0, rows=("포항,2024Q1,투자-7,1234567891,5",))
    assert submit(world, elsewhere, "--yes", "--known-on", "2025-01-15").code == 0
    file, covers = investments(world, 120), ("--covers-zone", "강소(포항)", "--covers-zone", "gunsan")
    tried = submit(world, file, "--dry-run", *DATED[1:], *covers, "--covers-period", "2024년 1분기")
    assert tried.code == 0 and "삭제 1" in tried.out
    done = submit(world, file, *DATED, *covers, "--covers-period", "2024Q1", "--licence", "공공누리 1유형")
    assert done.code == 0
    assert newest(world).slices == ("gunsan|2024Q1", "pohang|2024Q1")
    assert newest(world).side_car["licence"] == "공공누리 1유형"


@pytest.mark.parametrize("covers", [("--covers-zone", "달나라"), ("--covers-period", "언젠가")])
def test_a_place_or_time_that_is_none_ends_with_two(world: SmallWorld, covers: tuple[str, str]) -> None:
    said = submit(world, investments(world, 120), *DATED, *covers)
    assert said.code == 2 and covers[1] in said.err
