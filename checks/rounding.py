"""How finely a written figure was rounded, so that sums are compared no closer than that."""

from decimal import Decimal

from kpi.catalogue import Unit

# Sums of money are announced in 억원; one that no longer says in which unit it was written is taken so.
ANNOUNCED_MONEY_UNIT = Decimal(100_000_000)
MOST_DECIMALS = 8


def step(value: float | Decimal, unit: Unit, written_unit: str = "") -> Decimal:
    """The last place of a figure, in the stored unit: 79.9 억원 → 10,000,000 won; 522 건 → 1.

    `value` is in the stored unit; `written_unit` is how the file wrote the unit, where that is known.
    """
    factor = Decimal(str(unit.written.get(written_unit, 1)))
    if factor <= 1 and unit.kind == "money":
        factor = ANNOUNCED_MONEY_UNIT
    return factor.scaleb(-_decimals(Decimal(str(value)) / factor))


def half_step(value: float | Decimal, unit: Unit, written_unit: str = "") -> Decimal:
    """The most by which rounding to the last place can have changed a figure."""
    return step(value, unit, written_unit) / 2


def _decimals(figure: Decimal) -> int:
    """Digits after the point; digits beyond the eighth are what a binary float made of a decimal."""
    exponent = round(figure, MOST_DECIMALS).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
