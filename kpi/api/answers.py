"""A page of rows as JSON, CSV or Parquet, with its place among all rows and its version in the headers."""

import hashlib
import json
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
from starlette.responses import Response

from kpi.api.parameters import Paged
from kpi.api.problems import Refused, fault
from kpi.api.rows import Row, table_of
from kpi.queries.moments import Moment
from kpi.spreadsheets import as_csv

MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
BASE = "/api/v1"
ORIGIN = {"Cache-Control": "private, no-cache", "Vary": "Accept, Authorization, Cookie"}


class Page(NamedTuple):
    """Some rows of `total`."""

    table: pa.Table
    total: int


def format_of(asked: str | None, accept: str) -> str:
    """The format asked for, else the one that Accept likes best. Raises Refused (406)."""
    if asked:
        return asked
    liked = _liked(accept or "*/*")
    for media in sorted(liked, key=lambda each: -liked[each]):
        for name, each in MEDIA.items():
            # What is refused by name is not sent for a range either.
            if _covers(media, each) and liked[media] > 0 and liked.get(each, 1) > 0:
                return name
    raise Refused(406, fault("format_unknown", "Accept", accept[:80], list(MEDIA.values())))


def _covers(told: str, media: str) -> bool:
    return told in ("*/*", media) or (told.endswith("/*") and media.startswith(told[:-1]))


def _liked(accept: str) -> dict[str, float]:
    """How much each media type or range is liked; what is not readable is taken for what is not."""
    told: dict[str, float] = {}
    for each in accept.split(","):
        media, *rest = [part.strip().lower() for part in each.split(";")]
        weights = [part[2:] for part in rest if part.startswith("q=")]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            weight = 0.0
        told[media] = weight if weight > 0 else 0.0
    return told


def page_of(frame: pd.DataFrame, row: type[Row], order: tuple[str, ...], asked: Paged) -> Page:
    """The rows asked for, in an order that is always the same."""
    ordered = frame.sort_values(list(order), kind="stable") if order else frame
    part = ordered.iloc[asked.offset : asked.offset + asked.limit]
    return Page(table_of(part, row), len(frame))


def etag(*parts: str) -> str:
    """Equal for equal parts."""
    return f'"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}"'


def is_known(tag: str, told: str) -> bool:
    """Whether If-None-Match names the tag."""
    return tag in [each.strip().removeprefix("W/") for each in told.split(",")]


def written(page: Page, format: str, asked: Paged, moment: Moment | None) -> bytes:
    """The page in a format."""
    if format == "csv":
        return _csv(page.table)
    if format == "parquet":
        target = BytesIO()
        parquet.write_table(page.table, target)
        return target.getvalue()
    told = {
        "release": moment.number if moment else None,
        "as_known_on": moment.day if moment else None,
        "total": page.total,
        "limit": asked.limit,
        "offset": asked.offset,
        "rows": page.table.to_pylist(),
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, default=_day).encode()


def answer(page: Page, format: str, asked: Paged, moment: Moment | None, path: str, tag: str) -> Response:
    """The whole answer."""
    media = f"{MEDIA[format]}; charset=utf-8" if format == "csv" else MEDIA[format]
    headers = {**ORIGIN, "ETag": tag, "X-Total-Count": str(page.total), "Content-Type": media}
    if moment and moment.number:
        headers["X-Release"] = str(moment.number)
    if links := _links(page, asked, moment, path):
        headers["Link"] = links
    return Response(written(page, format, asked, moment), headers=headers)


def _links(page: Page, asked: Paged, moment: Moment | None, path: str) -> str:
    """Other pages of the same release, whatever is published before they are asked for."""
    last = max(0, (page.total - 1) // asked.limit * asked.limit)
    offsets = {"first": 0, "last": last}
    if asked.offset > 0:
        offsets["prev"] = max(0, min(asked.offset - asked.limit, last))
    if asked.offset + asked.limit < page.total:
        offsets["next"] = asked.offset + asked.limit
    plain = asked.model_dump(mode="json", exclude_none=True, exclude={"offset"})
    if moment and moment.number:
        plain["release"] = moment.number
    return ", ".join(
        f'<{path}?{urlencode({**plain, "offset": offset}, doseq=True)}>; rel="{name}"'
        for name, offset in offsets.items()
    )


def _csv(table: pa.Table) -> bytes:
    return as_csv(table.column_names, ([_cell(each) for each in row.values()] for row in table.to_pylist()))


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return _day(value) if isinstance(value, date) else value


def _day(value: date) -> str:
    return value.isoformat()
