"""The tables of a release as those may see them to whom not every firm's rows are open."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.catalogue import NATIONAL, Catalogue, Metric
from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosing.cells import KEY, Asked, withheld_cells
from kpi.disclosing.firms import COLUMNS, filled_from_parts, protected_metrics
from kpi.measures.reasons import FIRMS_PROTECTED

VALUE_KEY = ["metric", "zone", "period", "basis"]
PART_KEY = ["metric", "zone", "period", "breakdown", "category"]
OF_FIRMS = ("largest", "second_largest")
OF_A_PART = ("value", "weight", "contributors", "row_count", *OF_FIRMS)
OF_A_VALUE = ("value", "numerator", "denominator", "contributors", "records_value")
BESIDE_PUBLISHED = ("contributors", "records_value")
CATEGORIES = (
    "metric",
    "zone",
    "period",
    "breakdown",
    "category",
    "value",
    "contributors",
    "synthetic",
    "status",
)


@dataclass(frozen=True)
class Tables:
    """What a release holds of sums over firms; the tables of programmes are empty in releases without them."""

    key_values: pd.DataFrame
    parts: pd.DataFrame
    programme_parts: pd.DataFrame
    programme_values: pd.DataFrame


@dataclass(frozen=True)
class Masked:
    """The same tables without what is withheld, and `categories`: what each category of a protected metric comes to by
    quarter and year, in zones, in all of them and in programmes' places (columns CATEGORIES), which cannot be added up
    from parts any more. `withheld` lists the cells, columns of `cells.withheld_cells`.
    """

    tables: Tables
    categories: pd.DataFrame
    withheld: pd.DataFrame


def masked(
    tables: Tables,
    shares: pd.DataFrame,
    catalogue: Catalogue,
    own: Collection[str],
    rules: DisclosureRules | None = None,
) -> Masked:
    """The tables as somebody may see them who knows the firms of the places `own` alone.

    `shares` is what `firm_shares` tells of the release; cells that it does not explain are judged by their parts. A
    value withheld is missing, with the status `withheld` and its reason; so are numerator, denominator and
    contributors. Published values stay. The largest firms' shares are left only in the reader's own places.
    """
    hidden = cells_withheld(tables, shares, catalogue, own, rules)
    places = PlacesOfProgrammes(catalogue)
    return Masked(
        Tables(
            _masked_values(tables.key_values, hidden, catalogue),
            _masked_parts(tables.parts, hidden, own),
            _masked_parts(tables.programme_parts, hidden, own),
            places.back(_masked_values(places.there(tables.programme_values), hidden, catalogue)),
        ),
        categories_of(tables, hidden, catalogue),
        hidden,
    )


def cells_withheld(
    tables: Tables,
    shares: pd.DataFrame,
    catalogue: Catalogue,
    own: Collection[str],
    rules: DisclosureRules | None = None,
) -> pd.DataFrame:
    """The cells that such a reader may not see; columns of `cells.withheld_cells`."""
    found = [
        withheld_cells(asked, rules or catalogue.disclosure)
        for metric in protected_metrics(catalogue)
        for asked in _asked(metric, tables, shares, catalogue, own)
    ]
    whole = [each for each in found if len(each)]
    return (
        pd.concat(whole, ignore_index=True) if whole else pd.DataFrame(columns=[*KEY, "forbidden", "public"])
    )


def _asked(
    metric: Metric, tables: Tables, shares: pd.DataFrame, catalogue: Catalogue, own: Collection[str]
) -> list[Asked]:
    """The zones together, and each place of a programme for itself."""
    values = tables.key_values
    public = values[(values["metric"] == metric.id) & (values["origin"] == "published")]
    told = set(zip(public["zone"], public["period"], public["basis"], strict=True))
    mine = shares[shares["metric"] == metric.id]
    zones = [
        _asked_of(metric, list(catalogue.zones), tables.parts, mine, catalogue, told, own),
        *(
            _asked_of(metric, [place], tables.programme_parts, mine, catalogue, set(), own)
            for place in catalogue.own_places
        ),
    ]
    return [each for each in zones if len(each.recorded)]


def _asked_of(
    metric: Metric,
    places: list[str],
    parts: pd.DataFrame,
    shares: pd.DataFrame,
    catalogue: Catalogue,
    public: set[tuple[str, str, str]],
    own: Collection[str],
) -> Asked:
    mine = parts[(parts["metric"] == metric.id) & parts["zone"].isin(places)]
    starts = {zone.id: zone.first_quarter for zone in catalogue.zones.values()}
    begun = mine["zone"].map(starts).fillna("")
    kept = [str(at) >= first[: len(str(at))] for at, first in zip(mine["period"], begun, strict=True)]
    mine = mine[np.array(kept, bool)]
    recorded = mine.loc[mine["breakdown"] == "", ["zone", "period"]].drop_duplicates()
    inside = pd.MultiIndex.from_frame(shares[["zone", "period"]]).isin(pd.MultiIndex.from_frame(recorded))
    filled = filled_from_parts(shares[inside], mine)
    return Asked(metric, places, filled[list(COLUMNS)], recorded, public, own, len(places) > 1)


def _masked_values(values: pd.DataFrame, hidden: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Key values without what is withheld and without the ratios that it would follow from."""
    whole = hidden[hidden["breakdown"] == ""]
    out = _is_in(values, whole[~whole["public"].astype(bool)], VALUE_KEY)
    beside = _is_in(values, whole[whole["public"].astype(bool)], VALUE_KEY)
    out |= ratios_of(values, out, catalogue)
    out &= (values["origin"] != "published").to_numpy()
    result = emptied(values, beside, BESIDE_PUBLISHED)
    return withhold(result, out, FIRMS_PROTECTED)


def withhold(values: pd.DataFrame, out: np.ndarray, reason: str) -> pd.DataFrame:
    """Key values of which these rows are withheld for a reason."""
    result = emptied(values, out, OF_A_VALUE)
    result.loc[out, "origin"] = None
    result.loc[out, "status"], result.loc[out, "reason"] = "withheld", reason
    result.loc[out, "synthetic"] = False
    return result


def ratios_of(values: pd.DataFrame, out: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    """The ratios of which a side is withheld; a stock's one basis serves any."""
    gone = set(values.loc[out, VALUE_KEY].itertuples(index=False, name=None))
    found = np.zeros(len(values), bool)
    for metric in catalogue.metrics.values():
        if metric.ratio is None or not gone:
            continue
        rows = np.flatnonzero((values["metric"] == metric.id) & values["value"].notna())
        for side in (metric.ratio.numerator, metric.ratio.denominator):
            if side not in catalogue.metrics:
                continue
            bases = catalogue.bases_of(side)
            at = values.iloc[rows]
            keys = zip(at["zone"], at["period"], at["basis"], strict=True)
            follows = [
                (side, zone, period, basis if basis in bases else bases[0]) in gone
                for zone, period, basis in keys
            ]
            found[rows] |= np.array(follows, bool)
    return found


def _masked_parts(parts: pd.DataFrame, hidden: pd.DataFrame, own: Collection[str]) -> pd.DataFrame:
    flows = hidden[hidden["basis"] != "cumulative"]
    result = emptied(parts, _is_in(parts, flows, PART_KEY), OF_A_PART)
    return emptied(result, ~parts["zone"].isin(list(own)).to_numpy(), OF_FIRMS)


def categories_of(tables: Tables, hidden: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """What categories come to at every level that is shown, computed from the parts as they are."""
    wanted = {metric.id: metric for metric in protected_metrics(catalogue)}
    parts = pd.concat(
        [each for each in (tables.parts, tables.programme_parts) if len(each)] or [tables.parts]
    )
    fine = parts[parts["metric"].isin(list(wanted)) & (parts["breakdown"] != "")]
    fine = fine.assign(value=fine["value"].astype(float), contributors=fine["contributors"].astype(float))
    flows = fine[fine["metric"].isin([each.id for each in wanted.values() if each.type == "flow"])]
    quarters = flows[flows["period"].str.len() > 4]
    levels = pd.concat([fine, quarters.assign(period=quarters["period"].str[:4])])
    everywhere = levels[levels["zone"].isin(list(catalogue.zones))].assign(zone=NATIONAL)
    found = (
        pd.concat([levels, everywhere])
        .groupby(PART_KEY, as_index=False)
        .agg(value=("value", "sum"), contributors=("contributors", "sum"), synthetic=("synthetic", "any"))
    )
    out = _is_in(found, hidden, PART_KEY)
    found["status"] = np.where(out, "withheld", "observed")
    return emptied(found, out, ("value", "contributors"))[list(CATEGORIES)]


def _is_in(frame: pd.DataFrame, keys: pd.DataFrame, columns: list[str]) -> np.ndarray:
    if not len(keys) or not len(frame):
        return np.zeros(len(frame), bool)
    return pd.MultiIndex.from_frame(frame[columns]).isin(pd.MultiIndex.from_frame(keys[columns]))


def emptied(frame: pd.DataFrame, rows: np.ndarray, columns: tuple[str, ...]) -> pd.DataFrame:
    """A copy without what these rows say in those of the columns that there are."""
    there = {column: frame[column].mask(rows) for column in columns if column in frame}
    return frame.assign(**there)


class PlacesOfProgrammes:
    """Values of programmes as values of places: a programme's own, or all zones for the one that runs in them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._place = {
            programme.id: programme.id if programme.place == "own" else NATIONAL
            for programme in catalogue.programmes.values()
        }

    def there(self, values: pd.DataFrame) -> pd.DataFrame:
        programme = values["programme"]
        return values.assign(zone=programme.map(self._place).fillna(programme))

    def back(self, values: pd.DataFrame) -> pd.DataFrame:
        return values.drop(columns="zone")
