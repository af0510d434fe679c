"""From a brief to files: the formats, and the pictures they need."""

from collections.abc import Iterable, Mapping

from kpi.briefs.parts import Brief, Chart
from kpi.briefs.pictures import Painter, pictures
from kpi.briefs.writers import csv, hwpx, pdf, pptx, xlsx
from kpi.briefs.writers.letters import Encoding
from kpi.errors import Fault, KpiError

WRITERS = {"hwpx": hwpx.write, "pptx": pptx.write, "xlsx": xlsx.write, "pdf": pdf.write}
FORMS = (*WRITERS, "csv")
# These draw the charts of an office program themselves, where it has one that says the same.
NATIVE = frozenset({"pptx", "xlsx"})
ENCODING: Encoding = "utf-8-sig"
Painted = tuple[Mapping[str, bytes], tuple[Fault, ...]]


def required(forms: Iterable[str]) -> tuple[str, ...]:
    """The formats asked for, each once. Raises KpiError for those that nobody writes."""
    asked = tuple(dict.fromkeys(forms))
    if unknown := [form for form in asked if form not in FORMS]:
        code = "brief_building_errors.format_unknown"
        raise KpiError(*(Fault(code, value=form, allowed=FORMS) for form in unknown))
    return asked


def write(brief: Brief, form: str, painted: Mapping[str, bytes], encoding: Encoding = ENCODING) -> bytes:
    """The brief as a file of this format. `painted`: title of a chart → PNG; `encoding` is for CSV alone.

    Raises KpiError for a format that nobody writes.
    """
    required([form])
    if form == "csv":
        content, _ = csv.write(brief, encoding)
        return content
    return WRITERS[form](brief, painted)


def suffix(brief: Brief, form: str) -> str:
    """How the name of a brief's file ends: several tables are several files in a ZIP."""
    return csv.suffix(brief) if form == "csv" else form


def painted(brief: Brief, forms: Iterable[str], painter: Painter) -> Painted:
    """The pictures that these formats need of a brief, and what could not be painted."""
    charts = [chart for chart in brief.charts if _is_needed(chart, forms)]
    return pictures(charts, painter, narrow=brief.one_page) if charts else ({}, ())


def _is_needed(chart: Chart, forms: Iterable[str]) -> bool:
    """Whether one of these formats shows the chart as a picture."""
    return any(form != "csv" and (form not in NATIVE or chart.charted is None) for form in forms)
