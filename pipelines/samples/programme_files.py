"""The programmes' sample files: what each holds, how it looks, and when it became known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.periods import quarters_of
from pipelines.samples.files import LICENCE, NOTE, PUBLISHER
from pipelines.samples.looks import PLAIN, UTF8, UTF16, XLSX, Look
from pipelines.samples.programme_columns import PROGRAMME_FIELDS
from pipelines.samples.programme_steps import ZONE_COHORTS
from pipelines.samples.shapes import Maker
from pipelines.samples.writing import SUFFIX, write_grid, write_side_car

KNOWN_ON = date(2026, 7, 20)
IN_ZONES_KNOWN_ON = date(2026, 2, 24)


@dataclass(frozen=True)
class ProgrammeFile:
    """One sample file of a dataset: of the zones' programme (`in_zones`), of the others, or (None) of all."""

    dataset: str
    look: Look
    in_zones: bool | None = None

    @property
    def name(self) -> str:
        years = f"{ZONE_COHORTS[0]}_{ZONE_COHORTS[-1]}" if self.in_zones else "2026"
        return f"{years}_{self.dataset}{SUFFIX.get(self.look.encoding, '.csv')}"

    def records(self, records: Mapping[str, pd.DataFrame], catalogue: Catalogue) -> pd.DataFrame:
        """The rows that the file holds."""
        frame = records[self.dataset]
        if self.in_zones is None:
            return frame
        return pd.DataFrame(frame[frame["zone"].isin(list(catalogue.zones)) == self.in_zones])

    def side_car(self, catalogue: Catalogue) -> dict[str, Any]:
        """What the file's side-car says. In the zones it speaks for every quarter; elsewhere for what it holds."""
        dataset = catalogue.datasets[self.dataset]
        periods = [quarter for year in ZONE_COHORTS for quarter in quarters_of(year)]
        covers = {"covers": {"zones": "all", "periods": periods}} if self.in_zones else {}
        return {
            "title": {"ko": f"{dataset.name.ko} 표본", "en": f"{dataset.name.en}, sample"},
            "publisher": PUBLISHER,
            "dataset": self.dataset,
            "series": "sample",
            "mode": "replace",
            "known_on": IN_ZONES_KNOWN_ON if self.in_zones else KNOWN_ON,
            "synthetic": True,
            "licence": LICENCE,
            **covers,
            "note": NOTE,
        }


def programme_files() -> list[ProgrammeFile]:
    """Every file. Five are as messy as offices send them, each of another programme."""
    sheet = replace(PLAIN, encoding=XLSX)
    return [
        ProgrammeFile(
            "programme_steps", replace(sheet, zone="bare", merged=True, notice=True), in_zones=True
        ),
        ProgrammeFile("programme_steps", replace(PLAIN, period="point_q", words=1), in_zones=False),
        ProgrammeFile(
            "programme_support", replace(PLAIN, encoding=UTF8, zone="special", words=1), in_zones=True
        ),
        ProgrammeFile("programme_support", replace(PLAIN, period="q_first", total="계"), in_zones=False),
        ProgrammeFile(
            "programme_applications",
            replace(PLAIN, unit="천원", commas=True, period="quote", words=1, total="합계"),
        ),
        ProgrammeFile(
            "programme_sessions", replace(sheet, period="short", grouped=True, counted=True, total="총계")
        ),
        ProgrammeFile(
            "programme_funds", replace(PLAIN, unit_place="cell", period="dash_q", notice=True, total="합 계")
        ),
        ProgrammeFile(
            "facility_spaces",
            replace(PLAIN, unit_place="header", period="as_of", grouped=True, merged=True, words=1),
        ),
        ProgrammeFile("working_groups", replace(PLAIN, encoding=UTF16, period="month_end", counted=True)),
        ProgrammeFile(
            "programme_outcomes", replace(PLAIN, unit="천원", commas=True, grouped=True, missing="미집계")
        ),
        ProgrammeFile("programme_milestones", replace(PLAIN, encoding=UTF8, missing="")),
    ]


def write_programme_file(
    file: ProgrammeFile, records: Mapping[str, pd.DataFrame], catalogue: Catalogue, folder: Path
) -> Path:
    """The file and its side-car, written; gives the file's path."""
    side_car = file.side_car(catalogue)
    title = side_car["title"]["ko"].replace(" 표본", " 현황")
    fields = PROGRAMME_FIELDS[file.dataset]
    maker = Maker(catalogue, catalogue.datasets[file.dataset], fields, file.look, title)
    path = folder / file.name
    write_grid(maker.grid(file.records(records, catalogue)), path, file.look.encoding)
    write_side_car(path, side_car)
    return path
