"""Scores into ranks: 1 is the highest score, equal scores share the lower number, no score has no rank."""

from collections.abc import Sequence

import numpy as np

Numbers = np.ndarray

# Scores that differ by less than this part of the largest are equal: their last digits are rounding alone.
TIE = 1e-12
# So many scores at once stay in the processor's cache.
PORTION = 1 << 15


def ranks(scores: Numbers) -> Numbers:
    """Ranks (…, units) of scores (…, units) along the last axis: of [90, 80, 80, 70] they are [1, 2, 2, 4]."""
    if scores.size > PORTION and scores.ndim > 1 and len(scores) > 1:
        rows = max(1, PORTION * len(scores) // scores.size)
        return np.concatenate([ranks(scores[at : at + rows]) for at in range(0, len(scores), rows)])
    # Numpy sorts five times as fast without NaN.
    order = np.argsort(np.where(np.isnan(scores), np.inf, -scores), axis=-1)
    ordered = np.take_along_axis(scores, order, -1)
    known = ~np.isnan(ordered)
    filled = np.where(known, ordered, 0.0)
    scale = np.abs(filled).max(axis=-1, keepdims=True, initial=0.0)
    first = np.ones(filled.shape, bool)
    first[..., 1:] = filled[..., :-1] - filled[..., 1:] > TIE * scale
    places = np.maximum.accumulate(np.where(first, np.arange(1.0, scores.shape[-1] + 1.0), 1.0), axis=-1)
    found = np.empty(scores.shape)
    np.put_along_axis(found, order, np.where(known, places, np.nan), -1)
    return found


def ranks_within(scores: Numbers, groups: Sequence[str]) -> Numbers:
    """Ranks (…, units) among the units of the same group; who has no group ('') has no rank."""
    found = np.full(scores.shape, np.nan)
    names = np.asarray(groups)
    for group in dict.fromkeys(groups):
        if group:
            members = names == group
            found[..., members] = ranks(scores[..., members])
    return found
