"""Registration numbers and names of people stay in the received file."""

from pathlib import Path

import pytest

from kpi.drafts import Correction, Decisions, Prepared
from kpi.errors import FileError
from kpi.ledger import Ledger
from kpi.text import LANGUAGES, Text
from pipelines.submitting.secrets import refuse_secrets
from tests.submitting.received_world import ReceivedWorld, received_world

HEADER = "특구,기준시점,사업자등록번호,기업명,대표자,대표자 연락용 성명,입주일,비고"
NUMBERS = ("1234567891", "123-45-67891", "220-81-62517", "2208162517", "12-345-6789", "900101-1234567")
NAMES = ("홍길동", "남궁옥분")


@pytest.fixture
def world(tmp_path: Path) -> ReceivedWorld:
    return received_world(tmp_path)


@pytest.fixture
def prepared(world: ReceivedWorld) -> Prepared:
    """A register with right, repeated, malformed and misplaced numbers."""
    rows = [
        "군산,2024Q4,123-45-67891,㈜가,홍길동,홍길동,2021-01-01,전화 220-81-62517",
        "군산,2024Q4,1234567891,㈜가,남궁옥분,남궁옥분,2021-01-01,",
        "군산,2024Q4,12-345-6789,㈜나,홍길동,홍길동,2021-01-01,900101-1234567",
        "없는곳,2024Q4,2208162517,㈜다,홍길동,홍길동,어제,",
    ]
    return world.prepared("\n".join([HEADER, *rows]) + "\n")


def test_neither_numbers_nor_names_lie_in_the_drafts_folder(world: ReceivedWorld, prepared: Prepared) -> None:
    assert prepared.error_count == 3
    assert [each.check_code for each in prepared.blocking] == ["key_unique"]
    for content in world.stored(prepared.draft):
        assert [word for word in (*NUMBERS, *NAMES) if word.encode() in content] == []


def test_samples_and_failing_cells_are_masked(world: ReceivedWorld, prepared: Prepared) -> None:
    samples = {fit.heading: fit.samples for fit in prepared.columns}
    assert samples["사업자등록번호"][:2] == ("123-**-*****", "123*******")
    assert samples["대표자"] == ("홍**", "남**")
    assert samples["대표자 연락용 성명"] == ("홍**", "남**")
    assert samples["비고"][0] == "전화 220-**-*****"
    written = world.failing(prepared).set_index("check_code")["written"]
    assert written["staging_errors.not_a_firm"] == "12-3**-****"


def test_what_was_hashed_and_dropped_is_said(prepared: Prepared) -> None:
    said = {(each.kind, each.place) for each in prepared.repairs}
    assert {("firm_hashed", "사업자등록번호"), ("personal_dropped", "대표자")} <= said


def test_a_firm_is_shown_by_the_start_of_its_hash_only(world: ReceivedWorld, prepared: Prepared) -> None:
    assert all(row["firm"] is None or len(row["firm"]) == 7 for row in prepared.head)
    assert world.facts(prepared)["firm"].dropna().str.len().eq(20).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_repair_has_its_words(language: str) -> None:
    words = Text(language)(
        "reading.repairs.firm_hashed", before="사업자등록번호", after="", place="", count=3
    )
    assert "사업자등록번호" in words


REGISTER = f"{HEADER}\n군산,2024Q4,12-345-6789,㈜나,홍길동,홍길동,2021-01-01,\n"


def corrected(column: str, text: str) -> Decisions:
    return Decisions(corrections=(Correction(sheet="", row=2, column=column, text=text),))


@pytest.mark.parametrize(
    "said",
    [
        corrected("사업자등록번호", "123-45-67891"),
        corrected("대표자", "남궁옥분"),
        corrected("대표자 연락용 성명", "남궁옥분"),
        corrected("비고", "전화 220-81-62517"),
        corrected("사업자번호", "1234567891"),
        corrected("비고", "1234567891").model_copy(
            update={"columns": {"비고": "firm", "사업자등록번호": ""}}
        ),
        Decisions(values={"firm": {"12-345-6789": "123-45-67891"}}),
    ],
)
def test_nothing_that_names_somebody_can_be_decided(world: ReceivedWorld, said: Decisions) -> None:
    with Ledger(world.paths.ledger_url) as ledger:
        draft = ledger.draft(world.receive(REGISTER))
        with pytest.raises(FileError) as refused:
            refuse_secrets(world.paths, draft, said, ledger.remembered_mapping)
    (fault,) = refused.value.faults
    assert fault.code == "submitting_errors.sensitive_decision"
    assert not [word for word in (*NUMBERS, *NAMES) if word in str(vars(fault))]


@pytest.mark.parametrize(
    "said", [corrected("입주일", "2021-02-01"), corrected("사업자등록번호", ""), corrected("기업명", "㈜다")]
)
def test_what_names_nobody_can_be_corrected(world: ReceivedWorld, said: Decisions) -> None:
    with Ledger(world.paths.ledger_url) as ledger:
        draft = ledger.draft(world.receive(REGISTER))
        assert refuse_secrets(world.paths, draft, said, ledger.remembered_mapping) is None


def test_a_file_that_cannot_be_opened_is_judged_by_the_words_of_its_headings(world: ReceivedWorld) -> None:
    with Ledger(world.paths.ledger_url) as ledger:
        draft = ledger.draft(world.receive(b"%PDF-1.7"))
        with pytest.raises(FileError):
            refuse_secrets(world.paths, draft, corrected("대표이사", "홍길동"), ledger.remembered_mapping)


def test_a_decision_that_names_somebody_is_forgotten_when_the_file_is_read(world: ReceivedWorld) -> None:
    said = corrected("사업자등록번호", "123-45-67891").corrections
    other = corrected("입주일", "2021-02-01").corrections
    draft = world.receive(REGISTER, corrections=(*said, *other))
    found = world.prepare(draft)
    assert "submitting_errors.sensitive_decision" in {group.code for group in found.errors}
    with Ledger(world.paths.ledger_url) as ledger:
        assert ledger.draft(draft).decisions.corrections == other == found.decisions.corrections
    assert not [content for content in world.stored(draft) if b"123-45-67891" in content]
