"""Which sums over firms are withheld so that no reader learns what one firm reported: arithmetic alone.

`unsafe` judges one sum; `withheld` adds, in a table with totals, what could otherwise be subtracted.
"""

from kpi.disclosure.rules import unsafe
from kpi.disclosure.suppressing import withheld
from kpi.disclosure.system import Cells, Sums

__all__ = ["Cells", "Sums", "unsafe", "withheld"]
