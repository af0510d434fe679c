"""Briefs by the command line: formats, names of files, all zones at once, and refusals in words."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kpi.briefs import writing
from kpi.briefs.__main__ import app
from kpi.briefs.asked import Choices
from kpi.briefs.builders import build
from kpi.briefs.naming import file_name, safe
from kpi.briefs.parts import Brief
from kpi.errors import KpiError
from kpi.paths import Paths
from tests.briefs.built_briefs import ASKED, MADE_ON, brief_of, desk_of


@pytest.fixture
def echo(built: Paths, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A format that writes the titles of a brief's sections, and no pictures."""

    def write(brief: Brief, pictures: Mapping[str, bytes]) -> bytes:
        return json.dumps([brief.title, *(each.title for each in brief.sections)]).encode()

    monkeypatch.setattr(writing, "WRITERS", {"echo": write})
    monkeypatch.setattr(writing, "FORMS", ("echo",))
    monkeypatch.setattr(writing, "painted", lambda brief, forms, painter: ({}, ()))
    monkeypatch.setenv("KPI_WAREHOUSE", str(built.warehouse))
    monkeypatch.setenv("KPI_RAW", str(built.raw))
    return built


def run(*arguments: object) -> Result:
    """One command, with nothing but a refusal allowed to end it early."""
    result = CliRunner().invoke(app, [str(each) for each in arguments], terminal_width=300)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_brief_is_written_under_a_name_that_says_what_it_is(echo: Paths, tmp_path: Path) -> None:
    result = run("zone_year", "--zone", "gunsan", "--year", 2024, "--format", "echo", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    (file,) = tmp_path.iterdir()
    assert file.name == "전북_군산_2024년_실적보고_릴리스1.echo"
    assert json.loads(file.read_bytes())[:2] == ["전북 군산 강소특구 2024년 실적 보고", "특구 개요"]
    assert file.name in result.output


def test_commands_speak_and_write_english(echo: Paths, tmp_path: Path) -> None:
    result = run("board", "--zone", "gunsan", "--year", 2023, "--language", "en", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert [file.name for file in tmp_path.iterdir()] == ["Gunsan_2023_one_page_release1.echo"]


def test_formats_that_nobody_writes_are_all_refused_before_anything_is_written(
    echo: Paths, tmp_path: Path
) -> None:
    result = run("board", "--zone", "gunsan", "--format", "echo,papyrus,clay", "--out", tmp_path)
    assert result.exit_code == 1
    assert "'papyrus' 형식으로는" in result.stderr
    assert "'clay' 형식으로는" in result.stderr
    assert "만들 수 있는 형식: echo" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("zone_year", "--zone", "kunsan", "--year", "2024"), "'kunsan'은 이 보고서에 쓸 수 있는 특구가 아닙니다"),
        (("zone_year", "--zone", "gunsan", "--year", "1999"), "1999년은 자료가 다루는 연도가 아닙니다"),
        (("board", "--zone", "gunsan", "--section", "weather"), "'weather' 항목이 없습니다"),
        (("comparison", "--basis", "sideways"), "'sideways'"),
        (("evaluation", "--round", "nobody"), "'nobody' 회차가 없거나"),
        (("programme", "--programme", "moonshot"), "'moonshot' 사업이 없습니다"),
        (("quarter", "--kind", "programme"), "'programme'"),
    ],
)  # fmt: skip
def test_refusals_say_what_is_wrong_and_what_is_allowed(
    echo: Paths, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(*arguments, "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("진행하지 못했습니다:")
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_option_of_another_kind_is_a_mistake(echo: Paths, tmp_path: Path) -> None:
    result = run("board", "--zone", "gunsan", "--programme", "incheon_campus", "--out", tmp_path)
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_named(echo: Paths, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    result = run("board", "--zone", "gunsan", "--year", 2024, "--out", blocked)
    assert result.exit_code == 1
    assert f"'{blocked}' 폴더에 쓸 수 없습니다" in result.stderr


def test_the_quarter_writes_the_briefs_of_every_zone(echo: Paths, tmp_path: Path) -> None:
    result = run("quarter", "--kind", "board", "--year", 2024, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    zones = desk_of(echo).catalogue.zones.values()
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {f"{safe(zone.name.ko)}_2024년_현황판_릴리스1.echo" for zone in zones}
    assert f"{len(zones)}건을 만들었습니다" in result.output


def test_the_evaluation_takes_the_last_year_that_can_be_scored(echo: Paths, tmp_path: Path) -> None:
    assert run("evaluation", "--section", "known", "--out", tmp_path).exit_code == 0
    known = [each.year for each in desk_of(echo).catalogue.evaluations.values() if each.elements]
    assert [file.name for file in tmp_path.iterdir()] == [f"{max(known)}년_연차평가보고_릴리스1.echo"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a/b\\c:d*e?f", "a_b_c_d_e_f"),
        ("..", "brief"),
        ("=cmd|' /C calc'!A0", "cmd_C_calc_A0"),
        ("천안·아산 (군산)", "천안·아산_(군산)"),
        ("가" * 300, "가" * 80),
    ],
)
def test_names_of_files_are_safe_everywhere(name: str, written: str) -> None:
    assert safe(name) == written
    assert len(f"{safe(name)}.hwpx".encode()) <= 255


def test_names_of_files_tell_kinds_zones_and_editions_apart(built: Paths) -> None:
    here = desk_of(built)
    names = {kind: file_name(here, ASKED[kind], brief_of(built, kind, "ko"), "hwpx") for kind in ASKED}
    assert names == {
        "zone_year": "전북_군산_2024년_실적보고_릴리스1.hwpx",
        "board": "전북_군산_2023년_현황판_릴리스1.hwpx",
        "comparison": "전체특구_2023년_특구비교_릴리스1.hwpx",
        "evaluation": "2023년_연차평가보고_릴리스1.hwpx",
        "programme": "인천_글로벌_스타트업_캠퍼스_사업보고_릴리스1.hwpx",
    }
    asked = Choices(
        year=2023, zones=("gunsan", "gumi", "naju", "ulju", "wave-3"), sections=("summary",), made_on=MADE_ON
    )
    brief = build("comparison", here, asked)
    kept = replace(brief, stamp=replace(brief.stamp, release=None))
    assert (
        file_name(here, asked, brief, "pdf")
        == "전북_군산_경북_구미_전남_나주_외2곳_2023년_특구비교_릴리스1.pdf"
    )
    assert file_name(here, asked, kept, "pdf").endswith(f"_{brief.stamp.as_of.isoformat()}_기준.pdf")


def test_pictures_are_painted_only_for_formats_that_show_them(
    built: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = brief_of(built, "zone_year", "ko")
    needed = {
        form: [writing._is_needed(chart, [form]) for chart in brief.charts] for form in ("pdf", "csv", "xlsx")
    }
    assert all(needed["pdf"])
    assert not any(needed["csv"])
    assert needed["xlsx"] == [chart.charted is None for chart in brief.charts]


def test_a_format_that_cannot_be_written_is_refused_by_name(built: Paths) -> None:
    with pytest.raises(KpiError) as raised:
        writing.write(brief_of(built, "board", "ko"), "papyrus", {})
    assert raised.value.code == "brief_building_errors.format_unknown"
