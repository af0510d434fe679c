"""An answer as what can be compared, whatever its shape."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd


def plain(answer: Any) -> Any:
    """An answer as what can be compared: missing is missing, whatever says so."""
    if isinstance(answer, pd.DataFrame):
        return plain(answer.to_dict("records"))
    if isinstance(answer, np.ndarray):
        # Lists of names in a frame come in any order.
        return plain(sorted(answer.tolist()) if answer.dtype == object else answer.tolist())
    if is_dataclass(answer) and not isinstance(answer, type):
        return plain({each.name: getattr(answer, each.name) for each in fields(answer)})
    if isinstance(answer, dict):
        return {str(key): plain(value) for key, value in answer.items()}
    if isinstance(answer, Iterator | list | tuple):
        return [plain(each) for each in answer]
    missing = answer is None or (not isinstance(answer, (str, set, frozenset)) and pd.isna(answer))
    return None if missing else answer
