"""A chart as DrawingML: columns, bars, lines and points that office programs draw and people can edit.

Written here and not by python-pptx, because lines over columns (a plan over results) are two plots on the same axes,
which it cannot make, and because names and number formats may hold anything.
"""

import re
from xml.sax.saxutils import escape

from pptx.oxml.ns import nsdecls

from kpi.briefs.parts import Charted
from kpi.briefs.writers.pptx_stage import ROOM, accents
from kpi.briefs.writers.pptx_text import TAGS, attribute, clean, width
from kpi.briefs.writers.pptx_workbook import Strand, categories, categories_ref, drawn, strands
from kpi.charts.printed import in_colour

AXES = (111111111, 222222222)
AXIS_IDS = "".join(f'<c:axId val="{axis}"/>' for axis in AXES)
DASHES = ("solid", "dash", "sysDot", "dashDot", "lgDash", "lgDashDot")
MARKERS = ("circle", "square", "diamond", "triangle", "x", "plus")
# More labels than this stand on top of each other.
FEW_LABELS, FEW_LINES, FEW_POINTS = 24, 2, 20
MOST_AT_FOOT = 6
LABEL_SIZE, TEXT_SIZE = 11, 12


def chart_xml(charted: Charted, language: str, height: float, size: float = TEXT_SIZE) -> bytes:
    """`c:chartSpace` of a chart with at least one value that stands `height` points high, its text in `size`."""
    found = list(strands(charted))
    plots = _scatter(charted, found) if charted.kind == "scatter" else _plots(charted, found)
    title = clean(charted.value_title).strip()
    layout = _layout(charted, bool(title), size / height, height)
    written = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {nsdecls("c", "a", "r")}><c:date1904 val="0"/><c:lang val="{TAGS[language]}"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{layout}{plots}{_axes(charted, title)}</c:plotArea>"
        f'{_legend(charted)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{_text(TEXT_SIZE)}</c:chartSpace>"
    )
    return re.sub(r'(?<=sz=")\d+', lambda found: _scaled(found[0], size), written).encode()


def _scaled(hundredths: str, size: float) -> str:
    """A size of text in its share of the chart's."""
    return str(round(int(hundredths) * size / TEXT_SIZE))


def _plots(charted: Charted, found: list[Strand]) -> str:
    """Columns or bars, and over columns the series that are lines."""
    lines = [each for each in found if charted.kind == "line" or charted.series[each.at].is_line]
    bars = [each for each in found if each not in lines]
    return (_bars(charted, bars) if bars else "") + (_lines(charted, lines) if lines else "")


def _bars(charted: Charted, bars: list[Strand]) -> str:
    stacked = charted.kind.startswith("stacked")
    series = "".join(
        _series_head(strand)
        + f"<c:spPr>{_fill(charted, strand)}{_edge(stacked)}</c:spPr>"
        + f'<c:invertIfNegative val="0"/>{_bar_labels(charted, strand, stacked)}{_data(charted, strand)}</c:ser>'
        for strand in bars
    )
    return (
        f'<c:barChart><c:barDir val="{"bar" if lies(charted) else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{60 if len(bars) > 1 and not stacked else 80}"/>'
        f'<c:overlap val="{100 if stacked else -5}"/>{AXIS_IDS}</c:barChart>'
    )


def lies(charted: Charted) -> bool:
    """Whether bars lie. With a line over them they stand: a line runs from left to right only."""
    return charted.kind.endswith("bars") and not any(series.is_line for series in charted.series)


def _lines(charted: Charted, lines: list[Strand]) -> str:
    over = len(lines) < len(charted.series)
    few = len(charted.categories) <= FEW_POINTS
    labelled = charted.kind == "line" and len(lines) <= FEW_LINES and few
    series = "".join(
        _series_head(strand)
        + f'<c:spPr><a:ln w="28575" cap="rnd">{_fill(charted, strand)}'
        + f'<a:prstDash val="{DASHES[(place + over) % len(DASHES)]}"/><a:round/></a:ln></c:spPr>'
        + _marker(charted, strand, place + over, 7 if few else 5)
        + (_labels(charted.pattern, "b" if place else "t") if labelled else "")
        + f'{_data(charted, strand)}<c:smooth val="0"/></c:ser>'
        for place, strand in enumerate(lines)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
        f'<c:marker val="1"/>{AXIS_IDS}</c:lineChart>'
    )


def _scatter(charted: Charted, found: list[Strand]) -> str:
    """Points; where every point has a name and there are few, it stands beside it."""
    series = "".join(
        _series_head(strand)
        + '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        + _marker(charted, strand, strand.at, 8)
        + _point_names(charted, strand)
        + f"<c:xVal>{_numbers(strand.x_ref, strand.x, charted.pattern)}</c:xVal>"
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
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
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


def _marker(charted: Charted, strand: Strand, place: int, size: int) -> str:
    fill = _fill(charted, strand)
    return (
        f'<c:marker><c:symbol val="{MARKERS[place % len(MARKERS)]}"/><c:size val="{size}"/>'
        f"<c:spPr>{fill}<a:ln w='9525'>{fill}</a:ln></c:spPr></c:marker>"
    )


def _bar_labels(charted: Charted, strand: Strand, stacked: bool) -> str:
    bars = [series for series in charted.series if not series.is_line]
    if len(bars) * len(charted.categories) > FEW_LABELS:
        return ""
    if not stacked:
        return _labels(charted.pattern, "outEnd")
    return _labels(charted.pattern, "ctr", "bg1" if _is_dark(_colour(charted, strand)) else "tx1")


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def _labels(pattern: str, position: str, colour: str = "tx1") -> str:
    return (
        f'<c:dLbls><c:numFmt formatCode={attribute(pattern)} sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        f'{_text(LABEL_SIZE, colour)}<c:dLblPos val="{position}"/>{_shown(value=True)}</c:dLbls>'
    )


def _shown(value: bool) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _text(size: int, colour: str = "tx1") -> str:
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f"{_defaults(size, colour)}</a:pPr><a:endParaRPr lang='en-US'/></a:p></c:txPr>"
    )


def _defaults(size: int, colour: str = "tx1") -> str:
    return (
        f'<a:defRPr sz="{size * 100}" b="0"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
    )


def _axes(charted: Charted, title: str) -> str:
    flat = lies(charted)
    lowest, pattern = _lowest(charted), attribute(charted.pattern)
    number = f'<c:numFmt formatCode={pattern} sourceLinked="0"/>'
    # Lying bars are read from the top, and their numbers stand at the foot.
    value = _axis(
        "valAx", AXES[1], "b" if flat else "l", AXES[0],
        inner=lowest,
        middle=f"{_gridlines()}{_axis_title(title)}{number}",
        line="<a:noFill/>",
        end=f'<c:crosses val="{"max" if flat else "autoZero"}"/>'
        f'<c:crossBetween val="{"midCat" if charted.kind == "scatter" else "between"}"/>',
    )  # fmt: skip
    if charted.kind == "scatter":
        across = _axis(
            "valAx", AXES[0], "b", AXES[1],
            middle=f"{_gridlines()}{number}",
            end='<c:crosses val="autoZero"/><c:crossBetween val="midCat"/>',
        )  # fmt: skip
        return across + value
    return _names_axis(charted, flat) + value


def _names_axis(charted: Charted, flat: bool) -> str:
    """The axis of names: lying bars have the first one on top."""
    return _axis(
        "catAx", AXES[0], "l" if flat else "b", AXES[1],
        turned=flat,
        middle='<c:numFmt formatCode="General" sourceLinked="0"/>',
        labels="low",
        end='<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>',
    )  # fmt: skip


def _axis(
    kind: str, axis: int, side: str, crossed: int, *,
    middle: str, end: str, inner: str = "", turned: bool = False, labels: str = "nextTo",
    line: str = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>',
) -> str:  # fmt: skip
    return (
        f'<c:{kind}><c:axId val="{axis}"/><c:scaling><c:orientation val="{"maxMin" if turned else "minMax"}"/>'
        f'{inner}</c:scaling><c:delete val="0"/><c:axPos val="{side}"/>{middle}'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/>'
        f'<c:spPr><a:ln w="9525">{line}</a:ln></c:spPr>{_text(TEXT_SIZE)}'
        f'<c:crossAx val="{crossed}"/>{end}</c:{kind}>'
    )


def _lowest(charted: Charted) -> str:
    """Bars start at zero: a shorter axis would lie. Lines and points find their own range."""
    values = [value for strand in strands(charted) for value in strand.values if value is not None]
    starts = charted.kind not in ("line", "scatter") and min(values) >= 0
    return '<c:min val="0"/>' if starts else ""


def _gridlines() -> str:
    light = '<a:schemeClr val="tx1"><a:lumMod val="15000"/><a:lumOff val="85000"/></a:schemeClr>'
    return f'<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill>{light}</a:solidFill></a:ln></c:spPr></c:majorGridlines>'


def _axis_title(title: str) -> str:
    """The unit, upright at the top left, where ministries write it."""
    if not title:
        return ""
    return (
        '<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f"{_defaults(TEXT_SIZE, 'tx2')}</a:pPr><a:r><a:rPr sz='{TEXT_SIZE * 100}' b='0'>"
        f"<a:solidFill><a:schemeClr val='tx2'/></a:solidFill></a:rPr><a:t>{escape(title)}</a:t></a:r></a:p>"
        f'</c:rich></c:tx>{_placed(x=0.0, y=0.0)}<c:overlay val="0"/></c:title>'
    )


def _layout(charted: Charted, titled: bool, line: float, height: float) -> str:
    """The plot with its labels, below the unit and above or beside the legend. `line`: a text's size by the height."""
    top = 1.9 * line if titled else 0.02
    foot, wide = 0.01, 0.995
    if len(charted.series) > MOST_AT_FOOT:
        wide = 0.78
    elif len(charted.series) > 1:
        rows = 1 if _legend_width(charted) * line * height / TEXT_SIZE < ROOM * 0.7 else 2
        foot = (0.8 + 1.5 * rows) * line
    return _placed(x=0.0, y=round(top, 3), w=wide, h=round(1 - top - foot, 3), target="outer")


def _legend_width(charted: Charted) -> float:
    return sum(width(series.name, TEXT_SIZE) + 40 for series in charted.series)


def _placed(target: str = "", **edges: float) -> str:
    inside = f'<c:layoutTarget val="{target}"/>' if target else ""
    inside += '<c:xMode val="edge"/><c:yMode val="edge"/>'
    inside += "".join(f'<c:{name} val="{value}"/>' for name, value in edges.items())
    return f"<c:layout><c:manualLayout>{inside}</c:manualLayout></c:layout>"


def _legend(charted: Charted) -> str:
    if len(charted.series) < 2:
        return ""
    side = "r" if len(charted.series) > MOST_AT_FOOT else "b"
    return f'<c:legend><c:legendPos val="{side}"/><c:overlay val="0"/>{_text(TEXT_SIZE)}</c:legend>'
