"""What a database says of broken storage, as errors with a remedy.

Reads its words only, so no database is needed.
"""

import re
from pathlib import Path

from kpi import durable
from kpi.errors import DamagedRelease, Fault, Place, WarehouseError

FULL = re.compile(r"no space left|disk is full|max_temp_directory_size|disk quota", re.IGNORECASE)
OF_DATABASE = re.compile(r"corrupt database|checksum", re.IGNORECASE)
PARQUET = re.compile(r"[^/\\'\"]+\.parquet")
DAMAGE = {"IOException", "FatalException", "SerializationException"}
# Wrong checksums and spoilt Parquet pages come as the bare class.
BARE = "Error"
# Also raised for wrong parameters, so it only counts together with a file's name.
AMBIGUOUS = "InvalidInputException"


def storage_fault(kind: str, complaint: str, path: Path) -> WarehouseError | None:
    """The error for a complaint of class `kind` while `path` was in use; None where storage is sound."""
    if FULL.search(complaint):
        return durable.disk_full(path)
    # Below the first line DuckDB repeats the statement, which names files that are sound.
    facts = PARQUET.search(complaint.split("\n")[0])
    if facts and kind in {*DAMAGE, BARE, AMBIGUOUS}:
        return DamagedRelease(Fault("warehouse_errors.facts_damaged", Place(file=facts.group())))
    if kind == BARE and not OF_DATABASE.search(complaint):
        return DamagedRelease(Fault("warehouse_errors.some_facts_damaged", Place(file=path.name)))
    if kind == BARE or kind in DAMAGE:
        return DamagedRelease(Fault("warehouse_errors.release_damaged", Place(file=path.name)))
    return None
