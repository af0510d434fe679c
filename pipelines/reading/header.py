"""Where a table starts: the header of one to three rows that fits the dataset best, and what is above it."""

import re
from collections.abc import Sequence

from kpi.drafts import Decisions
from pipelines.reading.decided import Decided
from pipelines.reading.headings import FOUR_DIGITS, PLAIN_NUMBER
from pipelines.reading.matching import Matched, Matcher
from pipelines.reading.model import Note, Table
from pipelines.reading.wide import turned
from pipelines.reading.words import NOTE_START, plain, total_word

SEARCHED_ROWS = 60
SAMPLE_ROWS = 40
MAX_HEADER_ROWS = 3
MAX_ROWS_ABOVE = 4
LOOKS_LIKE_DATA = re.compile(r"^[\d\s.,:/()△%-]+$|^※")
UNIT_LINE = re.compile(r"단위\s*:?\s*([^()\[\]<>]+)")

Rows = Sequence[Sequence[str]]


class Above:
    """What stands above a row: the title lines, and whether a wide table may still start here. Below several rows of
    cells only data goes on.
    """

    def __init__(self, sheet: str, decisions: Decisions) -> None:
        self.titles: list[Sequence[str]] = []
        self._rows_of_cells = 0
        self._refused = Decided(decisions, sheet).refuses("turned_long", sheet)

    @property
    def may_turn(self) -> bool:
        return not self._refused and self._rows_of_cells <= MAX_ROWS_ABOVE

    def add(self, row: Sequence[str]) -> None:
        """Go one row down."""
        if sum(map(bool, row)) <= 2:
            self.titles.append(row)
        else:
            self._rows_of_cells += 1


def find_table(sheet: str, rows: Rows, matcher: Matcher) -> tuple[Table, Matched] | None:
    """The table that starts among the first rows of a sheet, or None where nothing there fits the dataset."""
    best: tuple[tuple[int, ...], int, int, Matched] | None = None
    above = Above(sheet, matcher.decisions)
    for first in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, MAX_HEADER_ROWS + 1):
            matched = _matched(rows, first, depth, matcher, above)
            if matched is None:
                continue
            below = [row for row in rows[first + depth :] if any(row)][:1]
            said, required, found, *others = matched.score
            rank = (said, required, found, -_goes_on(matched, below), *others, -depth, -first)
            if best is None or rank > best[0]:
                best = (rank, first, depth, matched)
        above.add(rows[first])
    if best is None or not is_table(best[3], matcher):
        return None
    _, first, depth, matched = best
    return _completed(sheet, rows, first, depth, matched, matcher)


def likeliest_table(sheet: str, rows: Rows, matcher: Matcher) -> tuple[Table, Matched] | None:
    """The table below the row that looks most like a header though it fits nothing: the first row of words as wide
    as most rows are. None where no row has two cells.
    """
    wide = usual_width(rows)
    for first, row in enumerate(rows[:SEARCHED_ROWS]):
        words = [cell for cell in row if cell and not LOOKS_LIKE_DATA.search(cell)]
        if len(words) >= 2 and len(words) * 2 > wide:
            matched = matcher.match(flattened([row], wide), _rows_below(rows, first + 1))
            return _completed(sheet, rows, first, 1, matched, matcher)
    return None


def is_table(matched: Matched, matcher: Matcher) -> bool:
    """At least two columns, one of them required, and two fifths of what is required."""
    required = sum(column.required for column in matcher.dataset.columns)
    return matched.found >= 2 and matched.required >= max(1, required * 2 // 5)


def _matched(rows: Rows, first: int, depth: int, matcher: Matcher, above: Above) -> Matched | None:
    header = rows[first : first + depth]
    if len(header) < depth or not any(header[0]) or not any(header[-1]):
        return None
    if _are_numbers(header[-1]):
        return None
    # The upper row of a header names at least two groups: a title has one cell.
    if any(sum(map(bool, row)) < 2 for row in header[:-1]):
        return None
    below = _rows_below(rows, first + depth)
    may_turn = above.may_turn and not any(_is_count(cell) for row in header for cell in row)
    matched = matcher.match(flattened(header, usual_width(below)), below, above.titles, may_turn)
    return matched if matched.found else None


def _are_numbers(row: Sequence[str]) -> bool:
    """Whether most cells are numbers other than years: no header looks like that."""
    cells = [cell for cell in row if cell]
    return sum(map(_is_count, cells)) * 2 > len(cells)


def _is_count(cell: str) -> bool:
    """A number that is no year: it stands in data, never in a heading that says what rows should."""
    return PLAIN_NUMBER.match(cell) is not None and not FOUR_DIGITS.match(cell)


def usual_width(rows: Rows) -> int:
    """The number of cells that most rows have; rows of one cell are footnotes."""
    widths = [len(row) for row in rows if len(row) > 1]
    return max(sorted(set(widths)), key=widths.count) if widths else 0


def _goes_on(matched: Matched, below: Rows) -> bool:
    """Whether the row under a header is its next row: nothing under its first column, and not one digit."""
    first = min((cell.position for cell in matched.cells if cell.column), default=0)
    cells = below[0] if below else []
    words = "".join(cells)
    return bool(words) and not "".join(cells[first : first + 1]) and not any(map(str.isdigit, words))


def flattened(header: Rows, width: int = 0) -> list[tuple[str, ...]]:
    """The parts of each position, top to bottom; a merged upper cell is spread over the blanks beside it."""
    width = max(width, *(len(row) for row in header))
    padded = [[*row, *[""] * (width - len(row))] for row in header]
    for level in range(len(padded) - 1):
        padded[level] = _spread(padded[level], padded[level + 1 :])
    return [tuple(row[position] for row in padded) for position in range(width)]


def _spread(upper: list[str], lower: Rows) -> list[str]:
    """A cell with nothing under it is merged downwards, so it is not spread to the right."""
    spread, current = [], ""
    for position, cell in enumerate(upper):
        has_lower = any(row[position] for row in lower)
        if cell:
            current = cell
        spread.append(current if has_lower or cell else "")
        if not has_lower:
            current = ""
    return spread


def _completed(
    sheet: str, rows: Rows, first: int, depth: int, matched: Matched, matcher: Matcher
) -> tuple[Table, Matched]:
    matched = matcher.completed(matched, _rows_below(rows, first + depth))
    return _table(sheet, rows, first, depth, matched, matcher), matched


def _rows_below(rows: Rows, start: int) -> list[Sequence[str]]:
    return [row for row in rows[start : start + SAMPLE_ROWS] if any(row)]


def _is_aside(row: Sequence[str]) -> bool:
    """Whether a row is a footnote or a total at first sight: no example of what stands in a column."""
    filled = [cell for cell in row if cell]
    return (len(filled) == 1 < len(row)) or bool(re.match(NOTE_START, filled[0]) or total_word(filled[0]))


def _table(sheet: str, rows: Rows, first: int, depth: int, matched: Matched, matcher: Matcher) -> Table:
    lines = [
        (number, plain(", ".join(cell for cell in row if cell))) for number, row in enumerate(rows[:first], 1)
    ]
    preamble = tuple(Note(sheet, number, text) for number, text in lines if text)
    table = Table(
        sheet=sheet,
        header_first=first + 1,
        header_last=first + depth,
        cells=matched.cells,
        header_rows=tuple(tuple(row) for row in rows[first : first + depth]),
        preamble=preamble,
        units=_units([note.text for note in preamble], matcher),
        width=max(usual_width(rows[first + depth :]), *map(len, rows[first : first + depth])),
        samples=tuple(tuple(row) for row in _rows_below(rows, first + depth) if not _is_aside(row)),
    )
    return turned(table, matched.spreads, matcher.dataset) if matched.spreads else table


def _units(lines: Sequence[str], matcher: Matcher) -> tuple[str, ...]:
    """The written units of a unit row such as `(단위: 백만원, 명)`."""
    words = [
        word
        for line in lines
        for found in UNIT_LINE.findall(line)
        for word in re.split(r"[,;/·]|\s및\s", found)
    ]
    return tuple(dict.fromkeys(unit for word in words if (unit := matcher.unit_of(word))))
