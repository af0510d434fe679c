"""Bad input is told what, where, what is allowed and what to do, in both languages, and changes nothing."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from commanding import command, refused
from small_world import HEADER, SmallWorld, read_yaml, small_world, table, write_yaml

from pipelines.moments import build_moment
from pipelines.storing import build_lock


def zip_bomb() -> bytes:
    """A workbook of a few hundred kB that would unpack to 300 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(300 << 20))
    return content.getvalue()


ENCRYPTED = (
    bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
)
# Name, content, then what the message must hold (what, where, allowed, remedy) in Korean and in English.
FILES = [
    ("empty.csv", b"", ["비어 있습니다", "다시 제출"], ["is empty", "submit it again"]),
    (
        "picture.csv",
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        ["표 파일이 아닙니다", "PNG", "CSV, TSV, XLSX", "저장해"],
        ["not a table", "PNG", "CSV, TSV, XLSX", "Save it as"],
    ),
    (
        "page.csv",
        "<!DOCTYPE html><html><body>로그인이 필요합니다</body></html>",
        ["표 파일이 아닙니다", "HTML", "CSV, TSV, XLSX", "저장해"],
        ["not a table", "HTML", "CSV, TSV, XLSX", "Save it as"],
    ),
    ("locked.xlsx", ENCRYPTED, ["암호가 걸린", "암호를 해제해"], ["password", "without a password"]),
    (
        "bomb.xlsx",
        zip_bomb(),
        ["압축을 풀면 300MB", "64MB 이하", "다시 제출"],
        ["unpack to 300 MB", "64 MB or less", "submit it again"],
    ),
    (
        "zone.csv",
        table("아틀란티스,2024Q1,가-1,1234567891,5"),
        ["2행, 특구 열", "아틀란티스", "경북 포항, 전북 군산", "별칭으로 등록"],
        ["row 2, column 특구", "아틀란티스", "경북 포항, 전북 군산", "as an alias"],
    ),
    (
        "column.csv",
        table("군산,2024Q1,가-1,1234567891,5", header=HEADER.replace("투자금액(원)", "뜻 모를 열")),
        ["1행, 투자금액 열", "필수 열", "투자유치액", "열을 추가하거나"],
        ["row 1, column 투자금액", "required column", "투자유치액", "Add the column"],
    ),
    (
        "no_header.csv",
        "가,나,다\n1,2,3\n",
        ["제목행을 찾지 못했습니다", "특구, 분기, 투자번호", "확인하거나"],
        ["header", "특구, 분기, 투자번호", "Check"],
    ),
    (
        "key.csv",
        table("군산,2024Q1,가-1,1234567891,5", "군산,2024Q1,가-1,1234567891,6"),
        ["2행, 특구, 투자번호 열", "2, 3", "gunsan / 가-1", "한 번만", "맞는 행만 남기고"],
        ["row 2, column 특구, 투자번호", "2, 3", "gunsan / 가-1", "may occur once", "Keep the right row"],
    ),
    (
        "number.csv",
        table("군산,2024Q1,가-1,1234567891,많음"),
        ["2행, 투자금액 열", "많음", "79억 9000만 원", "숫자를 고치거나"],
        ["row 2, column 투자금액", "많음", "79억 9000만 원", "Correct the number"],
    ),
    (
        "period.csv",
        table("군산,언젠가,가-1,1234567891,5"),
        ["2행, 분기 열", "언젠가", "2024년 1분기", "적어 주십시오"],
        ["row 2, column 분기", "언젠가", "2024년 1분기", "Write the period"],
    ),
    (
        "range.csv",
        table("군산,2024Q1,가-1,1234567891,-5"),
        ["2행, 투자금액 열", "-5", "허용되는 값", "고친 뒤"],
        ["row 2, column 투자금액", "-5", "Allowed", "Correct these rows"],
    ),
]


@pytest.fixture(scope="module")
def standing_world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    world = small_world(tmp_path_factory.mktemp("bad"))
    world.add_investment("good.csv", 100)
    assert command(world, "build").code == 0
    return world


@pytest.fixture
def world(standing_world: SmallWorld) -> Iterator[SmallWorld]:
    """A world with one release, whose inbox and catalogue are put back afterwards."""
    catalogue = {file: file.read_bytes() for file in standing_world.paths.catalogue.rglob("*.yml")}
    inbox = set(standing_world.inbox.iterdir())
    yield standing_world
    for file in set(standing_world.inbox.iterdir()) - inbox:
        file.unlink()
    for file, content in catalogue.items():
        file.write_bytes(content)
    assert standing_world.value() == 100


@pytest.mark.parametrize(("name", "content", "korean", "english"), FILES, ids=[name for name, *_ in FILES])
def test_a_bad_file_is_refused_with_all_its_words(
    world: SmallWorld, name: str, content: bytes | str, korean: list[str], english: list[str]
) -> None:
    world.add(name, content, "2025-02-01")
    said = refused(world, "build")
    for language, words in (("ko", korean), ("en", english)):
        assert said[language].count(f" - {name}") == 1
        assert [word for word in words if word not in said[language]] == []


def test_all_faults_of_all_files_are_listed_at_once_and_the_good_file_among_them_waits(
    world: SmallWorld,
) -> None:
    rows = [
        "아틀란티스,2024Q1,가,1234567891,5",
        "군산,언젠가,나,1234567891,5",
        "군산,2024Q1,다,1234567891,많음",
    ]
    world.add("three.csv", table(*rows), "2025-02-01")
    world.add("none.csv", "", "2025-02-02")
    world.add_investment("fine.csv", 200, "2025-02-03")
    for text in refused(world, "build").values():
        assert [text.count(f" - {name}") for name in ("three.csv", "none.csv", "fine.csv")] == [3, 1, 0]
    world.remove(world.inbox / "three.csv", world.inbox / "none.csv", world.inbox / "fine.csv")


def test_side_cars_that_are_missing_wrong_or_alone_are_named_together(world: SmallWorld) -> None:
    world.remove(world.add("alone.csv", table()))
    (world.inbox / "alone.csv").write_text(table())
    world.add("wrong.csv", table(), dataset="nothing_such", mode="overwrite", colour="red")
    write_yaml(world.inbox / "gone.csv.yml", {"title": "?"})
    said = refused(world, "build")
    for text, words in ((said["ko"], "부속 정보"), (said["en"], "side-car")):
        assert words.lower() in text.lower()
        assert [name for name in ("alone.csv", "gone.csv.yml") if text.count(f" - {name}") != 1] == []
        assert text.count(" - wrong.csv.yml") == 3


def test_every_fault_of_a_catalogue_is_listed_with_file_entry_value_and_what_is_allowed(
    world: SmallWorld,
) -> None:
    metrics = world.paths.catalogue / "metrics.yml"
    content = read_yaml(metrics)
    content["metrics"][0] |= {
        "unit": "dollars",
        "population": "nobody",
        "counted": {"dataset": "x", "aggregate": "count"},
    }
    write_yaml(metrics, content)
    said = refused(world, "build")
    for text in said.values():
        assert text.count(" - metrics.yml, investment_linked") == 3
        assert all(word in text for word in ("dollars", "krw", "nobody", "tenants", "published_values"))
    assert "오타를 고치거나" in said["ko"] and "Correct the spelling" in said["en"]


def test_a_catalogue_that_is_no_yaml_is_named_with_its_row(world: SmallWorld) -> None:
    (world.paths.catalogue / "zones.yml").write_text("zones:\n  - id: [\n", "utf-8")
    said = refused(world, "build")
    assert "zones.yml, 3행" in said["ko"] and "들여쓰기와 따옴표" in said["ko"]
    assert "zones.yml, row 3" in said["en"] and "indentation and quotes" in said["en"]


def test_a_second_build_at_the_same_time_is_told_who_is_building(world: SmallWorld) -> None:
    world.add_investment("late.csv", 300, "2025-03-01")
    with build_lock(world.paths):
        said = refused(world, "build")
    assert "다른 빌드가 실행 중" in said["ko"] and "끝난 뒤 다시 실행" in said["ko"]
    assert "Another build is running" in said["en"] and "Run it again" in said["en"]


def test_a_day_before_anything_was_known_is_refused_in_words(world: SmallWorld) -> None:
    said = refused(world, "moment", "2001-01-01")
    assert "2001-01-01" in said["ko"] and "더 늦은 날짜" in said["ko"]
    assert "2001-01-01" in said["en"] and "later day" in said["en"]
    assert build_moment(world.paths, date(2025, 1, 1)).exists()
