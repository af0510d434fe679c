"""Writes the sample: `python -m pipelines.samples --out data/raw/sample [--seed N]`.

For benchmarks, one large file: `--rows 1e6 --dataset firm_results --out <folder>`.
"""

import argparse
import sys
from pathlib import Path

from kpi.catalogue import load
from kpi.paths import Paths
from pipelines.samples.bulk import write_bulk
from pipelines.samples.files import sample_files, write_file
from pipelines.samples.programme_files import programme_files, write_programme_file
from pipelines.samples.programme_records import make_programme_records
from pipelines.samples.scoreboard import write_scoreboard
from pipelines.samples.truth import DEFAULT_SEED, make_truth


def main(arguments: list[str] | None = None) -> int:
    """Write the sample, or one large file; gives the exit status."""
    asked = _parser().parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.scoreboard:
        print(write_scoreboard(asked.out, *asked.scoreboard, asked.seed))
        return 0
    return _bulk(asked) if asked.rows else _sample(asked)


def _parser() -> argparse.ArgumentParser:
    paths = Paths.from_environment()
    parser = argparse.ArgumentParser(prog="python -m pipelines.samples", description=__doc__)
    parser.add_argument("--out", type=Path, default=paths.raw / "sample", help="folder to write to")
    parser.add_argument(
        "--published", type=Path, default=paths.raw / "published", help="the totals to add up to"
    )
    parser.add_argument("--catalogue", type=Path, default=paths.catalogue)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument(
        "--rows", type=lambda text: int(float(text)), default=0, help="benchmark: 1e5 to 1e8 rows"
    )
    parser.add_argument(
        "--scoreboard",
        type=lambda text: tuple(int(part) for part in text.split("x")),
        metavar="250x30x8",
        help="somebody else's scoreboard of so many regions, indicators and years: a catalogue and its values",
    )
    parser.add_argument("--dataset", choices=["firm_results"], default="firm_results")
    return parser


def _bulk(asked: argparse.Namespace) -> int:
    path = write_bulk(asked.rows, asked.out, load(asked.catalogue), asked.seed)
    print(f"{path}: {asked.rows:,} rows, {path.stat().st_size:,} bytes")
    return 0


def _sample(asked: argparse.Namespace) -> int:
    catalogue = load(asked.catalogue)
    truth = make_truth(catalogue, asked.published, asked.seed)
    written = [write_file(file, truth, catalogue, asked.out) for file in sample_files()]
    records = make_programme_records(catalogue, truth.frames["tenant_firms"], asked.seed)
    written += [write_programme_file(file, records, catalogue, asked.out) for file in programme_files()]
    size = sum(path.stat().st_size for path in written)
    print(f"{asked.out}: {len(written)} files, {size:,} bytes, {len(truth.frames['tenant_firms']):,} firms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
