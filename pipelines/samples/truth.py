"""Everything the sample says, before it is written in any file's shape: one frame per dataset."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.periods import last_day
from pipelines.samples import plan
from pipelines.samples.events import (
    World,
    make_foundings,
    make_investments,
    make_programme_results,
    make_transfers,
    make_withdrawn_deals,
)
from pipelines.samples.firms import make_firms
from pipelines.samples.published import read_published, read_targets
from pipelines.samples.results import make_results
from pipelines.samples.totals import zone_years
from pipelines.samples.yearly import make_funding, make_survey, make_targets

DEFAULT_SEED = 20250801


@dataclass(frozen=True)
class Truth:
    """The records by dataset, in stored units, ordered by zone and period.

    `withdrawn` holds the deals that the restatement of 2022 took out.
    """

    frames: dict[str, pd.DataFrame]
    withdrawn: pd.DataFrame

    def register(self, year: int) -> pd.DataFrame:
        """The tenant register as it stood at a year's end: later entries and departures are not known yet."""
        end = last_day(str(year))
        stays = self.frames["tenant_firms"]
        known = stays[stays["entered_on"] <= end].assign(period=f"{year}Q4")
        return known.assign(
            left_on=[day if day is not None and day <= end else None for day in known["left_on"]]
        )


def make_truth(catalogue: Catalogue, published_folder: Path, seed: int = DEFAULT_SEED) -> Truth:
    """The whole sample. The same seed, catalogue and published files give the same records."""
    zones, published = catalogue.zones, read_published(published_folder, catalogue)
    shares = {metric: zone_years(metric, zones, published, seed) for metric in plan.FLOWS}
    firms = make_firms(zones, published, seed)
    world = World(zones, firms, shares, seed)
    frames = {
        "tenant_firms": firms,
        "firm_results": make_results(firms, zones, seed),
        "technology_transfers": make_transfers(world),
        "investments": make_investments(world),
        "startups": make_foundings(world),
        "programme_results": make_programme_results(world),
        "funding": make_funding(world, published),
        "tenant_survey": make_survey(world),
        "targets": make_targets(world, catalogue, read_targets(published_folder, catalogue)),
    }
    order = {zone: index for index, zone in enumerate(zones)}
    ordered = {dataset: _ordered(frame, order) for dataset, frame in frames.items()}
    return Truth(ordered, make_withdrawn_deals(world, published))


def _ordered(frame: pd.DataFrame, order: dict[str, int]) -> pd.DataFrame:
    """By zone, then period, otherwise as made; days stay plain dates and None."""
    period = frame["period"] if "period" in frame else frame["firm"]
    places = pd.DataFrame(
        {"zone": [order[zone] for zone in frame["zone"]], "period": period}, index=frame.index
    )
    return frame.loc[places.sort_values(["zone", "period"], kind="stable").index].reset_index(drop=True)
