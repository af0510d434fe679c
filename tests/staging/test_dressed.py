"""What is read in bulk is what the parser makes of each text."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.staging.amounts import Scale, parse_number
from pipelines.staging.cells import Cell
from pipelines.staging.dressed import MANY, dressed_cells
from pipelines.staging.sieves import MANY as MANY_SIEVED
from pipelines.staging.sieves import numbers_sieve, parsed

MONEY = {"원": Decimal(1), "천원": Decimal(1000), "만원": Decimal(10_000)}
SCALES = [
    Scale("amount", 1000, MONEY, "provisional"),
    Scale("amount", None, MONEY),
    Scale("integer", 1, {"명": Decimal(1)}),
    Scale("decimal", 1, {"%": Decimal(1), "배": Decimal(100)}, "estimated"),
    Scale("decimal", None, {"%": Decimal(1), "푼": Decimal("0.1")}),
]
SIGNS = st.text("△-–+(₩\\ 약x", max_size=3)
TAILS = st.text("()p잠정추e*원천만억명%배푼m2②² \u3000", max_size=5)
NUMBERS = st.from_regex(r"([0-9]{1,3}(,[0-9]{2,3}){0,3}|[0-9]{1,20})(\.[0-9]{0,7})?", fullmatch=True)


def many(before: str, numbers: list[str], after: str) -> pa.Array:
    """The texts in one dress, made as many as are worth reading in bulk."""
    texts = [f"{before}{number}{after}" for number in numbers]
    return pa.array((texts * (MANY // len(texts) + 1))[: max(MANY, len(texts))], pa.large_string())


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: f"{scale.column_type} {scale.plain}")
@given(before=SIGNS, numbers=st.lists(NUMBERS, min_size=1, max_size=8), after=TAILS)
def test_bulk_and_parser_agree(scale: Scale, before: str, numbers: list[str], after: str) -> None:
    texts = many(before, numbers, after)
    found = dressed_cells(texts, lambda text: parse_number(text, scale), scale)
    asked = [parse_number(text, scale) for text in texts.to_pylist()]
    assert [cell or own for cell, own in zip(found, asked, strict=True)] == asked


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [("△{}", -7_000, ""), ("{}(p)", 7_000, "provisional"), ("{} 만원", 70_000, ""), ("({})", -7_000, "")],
)
def test_numbers_in_a_usual_dress_are_read_in_bulk(text: str, value: int, status: str) -> None:
    asked: list[str] = []

    def parse(written: str) -> Cell:
        asked.append(written)
        return parse_number(written, SCALES[0])

    texts = pa.array([text.format(number) for number in range(MANY_SIEVED + 1)], pa.large_string())
    cells = parsed(texts, parse, numbers_sieve(SCALES[0]))
    assert (cells[7].value, cells[7].status) == (value, status)
    assert len(asked) == 2


def test_what_is_wrong_with_every_number_of_a_dress_is_asked_twice_only() -> None:
    asked: list[str] = []

    def parse(written: str) -> Cell:
        asked.append(written)
        return parse_number(written, SCALES[2])

    texts = pa.array([f"{number}대" for number in range(MANY_SIEVED + 1)], pa.large_string())
    assert {cell.fault for cell in parsed(texts, parse, numbers_sieve(SCALES[2]))} == {"wrong_unit"}
    assert asked == ["1대", "3대"]


def test_few_texts_in_a_dress_are_left_to_the_parser() -> None:
    texts = pa.array([f"△{number}" for number in range(MANY - 1)], pa.large_string())
    found = dressed_cells(texts, lambda text: parse_number(text, SCALES[0]), SCALES[0])
    assert found == [None] * (MANY - 1)
