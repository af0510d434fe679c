"""A sieve holds back nothing that a parser could read, and most of what it cannot."""

from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import load
from kpi.paths import Paths
from pipelines.reading.marks import MISSING_REASONS
from pipelines.reading.names import zone_index
from pipelines.reading.periods import SPELLINGS
from pipelines.staging.amounts import Scale, parse_number
from pipelines.staging.cells import MOST_LIKENED, Cell, Parser, parse_day, period_parser, zone_parser
from pipelines.staging.firms import parse_firm
from pipelines.staging.sieves import FIRMS, MANY, NUMBERS, PERIODS, Sieve, parsed, zones_sieve

SCALES = [
    Scale("amount", 1000, {"원": Decimal(1), "천원": Decimal(1000), "m2": Decimal(1)}, "provisional"),
    Scale("integer", 1, {}),
    Scale("decimal", None, {"%": Decimal(1)}),
]
PARSERS: list[tuple[Sieve, Parser]] = [
    *((NUMBERS, lambda text, scale=scale: parse_number(text, scale)) for scale in SCALES),
    *((PERIODS, period_parser(kind)) for kind in ("quarter", "year", "period")),
    (PERIODS, parse_day),
    (FIRMS, lambda text: parse_firm(text, b"key")),
]
# What numbers, periods and marks are spelled with, blanks and signs, and letters that stand in none of them.
LETTERS = "0123456789.,-+()[]/~:'*% \\△₩–Qq1234년월일분기제말상하반기만억조천원명m2p잠정xX미제출NaTZ주)가³\u3000\u200b"
MARKS = st.sampled_from(["", "(p)", "p", " 잠정", "(추정)", "*", " *", "e)", "(수)", " 수요일"])
NUMBERS_WRITTEN = st.from_regex(
    r"(\( ?)?[+\-]?\\? ?([0-9]{1,3}(,[0-9]{3}){0,2}|[0-9]{1,9})?(\.[0-9]{1,3})? ?[십백천]?[만억조]?"
    r"( ?[0-9]{1,4}[천만]?)? ?(원|천원|명|%|m2|\(m2\)|km2)?( ?\))?",
    fullmatch=True,
)
PERIODS_WRITTEN = st.sampled_from(SPELLINGS).flatmap(lambda each: st.from_regex(each[0], fullmatch=True))
TEXTS = st.one_of(
    st.text(LETTERS, max_size=12),
    st.builds("{}{}".format, NUMBERS_WRITTEN, MARKS),
    st.builds("{}{}".format, PERIODS_WRITTEN, MARKS),
    st.builds("FY {}".format, PERIODS_WRITTEN),
    st.from_regex(r"[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{5,6}", fullmatch=True),
    st.sampled_from(sorted(MISSING_REASONS)).map("( {} )".format),
    st.text(max_size=8),
)
NONSENSE: dict[str, tuple[Sieve, Callable[[int], str]]] = {
    "numbers with a letter first": (NUMBERS, "x{}".format),
    "numbers in a sentence": (NUMBERS, "약 {}쯤".format),
    "days below a number": (NUMBERS, "2024-01-{}".format),
    "a quarter with a word": (PERIODS, "{}분기쯤".format),
    "amounts below a period": (PERIODS, lambda number: f"{number + 1_000:,}"),
    "counts below a period": (PERIODS, lambda number: str(number + 1_000_000)),
    "names below a firm": (FIRMS, "없음-{}".format),
}


@pytest.fixture(scope="module")
def zones() -> tuple[dict[str, str], dict[str, str]]:
    """Every spelling of a zone, and the names by id."""
    catalogue = load(Paths().catalogue)
    names = {zone.id: zone.name.ko for zone in catalogue.zones.values()}
    return zone_index(catalogue, with_national=True), names | {"national": catalogue.national.name.ko}


def large(*texts: str) -> pa.Array:
    return pa.array(texts, pa.large_string())


@pytest.mark.parametrize(("sieve", "parse"), PARSERS)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_what_is_held_back_would_have_been_that_very_fault(
    sieve: Sieve, parse: Parser, texts: list[str]
) -> None:
    held = [
        text.strip() for text, hopeless in zip(texts, sieve.hopeless(large(*texts)), strict=True) if hopeless
    ]
    assert [parse(text) for text in held] == [sieve.cell] * len(held)


@pytest.mark.parametrize(("sieve", "written"), NONSENSE.values(), ids=NONSENSE)
def test_of_a_column_of_nonsense_hardly_a_text_is_parsed(sieve: Sieve, written: Callable[[int], str]) -> None:
    met: list[str] = []

    def parse(text: str) -> Cell:
        met.append(text)
        return Cell(text)

    texts = [written(number) for number in range(3 * MANY)]
    cells = parsed(large(*texts, "2024"), parse, sieve)
    assert len(met) <= MANY / 10
    assert met[-1:] == (["2024"] if sieve is not FIRMS else [])
    assert len(cells) == 3 * MANY + 1
    assert cells[: 3 * MANY].count(sieve.cell) == 3 * MANY - len([text for text in met if text != "2024"])


def test_of_few_distinct_texts_every_one_is_parsed() -> None:
    met: list[str] = []
    parsed(large("x1", "x2"), lambda text: Cell(met.append(text)), NUMBERS)
    assert met == ["x1", "x2"]


@pytest.mark.parametrize("text", ["약 많음", "약많음", "약 많음 주1)", "약 많음*", "12쯤", "12 쯤2)"])
def test_a_text_that_a_person_gave_a_meaning_is_let_through_however_it_is_spelled(text: str) -> None:
    asked = large(text, "약 적음")
    assert NUMBERS.with_meanings(["약많음", "12쯤"]).hopeless(asked).tolist() == [False, True]


@given(
    numbering=st.sampled_from(["", "1. ", "(3) ", "2)", "12."]),
    before=st.sampled_from(["", "강소", "강소특구 ", "주", " "]),
    gap=st.sampled_from(["", " ", "-", "(", "특구", "·", "12", "_"]),
    after=st.sampled_from(["", "특구", ")", " 강소연구개발특구", "1)", " 주2)", "*", "(3)", "쪽"]),
    data=st.data(),
)
def test_no_spelling_of_a_zone_is_held_back(
    zones: tuple[dict[str, str], dict[str, str]],
    numbering: str,
    before: str,
    gap: str,
    after: str,
    data: st.DataObject,
) -> None:
    index, names = zones
    spelled = sorted({*index, *names.values(), *MISSING_REASONS, "군공", "x"})
    written = data.draw(st.lists(st.sampled_from(spelled), min_size=1, max_size=20))
    texts = [f"{numbering}{before}{each[:2]}{gap}{each[2:]}{after}".strip() for each in written]
    parse = zone_parser(index, names)
    held = [
        text for text, no in zip(texts, zones_sieve(index, names).hopeless(large(*texts)), strict=True) if no
    ]
    assert {(each.fault, each.value) for each in map(parse, held)} <= {("unknown_zone", None)}


def test_of_very_many_names_that_are_no_zone_the_first_are_compared_with_the_known_ones(
    zones: tuple[dict[str, str], dict[str, str]],
) -> None:
    sieve, parse = zones_sieve(*zones), zone_parser(*zones)
    cells = parsed(large(*(f"이름 {number}" for number in range(3 * MANY)), "군산시"), parse, sieve)
    assert {cell.fault for cell in cells[:-1]} == {"unknown_zone"}
    assert cells[-1].value == "gunsan"
    assert [cell is sieve.cell for cell in cells].index(True) == MOST_LIKENED


def test_a_name_that_a_person_gave_a_meaning_is_let_through_with_a_number_before_it(
    zones: tuple[dict[str, str], dict[str, str]],
) -> None:
    sieve = zones_sieve(*zones).with_meanings(["이름"])
    assert sieve.hopeless(large("이름", "1. 이름", "이름 주1)", "다른 이름")).tolist() == [
        False,
        False,
        False,
        True,
    ]
