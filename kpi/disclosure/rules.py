"""The rules on one sum over firms."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi.catalogue.disclosure import DisclosureRules

# The last digits of sums are rounding alone.
ROUNDING = 1e-12


def unsafe(
    contributors: ArrayLike, total: ArrayLike, first: ArrayLike, second: ArrayLike, rules: DisclosureRules
) -> NDArray[np.bool_]:
    """Whether each sum tells too much: too few firms, two that hold nearly all of it, or a largest one that the second
    could estimate too closely. What nobody contributed to tells of nobody.
    """
    count, whole, one, two = (np.asarray(each, float) for each in (contributors, total, first, second))
    few = count < rules.fewest_firms
    dominated = one + two > rules.two_largest_share * whole + ROUNDING * np.abs(whole)
    close = whole - one - two < rules.closeness * one - ROUNDING * np.abs(whole)
    return (count > 0) & (few | dominated | close)
