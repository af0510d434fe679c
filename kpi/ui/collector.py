"""What stays for long, kept out of the garbage collector's way.

Streamlit collects after every rerun, and each collection walks through every object that is not set aside.
Left there, the answers and drawings that the server keeps would make each rerun dearer: with one year of each
zone, 18 of 49 ms.
"""

import gc
from itertools import count

KEPT_BETWEEN = 16
KEPT_BETWEEN_FULL = 2048

_kept = count(1)


def set_aside() -> None:
    """Everything alive now is left out of later collections."""
    gc.collect()
    gc.freeze()


def kept_one_more() -> None:
    """Call after keeping something: now and then it is set aside.

    What was set aside and has since become garbage would stay for ever, so now and then everything is looked through.
    """
    number = next(_kept)
    if number % KEPT_BETWEEN_FULL == 0:
        gc.unfreeze()
    if number % KEPT_BETWEEN == 0:
        set_aside()
