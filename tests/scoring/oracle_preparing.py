"""The steps before aggregation once more, in plain Python on lists, None = missing, straight from their formulas."""

import math
from statistics import mean, median, stdev

Row = list[float | None]


def known(row: Row) -> list[float]:
    return [value for value in row if value is not None]


def each(row: Row, formula) -> Row:
    return [None if value is None else formula(value) for value in row]


def min_max(row: Row, low: float = 0, high: float = 100) -> Row:
    least, most = min(known(row)), max(known(row))
    if least == most:
        return [None] * len(row)
    return each(row, lambda x: (x - least) / (most - least) * (high - low) + low)


def z_score(row: Row, to_mean: float = 0, to_deviation: float = 1) -> Row:
    values = known(row)
    if min(values) == max(values):
        return [None] * len(row)
    middle, spread = mean(values), stdev(values)
    return each(row, lambda x: (x - middle) / spread * to_deviation + to_mean)


def rank(row: Row) -> Row:
    return each(row, lambda x: 1.0 + sum(other < x for other in known(row)))


def borda(row: Row) -> Row:
    return each(row, lambda x: float(sum(other < x for other in known(row))))


def percentile_rank(row: Row) -> Row:
    n = len(known(row))
    if n == 1:
        return [None] * len(row)
    return each(row, lambda x: sum(other < x for other in known(row)) / (n - 1))


def distance_to_maximum(row: Row) -> Row:
    least, most = min(known(row)), max(known(row))
    if least == most:
        return [None] * len(row)
    return each(row, lambda x: 1 - (most - x) / (most - least))


def distance_to_reference(row: Row, reference: float, capped: bool = False) -> Row:
    least = min(known(row))
    if reference == least:
        return [None] * len(row)
    found = each(row, lambda x: 1 - (reference - x) / (reference - least))
    return each(found, lambda x: min(x, 1.0)) if capped else found


def distance_to_target(row: Row, target: float, direction: int = 1, capped: bool = False) -> Row:
    """On the values as measured."""
    least, most = min(known(row)), max(known(row))
    end = least if direction == 1 else most
    if target == end:
        return [None] * len(row)
    if direction == 1:
        found = each(row, lambda x: (x - least) / (target - least))
    else:
        found = each(row, lambda x: (most - x) / (most - target))
    return each(found, lambda x: min(x, 1.0)) if capped else found


def achievement(row: Row, targets: Row, direction: int = 1) -> Row:
    found: Row = []
    for value, target in zip(row, targets, strict=True):
        if value is None or target is None or target <= 0:
            found.append(None)
        elif direction == 1:
            found.append(value / target * 100)
        else:
            found.append((2 - value / target) * 100)
    return found


def fraction_of_maximum(row: Row) -> Row:
    most = max(known(row))
    return each(row, lambda x: x / most) if most > 0 else [None] * len(row)


def goalposts(row: Row, lower: float, upper: float, highest: float, direction: int = 1) -> Row:
    """Of posts lower < upper; a falling indicator has them the other way round."""

    def points(x: float) -> float:
        share = (x - lower) / (upper - lower)
        share = share if direction == 1 else 1 - share
        return highest * min(1.0, max(0.0, share))

    return each(row, points)


def moments(values: list[float]) -> tuple[float, float]:
    """Skewness and excess kurtosis as Excel's handbook writes SKEW and KURT."""
    n, middle, spread = len(values), mean(values), stdev(values)
    cubes = math.fsum(((x - middle) / spread) ** 3 for x in values)
    fourths = math.fsum(((x - middle) / spread) ** 4 for x in values)
    skew = n / ((n - 1) * (n - 2)) * cubes
    kurtosis = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourths
    return skew, kurtosis - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def calm(values: list[float]) -> bool:
    if len(values) < 4 or min(values) == max(values):
        return True
    skew, kurtosis = moments(values)
    return abs(skew) < 2 or kurtosis < 3.5


def winsorised(row: Row, points: int) -> Row:
    """Moves one value after the other, as a person would with a pencil."""
    found, touched = list(row), set()
    while not calm(known(found)):
        right = moments(known(found))[0] >= 0
        edge = max(known(found)) if right else min(known(found))
        at_edge = {place for place, value in enumerate(found) if value == edge}
        inner = [value for value in known(found) if value != edge]
        if len(touched | at_edge) > points or min(inner) == max(inner):
            return found
        nearest = max(inner) if right else min(inner)
        for place in at_edge:
            found[place] = nearest
        touched |= at_edge
    return found


def logged(row: Row) -> Row:
    least, most = min(known(row)), max(known(row))
    margin = (most - least) / 100
    if moments(known(row))[0] >= 0:
        return each(row, lambda x: math.log(x - least + margin))
    return each(row, lambda x: -math.log(most - x + margin))


def by_mean(row: Row) -> Row:
    values = known(row)
    return [mean(values) if value is None and values else value for value in row]


def by_median(row: Row) -> Row:
    values = known(row)
    return [median(values) if value is None and values else value for value in row]


def by_group_mean(row: Row, groups: list[str]) -> Row:
    found: Row = []
    for value, group in zip(row, groups, strict=True):
        peers = [x for x, other in zip(row, groups, strict=True) if other == group and x is not None]
        found.append(mean(peers) if value is None and group and peers else value)
    return found


def by_latest(series: Row) -> Row:
    """One unit's values over periods."""
    found: Row = []
    for value in series:
        found.append(found[-1] if value is None and found else value)
    return found


def by_line(series: Row, years: list[int]) -> Row:
    """One unit's values over periods."""
    found = list(series)
    for place, value in enumerate(series):
        before = [at for at in range(place) if series[at] is not None]
        after = [at for at in range(place + 1, len(series)) if series[at] is not None]
        if value is None and before and after:
            one, two = before[-1], after[0]
            share = (years[place] - years[one]) / (years[two] - years[one])
            found[place] = series[one] + (series[two] - series[one]) * share
    return found
