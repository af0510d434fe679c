"""The one catalogue: zones, programmes, units, datasets, metrics, evaluations and caveats, from YAML to frozen models.

`load` validates everything before it returns; what is declared beside these names is in the module of its subject.
"""

from kpi.catalogue.datasets import ROAD_DATASETS, Category, Column, ColumnType, Dataset, Due, Slice
from kpi.catalogue.loading import load
from kpi.catalogue.metrics import (
    BASES,
    BASES_OF_TYPE,
    Counted,
    Denominator,
    Metric,
    MetricType,
    PlanProfile,
    Ratio,
)
from kpi.catalogue.places import NATIONAL, National, Zone
from kpi.catalogue.whole import Catalogue
from kpi.catalogue.words import Area, Caveat, Grade, Population, Unit
from kpi.declared import Basis, Names

__all__ = [
    "BASES", "BASES_OF_TYPE", "NATIONAL", "ROAD_DATASETS", "Area", "Basis", "Catalogue", "Category", "Caveat", "Column",
    "ColumnType", "Counted", "Dataset", "Denominator", "Due", "Grade", "Metric", "MetricType", "Names", "National",
    "PlanProfile", "Population", "Ratio", "Slice", "Unit", "Zone", "load",
]  # fmt: skip
