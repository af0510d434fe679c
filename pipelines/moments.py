"""Marts of a past day under the newest catalogue: built once, kept, and found again by what they rest on."""

from datetime import date
from pathlib import Path

from kpi.catalogue import load
from kpi.errors import Fault, MomentNotBuilt
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.submissions import Report, moment_key
from kpi.warehouse import remove_leftovers
from pipelines.releasing import write_release
from pipelines.storing import build_lock

# Somebody waits for a page of the past: a build under way, often of the same day, is waited for, too.
PATIENCE_SECONDS = 120


def build_moment(paths: Paths, day: date, report: Report = lambda progress: None) -> Path:
    """The file with what was known on a day, built unless it is there.

    Raises MomentNotBuilt when nothing was known yet, BuildBusy, DiskFull, LedgerError.
    """
    catalogue = load(paths.catalogue)
    with Ledger(paths.ledger_url) as ledger:
        submissions = [each for each in ledger.submissions() if each.known_on <= day]
    if not submissions:
        raise MomentNotBuilt(Fault("building_errors.nothing_known", value=day.isoformat()))
    final = paths.moments / f"{moment_key([each.id for each in submissions], catalogue.sha256)}.duckdb"
    with build_lock(paths, PATIENCE_SECONDS):
        if not final.exists():
            remove_leftovers(paths.moments)
            about = {"kind": "moment", "day": day.isoformat()}
            write_release(final, paths, catalogue, submissions, about, report)
    return final
