"""Reading YAML with the fast parser where the package brings it (ten times faster on the catalogue), and telling
whether files have changed since.
"""

from pathlib import Path
from typing import Any

import yaml

from kpi.durable import sha256_of_bytes

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(content: str) -> Any:
    """Plain values only. Raises yaml.YAMLError."""
    return yaml.load(content, LOADER)


def state_of(folder: Path) -> str:
    """A text that is the same while the files of a folder, and of those in it, hold the same."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    told = "\n".join(f"{sha256_of_bytes(each.read_bytes())} {each.relative_to(folder)}" for each in files)
    return sha256_of_bytes(told.encode())
