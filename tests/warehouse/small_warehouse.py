"""A warehouse of a few rows, built the way the pipelines build one."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from live_oracle import Played, Rule

from kpi.warehouse import OPENING_TABLES, ReleaseBuilder, scratch
from pipelines.live import live_slices

CATALOGUE = {
    "datasets": {
        "deals": {
            "key": ["deal"],
            "columns": [
                {"id": "zone", "type": "zone"},
                {"id": "deal", "type": "text"},
                {"id": "amount_krw", "type": "amount"},
                {"id": "closed_on", "type": "date"},
                {"id": "phone", "type": "personal"},
            ],
        },
        "surveys": {
            "key": ["zone"],
            "columns": [{"id": "zone", "type": "zone"}, {"id": "score", "type": "decimal"}],
        },
    }
}
FACTS = pa.schema(
    {
        "zone": pa.string(),
        "deal": pa.string(),
        "amount_krw": pa.int64(),
        "closed_on": pa.date32(),
        "submission": pa.string(),
        "slice": pa.string(),
        "sheet": pa.string(),
        "source_row": pa.int64(),
        "status": pa.string(),
    }  # fmt: skip
)
SUBMISSIONS = {"id": "VARCHAR", "series": "VARCHAR", "facts_file": "VARCHAR"}
LIVE = {
    "dataset": "VARCHAR", "submission": "VARCHAR", "slice": "VARCHAR", "rank": "BIGINT", "alone": "BOOLEAN",
    "whole": "BOOLEAN",
}  # fmt: skip


PLAIN = Rule()


class SmallWarehouse:
    """A folder with facts and releases of the dataset `deals`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "facts").mkdir(parents=True)

    def write_facts(self, submission: Played, leave_out: Iterable[str] = ()) -> Path:
        """One Parquet file of a submission; columns are left out as in a file older than the catalogue."""
        rows: list[dict[str, Any]] = [
            {
                "zone": label.split("|")[0],
                "deal": key,
                "amount_krw": value,
                "slice": label,
                "submission": submission.id,
            }
            for (label, key), value in submission.rows.items()
        ]
        numbered = [
            {**row, "sheet": "", "source_row": number, "status": "observed"}
            for number, row in enumerate(rows, 2)
        ]
        table = pa.Table.from_pylist(numbered, FACTS).drop_columns(list(leave_out))
        file = self.folder / "facts" / f"{submission.id}.parquet"
        pq.write_table(table, file)
        return file

    def begin(self, number: int, submissions: list[Played], rule: Rule) -> ReleaseBuilder:
        """A builder with the tables that opening needs."""
        builder = scratch(self.folder / "releases" / f"{number}.duckdb", self.folder)
        about = {"number": str(number), "catalogue": json.dumps(CATALOGUE)}
        builder.table("about", pd.DataFrame(list(about.items()), columns=["key", "value"]))
        files = [{**asdict(each), "facts_file": f"facts/{each.id}.parquet"} for each in submissions]
        builder.table("submissions", pd.DataFrame(files, columns=list(SUBMISSIONS)), SUBMISSIONS)
        live = live_slices(submissions, {"deals": rule})
        builder.table("live_slices", pd.DataFrame(live, columns=list(LIVE)), LIVE)
        return builder

    def release(self, number: int, submissions: list[Played], rule: Rule = PLAIN) -> Path:
        """A finished release over these submissions, facts files included."""
        for each in submissions:
            self.write_facts(each)
        with self.begin(number, submissions, rule) as builder:
            builder.create("parts", "SELECT 'deals' AS metric, 7 AS value")
            return builder.finish((*OPENING_TABLES, "parts")).path
