"""The Great Expectations context: made once a process, silent and offline, used again for every file."""

import warnings
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

# Positions instead of values: with values listed as dictionaries, a million rows took 44 s instead of 0.7 s,
# and only the first 200 values were kept. The values are read from the frame at these positions.
WHICH_ROWS = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": False,
    "partial_unexpected_count": 0,
}
WHETHER = {"result_format": "BOOLEAN_ONLY"}


def imported() -> Any:
    """Great Expectations, without the warnings of its own import: it uses two modules that Python retires."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "module 'sre_(constants|parse)' is deprecated", DeprecationWarning)
        import great_expectations
    return great_expectations


@cache
def _batch_of() -> Callable[[pd.DataFrame], Any]:
    """Frame → batch. The context, data source and batch definition behind it are the same for every frame."""
    great_expectations = imported()
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}  # type: ignore[assignment]
    context.enable_analytics(False)
    asset = context.data_sources.add_pandas("staged").add_dataframe_asset("frame")
    definition = asset.add_batch_definition_whole_dataframe("whole")
    return lambda frame: definition.get_batch({"dataframe": frame})


def warm_up() -> None:
    """Import Great Expectations and make its context, which takes 5 to 15 s, before the first file waits."""
    _batch_of()


def validate(frame: pd.DataFrame, suite: "ExpectationSuite", rows: bool) -> list[Any]:
    """One result for each expectation, in any order; with `rows`, each lists where rows fail."""
    batch = _batch_of()(frame)
    with warnings.catch_warnings():
        # A catalogue's pattern may hold groups; only whether it matches is asked.
        warnings.filterwarnings("ignore", "This pattern is interpreted as a regular expression", UserWarning)
        return list(batch.validate(suite, result_format=WHICH_ROWS if rows else WHETHER).results)
