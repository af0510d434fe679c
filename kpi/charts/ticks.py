"""Tick positions with texts in 만, 억 and 조 (or k, m, bn), which the browser's formatter does not know."""

from math import ceil, floor, log10

from kpi.text import Text

STEPS = (1, 2, 2.5, 5, 10)
SCALES = {
    "ko": ((1e12, "trillion"), (1e8, "hundred_million"), (1e4, "ten_thousand")),
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand")),
}


def ticks(
    largest: float, language: str, *, smallest: float = 0, wanted: int = 4, whole: bool = False
) -> tuple[list[float], list[str]]:
    """About `wanted` round positions to just over `largest`, each with its text; `whole` for counts."""
    low, high = min(smallest, 0), max(largest, 0)
    step = nice_step((high - low) / wanted) if high > low else 1
    step = float(ceil(step)) if whole else step
    first, last = floor(low / step), ceil(high / step)
    values = [number * step for number in range(first, last + 1)]
    return values, [tick_text(value, max(abs(low), abs(high)), language) for value in values]


def nice_step(rough: float) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not under `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * 0.999)


def tick_text(value: float, largest: float, language: str) -> str:
    """A value in the scale of the axis's largest one, so that all ticks of an axis read alike."""
    for factor, name in SCALES[language]:
        if largest >= factor * 2:
            return "0" if value == 0 else Text(language)(f"charts.scale.{name}", value=plain(value / factor))
    return plain(value)


def plain(value: float) -> str:
    """A number with thousands separators and no needless decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
