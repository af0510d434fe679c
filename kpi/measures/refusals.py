"""The sums, means and quotients that have no meaning, each by its own name.

ArithmeticRefused
├── StocksAddedOverTime     a stock counts the same things again in every period
├── CumulativesAddedOverTime a running sum holds the earlier periods already
├── RatiosSummed            a ratio is recomputed from its sides
├── RatiosAveraged          likewise: the mean of ratios weighs a small zone like a large one
├── ScoresSummed            points are averaged by respondents, not added
├── ScoresAveragedUnweighted likewise: the mean needs its respondents
├── BasesMixed              in the period, since designation and at period end are three things
├── UnitsMixed              won and cases
├── PopulationsMixed        programme results and the census of tenants, undeclared
├── TypesMixed              a stock and a flow
├── PeriodsMixed            quarters and years, or other zones
└── InputRefused            a target profile or a span of years that cannot be
"""

from typing import Any

from kpi.errors import ArithmeticRefused, Fault, Place


class Refusal(ArithmeticRefused):
    """A refusal whose text key is its class's `word` in the room `measures_errors`."""

    word = ""

    def __init__(self, entry: str = "", value: Any = None, allowed: Any = None, **extra: Any) -> None:
        super().__init__(Fault(f"measures_errors.{self.word}", Place(entry=entry), value, allowed, extra))


class StocksAddedOverTime(Refusal):
    """Tenants in March plus tenants in June are nobody's number of tenants."""

    word = "stocks_added_over_time"


class CumulativesAddedOverTime(Refusal):
    """A running sum added to a later one counts the beginning twice."""

    word = "cumulatives_added_over_time"


class RatiosSummed(Refusal):
    """Percentages of two zones do not add up to a percentage."""

    word = "ratios_summed"


class RatiosAveraged(Refusal):
    """A ratio of all zones comes from all numerators and all denominators."""

    word = "ratios_averaged"


class ScoresSummed(Refusal):
    """Points of two surveys do not add up."""

    word = "scores_summed"


class ScoresAveragedUnweighted(Refusal):
    """A mean score needs the number of respondents behind each."""

    word = "scores_averaged_unweighted"


class BasesMixed(Refusal):
    """당해, 누계 and 기말 are never added or compared."""

    word = "bases_mixed"


class UnitsMixed(Refusal):
    """Two units in one sum."""

    word = "units_mixed"


class PopulationsMixed(Refusal):
    """Two populations in one sum, or in a quotient that does not declare it."""

    word = "populations_mixed"


class TypesMixed(Refusal):
    """Two kinds of measure in one sum, or a quotient of quotients."""

    word = "types_mixed"


class PeriodsMixed(Refusal):
    """The two sides do not stand over the same zones and periods."""

    word = "periods_mixed"


class InputRefused(Refusal):
    """An argument that no answer exists for."""

    word = "input_refused"
