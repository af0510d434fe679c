"""A sixth programme is one file of the catalogue and one of records: no code, no dataset and no metric is touched."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from commanding import command, refused
from small_world import SmallWorld, write_yaml

from kpi.access import LOCAL_VIEWER
from kpi.paths import PROJECT
from kpi.queries.moments import catalogue_of, release_of, resolve
from kpi.queries.values import values

HEADER = "사업명,진입분기,기수,참여번호,사업자등록번호,참여유형,갈래,단계,진입일,종료일,결과"
ROWS = [
    "부산 해양 스케일업,2026년 1분기,2026년,H-1,9990000011,기업,해양,항만 실증,2026-01-10,2026-02-20,완료",
    "해양 스케일업,26년 1/4분기,2026년,H-2,9990000025,기업,해양,항만실증,2026-02-01,,진행중",
    "해양 스케일업,2026.2Q,2026년,H-1,9990000011,기업,해양,수출 계약,2026-04-02,2026-05-30,완료",
]


def entry(entry_id: str, name: str, *synonyms: str, **own: Any) -> dict[str, Any]:
    return {"id": entry_id, "name": {"ko": name, "en": entry_id}, "synonyms": list(synonyms), **own}


PROGRAMME = {
    "id": "busan_maritime",
    "name": {"ko": "부산 해양 스케일업", "en": "Busan maritime scale-up"},
    "meaning": {"ko": "해양 기업 지원", "en": "Support of maritime firms"},
    "aliases": ["해양 스케일업"],
    "tracks": [
        entry(
            "maritime",
            "해양",
            stages=[entry("harbour_trial", "항만 실증", "항만실증"), entry("export_deal", "수출 계약")],
        )
    ],
    "cohorts": [entry("2026", "2026년")],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """The project's own catalogue with a programme more, and one file of its steps."""
    folder: Path = tmp_path_factory.mktemp("sixth")
    world = SmallWorld(folder)
    shutil.copytree(
        PROJECT / "catalogue", world.paths.catalogue, ignore=shutil.ignore_patterns("text", "geography")
    )
    write_yaml(world.paths.catalogue / "programmes" / "busan_maritime.yml", PROGRAMME)
    world.add("해양.csv", "\n".join(["참여 현황", HEADER, *ROWS]).encode("cp949"), dataset="programme_steps")
    said = command(world, "build", lang="en")
    assert (said.code, said.err) == (0, "")
    return world


def test_its_funnel_and_its_values_are_in_the_release(world: SmallWorld) -> None:
    release = release_of(resolve(world.paths))
    funnel = release.rows("SELECT track, stage, position, entered, completed, moved_on FROM programme_funnel")
    assert funnel == [("maritime", "harbour_trial", 1, 2, 1, 1), ("maritime", "export_deal", 2, 1, 1, 0)]
    found = dict(
        release.rows(
            "SELECT metric, value FROM programme_values"
            " WHERE programme = 'busan_maritime' AND period = '2026' AND basis = 'cumulative'"
        )
    )
    assert (found["programme_participants"], found["stage_entries"], found["programme_graduates"]) == (
        2,
        3,
        1,
    )
    assert found["graduation_rate"] == 50


def test_the_zones_know_nothing_of_it(world: SmallWorld) -> None:
    moment = resolve(world.paths)
    known = values(LOCAL_VIEWER, moment, metrics=["stage_entries"])
    assert not known["value"].notna().any()
    assert "busan_maritime" in catalogue_of(moment).own_places


def test_a_file_says_which_of_its_numbers_it_moves_before_it_is_accepted(world: SmallWorld) -> None:
    file = world.folder / "다음 분기.csv"
    added = "해양 스케일업,2026.2Q,2026년,H-3,9990000036,기업,해양,항만 실증,2026-05-01,,진행중"
    file.write_bytes("\n".join([HEADER, ROWS[-1], added]).encode("cp949"))
    said = command(world, "submit", str(file), "--dry-run", "--known-on", "2026-08-01", lang="ko")
    assert (said.code, said.err) == (0, "")
    moved = [line.split("│") for line in said.out.splitlines() if "부산 해양 스케일업" in line]
    told = [[cell.strip() for cell in line if cell.strip()] for line in moved]
    assert ["단계 진입", "부산 해양 스케일업", "2026년 2분기", "당해", "1건", "2건", "+100.0%"] in told


def test_its_words_are_asked_for_when_a_file_writes_others(world: SmallWorld) -> None:
    bad = world.add(
        "나쁜.csv", f"{HEADER}\n해양 스케일업,2026Q2,2026년,H-9,,팀,해양,심해 탐사,2026-04-02,,진행중\n",
        "2026-08-01", dataset="programme_steps",
    )  # fmt: skip
    said = refused(world, "build")
    world.remove(bad)
    assert "심해 탐사" in said["ko"] and "항만 실증" in said["ko"]
