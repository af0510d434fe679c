"""Disclosure control on a release's tables: which cells there are, who stands behind them, and what is withheld."""

from kpi.disclosing.firms import firm_shares
from kpi.disclosing.masking import CATEGORIES, Masked, Tables, cells_withheld, masked
from kpi.disclosing.programme_sums import SUMMED, closed_sums
from kpi.disclosing.revised import masked_as_newest

__all__ = [
    "CATEGORIES",
    "SUMMED",
    "Masked",
    "Tables",
    "cells_withheld",
    "closed_sums",
    "firm_shares",
    "masked",
    "masked_as_newest",
]
