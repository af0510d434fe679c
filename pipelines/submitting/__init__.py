"""A received file on its way in: prepared, compared, released, undone. The worker and the command line call these.

Each function lies in a module of its own and is imported when first asked for: Great Expectations takes seconds.
"""

from importlib import import_module
from typing import Any

HOMES = {
    "prepare": "preparing",
    "corrected_file": "corrected",
    "error_file": "faulty_rows",
    "compare": "comparing",
    "release_draft": "releasing_draft",
    "undo": "undoing",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
