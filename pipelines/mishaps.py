"""What goes wrong and is no fault of a file: told as an error of this system, and logged under a reference.

A file's own faults are named by whoever reads it; anything else that comes up is ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kpi.errors import Fault, FileError, KpiError, Place
from kpi.ledger import Draft
from kpi.worker.answering import logged

# Whoever stops a job, and a machine without memory, are told by the job itself.
STOPS = (KpiError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit)


@dataclass
class Refusals:
    """What kept a file from being read, where anything did; `reference` names an error of this system in the log."""

    faults: list[Fault] = field(default_factory=list)
    reference: str = ""


@contextmanager
def no_exception(refusals: Refusals, draft: Draft) -> Iterator[None]:
    """What a file does to its readers is told; what the disk or the ledger does is raised as it is."""
    try:
        yield
    except FileError as error:
        refusals.faults += error.faults
    except STOPS:
        raise
    except BaseException as error:
        # A reader in another language may panic, which is no Exception.
        refusals.reference = logged(error, f"reading draft {draft.id}")
        place = Place(file=draft.file_name)
        refusals.faults.append(Fault("submitting_errors.system_error", place, refusals.reference))
