"""What an earlier moment still shows to those who do not know the firms: only what the newest release shows as well,
so that no difference between two releases tells one firm's correction.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from kpi.catalogue import Catalogue
from kpi.disclosing.firms import PROTECTED
from kpi.disclosing.masking import (
    BESIDE_PUBLISHED,
    OF_A_PART,
    OF_FIRMS,
    PART_KEY,
    VALUE_KEY,
    Masked,
    PlacesOfProgrammes,
    Tables,
    categories_of,
    emptied,
    ratios_of,
    withhold,
)
from kpi.measures.reasons import FIRMS_PROTECTED, REVISED_SINCE

# What stored numbers may differ by and still be the same.
ROUNDING = 1e-9


def masked_as_newest(earlier: Tables, newest: Masked, catalogue: Catalogue, own: Collection[str]) -> Masked:
    """An earlier moment's tables as somebody may see them who knows the firms of the places `own` alone.

    Of what records say about firms' money and jobs only that stays which `newest`, the newest release's tables masked
    for the same reader, shows with the same value: nothing that can be seen here was not to be seen there. What is
    withheld there is withheld here for the same reason; the rest has been revised since.
    """
    places = PlacesOfProgrammes(catalogue)
    shown = categories_of(earlier, pd.DataFrame(columns=PART_KEY), catalogue)
    return Masked(
        Tables(
            _values(earlier.key_values, newest.tables.key_values, catalogue, own),
            _parts(earlier.parts, newest.tables.parts, catalogue, own),
            _parts(earlier.programme_parts, newest.tables.programme_parts, catalogue, own),
            places.back(
                _values(
                    places.there(earlier.programme_values),
                    places.there(newest.tables.programme_values),
                    catalogue,
                    own,
                )
            ),
        ),
        _categories(shown, newest.categories, own),
        newest.withheld,
    )


def _protected(frame: pd.DataFrame, catalogue: Catalogue, own: Collection[str]) -> np.ndarray:
    """Rows of sums over firms that the reader does not know."""
    metrics = [
        metric.id
        for metric in catalogue.metrics.values()
        if metric.disclosure == PROTECTED and metric.counted
    ]
    return (frame["metric"].isin(metrics) & ~frame["zone"].isin(list(own))).to_numpy()


def _values(
    earlier: pd.DataFrame, newest: pd.DataFrame, catalogue: Catalogue, own: Collection[str]
) -> pd.DataFrame:
    asked = _protected(earlier, catalogue, own)
    published = (earlier["origin"] == "published").to_numpy()
    beside = asked & published & ~_same(earlier, newest, VALUE_KEY, "records_value")
    out = asked & ~published & earlier["value"].notna().to_numpy()
    out &= ~_same(earlier, newest, VALUE_KEY, "value")
    gone = _keys(newest[newest["reason"] == FIRMS_PROTECTED], VALUE_KEY)
    protected = pd.MultiIndex.from_frame(earlier[VALUE_KEY]).isin(gone)
    result = withhold(emptied(earlier, beside, BESIDE_PUBLISHED), out & protected, FIRMS_PROTECTED)
    result = withhold(result, out & ~protected, REVISED_SINCE)
    follows = ratios_of(earlier, out, catalogue) & ~published
    result = withhold(result, follows & protected, FIRMS_PROTECTED)
    return withhold(result, follows & ~protected, REVISED_SINCE)


def _parts(
    earlier: pd.DataFrame, newest: pd.DataFrame, catalogue: Catalogue, own: Collection[str]
) -> pd.DataFrame:
    out = _protected(earlier, catalogue, own) & ~_same(earlier, newest, PART_KEY, "value")
    outside = ~earlier["zone"].isin(list(own)).to_numpy()
    return emptied(emptied(earlier, out, OF_A_PART), outside, OF_FIRMS)


def _categories(earlier: pd.DataFrame, newest: pd.DataFrame, own: Collection[str]) -> pd.DataFrame:
    out = ~_same(earlier, newest, PART_KEY, "value") & ~earlier["zone"].isin(list(own)).to_numpy()
    found = emptied(earlier, out, ("value", "contributors"))
    return found.assign(status=np.where(out, "withheld", "observed"))


def _same(earlier: pd.DataFrame, newest: pd.DataFrame, key: list[str], column: str) -> np.ndarray:
    """Whether the newest release shows the same number in the same place."""
    known = newest.set_index(_keys(newest, key))[column].astype(float)
    there = known[~known.index.duplicated()].reindex(_keys(earlier, key)).to_numpy(float)
    here = earlier[column].to_numpy(float, na_value=np.nan)
    return np.isclose(here, there, rtol=ROUNDING, atol=0) | (np.isnan(here))


def _keys(frame: pd.DataFrame, key: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[key])
