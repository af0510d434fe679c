"""What stands around the plots of a chart: axes, the unit, the legend, and the look of their text."""

from xml.sax.saxutils import escape

from kpi.briefs.parts import Charted
from kpi.briefs.writers.pptx_stage import ROOM
from kpi.briefs.writers.pptx_text import attribute, clean, width
from kpi.briefs.writers.pptx_workbook import across_pattern, strands

AXES = (111111111, 222222222)
MOST_AT_FOOT = 6
TEXT_SIZE = 12


def lies(charted: Charted) -> bool:
    """Whether bars lie. With a line over them they stand: a line runs from left to right only."""
    return charted.kind.endswith("bars") and not any(series.is_line for series in charted.series)


def axes(charted: Charted, title: str) -> str:
    flat = lies(charted)
    number = f'<c:numFmt formatCode={attribute(charted.pattern)} sourceLinked="0"/>'
    # Lying bars are read from the top, and their numbers stand at the foot.
    value = _axis(
        "valAx", AXES[1], "b" if flat else "l", AXES[0],
        inner=_ends(charted),
        labels="nextTo" if flat else "low",
        middle=f"{_gridlines()}{_axis_title(title, _placed(x=0.0, y=0.0))}{number}",
        line="<a:noFill/>",
        end=f'<c:crosses val="{"max" if flat else "autoZero"}"/>'
        f'<c:crossBetween val="{"midCat" if charted.kind == "scatter" else "between"}"/>',
    )  # fmt: skip
    if charted.kind == "scatter":
        across = _axis(
            "valAx", AXES[0], "b", AXES[1],
            middle=f"{_gridlines()}{_axis_title(charted.x_title.strip())}"
            f'<c:numFmt formatCode="{across_pattern(charted)}" sourceLinked="0"/>',
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
        end='<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>',
    )  # fmt: skip


def _axis(
    kind: str, axis: int, side: str, crossed: int, *,
    middle: str, end: str, inner: str = "", turned: bool = False, labels: str = "low",
    line: str = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>',
) -> str:  # fmt: skip
    return (
        f'<c:{kind}><c:axId val="{axis}"/><c:scaling><c:orientation val="{"maxMin" if turned else "minMax"}"/>'
        f'{inner}</c:scaling><c:delete val="0"/><c:axPos val="{side}"/>{middle}'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/>'
        f'<c:spPr><a:ln w="9525">{line}</a:ln></c:spPr>{text(TEXT_SIZE)}'
        f'<c:crossAx val="{crossed}"/>{end}</c:{kind}>'
    )


def _ends(charted: Charted) -> str:
    """Bars start at zero, as a shorter axis would lie; shares of a whole end with it. Lines and points end anywhere."""
    found = [strand.values for strand in strands(charted)]
    if (
        charted.kind in ("line", "scatter")
        or min(value for each in found for value in each if value is not None) < 0
    ):
        return ""
    bars = [strand.values for strand in strands(charted) if not charted.series[strand.at].is_line]
    piled = [tuple(sum(value or 0.0 for value in values) for values in zip(*bars, strict=True))]
    tops = piled if charted.kind.startswith("stacked") else []
    highest = max(value or 0.0 for values in (*found, *tops) for value in values)
    is_whole = charted.pattern.endswith("%") and 0.9 <= highest <= 1 + 1e-9
    return ('<c:max val="1"/>' if is_whole else "") + '<c:min val="0"/>'


def _gridlines() -> str:
    light = '<a:schemeClr val="tx1"><a:lumMod val="15000"/><a:lumOff val="85000"/></a:schemeClr>'
    line = f'<a:ln w="6350"><a:solidFill>{light}</a:solidFill></a:ln>'
    return f"<c:majorGridlines><c:spPr>{line}</c:spPr></c:majorGridlines>"


def _axis_title(title: str, placed: str = "") -> str:
    """What an axis counts, never turned: the unit at the top left, where ministries write it."""
    if not title:
        return ""
    return (
        '<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f"{_defaults(TEXT_SIZE, 'tx2')}</a:pPr><a:r><a:rPr sz=\"{TEXT_SIZE * 100}\" b='0'>"
        f"<a:solidFill><a:schemeClr val='tx2'/></a:solidFill></a:rPr><a:t>{escape(clean(title))}</a:t></a:r></a:p>"
        f'</c:rich></c:tx>{placed}<c:overlay val="0"/></c:title>'
    )


def layout(charted: Charted, titled: bool, line: float, height: float) -> str:
    """The plot with its labels, below the unit and above or beside the legend. `line`: a text's size by the height."""
    top = 1.9 * line if titled else 0.02
    foot, wide = 0.01, 0.995
    if len(charted.series) > MOST_AT_FOOT:
        wide = 0.78
    elif len(charted.series) > 1:
        rows = 1 if _legend_width(charted) * line * height / TEXT_SIZE < ROOM * 0.7 else 2
        foot = (0.8 + 1.5 * rows) * line
    foot += 1.7 * line if charted.x_title else 0
    return _placed(x=0.0, y=round(top, 3), w=wide, h=round(1 - top - foot, 3), target="outer")


def _legend_width(charted: Charted) -> float:
    return sum(width(series.name, TEXT_SIZE) + 40 for series in charted.series)


def _placed(target: str = "", **edges: float) -> str:
    inside = f'<c:layoutTarget val="{target}"/>' if target else ""
    inside += '<c:xMode val="edge"/><c:yMode val="edge"/>'
    inside += "".join(f'<c:{name} val="{value}"/>' for name, value in edges.items())
    return f"<c:layout><c:manualLayout>{inside}</c:manualLayout></c:layout>"


def legend(charted: Charted) -> str:
    if len(charted.series) < 2:
        return ""
    side = "r" if len(charted.series) > MOST_AT_FOOT else "b"
    return f'<c:legend><c:legendPos val="{side}"/><c:overlay val="0"/>{text(TEXT_SIZE)}</c:legend>'


def text(size: int, colour: str = "tx1") -> str:
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f"{_defaults(size, colour)}</a:pPr><a:endParaRPr lang='en-US'/></a:p></c:txPr>"
    )


def _defaults(size: int, colour: str = "tx1") -> str:
    return (
        f'<a:defRPr sz="{size * 100}" b="0"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
    )
