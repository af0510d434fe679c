"""Normal forms of what cells say, and the words by which rows that are no data are known."""

import re
import unicodedata
from functools import lru_cache
from itertools import product

NARROW: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
NARROW |= {0x3000: " ", 0x00A0: " ", 0x2212: "-", 0xFE63: "-", 0x2010: "-", 0x2011: "-", 0xFFE6: "₩"}
NARROW |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")
MIDDLE_DOTS = "·‧・ㆍ•∙⋅･"
# Trailing references to footnotes: `입주기업1)`, `매출액*`, `고용 주2)`, `수출³`; `(1)` and `m²` are none.
REFERENCE = re.compile(r"(?:\s*(?<![(\d.])주?\d{1,2}\)|\s*\*+|(?<!m)[¹²³⁴-⁹]+\)?)+$")

REFERENCE_ENDS = frozenset(")*¹²³⁴⁵⁶⁷⁸⁹")

GRAND_WORDS = ("합계", "총계", "총합계", "전체", "전국", "누계", "계")
SUB_WORDS = ("소계", "부분합", "중계")
SPACED_TOTALS = sorted(
    {gap.join(word) for word, gap in product(GRAND_WORDS + SUB_WORDS, ("", " ", "  ", "   "))}
    | {"Total", "TOTAL", "total"}
)
# Rows computed from other rows that are no sum of them: `평균`, `증감률(%)`, `구성비`.
SUMMARY_WORDS = frozenset(
    {
        "평균",
        "산술평균",
        "총평균",
        "전체평균",
        "증감",
        "증감률",
        "증감율",
        "전년대비",
        "전년대비증감",
        "전년대비증감률",
    }
    | {"전기대비", "전분기대비", "구성비", "비중", "average", "mean"}
)
TOTAL_ENDING = re.compile(r"(?:^|.*[\s)\]])(합계|총계|소계|계)$|.*\S(합계|총계|소계)$")
WRAPPED = re.compile(r"^[(\[<]\s*([^()\[\]<>]+?)\s*[)\]>]$")
BRACKET_TAIL = re.compile(r"\s*[(\[<][^()\[\]<>]*[)\]>]$")

# A row that starts with one of the first is a footnote; with one of the second only where little else stands
# in it:
# a firm may be written `주)가람`.
NOTE_START = r"^(?:※|☞|자료\s*[::]|자료출처|출처\s*[::]|-?\s*이하\s*여백)"
SPARSE_NOTE_START = (
    r"^(?:\*|\d{1,2}\)|-\s|[○●□■◇◆▷▶]|주\s*\d*\s*[)::]|비고\s*[::]|문의\s*[::]|[「『【〔]|끝\.?$)"
)
# A row with one cell, a sentence: a footnote whatever it starts with.
SENTENCE = r"\s.*\.$|^.{24,}$"


@lru_cache(1 << 14)
def plain(text: str) -> str:
    """NFC, full-width ASCII narrowed, every kind of blank one space, zero-width characters gone, ends trimmed."""
    composed = unicodedata.normalize("NFC", text).translate(NARROW)
    return re.sub(r"\s+", " ", composed).strip()


@lru_cache(1 << 14)
def key_of(text: str) -> str:
    """What two spellings of one name share: `plain`, lower case, without blanks, dots between words, footnote
    references.
    """
    return re.sub(rf"[\s{MIDDLE_DOTS}]", "", unreferenced(plain(text))).casefold()


def unreferenced(text: str) -> str:
    """A plain text without references to footnotes at its end, which is looked at before the whole text is."""
    return REFERENCE.sub("", text) if text[-1:] in REFERENCE_ENDS else text


def total_word(text: str) -> str | None:
    """`합계`, `소계`, … where the cell names a total (`합 계`, `전북 소계`, `합계(14개 특구)`), else None."""
    bare = WRAPPED.sub(r"\1", plain(text))
    bare = BRACKET_TAIL.sub("", bare)
    joined = re.sub(r"\s", "", bare)
    if joined in GRAND_WORDS or joined in SUB_WORDS:
        return joined
    if joined.casefold() in ("total", "grandtotal", "subtotal", "sum"):
        return "합계"
    match = TOTAL_ENDING.match(bare)
    return (match[1] or match[2]) if match else None


def is_summary(text: str) -> bool:
    """Whether a cell names a row computed from others that is no total: `평 균`, `증감률(%)`."""
    bare = BRACKET_TAIL.sub("", plain(text)).strip("()[]<> ")
    return re.sub(r"\s", "", bare).casefold() in SUMMARY_WORDS
