"""Who is scored at all: units with too few values in a period are left out of it."""

import numpy as np


def availability(values: np.ndarray) -> np.ndarray:
    """Share of indicators with a value, 0 to 1, over all but the last axis of (…, indicators)."""
    return np.count_nonzero(~np.isnan(values), axis=-1) / values.shape[-1]


def kept(values: np.ndarray, threshold: float) -> np.ndarray:
    """Whether each unit has at least this share of its indicators: (periods, units)."""
    return availability(values) >= threshold
