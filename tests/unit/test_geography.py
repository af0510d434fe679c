"""The map of the catalogue: every zone has its outline, inside the country, and its own tile."""

import json

import yaml

from kpi.catalogue import load
from kpi.paths import PROJECT

FOLDER = PROJECT / "catalogue" / "geography"
ZONES = list(load(PROJECT / "catalogue").zones)
WEST, SOUTH, EAST, NORTH = 124.5, 33.0, 132.0, 38.7


def features(name: str) -> list[dict]:
    return json.loads((FOLDER / name).read_text("utf-8"))["features"]


def corners(feature: dict) -> list[list[float]]:
    shapes = feature["geometry"]["coordinates"]
    return [corner for shape in shapes for ring in shape for corner in ring]


def test_every_zone_has_one_outline_in_the_catalogues_order() -> None:
    assert [feature["properties"]["zone"] for feature in features("districts.geojson")] == ZONES


def test_every_outline_and_label_lies_in_the_country() -> None:
    for feature in [*features("provinces.geojson"), *features("districts.geojson")]:
        for longitude, latitude in [*corners(feature), feature["properties"]["label"]]:
            assert WEST < longitude < EAST
            assert SOUTH < latitude < NORTH


def test_every_label_lies_within_its_outlines_frame() -> None:
    for feature in features("districts.geojson"):
        longitude, latitude = feature["properties"]["label"]
        longitudes, latitudes = zip(*corners(feature), strict=True)
        assert min(longitudes) < longitude < max(longitudes)
        assert min(latitudes) < latitude < max(latitudes)


def test_provinces_carry_the_codes_of_today() -> None:
    codes = {feature["properties"]["code"] for feature in features("provinces.geojson")}
    assert len(codes) == 17
    assert {"51", "52"} <= codes
    assert not {"42", "45"} & codes


def test_every_zone_has_a_tile_of_its_own() -> None:
    tiles = yaml.safe_load((FOLDER / "tiles.yml").read_text("utf-8"))["tiles"]
    assert set(tiles) == set(ZONES)
    assert len({(tile["row"], tile["column"]) for tile in tiles.values()}) == len(ZONES)


def test_the_map_says_where_it_is_from_and_stays_small() -> None:
    for name, most_bytes in (("provinces.geojson", 80_000), ("districts.geojson", 150_000)):
        side_car = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
        assert {"source", "licence", "attribution"} <= set(side_car)
        assert (FOLDER / name).stat().st_size <= most_bytes
