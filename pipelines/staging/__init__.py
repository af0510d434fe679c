"""From a file's own words to a dataset's facts: columns, units, names and periods made canonical.

Nothing is guessed.
"""

from kpi.catalogue import Catalogue, Dataset
from kpi.drafts import Decisions
from kpi.submissions import SideCar
from pipelines.reading.decided import NOTHING_DECIDED
from pipelines.reading.model import Reading
from pipelines.staging.columns import Mapper
from pipelines.staging.staged import Staged

__all__ = ["Staged", "stage"]


def stage(
    reading: Reading,
    dataset: Dataset,
    catalogue: Catalogue,
    side_car: SideCar,
    hash_key: bytes,
    submission_id: str,
    decisions: Decisions = NOTHING_DECIDED,
) -> Staged:
    """The file's rows as facts of the dataset, read when `Staged.chunks()` is; faults are collected, never raised.

    `decisions.values` says what written texts mean ('' is an empty cell, or a column that the file lacks),
    `decisions.units` the unit of a column or heading, `decisions.refused` which repairs are not wanted. They have to
    be those with which the file was read.

    `hash_key` keys the hash that stands for a business registration number. Raises nothing itself; `chunks()`
    raises FileError where the file breaks off.
    """
    return Staged(reading, dataset, Mapper(dataset, catalogue, hash_key, decisions), submission_id, decisions)
