"""What a brief's file is called."""

import re

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 80


def file_stem(title: str) -> str:
    """A title as a file name that every system takes."""
    return FORBIDDEN.sub(" ", title).strip(" .")[:LONGEST_NAME].strip() or "brief"
