"""Who stands behind a release's numbers, firm by firm: from the facts, and where they are silent from the parts."""

import numpy as np
import pandas as pd

from kpi.catalogue import Catalogue, Metric
from kpi.contributions import category, contributor, row_terms
from kpi.warehouse import Release

PROTECTED = "firm_money"
COLUMNS = ("metric", "zone", "period", "breakdown", "category", "firm", "value")
CELL = ["metric", "zone", "period", "breakdown"]
# What stored amounts and their sums may differ by.
ROUNDING = 1e-6
CONTRIBUTED = """
SELECT f.zone AS zone, f.period AS period, {category} AS category, {contributor} AS firm,
       CAST(SUM({value}) AS DOUBLE) AS value
FROM facts_{dataset} AS f WHERE {condition} GROUP BY 1, 2, 3, 4
"""


def protected_metrics(catalogue: Catalogue) -> list[Metric]:
    """The metrics that add up what single firms reported of their money and jobs."""
    return [
        metric
        for metric in catalogue.metrics.values()
        if metric.disclosure == PROTECTED and metric.counted is not None
    ]


def firm_shares(release: Release, catalogue: Catalogue) -> pd.DataFrame:
    """What each firm contributed (columns COLUMNS), by the facts of an open release; the same for every viewer."""
    found = []
    for metric in protected_metrics(catalogue):
        assert metric.counted is not None
        dataset, terms = catalogue.datasets[metric.counted.dataset], row_terms(metric)
        if terms is None:
            continue
        for breakdown in ("", *metric.breakdowns):
            sql = CONTRIBUTED.format(
                category=category(breakdown), contributor=contributor(dataset), dataset=dataset.id,
                value=terms.value, condition=terms.condition,
            )  # fmt: skip
            found.append(release.frame(sql).assign(metric=metric.id, breakdown=breakdown))
    rows = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))
    return rows[list(COLUMNS)]


def filled_from_parts(shares: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The shares, but of cells that they do not add up to those that the parts allow to suppose.

    `parts` has one row a metric × zone × period × breakdown × category. A supposed firm is the same one at all times,
    so that the two largest of a longer period hold no less than they do in truth.
    """
    told = shares.groupby(CELL)["value"].sum()
    wanted = parts.groupby(CELL)["value"].sum()
    differing = (wanted - told.reindex(wanted.index).fillna(0)).abs() > ROUNDING * (1 + wanted.abs())
    lacking = differing.index[differing] if len(wanted) else wanted.index
    if not len(lacking):
        return shares
    kept = shares[~pd.MultiIndex.from_frame(shares[CELL]).isin(lacking)]
    supposed = _supposed(parts[pd.MultiIndex.from_frame(parts[CELL]).isin(lacking)])
    return pd.concat([kept, supposed], ignore_index=True)


def _supposed(parts: pd.DataFrame) -> pd.DataFrame:
    """The largest, the second largest and others alike, as many as there are firms."""
    value = parts["value"].to_numpy(float)
    count = np.maximum(parts["contributors"].fillna(0).to_numpy(int), (value != 0).astype(int))
    first = _column(parts, "largest", value)
    second = np.where(count > 1, _column(parts, "second_largest", value - first), 0)
    rows = np.repeat(np.arange(len(parts)), count)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
    others = (value - first - second) / np.maximum(count - 2, 1)
    amounts = np.select([place == 0, place == 1], [first[rows], second[rows]], others[rows])
    firms = [f"supposed-{number}" for number in place]
    return parts.iloc[rows].assign(firm=firms, value=amounts)[list(COLUMNS)]


def _column(parts: pd.DataFrame, name: str, otherwise: np.ndarray) -> np.ndarray:
    if name not in parts:
        return otherwise
    found = parts[name].to_numpy(float, na_value=np.nan)
    return np.where(np.isnan(found), otherwise, found)
