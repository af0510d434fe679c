"""The tables of a release whose sums are bound by equations, as somebody may see them."""

from functools import lru_cache

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.disclosing import Masked, Tables, firm_shares, masked, masked_as_newest
from kpi.warehouse import Release

_VALUES = (
    "period", "basis", "value", "numerator", "denominator", "contributors", "origin", "status", "reason",
    "records_value", "published_value", "publication", "known_on", "synthetic",
)  # fmt: skip
_PARTS = (
    "metric", "zone", "programme", "period", "breakdown", "category", "value", "weight", "contributors", "largest",
    "second_largest", "row_count", "synthetic", "known_on",
)  # fmt: skip
# Releases from before there were programmes have not all of them.
COLUMNS = {
    "key_values": ("metric", "zone", *_VALUES),
    "parts": _PARTS,
    "programme_parts": _PARTS,
    "programme_values": ("programme", "metric", *_VALUES),
}
# What each category of a protected metric comes to; a guarded release has it beside the tables of its file.
CATEGORIES = "categories"
MASKS_KEPT, SHARES_KEPT = 16, 2


def masked_as_seen(
    raw: Release, newest: Release | None, catalogue: Catalogue, places: frozenset[str]
) -> Masked:
    """What is left of sums over firms for who may see the firms of `places`.

    `newest` is the newest release where `raw` is an older moment: what has been revised since is withheld.
    """
    found = _of_newest(newest or raw, places)
    return found if newest is None else masked_as_newest(_tables(raw), found, catalogue, places)


def tables_of(found: Masked, raw: Release) -> dict[str, pd.DataFrame]:
    """The tables of COLUMNS that a release has, and CATEGORIES."""
    there = raw.tables()
    return {
        **{name: getattr(found.tables, name) for name in COLUMNS if name in there},
        CATEGORIES: found.categories,
    }


@lru_cache(maxsize=MASKS_KEPT)
def _of_newest(release: Release, places: frozenset[str]) -> Masked:
    """Kept, because every older moment is masked as the newest release is."""
    catalogue = Catalogue.from_json(release.about["catalogue"])
    return masked(_tables(release), _shares(release), catalogue, places)


@lru_cache(maxsize=SHARES_KEPT)
def _shares(release: Release) -> pd.DataFrame:
    """What every firm contributed, the same for all who ask."""
    return firm_shares(release, Catalogue.from_json(release.about["catalogue"]))


def _tables(release: Release) -> Tables:
    there = release.tables()
    return Tables(
        **{
            name: release.frame(f"SELECT * FROM {name}")
            if name in there
            else pd.DataFrame(columns=list(columns))
            for name, columns in COLUMNS.items()
        }
    )
