"""Faults of the file that is open, in words: its name stands above already."""

from collections.abc import Sequence
from dataclasses import replace

from kpi.errors import Fault
from kpi.text import message
from kpi.ui.submit.work import Work


def told(work: Work, fault: Fault) -> str:
    """Where in the file, what, what is allowed and what to do."""
    return message(replace(fault, where=replace(fault.where, file="")), work.here.language)


def title(work: Work, code: str, faults: Sequence[Fault]) -> str:
    """A group's name in a few words; where the texts have none, what its first fault says."""
    key = f"submit.faults.{code.split('.')[-1]}"
    if key in work.here.text:
        return work.here.text(key)
    return told(work, faults[0]) if faults else code


def escaped(words: str) -> str:
    """Words that may hold a heading or cell of a file, harmless in Markdown."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+!|$~:" else sign for sign in words)
