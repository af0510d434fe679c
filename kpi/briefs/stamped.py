"""The words around a brief's stamp: the same lines at the foot of every format."""

from kpi import format as formats
from kpi.briefs.parts import Brief, Source
from kpi.text import Text


def stamp_lines(brief: Brief) -> tuple[str, ...]:
    """Data as of, release, evaluation round, origins of the values, what was withheld, and the link; one line each."""
    text, stamp = Text(brief.language), brief.stamp
    lines = [text("briefs.stamp.as_of", day=formats.day(stamp.as_of, brief.language))]
    if stamp.release is not None:
        lines.append(text("briefs.stamp.release", number=stamp.release))
    if stamp.evaluation_round:
        lines.append(text("briefs.stamp.round", name=stamp.evaluation_round))
    lines += [text(f"briefs.stamp.origin.{origin}") for origin in sorted(stamp.origins)]
    lines += stamp.withheld
    if stamp.link:
        lines.append(text("briefs.stamp.link", link=stamp.link))
    return tuple(lines)


def source_line(source: Source, language: str) -> str:
    """Title, publisher, day and address of a source in one line."""
    parts = [source.title, source.publisher]
    if source.known_on is not None:
        parts.append(formats.day(source.known_on, language))
    parts.append(source.url)
    return ", ".join(part for part in parts if part)
