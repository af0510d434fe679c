"""What tests of reading look at."""

from pipelines.reading import Reading


def rows_of(reading: Reading) -> list[tuple[object, ...]]:
    """Every data row as a tuple, `source_row` last."""
    return [row for chunk in reading.chunks() for row in chunk.frame.itertuples(index=False, name=None)]
