"""From a brief to files: which formats can be written here, and the pictures they need."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from kpi.briefs.parts import Brief, Chart
from kpi.errors import Fault, KpiError

FORMS = ("hwpx", "pptx", "xlsx", "pdf", "csv")
# These draw the charts of an office program themselves, where it has one that says the same.
NATIVE = frozenset({"pptx", "xlsx"})
WITHOUT_PICTURES = frozenset({"csv"})
PICTURES = "kpi.briefs.pictures"
ENCODING = "utf-8-sig"
Painted = tuple[Mapping[str, bytes], tuple[Fault, ...]]
Paint = Callable[[Brief, Iterable[str]], Painted]


def offered() -> tuple[str, ...]:
    """The formats whose writer is here."""
    return tuple(form for form in FORMS if find_spec(_writer(form)) is not None)


def required(forms: Iterable[str]) -> tuple[str, ...]:
    """The formats asked for, each once. Raises KpiError for those that cannot be written."""
    asked, known = tuple(dict.fromkeys(forms)), offered()
    if unknown := [form for form in asked if form not in known]:
        code, allowed = "brief_building_errors.format_unknown", known or ("–",)
        raise KpiError(*(Fault(code, value=form, allowed=allowed) for form in unknown))
    return asked


def write(brief: Brief, form: str, pictures: Mapping[str, bytes], encoding: str = ENCODING) -> bytes:
    """The brief as a file of this format. `pictures`: title of a chart → PNG; `encoding` is for CSV alone.

    Raises KpiError for a format that cannot be written.
    """
    required([form])
    writer = import_module(_writer(form))
    if form == "csv":
        content, _ = writer.write(brief, encoding)
        return content
    return writer.write(brief, pictures)


def suffix(brief: Brief, form: str) -> str:
    """How the name of a brief's file ends: a writer may make a ZIP of several files."""
    writer = import_module(_writer(form))
    return writer.suffix(brief) if hasattr(writer, "suffix") else form


@contextmanager
def painting() -> Iterator[Paint]:
    """What paints the pictures that formats need, with one browser for all briefs; faults say what is not painted."""
    module = import_module(PICTURES) if find_spec(PICTURES) is not None else None
    if module is None:
        yield lambda brief, forms: ({}, ())
        return
    with module.Painter() as painter:
        yield lambda brief, forms: _painted(module, painter, brief, forms)


def _painted(module: ModuleType, painter: object, brief: Brief, forms: Iterable[str]) -> Painted:
    charts = [chart for chart in brief.charts if _is_needed(chart, forms)]
    return module.pictures(charts, painter, narrow=brief.one_page) if charts else ({}, ())


def _is_needed(chart: Chart, forms: Iterable[str]) -> bool:
    """Whether one of these formats shows the chart as a picture."""
    pictured = [form for form in forms if form not in WITHOUT_PICTURES]
    return any(form not in NATIVE or chart.charted is None for form in pictured)


def _writer(form: str) -> str:
    return f"kpi.briefs.writers.{form}"
