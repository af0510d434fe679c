"""From a file's own words to a dataset's facts: columns, units, names and periods made canonical.

Nothing is guessed.
"""

from kpi.catalogue import Catalogue, Dataset
from kpi.submissions import SideCar
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
) -> Staged:
    """The file's rows as facts of the dataset, read when `Staged.chunks()` is; faults are collected, never raised.

    `hash_key` keys the hash that stands for a business registration number. Raises nothing itself; `chunks()`
    raises FileError where the file breaks off.
    """
    return Staged(reading, dataset, Mapper(dataset, catalogue, hash_key), submission_id)
