"""Values, periods and origins as a chart writes them, for one metric in one language."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue import Metric, Unit
from kpi.text import Text


@dataclass(frozen=True)
class Labels:
    """How one metric's values are written on a chart."""

    metric: Metric
    unit: Unit
    language: str

    @cached_property
    def text(self) -> Text:
        return Text(self.language)

    def value(self, value: Any) -> str:
        """The value with its unit; missing ones in words."""
        if value is None or pd.isna(value):
            return self.text("charts.missing")
        return formats.value(float(value), self.unit, self.language, self.metric.decimals)

    def bare(self, value: Any) -> str:
        """The value for a bar's end: with its unit only where the number needs one to be read (money)."""
        if self.unit.kind == "money":
            return self.value(value)
        return formats.plain(float(value), self.metric.decimals)

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers can occur, so that an axis needs no halves."""
        return self.unit.kind == "count" and self.metric.decimals == 0

    def period(self, label: str) -> str:
        return formats.period(label, self.language)

    def origin(self, synthetic: bool) -> str:
        """Which of the two a number rests on: published figures or sample records."""
        return self.text("charts.origin.sample" if synthetic else "charts.origin.published")

    def hover(self, row: dict[str, Any], origin: str) -> str:
        """Period, value and origin for the tooltip."""
        return f"{self.period(str(row['period']))}<br><b>{self.value(row['value'])}</b><br>{origin}"
