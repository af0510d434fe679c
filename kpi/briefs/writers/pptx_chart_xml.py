"""A chart as DrawingML: columns, bars, lines and points that office programs draw and people can edit.

Written here and not by python-pptx, because lines over columns (a plan over results) are two plots on the same axes,
which it cannot make, and because names and number formats may hold anything.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from pptx.oxml.ns import nsdecls

from kpi.briefs.parts import Charted
from kpi.briefs.writers.pptx_chart_axes import AXES, TEXT_SIZE, axes, layout, legend, lies, text
from kpi.briefs.writers.pptx_stage import accents
from kpi.briefs.writers.pptx_text import TAGS, attribute, clean
from kpi.briefs.writers.pptx_workbook import (
    Strand,
    across_pattern,
    categories,
    categories_ref,
    drawn,
    strands,
)
from kpi.charts.printed import in_colour

AXIS_IDS = "".join(f'<c:axId val="{axis}"/>' for axis in AXES)
DASHES = ("solid", "dash", "sysDot", "dashDot", "lgDash", "lgDashDot")
MARKERS = ("circle", "square", "diamond", "triangle", "x", "plus")
# More labels than this stand on top of each other.
FEW_LABELS, FEW_LINES, FEW_POINTS = 24, 2, 20
# In lines of text.
THINNEST_LABELLED = 1.6
LABEL_SIZE = 11
# In tags only: names may hold anything, but no bare "<".
SIZES = re.compile(r'(<a:(?:defRPr|rPr) sz=")(\d+)')


def chart_xml(charted: Charted, language: str, height: float, size: float = TEXT_SIZE) -> bytes:
    """`c:chartSpace` of a chart with at least one value that stands `height` points high, its text in `size`."""
    found = list(strands(charted))
    plots = _scatter(charted, found) if charted.kind == "scatter" else _plots(charted, found, size / height)
    title = clean(charted.value_title).strip()
    placed = layout(charted, bool(title), size / height, height)
    written = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {nsdecls("c", "a", "r")}><c:date1904 val="0"/><c:lang val="{TAGS[language]}"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{placed}{plots}{axes(charted, title)}</c:plotArea>"
        f'{legend(charted)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{text(TEXT_SIZE)}</c:chartSpace>"
    )
    return SIZES.sub(lambda told: f"{told[1]}{round(int(told[2]) * size / TEXT_SIZE)}", written).encode()


def _plots(charted: Charted, found: list[Strand], line: float) -> str:
    """Columns or bars, and over columns the series that are lines."""
    lines = [each for each in found if charted.kind == "line" or charted.series[each.at].is_line]
    bars = [each for each in found if each not in lines]
    return (_bars(charted, bars, line) if bars else "") + (_lines(charted, lines) if lines else "")


def _bars(charted: Charted, bars: list[Strand], line: float) -> str:
    stacked = charted.kind.startswith("stacked")
    series = "".join(
        _series_head(strand)
        + f"<c:spPr>{_fill(charted, strand)}{_edge(stacked)}</c:spPr>"
        + f'<c:invertIfNegative val="0"/>{_bar_labels(charted, strand, stacked, line)}{_data(charted, strand)}</c:ser>'
        for strand in bars
    )
    return (
        f'<c:barChart><c:barDir val="{"bar" if lies(charted) else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{_gap(charted)}"/>'
        f'<c:overlap val="{100 if stacked else -5}"/>{AXIS_IDS}</c:barChart>'
    )


def _gap(charted: Charted) -> int:
    """The space between bars in percent of their width: one or two bars do not become walls."""
    count = len(charted.categories)
    return 80 if count > 4 else 130 if count > 2 else 250


def _lines(charted: Charted, lines: list[Strand]) -> str:
    told = [strand for strand in lines if not charted.series[strand.at].is_line]
    labelled = len(told) <= FEW_LINES and len(charted.categories) <= FEW_POINTS
    series = "".join(
        _line(charted, strand, told.index(strand), labelled) if strand in told else _compared(charted, strand)
        for strand in lines
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
        f'<c:marker val="1"/>{AXIS_IDS}</c:lineChart>'
    )


def _line(charted: Charted, strand: Strand, place: int, labelled: bool) -> str:
    """A line with dashes and marks of its own, as its colour alone does not tell it from others."""
    size = 7 if len(charted.categories) <= FEW_POINTS else 5
    return (
        f'{_series_head(strand)}<c:spPr><a:ln w="28575" cap="rnd">{_fill(charted, strand)}'
        f'<a:prstDash val="{DASHES[place % len(DASHES)]}"/><a:round/></a:ln></c:spPr>'
        f"{_marker(charted, strand, MARKERS[place % len(MARKERS)], size)}"
        f"{_labels(charted.pattern, 'b' if place else 't') if labelled else ''}"
        f'{_data(charted, strand)}<c:smooth val="0"/></c:ser>'
    )


def _compared(charted: Charted, strand: Strand) -> str:
    """What the others are compared with: a dotted line where it is one value for all, else a mark at each."""
    is_one = len(strand.values) > 1 and len(set(strand.values)) == 1
    line, marker = "<a:ln><a:noFill/></a:ln>", _marker(charted, strand, "dash", 16)
    if is_one:
        line = f'<a:ln w="19050">{_fill(charted, strand)}<a:prstDash val="sysDash"/></a:ln>'
        marker = '<c:marker><c:symbol val="none"/></c:marker>'
    return f'{_series_head(strand)}<c:spPr>{line}</c:spPr>{marker}{_data(charted, strand)}<c:smooth val="0"/></c:ser>'


def _scatter(charted: Charted, found: list[Strand]) -> str:
    """Points; where every point has a name and there are few, it stands beside it."""
    series = "".join(
        _series_head(strand)
        + '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        + _marker(charted, strand, MARKERS[strand.at % len(MARKERS)], 8)
        + _point_names(charted, strand)
        + f"<c:xVal>{_numbers(strand.x_ref, strand.x, across_pattern(charted))}</c:xVal>"
        + f"<c:yVal>{_numbers(strand.values_ref, drawn(strand), charted.pattern)}</c:yVal>"
        + '<c:smooth val="0"/></c:ser>'
        for strand in found
    )
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}'
        f"{AXIS_IDS}</c:scatterChart>"
    )


def _point_names(charted: Charted, strand: Strand) -> str:
    names = categories(charted)
    if len(names) != len(strand.values) or len(names) > FEW_POINTS:
        return ""
    labels = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>'
        f'<a:rPr sz="{LABEL_SIZE * 100}"/><a:t>{escape(name)}</a:t></a:r></a:p></c:rich></c:tx>'
        f'<c:dLblPos val="r"/>{_shown(value=True)}</c:dLbl>'
        for at, (name, value) in enumerate(zip(names, drawn(strand), strict=True))
        if value is not None
    )
    return f"<c:dLbls>{labels}{_shown(value=False)}</c:dLbls>"


def _series_head(strand: Strand) -> str:
    return (
        f'<c:ser><c:idx val="{strand.at}"/><c:order val="{strand.at}"/><c:tx>'
        f"<c:strRef><c:f>{strand.name_ref}</c:f>{_cached((strand.name,))}</c:strRef></c:tx>"
    )


def _data(charted: Charted, strand: Strand) -> str:
    names = f"<c:f>{categories_ref(charted)}</c:f>{_cached(categories(charted))}"
    return (
        f"<c:cat><c:strRef>{names}</c:strRef></c:cat>"
        f"<c:val>{_numbers(strand.values_ref, strand.values, charted.pattern)}</c:val>"
    )


def _cached(names: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>' for at, name in enumerate(names))
    return f'<c:strCache><c:ptCount val="{len(names)}"/>{points}</c:strCache>'


def _numbers(cells: str, values: tuple[float | None, ...], pattern: str) -> str:
    """Numbers with their cells; a gap has no point at all."""
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{cells}</c:f><c:numCache><c:formatCode>{escape(clean(pattern))}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _fill(charted: Charted, strand: Strand) -> str:
    """The colour of a series: of the theme where the theme has it, so that another theme changes it."""
    colour = _colour(charted, strand)
    named = accents()
    if colour in named:
        return f'<a:solidFill><a:schemeClr val="accent{named.index(colour) + 1}"/></a:solidFill>'
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _colour(charted: Charted, strand: Strand) -> str:
    found = in_colour(charted.series[strand.at].colour).lstrip("#").upper()
    return found if re.fullmatch("[0-9A-F]{6}", found) else accents()[strand.at % len(accents())]


def _edge(stacked: bool) -> str:
    """Parts of a stack are set off from each other, whatever their colours."""
    if not stacked:
        return "<a:ln><a:noFill/></a:ln>"
    return '<a:ln w="9525"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'


def _marker(charted: Charted, strand: Strand, symbol: str, size: int) -> str:
    fill = _fill(charted, strand)
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>'
        f"<c:spPr>{fill}<a:ln w='9525'>{fill}</a:ln></c:spPr></c:marker>"
    )


def _bar_labels(charted: Charted, strand: Strand, stacked: bool, line: float) -> str:
    bars = [series for series in charted.series if not series.is_line]
    if len(bars) * len(charted.categories) > FEW_LABELS:
        return ""
    if not stacked:
        return _labels(charted.pattern, "outEnd")
    ink = "bg1" if _is_dark(_colour(charted, strand)) else "tx1"
    return _labels(charted.pattern, "ctr", ink, _slivers(charted, strand, line))


def _slivers(charted: Charted, strand: Strand, line: float) -> list[int]:
    """Parts of a stack that are too thin for their number; `line`: a text's size by the height of the chart."""
    bars = [each for each in strands(charted) if not charted.series[each.at].is_line]
    totals = [
        sum(abs(value or 0.0) for value in values)
        for values in zip(*(bar.values for bar in bars), strict=True)
    ]
    return [
        at
        for at, value in enumerate(strand.values)
        if value is not None and abs(value) < max(totals) * THINNEST_LABELLED * line
    ]


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def _labels(pattern: str, position: str, colour: str = "tx1", without: Iterable[int] = ()) -> str:
    left_out = "".join(f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>' for at in without)
    return (
        f'<c:dLbls>{left_out}<c:numFmt formatCode={attribute(pattern)} sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        f'{text(LABEL_SIZE, colour)}<c:dLblPos val="{position}"/>{_shown(value=True)}</c:dLbls>'
    )


def _shown(value: bool) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
