"""Benchmark input: the zones' programme with eight stages, and a file of as many participants in each as asked for."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

from kpi.catalogue import load
from kpi.catalogue.programmes import Programme
from kpi.paths import Paths
from pipelines.samples.registration import fake_number
from pipelines.samples.writing import write_side_car

PROGRAMME = "special_zone"
STAGES = 8
# Firms of the project's own sample have smaller numbers.
FIRST_FIRM = 500_000
PARTNERS = 40
HEADER = (
    "특구", "진입분기", "기수", "참여번호", "사업자등록번호", "기업명", "참여유형", "갈래", "단계",
    "진입일", "종료일", "결과", "상대 기관",
)  # fmt: skip


def longer_chain(folder: Path) -> Path:
    """The project's catalogue with stages more in the zones' programme."""
    shutil.copytree(Paths().catalogue, folder)
    file = folder / "programmes" / f"{PROGRAMME}.yml"
    declared = yaml.safe_load(file.read_text("utf-8"))
    stages = declared["tracks"][0]["stages"]
    stages += [_stage(number) for number in range(len(stages) + 1, STAGES + 1)]
    file.write_text(yaml.safe_dump(declared, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def _stage(number: int) -> dict[str, object]:
    return {"id": f"stage_{number}", "name": {"ko": f"{number}단계", "en": f"Stage {number}"}}


def write_steps(paths: Paths, participants: int) -> None:
    """A CP949 CSV with its side-car: the participants of every zone in turn, each through the whole chain."""
    catalogue = load(paths.catalogue)
    programme, zones = catalogue.programmes[PROGRAMME], list(catalogue.zones.values())
    file = paths.raw / "sample" / f"steps_{participants}.csv"
    with file.open("w", encoding="cp949", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(participants):
            writer.writerows(_chain(programme, zones[number % len(zones)].name.ko, number, len(zones)))
    write_side_car(file, _side_car(participants))


def _chain(programme: Programme, zone: str, number: int, zones: int) -> Iterator[tuple[str, ...]]:
    """A participant's steps, two a quarter of the cohort's year; one in nine leaves at the last of them."""
    track = programme.tracks[0]
    cohort = programme.cohorts[number // zones % len(programme.cohorts)]
    begun = date(int(cohort.id), 1, 1) + timedelta(days=number % 20)
    who = f"성능-{number:06d}", fake_number(FIRST_FIRM + number), f"성능시험{number:06d}", "기업"
    partner = f"시험대기업 {number % PARTNERS + 1:02d}"
    for at, stage in enumerate(track.stages):
        quarter = f"{cohort.id}년 {at // 2 + 1}분기"
        entered = begun + timedelta(days=91 * (at // 2) + 30 * (at % 2))
        ended = entered + timedelta(days=10 + number % 20)
        result = "중도 이탈" if at == STAGES - 1 and number % 9 == 0 else "완료"
        days = entered.isoformat(), ended.isoformat()
        yield zone, quarter, cohort.name.ko, *who, track.name.ko, stage.name.ko, *days, result, partner


def _side_car(participants: int) -> dict[str, object]:
    return {
        "title": {
            "ko": f"참여 {participants:,}건(성능 시험용)",
            "en": f"{participants:,} participants, made up",
        },
        "publisher": {"ko": "표본 생성기", "en": "Sample generator"},
        "dataset": "programme_steps",
        "series": "submitted",
        "mode": "replace",
        "known_on": date(2026, 8, 1),
        "synthetic": True,
        "licence": "CC0-1.0",
    }
