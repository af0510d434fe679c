"""Somebody else's scoreboard, made up: a folder with a catalogue, a structure table and a values file.

It shows that the pages serve any hierarchy of indicators over any regions, and how they do with many of them.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from kpi.catalogue import ROAD_DATASETS
from kpi.paths import Paths

GROUPS, AREAS, BRANCHES_AN_AREA = 5, 3, 2
BRANCHES = AREAS * BRANCHES_AN_AREA
LAST_YEAR = 2025
MISSING_SHARE = 0.03
DATASET, PROGRAMME = "regional_indicators", "scoreboard"
GRADES = ("top", "excellent", "average", "insufficient")
GRADE_NAMES = (("최우수", "Top"), ("우수", "Excellent"), ("보통", "Average"), ("미흡", "Insufficient"))


def write_scoreboard(folder: Path, regions: int, indicators: int, years: int, seed: int) -> Path:
    """Writes `catalogue` and `raw` below the folder and returns it; the same numbers give the same bytes."""
    labels = [LAST_YEAR - years + 1 + each for each in range(years)]
    for name, content in _catalogue(regions, indicators, labels).items():
        _write_yaml(folder / "catalogue" / name, content)
    _write_rows(folder / "catalogue" / "evaluations" / "tree.csv", _structure(indicators))
    file = folder / "raw" / "sample" / f"{DATASET}.csv"
    _write_rows(file, _values(regions, indicators, labels, np.random.default_rng(seed)))
    _write_yaml(file.with_name(f"{file.name}.yml"), _side_car(labels))
    return folder


def _catalogue(regions: int, indicators: int, years: list[int]) -> dict[str, dict[str, Any]]:
    """What each file of the catalogue holds."""
    ids = _metric_ids(indicators)
    evaluations = {f"evaluations/{year}.yml": _evaluation(year) for year in years}
    return evaluations | {
        "zones.yml": {
            "national": {"name": _names("모든 지역", "All regions"), "aliases": ["all"]},
            "zones": [_zone(number) for number in range(regions)],
        },
        "units.yml": {"units": [_unit("point", "points", "점", "points"), _unit("person", "count", "명", "persons")]},
        "populations.yml": {
            "populations": [_entry("residents", "주민", "Residents", meaning=_names("지역의 주민", "Who lives there"))]
        },
        "areas.yml": {"areas": [_entry(f"area_{each}", f"영역 {each}", f"Area {each}") for each in range(AREAS)]},
        "caveats.yml": {"caveats": []},
        f"programmes/{PROGRAMME}.yml": _entry(
            PROGRAMME, "성과판", "Scoreboard", meaning=_names("만들어 낸 성과판", "Made up"), place="zones"
        ),
        "plan_profiles.yml": {
            "plan_profiles": [_entry("linear", "균등 배분", "Linear", cumulative_shares=[0.25, 0.5, 0.75, 1.0])]
        },
        "grades.yml": {
            "grades": [_entry(each, *names, published=False) for each, names in zip(GRADES, GRADE_NAMES, strict=True)]
        },
        "metrics.yml": {"metrics": [_metric(number, each) for number, each in enumerate(ids)]},
        f"datasets/{DATASET}.yml": _dataset(ids),
    } | {f"datasets/{each}.yml": _read_by_the_road(each) for each in ROAD_DATASETS}  # fmt: skip


def _read_by_the_road(dataset: str) -> dict[str, Any]:
    """A dataset that releases are made of whatever they hold, as this project declares it."""
    declared = yaml.safe_load((Paths().catalogue / "datasets" / f"{dataset}.yml").read_text("utf-8"))
    return {**declared, "population": "residents", "programme": PROGRAMME}


def _metric_ids(indicators: int) -> list[str]:
    return [f"indicator_{number + 1:02d}" for number in range(indicators)]


def _names(korean: str, english: str) -> dict[str, str]:
    return {"ko": korean, "en": english}


def _entry(entry_id: str, korean: str, english: str, **more: Any) -> dict[str, Any]:
    return {"id": entry_id, "name": _names(korean, english), **more}


def _unit(unit_id: str, kind: str, korean: str, english: str) -> dict[str, Any]:
    return _entry(unit_id, korean, english, kind=kind, written={korean: 1, english: 1})


def _zone(number: int) -> dict[str, Any]:
    korean, english = f"지역 {number + 1:03d}", f"Region {number + 1:03d}"
    return _entry(
        f"region_{number + 1:03d}",
        korean,
        english,
        wave=number % GROUPS + 1,
        specialisation=_names("없음", "None"),
        institutions=[],
        designated_on=date(2000, 1, 1),
        area_core_km2=float(100 + number),
        aliases=[english],
    )


def _metric(number: int, metric_id: str) -> dict[str, Any]:
    korean, english = f"지표 {number + 1:02d}", f"Indicator {number + 1:02d}"
    return _entry(
        metric_id,
        korean,
        english,
        short=_names(korean, english),
        meaning=_names("만들어 낸 지표", "A made-up indicator"),
        formula=_names("주민 수로 가중한 평균", "Mean weighted by residents"),
        type="score",
        unit="point",
        direction=-1 if number % 5 == 4 else 1,
        population="residents",
        area=f"area_{number % AREAS}",
        decimals=1,
        counted={
            "dataset": DATASET,
            "aggregate": "weighted_mean",
            "column": metric_id,
            "weight": "residents",
        },
        **({"headline": number + 1} if number < 8 else {}),
    )


def _dataset(ids: list[str]) -> dict[str, Any]:
    return _entry(
        DATASET,
        "지역 지표",
        "Regional indicators",
        meaning=_names("지역과 연도별 지표 값", "Values of indicators by region and year"),
        grain=_names("지역·연도당 1행", "one row per region and year"),
        population="residents",
        programme=PROGRAMME,
        key=["zone", "period"],
        slice={"scope": "zone", "period": "year"},
        series=["sample"],
        columns=[
            _column("zone", "지역", "Region", type="zone", required=True),
            _column("period", "연도", "Year", type="year", required=True),
            _column(
                "residents", "주민", "Residents", type="integer", unit="person", required=True, minimum=1
            ),
            *(_column(each, each, each, type="decimal", unit="point") for each in ids),
        ],
    )


def _column(column_id: str, korean: str, english: str, **more: Any) -> dict[str, Any]:
    return _entry(
        column_id, korean, english, synonyms=list(dict.fromkeys([korean, english, column_id])), **more
    )


def _evaluation(year: int) -> dict[str, Any]:
    return {
        "year": year,
        "tree": "assumed",
        "note": _names("만들어 낸 평가", "A made-up evaluation"),
        "released_on": date(year + 1, 6, 1),
        "grades": list(GRADES),
        "yardstick": "peers",
        "recipe": {"grades": {"names": list(GRADES), "shares": [0.25, 0.25, 0.25, 0.25]}},
        "structure": "tree.csv",
    }


def _structure(indicators: int) -> list[list[Any]]:
    """Areas, two branches in each, and the indicators dealt out to them in turn."""
    rows: list[list[Any]] = [["element", "parent", "level", "name_ko", "name_en", "weight", "metric"]]
    rows += [[f"area_{area}", "", 3, f"영역 {area}", f"Area {area}", area + 1, ""] for area in range(AREAS)]
    branches = [(area, place) for place in range(BRANCHES_AN_AREA) for area in range(AREAS)]
    for area, place in branches:
        name = f"branch_{area}_{place}"
        rows.append([name, f"area_{area}", 2, f"분야 {area}-{place}", f"Branch {area}-{place}", 1, ""])
    for number, metric in enumerate(_metric_ids(indicators)):
        area, place = branches[number % len(branches)]
        rows.append([f"leaf_{number + 1:02d}", f"branch_{area}_{place}", 1, "", "", 1, metric])
    return rows


def _values(regions: int, indicators: int, years: list[int], dice: np.random.Generator) -> list[list[Any]]:
    """One row a region and year; a region's strength lasts, indicators share a part of it, some values are missing."""
    strength = dice.normal(0, 8, (regions, 1, 1))
    own, growth = dice.normal(0, 6, (regions, 1, indicators)), dice.normal(0.6, 0.4, (regions, 1, 1))
    passed = np.arange(len(years)).reshape(1, -1, 1)
    noise = dice.normal(0, 2, (regions, len(years), indicators))
    values = np.clip(50 + strength + own + growth * passed + noise, 0, 100).round(1)
    known = dice.random(values.shape) >= MISSING_SHARE
    residents = dice.integers(20_000, 900_000, regions)
    heading = ["Region", "Year", "Residents", *_metric_ids(indicators)]
    return [
        heading,
        *(
            [f"Region {region + 1:03d}", year, int(residents[region]), *_written(values[region, at], known[region, at])]
            for region in range(regions)
            for at, year in enumerate(years)
        ),
    ]  # fmt: skip


def _written(values: np.ndarray, known: np.ndarray) -> list[str]:
    return [f"{value:.1f}" if is_known else "" for value, is_known in zip(values, known, strict=True)]


def _side_car(years: list[int]) -> dict[str, Any]:
    return {
        "title": _names("만들어 낸 지역 지표", "Made-up regional indicators"),
        "publisher": _names("합성 표본", "Synthetic sample"),
        "dataset": DATASET,
        "series": "sample",
        "mode": "replace",
        "known_on": date(LAST_YEAR + 1, 3, 1),
        "synthetic": True,
        "licence": "CC0-1.0",
        "covers": {"zones": "all", "periods": [str(year) for year in years]},
    }


def _write_yaml(file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def _write_rows(file: Path, rows: list[list[Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
