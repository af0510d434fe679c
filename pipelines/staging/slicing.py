"""Which slice of its dataset each row belongs to, as whole columns."""

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Dataset

UNKNOWN, ANY = "?", "*"


def slices(frame: pd.DataFrame, dataset: Dataset) -> pd.Series:
    """`zone|period` of each row as the dataset is sliced; `?` where a fault has left one open."""
    scope = (
        _texts_of(frame, "zone", dataset)
        if dataset.slice.scope == "zone"
        else pa.scalar(ANY, pa.large_string())
    )
    period = pa.scalar(ANY, pa.large_string())
    if dataset.slice.period != "none":
        kinds = {"quarter", "year", "period"}
        column = next(column.id for column in dataset.columns if column.type in kinds)
        period = _texts_of(frame, column, dataset)
    if dataset.slice.period == "year":
        period = pc.utf8_slice_codeunits(period, 0, 4)  # type: ignore[attr-defined]
    joined = pc.binary_join_element_wise(scope, period, pa.scalar("|", pa.large_string()))  # type: ignore[attr-defined]
    if isinstance(joined, pa.Scalar):
        return same_text(joined.as_py(), len(frame))
    return joined.to_pandas()


def _texts_of(frame: pd.DataFrame, column: str, dataset: Dataset) -> pa.ChunkedArray:
    column = (
        next((each.id for each in dataset.columns if each.type == "zone"), column)
        if column == "zone"
        else column
    )
    if column not in frame.columns:
        return arrow_of(same_text(UNKNOWN, len(frame)))
    return pc.fill_null(arrow_of(frame[column]), UNKNOWN)  # type: ignore[attr-defined]


def same_text(text: str, rows: int) -> pd.Series:
    """A column that says the same in every row."""
    return pa.repeat(pa.scalar(text, pa.large_string()), rows).to_pandas()


def arrow_of(texts: Any) -> pa.ChunkedArray:
    """A text column as Arrow holds it, without a copy."""
    array = pa.array(texts, pa.large_string(), from_pandas=True)
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
