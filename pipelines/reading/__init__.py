"""Reading files as they are: encoding, delimiter, header, totals, footnotes, merged cells.

Nothing is given a meaning yet.
"""

from pipelines.reading.model import CHUNK_ROWS, SOURCE_ROW, Chunk, HeaderCell, Note, Reading, Table, TotalRow
from pipelines.reading.opening import read

__all__ = ["CHUNK_ROWS", "SOURCE_ROW", "Chunk", "HeaderCell", "Note", "Reading", "Table", "TotalRow", "read"]
