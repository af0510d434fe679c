"""Values per head, per firm, per area: what compares regions of different size."""

import numpy as np


def per(values: np.ndarray, denominators: np.ndarray) -> np.ndarray:
    """values ÷ denominators of the same shape; missing where the denominator is missing or not above 0."""
    usable = denominators > 0
    return np.where(usable, values, np.nan) / np.where(usable, denominators, 1.0)
