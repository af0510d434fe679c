"""Reading ahead gives the same pieces in the same order, and errors where they are met."""

from collections.abc import Iterator

import pytest

from pipelines.reading.ahead import ahead


def pieces(most: int, broken: bool = False) -> Iterator[int]:
    yield from range(1, most + 1)
    if broken:
        raise ValueError("breaks off")


@pytest.mark.parametrize("most", [0, 1, 5])
def test_the_pieces_come_in_their_order(most: int) -> None:
    assert list(ahead(pieces(most))) == list(range(1, most + 1))


def test_what_comes_before_an_error_is_given_first() -> None:
    with pytest.raises(ValueError, match="breaks off"):
        list(ahead(pieces(3, broken=True)))
    reading = ahead(pieces(3, broken=True))
    found = [next(reading) for _ in range(3)]
    assert found == [1, 2, 3]


def test_whoever_stops_early_leaves_nothing_running() -> None:
    reading = ahead(pieces(1_000_000))
    assert next(reading) == 1
    reading.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(reading)
