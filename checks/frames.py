"""Staged frames in the few column types that expectations compare fast; a value of a wrong type stays."""

import pandas as pd
from pandas.api.types import infer_dtype, is_datetime64_any_dtype, is_integer_dtype, is_numeric_dtype

from kpi.catalogue import Column, Dataset

NUMBER_KINDS = {"integer", "floating", "decimal", "mixed-integer-float", "empty"}
DATE_KINDS = {"date", "datetime", "datetime64", "empty"}
TEXT_KINDS = {"string", "empty"}
WHOLE_TYPES = {"integer", "amount"}
NUMBER_TYPES = {*WHOLE_TYPES, "decimal"}


def canonical(dataset: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """The dataset's columns of the frame, rows numbered from 0: int64, float64, datetime64 or str.

    A column that holds a value of another type stays as it came, for the type check to point at it.
    """
    present = [column for column in dataset.stored_columns if column.id in frame.columns]
    columns = {column.id: _canonical_column(column, pd.Series(frame[column.id])) for column in present}
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def _canonical_column(column: Column, values: pd.Series) -> pd.Series:
    if column.type in NUMBER_TYPES:
        return _numbers(values, whole=column.type in WHOLE_TYPES)
    if column.type == "date":
        return _dates(values)
    return _texts(values)


def _numbers(values: pd.Series, whole: bool) -> pd.Series:
    if not is_numeric_dtype(values.dtype) and infer_dtype(values, skipna=True) not in NUMBER_KINDS:
        return values
    if values.dtype == "int64":
        return values
    whole = whole and not is_integer_dtype(values.dtype)
    # Nullable integers, decimals and Arrow numbers are compared one by one in Python; as floats they are not.
    # Above 2**53 a float rounds to its neighbour, far above any bound that a catalogue states.
    numbers = values.astype("float64")
    return _with_fractions_marked(numbers) if whole else numbers


def _with_fractions_marked(numbers: pd.Series) -> pd.Series:
    """Unchanged where all are whole; else Python ints and floats, which the type check tells apart."""
    fractional = numbers.notna() & (numbers % 1 != 0)
    if not fractional.any():
        return numbers
    mixed = numbers.astype("object").where(numbers.notna(), None)
    mixed[fractional] = [float(number) for number in numbers[fractional]]
    mixed[~fractional & numbers.notna()] = [int(number) for number in numbers[~fractional & numbers.notna()]]
    return mixed


def _dates(values: pd.Series) -> pd.Series:
    if is_datetime64_any_dtype(values.dtype):
        return values
    if infer_dtype(values, skipna=True) not in DATE_KINDS:
        return values
    return pd.to_datetime(values.astype("object")).astype("datetime64[s]")


def _texts(values: pd.Series) -> pd.Series:
    if values.dtype == "str" or infer_dtype(values, skipna=True) not in TEXT_KINDS:
        return values
    return values.astype("str")
