"""Benchmark input: firm_results in 10⁵ to 10⁸ rows, as one CP949 CSV written in chunks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Catalogue
from kpi.periods import quarters
from pipelines.samples.plan import LAST_QUARTER
from pipelines.samples.registration import BULK_PREFIX, CHECK_WEIGHTS
from pipelines.samples.writing import write_side_car

CHUNK_ROWS = 500_000
TITLE = "입주기업 경영실적(성능 시험용 표본)"
HEADER = (
    "특구",
    "분기",
    "사업자등록번호",
    "매출액(천원)",
    "수출액(천원)",
    "연구개발비(천원)",
    "상시근로자(명)",
)


def write_bulk(rows: int, folder: Path, catalogue: Catalogue, seed: int) -> Path:
    """`bulk_firm_results_<rows>.csv` with its side-car: one row per firm and quarter."""
    path = folder / f"bulk_firm_results_{rows}.csv"
    first = max(zone.first_quarter for zone in catalogue.zones.values())
    labels = quarters(first, LAST_QUARTER)
    with path.open("wb") as file:
        file.write(f"{TITLE}{',' * (len(HEADER) - 1)}\r\n{','.join(HEADER)}\r\n".encode("cp949"))
        for start, count in _chunks(rows):
            _write_chunk(file, start, count, catalogue, labels, np.random.default_rng([seed, start]))
    write_side_car(path, _side_car(rows, labels))
    return path


def _chunks(rows: int) -> Iterator[tuple[int, int]]:
    for start in range(0, rows, CHUNK_ROWS):
        yield start, min(CHUNK_ROWS, rows - start)


def _write_chunk(
    file: BinaryIO,
    start: int,
    count: int,
    catalogue: Catalogue,
    labels: list[str],
    random: np.random.Generator,
) -> None:
    """Rows from `start`: firm and quarter follow from the row's number, so that no pair comes twice."""
    row = np.arange(start, start + count, dtype=np.int64)
    firm, quarter = np.divmod(row, len(labels))
    names = [zone.name.ko.encode("cp949") for zone in catalogue.zones.values()]
    revenue = random.lognormal(12.5, 1.2, count).astype(np.int64) + 1
    columns = [
        pa.array(names, pa.binary()).take(pa.array(firm % len(names))),
        pa.array([f"{label[:4]}.{label[-1]}Q".encode() for label in labels], pa.binary()).take(
            pa.array(quarter)
        ),
        _registration(firm),
        _digits(revenue),
        _digits((revenue * random.random(count) * 0.4).astype(np.int64)),
        _digits((revenue * random.random(count) * 0.2).astype(np.int64)),
        _digits(revenue // 52_000 + 1),
    ]
    lines = pc.call_function("binary_join_element_wise", [*columns, b","])
    ended = pc.call_function("binary_join_element_wise", [lines, b"\r\n", b""])
    file.write(_content(ended))


def _registration(firm: np.ndarray) -> pa.Array:
    """The numbers without dashes, their check digits off by five; made once a firm, whose rows stand together."""
    first_nine = BULK_PREFIX + np.arange(firm[0], firm[-1] + 1)
    digits = [first_nine // 10 ** (8 - place) % 10 for place in range(9)]
    total = (
        sum(digit * weight for digit, weight in zip(digits, CHECK_WEIGHTS, strict=True)) + digits[8] * 5 // 10
    )
    numbers = first_nine * 10 + ((10 - total % 10) % 10 + 5) % 10
    return _digits(numbers).take(pa.array(firm - firm[0]))


def _digits(values: np.ndarray) -> pa.Array:
    return pa.array(values).cast(pa.string()).cast(pa.binary())


def _content(lines: pa.Array) -> memoryview:
    """The array's bytes, which lie end to end: the lines themselves, with nothing copied."""
    offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32)
    return memoryview(lines.buffers()[2])[
        int(offsets[lines.offset]) : int(offsets[lines.offset + len(lines)])
    ]


def _side_car(rows: int, labels: list[str]) -> dict:
    return {
        "title": {
            "ko": f"경영실적 성능 시험 표본 {rows:,}행",
            "en": f"Benchmark sample of firm results, {rows:,} rows",
        },
        "publisher": {"ko": "표본 생성기", "en": "Sample generator"},
        "dataset": "firm_results",
        "series": "sample",
        "mode": "replace",
        "known_on": date(2026, 2, 20),
        "synthetic": True,
        "licence": "CC0-1.0",
        "covers": {"zones": "all", "periods": labels},
    }
