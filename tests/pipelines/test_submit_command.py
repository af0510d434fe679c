"""`submit` and what belongs to it, as a user types them: a file from where it lies to a release, and back."""

import re
from pathlib import Path

import pytest
import yaml
from commanding import LANGUAGES, Said, command, refused
from small_world import EOK, SmallWorld, small_world, table
from submitted import ROWS, draft_of, drafts, investments, submit

from kpi.drafts import Comparison
from kpi.ledger import Ledger
from pipelines.commands import submit as submitting
from tests.built import copied


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """Release 1: two deals of 100 and 30 억원 in Gunsan, taken in by `submit`."""
    world = small_world(tmp_path_factory.mktemp("submit"))
    said = command(world, "submit", str(investments(world, 100)), "--yes", "--known-on", "2025-01-01")
    assert said.code == 0 and world.value() == 130
    return world


@pytest.fixture
def world(first: SmallWorld, tmp_path: Path) -> SmallWorld:
    """A copy of it, to be changed."""
    copied(first.folder, tmp_path / "world")
    return SmallWorld(tmp_path / "world")


def releases(world: SmallWorld) -> int:
    with Ledger(world.paths.ledger_url) as ledger:
        return len(ledger.releases())


def counts(said: Said) -> list[int]:
    """Rows added, changed, removed and unchanged, as printed."""
    (line,) = [line for line in said.out.splitlines() if line.startswith("  + ")]
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", line)]


def test_a_dry_run_says_what_accepting_would_do_and_changes_nothing(world: SmallWorld) -> None:
    before, file = world.standing(), investments(world, 120)
    said = submit(world, file, "--dry-run", "--known-on", "2025-02-01")
    assert (said.code, said.err) == (0, "")
    for words in ("cp949", "투자연계(investments)", "2024년 1분기 투자 현황", "[unit_scaled]", "미리 보기만"):
        assert words in said.out
    assert counts(said) == [0, 1, 0, 1]
    assert "투자금액: 10,000,000,000 원 → 12,000,000,000 원" in said.out
    assert re.search(
        r"전북 군산 +│ +2024년 1분기 +│ +당해 +│ +130\.0억원 +│ +150\.0억원 +│ +\+15\.4%", said.out
    )
    assert world.standing() == before
    assert drafts(world, "open", "submitted", "approved") == []
    assert [
        folder for folder in world.paths.drafts.iterdir() if folder.name in drafts(world, "discarded")
    ] == []


def test_accepting_prints_the_same_and_publishes(world: SmallWorld) -> None:
    file = investments(world, 120)
    tried = submit(world, file, "--dry-run", "--known-on", "2025-02-01")
    done = submit(world, file, "--yes", "--known-on", "2025-02-01")
    assert (done.code, done.err, world.value()) == (0, "", 150)
    assert "릴리스 2번을 공개했습니다" in done.out
    assert done.out.split("릴리스 2번")[0] == tried.out.split("미리 보기만")[0]


def test_what_is_printed_is_what_the_page_gets(world: SmallWorld) -> None:
    said = submit(world, investments(world, 120), "--yes", "--known-on", "2025-02-01", lang="en")
    (draft,) = [each for each in drafts(world, "released") if each in said_drafts(world)]
    comparison = Comparison.model_validate_json((world.paths.drafts / draft / "comparison.json").read_bytes())
    found = [comparison.added, comparison.changed, comparison.removed, comparison.unchanged]
    assert counts(said) == found == [0, 1, 0, 1]
    assert f"Numbers that change: {comparison.effect_count}" in said.out
    assert said.out.count("KRW 13.00bn │ KRW 15.00bn") == comparison.effect_count == len(comparison.effects)


def said_drafts(world: SmallWorld) -> set[str]:
    """The draft of the newest submission."""
    with Ledger(world.paths.ledger_url) as ledger:
        return {ledger.submissions()[-1].draft}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ko",
            ["자료: 투자연계", "공표일: 2025-02-01", "이름이 같음", "+ 추가 0", "현재 자료와 비교", "점검"],
        ),
        ("en", ["Dataset: Investment linked", "Known on: 2025-02-01", "+ Added 0", "checks found nothing"]),
    ],
)
def test_everything_is_told_in_the_language_asked_for(
    world: SmallWorld, language: str, words: list[str]
) -> None:
    said = submit(world, investments(world, 120), "--dry-run", "--known-on", "2025-02-01", lang=language)
    assert [each for each in words if each not in said.out] == []
    if language == "en":
        untranslated = re.sub(
            r"투자[\w()-]*|특구\w*|분기|군산|사업자등록번호|2024년 1|현황|억원|원", "", said.out
        )
        assert re.findall(r"[가-힣]+", untranslated) == []


def test_the_same_file_again_is_known_and_changes_nothing(world: SmallWorld) -> None:
    file = investments(world, 120)
    assert submit(world, file, "--yes", "--known-on", "2025-02-01").code == 0
    for _ in range(2):
        said = submit(world, file, "--yes", "--known-on", "2025-02-01")
        assert said.code == 0 and "이미 반영된 파일입니다" in said.out
    assert releases(world) == 2 and drafts(world, "open") == []


def test_nine_vintages_each_change_one_row(world: SmallWorld) -> None:
    for at in range(1, 4):
        said = submit(world, investments(world, 100 + at), "--yes", "--known-on", f"2025-02-{at:02}")
        assert counts(said) == [0, 1, 0, 1]
    assert (world.value(), releases(world)) == (133, 4)


def test_a_heading_nobody_knows_is_asked_for_and_resume_goes_on_with_the_answer(world: SmallWorld) -> None:
    before = world.standing()
    file = investments(world, 120, amount="이번에 들어온 돈(억원)")
    said = submit(world, file, "--yes", "--known-on", "2025-02-01", "--dataset", "investments")
    assert said.code == 1 and "투자금액 (amount_krw)" in said.out and "--column" in said.out
    assert world.standing() == before
    draft = draft_of(said)
    assert f"resume {draft} --yes" in said.out
    looked = command(world, "resume", draft, "--column", "이번에 들어온 돈=투자금액")
    assert looked.code == 0 and counts(looked) == [0, 1, 0, 1] and releases(world) == 1
    done = command(world, "resume", draft, "--yes")
    assert (done.code, world.value()) == (0, 150)


def test_a_refused_file_submitted_again_goes_on_with_its_draft(world: SmallWorld) -> None:
    file = investments(world, 120, amount="이번에 들어온 돈(억원)")
    options = ("--yes", "--known-on", "2025-02-01", "--dataset", "investments")
    ids = {draft_of(submit(world, file, *options)) for _ in range(3)}
    assert len(ids) == 1 and set(drafts(world, "open")) == ids


def test_a_unit_can_be_named(world: SmallWorld) -> None:
    file = investments(world, 120, amount="투자금액")
    said = submit(world, file, "--yes", "--known-on", "2025-02-01", "--unit", "투자금액=억원")
    assert (said.code, world.value()) == (0, 150)


def test_a_value_can_be_explained(world: SmallWorld) -> None:
    rows = ("새만금 옆,2024Q1,투자-1,1234567891,{first}", ROWS[1])
    file = investments(world, 120, rows=rows)
    options = ("--yes", "--known-on", "2025-02-01")
    said = submit(world, file, *options)
    assert said.code == 1 and "새만금 옆" in said.out and "--value" in said.out
    done = command(world, "resume", draft_of(said), "--value", "특구:새만금 옆=gunsan", "--yes")
    assert (done.code, world.value()) == (0, 150)


def test_cells_can_be_corrected_and_rows_left_out(world: SmallWorld) -> None:
    rows = ("군산,2024Q1,투자-1,1234567891,백이십", "군산,2024Q1,투자-9,1234567891,모름", ROWS[1])
    file = investments(world, 0, rows=rows)
    said = submit(world, file, "--yes", "--known-on", "2025-02-01")
    assert said.code == 1 and "백이십" in said.out and "3행" in said.out
    done = command(world, "resume", draft_of(said), "--correct", "3:투자금액=120", "--left-out", "4", "--yes")
    assert (done.code, world.value()) == (0, 150)
    with Ledger(world.paths.ledger_url) as ledger:
        decisions = ledger.submissions()[-1].decisions
    assert decisions["corrections"] == [{"sheet": "", "row": 3, "column": "투자금액", "text": "120"}]
    assert decisions["left_out"] == [{"sheet": "", "row": 4}]


def test_a_repair_can_be_refused(world: SmallWorld) -> None:
    said = submit(world, investments(world, 120), "--dry-run", "--refuse", "zone_alias")
    assert said.code == 1 and "[zone_alias]" not in said.out
    assert "이대로는 반영할 수 없습니다" in said.out


def test_a_warning_needs_a_reason_which_is_kept(world: SmallWorld) -> None:
    rows = (*ROWS, "합계,,,,999")
    file = investments(world, 120, rows=rows)
    said = submit(world, file, "--yes", "--known-on", "2025-02-01")
    assert said.code == 1 and '--reason "totals_match=' in said.out and releases(world) == 1
    assert counts(said) == [0, 1, 0, 1]
    done = command(world, "resume", draft_of(said), "--reason", "totals_match=원본의 합계가 틀림", "--yes")
    assert (done.code, world.value()) == (0, 150)
    with Ledger(world.paths.ledger_url) as ledger:
        assert ledger.submissions()[-1].reasons == {"totals_match": "원본의 합계가 틀림"}


def test_decisions_can_come_from_a_file_and_options_win(world: SmallWorld) -> None:
    decided = {
        "dataset": "investments", "mode": "amend", "known_on": "2024-05-05", "licence": "내부",
        "title": {"ko": "투자 보완", "en": "More investment"}, "units": {"amount_krw": "억원"},
    }  # fmt: skip
    answers = world.folder / "answers.yml"
    answers.write_text(yaml.safe_dump(decided, allow_unicode=True), "utf-8")
    file = investments(world, 0, amount="투자금액", rows=("군산,2024Q1,투자-3,1234567891,5",))
    said = submit(
        world,
        file,
        "--yes",
        "--decisions",
        str(answers),
        "--known-on",
        "2025-03-01",
        "--publisher",
        "시험 | Test",
    )
    assert (said.code, counts(said), world.value()) == (0, [1, 0, 0, 2], 135)
    with Ledger(world.paths.ledger_url) as ledger:
        newest = ledger.submissions()[-1]
    assert (newest.mode, newest.known_on.isoformat()) == ("amend", "2025-03-01")
    assert newest.side_car["title"] == {"ko": "투자 보완", "en": "More investment"}
    assert newest.side_car["publisher"] == {"ko": "시험", "en": "Test"}


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--yes", "--dry-run"],
        ["--yes", "--dataset", "no_such"],
        ["--yes", "--dataset", "investments", "--series", "no_such"],
        ["--yes", "--mode", "append"],
        ["--yes", "--known-on", "yesterday"],
        ["--yes", "--dataset", "investments", "--column", "제목=no_such"],
        ["--yes", "--column", "제목=no_such"],
        ["--yes", "--column", "no sign"],
        ["--yes", "--value", "no colon=x"],
        ["--yes", "--unit", "=억원"],
        ["--yes", "--reason", "totals_match"],
        ["--yes", "--left-out", "third"],
        ["--yes", "--correct", "투자금액=3"],
        ["--yes", "--decisions", "{broken}"],
        ["--yes", "--decisions", "{unknown}"],
        ["--yes", "--decisions", "no-such-file.yml"],
        ["--yes", "--lang", "fr"],
    ],
)
def test_what_was_typed_wrongly_ends_with_two_before_anything_is_kept(
    world: SmallWorld, options: list[str]
) -> None:
    for name, content in {"broken": "a: [", "unknown": "colour: red"}.items():
        (world.folder / f"{name}.yml").write_text(content)
    filled = [
        each.format(**{n: world.folder / f"{n}.yml" for n in ("broken", "unknown")}) for each in options
    ]
    before, received = world.standing(), sorted(world.paths.received.rglob("*"))
    said = submit(world, investments(world, 999), *filled)
    assert said.code == 2 and said.err
    assert world.standing() == before and sorted(world.paths.received.rglob("*")) == received
    assert drafts(world, "open", "discarded") == []


def test_a_file_that_is_not_there_ends_with_two(world: SmallWorld) -> None:
    assert submit(world, world.folder / "no-such.csv", "--yes").code == 2
    assert submit(world, world.folder, "--yes").code == 2


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 500, b"PK\x03\x04 broken", "아무 말\n".encode(), b"a,b\n1,2\n"]
)
def test_what_cannot_be_read_is_refused_in_words_and_nothing_changes(
    world: SmallWorld, content: bytes
) -> None:
    file = world.folder / "이상한 파일.xlsx"
    file.write_bytes(content)
    before = world.standing()
    for language in LANGUAGES:
        said = submit(world, file, "--dry-run", lang=language)
        assert said.code == 1 and "Traceback" not in said.out + said.err
        assert "이상한 파일.xlsx" in said.out + said.err or "0" in said.out
    assert world.standing() == before and world.leftovers() == []
    assert drafts(world, "open") == []


def test_a_file_beyond_the_limit_is_refused_with_it(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submitting, "LARGEST_BYTES", 2 << 20)
    file = world.folder / "large.csv"
    file.write_bytes(b"x" * (3 << 20))
    received = sorted(world.paths.received.rglob("*"))
    said = refused(world, "submit", str(file), "--yes")
    assert "2MB" in said["ko"].replace(" ", "") and "2MB" in said["en"].replace(" ", "")
    assert sorted(world.paths.received.rglob("*")) == received


def test_drafts_are_listed_approved_discarded_and_taken_up_again(world: SmallWorld) -> None:
    assert "작성 중인 제출이 없습니다" in command(world, "drafts", lang="ko").out
    file = investments(world, 120, amount="이번에 들어온 돈(억원)")
    draft = draft_of(submit(world, file, "--yes", "--dataset", "investments"))
    listed = command(world, "drafts", lang="en")
    assert draft in listed.out and "투자.csv" in listed.out and "reading and checking finished" in listed.out
    assert command(world, "discard", draft).code == 0
    assert draft not in command(world, "drafts").out and draft in command(world, "drafts", "--all").out
    command(world, "resume", draft)
    assert drafts(world, "open") == [draft]


def test_an_approved_draft_is_published_by_resume_and_its_decisions_stand(world: SmallWorld) -> None:
    draft = waiting(world)
    assert command(world, "approve", draft).code == 0
    said = refused(world, "resume", draft, "--known-on", "2020-01-01")
    assert "투자.csv" in said["ko"]
    done = command(world, "resume", draft, "--yes")
    assert (done.code, world.value()) == (0, 150)
    with Ledger(world.paths.ledger_url) as ledger:
        assert ledger.submissions()[-1].approver == "local"


def waiting(world: SmallWorld) -> str:
    """A draft whose approval has been asked for."""
    file = investments(world, 120, rows=(*ROWS, "합계,,,,999"))
    draft = draft_of(submit(world, file, "--yes", "--known-on", "2025-02-01"))
    assert command(world, "resume", draft, "--reason", "totals_match=원본의 합계가 틀림").code == 0
    with Ledger(world.paths.ledger_url) as ledger:
        ledger.set_draft_state(draft, "submitted", "analyst")
    return draft


@pytest.mark.parametrize("line", ["approve", "discard", "resume"])
def test_a_draft_nobody_knows_is_refused(world: SmallWorld, line: str) -> None:
    assert all("no-such" in said for said in refused(world, line, "no-such").values())


def newest_submission(world: SmallWorld) -> str:
    with Ledger(world.paths.ledger_url) as ledger:
        return ledger.submissions()[-1].id


def test_undo_brings_the_numbers_back(world: SmallWorld) -> None:
    submit(world, investments(world, 120), "--yes", "--known-on", "2025-02-01")
    said = command(world, "undo", newest_submission(world), lang="en")
    assert said.code == 0 and "published release 3" in said.out and world.value() == 130
    again = submit(world, investments(world, 120), "--yes", "--known-on", "2025-02-01")
    assert (again.code, world.value()) == (0, 150)


def test_undo_names_what_rests_on_a_submission_before_it_does_anything(world: SmallWorld) -> None:
    base = newest_submission(world)
    more = investments(world, 0, name="보완.csv", rows=("군산,2024Q1,투자-3,1234567891,5",))
    assert submit(world, more, "--yes", "--known-on", "2025-02-01", "--mode", "amend").code == 0
    later = newest_submission(world)
    assert world.value() == 135
    said = command(world, "undo", base)
    assert said.code == 1 and later in said.out and "--with-later" in said.out and releases(world) == 2
    assert command(world, "undo", base, "--with-later", "--keep-later").code == 2
    assert command(world, "undo", base, "--keep-later").code == 0 and world.value() == 5
    with Ledger(world.paths.ledger_url) as ledger:
        assert [each.id for each in ledger.submissions()] == [later]


def test_undo_with_what_rests_on_it_takes_both_back(world: SmallWorld) -> None:
    submit(world, investments(world, 120), "--yes", "--known-on", "2025-02-01")
    base = newest_submission(world)
    more = investments(world, 0, name="보완.csv", rows=("군산,2024Q1,투자-3,1234567891,5",))
    submit(world, more, "--yes", "--known-on", "2025-03-01", "--mode", "amend")
    assert world.value() == 155
    assert command(world, "undo", base, "--with-later").code == 0
    assert world.value() == 130


def test_a_submission_nobody_knows_cannot_be_undone(world: SmallWorld) -> None:
    assert all("no-such" in said for said in refused(world, "undo", "no-such").values())


def test_a_file_of_the_wrong_shape_for_the_dataset_names_what_is_missing(world: SmallWorld) -> None:
    file = world.folder / "other.csv"
    file.write_text(table("1,2", header="a,b"))
    said = submit(world, file, "--dry-run", "--dataset", "investments", lang="en")
    assert said.code == 1 and "Amount (amount_krw)" in said.out


def test_amounts_are_told_to_the_last_won(world: SmallWorld) -> None:
    file = investments(
        world, 100 * EOK + 1, amount="투자금액(원)", rows=(ROWS[0], ROWS[1].replace("30", str(30 * EOK)))
    )
    said = submit(world, file, "--dry-run", "--known-on", "2025-02-01")
    assert "10,000,000,000 원 → 10,000,000,001 원" in said.out
