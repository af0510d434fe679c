"""A small product of its own: a trimmed catalogue, raw files of a few rows, a warehouse, all in one folder.

Two zones, one metric counted from one dataset: a build takes about a second, and every number is known.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kpi.ledger import Ledger
from kpi.paths import PROJECT, Paths
from kpi.warehouse import open_release

EOK = 100_000_000
KEPT = {
    "zones.yml": ("gunsan", "pohang"),
    "metrics.yml": ("investment_linked",),
    "plan_profiles.yml": ("linear",),
}
DATASETS = ("investments", "published_values", "published_grades", "targets", "milestones")
AS_THEY_ARE = ("units", "populations", "areas", "caveats", "programmes/special_zone", "grades")
HEADER = "특구,분기,투자번호,사업자등록번호,투자금액(원)"
VALUE = """
SELECT CAST(value AS BIGINT) FROM key_values
WHERE metric = 'investment_linked' AND zone = 'gunsan' AND period = '2024Q1' AND basis = 'in_period'
"""


def write_yaml(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def read_yaml(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


@dataclass(frozen=True)
class SmallWorld:
    """Everything below one folder: `catalogue`, `raw`, `warehouse`."""

    folder: Path

    @property
    def paths(self) -> Paths:
        return Paths(self.folder / "catalogue", self.folder / "raw", self.folder / "warehouse")

    @property
    def inbox(self) -> Path:
        return self.paths.raw / "published"

    def add(self, name: str, content: str | bytes, known_on: str = "2025-01-01", **side_car: Any) -> Path:
        """A raw file with its side-car."""
        file = self.inbox / name
        self.inbox.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        write_yaml(file.with_name(f"{name}.yml"), {**side_car_of(name, known_on), **side_car})
        return file

    def add_investment(self, name: str, eok: int, known_on: str = "2025-01-01") -> Path:
        """One deal of this size in Gunsan's first quarter of 2024, in place of what was known of it."""
        return self.add(name, table(f"군산,2024Q1,투자-1,1234567891,{eok * EOK}"), known_on)

    def raw_bytes(self) -> dict[str, bytes]:
        """Every file that was given or kept, side-cars too; what is being copied is nobody's yet."""
        files = (path for path in sorted(self.paths.raw.rglob("*")) if path.is_file())
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in files if path.suffix != ".part"
        }

    def value(self) -> int:
        """Gunsan's investment of 2024Q1 in 억원, as the newest release of the ledger states it."""
        with Ledger(self.paths.ledger_url) as ledger:
            newest = ledger.newest_release()
        assert newest is not None
        return value_of(self.paths.warehouse / newest.file, self.paths.warehouse)

    def standing(self) -> tuple[dict[str, bytes], list[tuple[int, str, bytes]], list[str]]:
        """What no refusal may change: given files and releases byte for byte, and what was accepted."""
        given = {name: content for name, content in self.raw_bytes().items() if "/received/" not in name}
        with Ledger(self.paths.ledger_url) as ledger:
            releases = [
                (each.number, each.sha256, (self.paths.warehouse / each.file).read_bytes())
                for each in ledger.releases()
            ]
            return given, releases, [each.id for each in ledger.submissions(state=None)]

    def remove(self, *files: Path) -> None:
        """Takes raw files and their side-cars out of the inbox."""
        for file in files:
            file.unlink()
            file.with_name(f"{file.name}.yml").unlink(missing_ok=True)

    def leftovers(self) -> list[str]:
        """What a killed build left under a temporary name."""
        return sorted(
            path.name for pattern in (".*.part*", ".*.spill") for path in self.folder.rglob(pattern)
        )

    @contextmanager
    def environment(self) -> Iterator[None]:
        """The variables that send the command line here."""
        names = {
            "KPI_CATALOGUE": self.paths.catalogue,
            "KPI_RAW": self.paths.raw,
            "KPI_WAREHOUSE": self.paths.warehouse,
        }
        before = {name: os.environ.get(name) for name in (*names, "KPI_LEDGER_URL", "KPI_LANGUAGE")}
        for name in before:
            os.environ.pop(name, None)
        os.environ.update({name: str(folder) for name, folder in names.items()})
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def value_of(release: Path, warehouse: Path) -> int:
    """The number of VALUE in 억원 from a release file."""
    with open_release(release, warehouse) as opened:
        ((amount,),) = opened.rows(VALUE)
    return amount // EOK


def table(*rows: str, header: str = HEADER) -> str:
    """A CSV of investments."""
    return "\n".join([header, *rows]) + "\n"


def side_car_of(name: str, known_on: str) -> dict[str, Any]:
    return {
        "title": {"ko": f"시험 자료 {name}", "en": f"Test data {name}"},
        "publisher": {"ko": "시험", "en": "Test"},
        "dataset": "investments",
        "series": "submitted",
        "mode": "replace",
        "known_on": yaml.safe_load(known_on),
        "synthetic": True,
        "licence": "CC0-1.0",
    }


def small_world(folder: Path) -> SmallWorld:
    """A world with a catalogue and no files yet."""
    catalogue = folder / "catalogue"
    for part in AS_THEY_ARE:
        write_yaml(catalogue / f"{part}.yml", read_yaml(PROJECT / "catalogue" / f"{part}.yml"))
    for name, ids in KEPT.items():
        content = read_yaml(PROJECT / "catalogue" / name)
        stem = name.removesuffix(".yml")
        write_yaml(catalogue / name, {**content, stem: _chosen(content[stem], ids)})
    for dataset in DATASETS:
        write_yaml(
            catalogue / "datasets" / f"{dataset}.yml",
            read_yaml(PROJECT / f"catalogue/datasets/{dataset}.yml"),
        )
    write_yaml(catalogue / "evaluations" / "2022.yml", read_yaml(PROJECT / "catalogue/evaluations/2022.yml"))
    return SmallWorld(folder)


def _chosen(entries: Iterable[dict[str, Any]], ids: tuple[str, ...]) -> list[dict[str, Any]]:
    return [entry for entry in entries if entry["id"] in ids]
