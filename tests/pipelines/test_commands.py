"""Every command in both languages, as a user types it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commanding import LANGUAGES, Said, command, refused
from small_world import SmallWorld, small_world

from kpi.ledger import Ledger
from kpi.paths import PROJECT

SAYS = {
    "status": {
        "ko": ["최신 릴리스 2번", "제출 파일 2개", "2행"],
        "en": ["Newest release 2", "2 submitted files", "2 rows"],
    },
    "releases": {"ko": ["번호", "제출 파일", "SHA-256"], "en": ["Number", "Files", "SHA-256"]},
    "show 1": {"ko": ["공표일", "one.csv", "표본"], "en": ["Known on", "one.csv", "sample"]},
    "show 2": {"ko": ["one.csv", "two.csv", "2025-02-01"], "en": ["one.csv", "two.csv", "2025-02-01"]},
    "verify": {
        "ko": ["원본 2개", "릴리스 2개", "이상은 0건"],
        "en": ["2 raw files", "2 releases", "0 faults"],
    },
    "moment 2025-01-15": {"ko": ["2025-01-15", ".duckdb"], "en": ["2025-01-15", ".duckdb"]},
    "build": {"ko": ["릴리스 2번", "2개 확인"], "en": ["release 2 stays", "2 files looked at"]},
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """Two releases of one and of two files."""
    world = small_world(tmp_path_factory.mktemp("commands"))
    world.add_investment("one.csv", 100)
    built = command(world, "build", lang="ko")
    assert built.code == 0 and "릴리스 1번을 공개했습니다: 새 파일 1개(1행)" in built.out
    world.add_investment("two.csv", 200, "2025-02-01")
    built = command(world, "build", lang="en")
    assert built.code == 0 and "Published release 2: 1 new file (1 row), 1 unchanged" in built.out
    return world


@pytest.mark.parametrize("line", SAYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_says_what_it_found_in_the_language_asked_for(
    world: SmallWorld, line: str, language: str
) -> None:
    said = command(world, *line.split(), lang=language)
    assert (said.code, said.err) == (0, "")
    assert [words for words in SAYS[line][language] if words not in said.out] == []


def test_korean_is_spoken_where_nothing_is_said(world: SmallWorld) -> None:
    assert command(world, "status").out == command(world, "status", lang="ko").out


@pytest.mark.parametrize("name", ["build", "status", "releases", "verify", "show 1", "moment 2025-01-15"])
def test_a_language_nobody_knows_is_refused_with_those_there_are(world: SmallWorld, name: str) -> None:
    said = command(world, *name.split(), lang="fr")
    assert said.code == 2
    assert all(word in said.err for word in ("--lang", "'fr'", "ko, en"))


def test_a_release_that_does_not_exist_is_refused(world: SmallWorld) -> None:
    said = refused(world, "show", "99")
    assert "99번 릴리스는 없습니다" in said["ko"] and "python -m pipelines releases" in said["ko"]
    assert "99" in said["en"] and "python -m pipelines releases" in said["en"]


def test_what_is_no_number_and_no_day_is_refused(world: SmallWorld) -> None:
    assert command(world, "show", "one").code == 2
    assert command(world, "moment", "yesterday").code == 2


def test_before_the_first_build_the_way_to_it_is_told(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    for language in LANGUAGES:
        assert "python -m pipelines build" in command(world, "status", lang=language).out
        assert command(world, "releases", lang=language).code == 0
        assert command(world, "verify", lang=language).code == 0


def test_a_new_catalogue_alone_makes_a_new_release_and_says_so(tmp_path: Path) -> None:
    world = small_world(tmp_path)
    world.add_investment("one.csv", 100)
    assert command(world, "build").code == 0
    areas = world.paths.catalogue / "areas.yml"
    areas.write_text(areas.read_text("utf-8").replace("Commercialisation", "Commerce"), "utf-8")
    said = command(world, "build", lang="en")
    assert "release 2" in said.out and "Nothing has changed" not in said.out


def test_a_build_that_was_interrupted_is_listed_by_status(world: SmallWorld) -> None:
    program = "import os, signal; from kpi.ledger import Ledger; from kpi.paths import Paths;"
    program += (
        "Ledger(Paths.from_environment().ledger_url).start_build(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    with world.environment():
        killed = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert command(world, "build").code == 0
    with Ledger(world.paths.ledger_url) as ledger:
        (build,) = (build.id for build in ledger.builds() if build.state == "interrupted")
    assert f"중단된 빌드 {build}번" in command(world, "status", lang="ko").out
    assert f"Build {build} was interrupted" in command(world, "status", lang="en").out


def test_the_module_runs_as_a_program_with_exit_codes_and_without_a_terminal(world: SmallWorld) -> None:
    def program(*arguments: str) -> Said:
        line = [sys.executable, "-W", "error", "-m", "pipelines", *arguments]
        with world.environment():
            ran = subprocess.run(
                line, cwd=PROJECT, capture_output=True, text=True, env=os.environ, check=False
            )
        return Said(ran.returncode, ran.stdout, ran.stderr)

    assert "Newest release 2" in program("status", "--lang", "en").out
    refusal = program("show", "99", "--lang", "en")
    assert refusal.code == 1 and "Not done" in refusal.err and "Traceback" not in refusal.err
    for name in ("build", "status", "releases", "show", "verify", "moment"):
        assert name in program("--help").out
