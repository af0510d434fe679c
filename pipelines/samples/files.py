"""The sample's files: which records each holds, what its side-car says, and when it became known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.periods import is_year, quarters_of, year_of
from pipelines.samples.columns import FIELDS
from pipelines.samples.looks import LOOKS, Look
from pipelines.samples.shapes import Maker
from pipelines.samples.truth import Truth
from pipelines.samples.writing import SUFFIX, write_grid, write_side_car

LICENCE = "CC0-1.0"
PUBLISHER = {"ko": "표본 생성기", "en": "Sample generator"}
NOTE = {
    "ko": "가상으로 만든 표본. 공표된 합계에 맞추었고 실제 기업과 무관함",
    "en": "Synthetic sample, adding up to the published totals; no real firm is meant",
}
VINTAGE_WORDS = {"first": ("최초 집계", "first vintage"), "restated": ("정정", "restated"), "": ("", "")}
VINTAGE_KNOWN_ON = {"first": date(2023, 5, 15), "restated": date(2024, 6, 28)}
# Month and day of the following year on which a dataset's file of a year arrives.
ARRIVES = {
    "tenant_firms": (2, 10), "firm_results": (2, 20), "technology_transfers": (2, 12), "investments": (2, 14),
    "startups": (2, 12), "programme_results": (2, 17), "funding": (1, 31), "tenant_survey": (1, 25),
}  # fmt: skip
# Targets are set in spring; in 2022 after the third wave was designated in May.
TARGETS_SET_ON = {2022: date(2022, 6, 15)}


@dataclass(frozen=True)
class SampleFile:
    """One file to be written: its dataset, years, vintage ('' where there is only one) and look."""

    dataset: str
    years: tuple[int, ...]
    vintage: str
    look: Look

    @property
    def name(self) -> str:
        years = "_".join(map(str, self.years))
        vintage = f"_{self.vintage}" if self.vintage else ""
        return f"{years}_{self.dataset}{vintage}{SUFFIX.get(self.look.encoding, '.csv')}"

    @property
    def known_on(self) -> date:
        if self.vintage:
            return VINTAGE_KNOWN_ON[self.vintage]
        if self.dataset == "targets":
            return TARGETS_SET_ON.get(self.years[-1], date(self.years[-1], 3, 15))
        return date(self.years[-1] + 1, *ARRIVES[self.dataset])

    def records(self, truth: Truth) -> pd.DataFrame:
        """The rows that the file holds."""
        if self.dataset == "tenant_firms":
            return truth.register(self.years[-1])
        frame = truth.frames[self.dataset]
        held = frame.loc[frame["period"].str[:4].astype(int).isin(self.years)]
        if self.vintage != "first":
            return held
        both = pd.concat([held, truth.withdrawn], ignore_index=True)
        return pd.concat([both.loc[both["zone"] == zone] for zone in dict.fromkeys(held["zone"])])

    def side_car(self, catalogue: Catalogue) -> dict[str, Any]:
        """What the file's side-car says."""
        dataset = catalogue.datasets[self.dataset]
        years = "–".join(map(str, self.years))
        korean, english = VINTAGE_WORDS[self.vintage]
        return {
            "title": {
                "ko": f"{years.replace('–', '~')}년 {dataset.name.ko} 표본{f'({korean})' if korean else ''}",
                "en": f"{dataset.name.en}, {years}, sample{f' ({english})' if english else ''}",
            },
            "publisher": PUBLISHER,
            "dataset": self.dataset,
            "series": "sample",
            "mode": "replace",
            "known_on": self.known_on,
            "synthetic": True,
            "licence": LICENCE,
            "covers": self._covers(catalogue),
            "note": NOTE,
        }

    def _covers(self, catalogue: Catalogue) -> dict[str, Any]:
        """The zones designated by then, and the periods from the first designation on."""
        present = [
            zone.id for zone in catalogue.zones.values() if year_of(zone.first_quarter) <= self.years[-1]
        ]
        zones: Any = "all" if len(present) == len(catalogue.zones) else present
        grain = catalogue.datasets[self.dataset].slice.period
        if grain == "none":
            return {"zones": zones}
        labels = [str(year) for year in self.years]
        if grain == "quarter":
            first = min(zone.first_quarter for zone in catalogue.zones.values())
            labels = [quarter for year in self.years for quarter in quarters_of(year) if quarter >= first]
        return {"zones": zones, "periods": labels}


def sample_files() -> Iterator[SampleFile]:
    """Every file, dataset by dataset, oldest first."""
    for dataset, looks in LOOKS.items():
        for key, look in looks.items():
            years = tuple(int(part) for part in key.split("_") if is_year(part))
            vintage = "".join(part for part in key.split("_") if not is_year(part))
            yield SampleFile(dataset, years, vintage, look)


def write_file(file: SampleFile, truth: Truth, catalogue: Catalogue, folder: Path) -> Path:
    """The file and its side-car, written; gives the file's path."""
    side_car = file.side_car(catalogue)
    title = side_car["title"]["ko"].replace(" 표본", " 현황")
    last_quarter = f"{file.years[-1]}Q4"
    maker = Maker(
        catalogue, catalogue.datasets[file.dataset], FIELDS[file.dataset], file.look, title, last_quarter
    )
    path = folder / file.name
    write_grid(maker.grid(file.records(truth)), path, file.look.encoding)
    write_side_car(path, side_car)
    return path
