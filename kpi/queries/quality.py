"""How much is known, how well it was checked, and how old it is."""

from datetime import date, datetime

import pandas as pd

from kpi.access import Viewer
from kpi.audit import Action, firm_level
from kpi.queries.firms import records_of
from kpi.queries.moments import Moment, catalogue_of, release_for


def coverage(
    viewer: Viewer, moment: Moment, *, metric: str | None = None, zone: str | None = None
) -> pd.DataFrame:
    """One row a metric × zone × period that records or a published value speak of: records, published, row_count,
    latest_known_on. What has no row is known by nobody.
    """
    sql = """
        SELECT metric, zone, period, records, published, row_count, latest_known_on FROM coverage
        WHERE ($metric IS NULL OR metric = $metric) AND ($zone IS NULL OR zone = $zone)
        ORDER BY metric, zone, period
    """
    return release_for(viewer, moment).frame(sql, {"metric": metric, "zone": zone})


def check_summary(viewer: Viewer, moment: Moment) -> pd.DataFrame:
    """One row a check result of the release and of each live submission, the worst first: what failed, then what
    held.

    Columns of `check_results`, the submission's title and file name, and `outcome` (broken, failed, passed).
    """
    sql = """
        SELECT c.*, s.title_ko, s.title_en, s.file_name,
               CASE WHEN c.broken THEN 'broken' WHEN c.rows_failed > 0 THEN 'failed' ELSE 'passed' END
                   AS outcome
        FROM check_results AS c LEFT JOIN submissions AS s ON s.id = c.submission
        ORDER BY c.rows_failed = 0 AND NOT c.broken,
                 list_position(['critical', 'warning', 'info'], c.severity), c.check_code, c.dataset, c.zone,
                 c.period
    """
    return release_for(viewer, moment).frame(sql)


@firm_level(Action.READ_RECORDS, "submission", "check_code")
def failing_rows(viewer: Viewer, moment: Moment, submission: str, check_code: str) -> pd.DataFrame:
    """One row a failing cell: file, sheet, source_row, column_name, value, and whose row it is: zone, firm.

    Rows may be of any zone's firms, so the value is left empty for viewers who do not see the firms of all zones. Zone
    and firm are empty where the row names no firm, or one of a place whose firms the viewer may not see.
    """
    release = release_for(viewer, moment)
    records = records_of(viewer, moment, whole=False)
    sql = f"""
        WITH named AS (
            SELECT sheet, source_row, min(zone) AS zone, min(firm) AS firm FROM ({records})
            WHERE submission = $submission AND list_contains($seen, zone)
            GROUP BY sheet, source_row HAVING min(firm) = max(firm)
        )
        SELECT c.file, c.sheet, c.source_row, c.column_name, CASE WHEN $open THEN c.value END AS value,
               n.zone, n.firm
        FROM check_rows AS c LEFT JOIN named AS n ON n.sheet = c.sheet AND n.source_row = c.source_row
        WHERE c.submission = $submission AND c.check_code = $check_code
        ORDER BY c.sheet, c.source_row, c.column_name
    """
    asked = {"submission": submission, "check_code": check_code, "open": viewer.firm_places is None}
    return release.frame(sql, {**asked, "seen": _places_seen(viewer, moment)})


@firm_level(Action.READ_FIRM, "firm_id")
def findings_of_firm(viewer: Viewer, moment: Moment, firm_id: str) -> pd.DataFrame:
    """One row a failing cell of a firm's records, at the places whose firms the viewer may see: check_code, zone,
    dataset, file, sheet, source_row, column_name.
    """
    release = release_for(viewer, moment)
    records = records_of(viewer, moment, whole=False)
    sql = f"""
        SELECT DISTINCT c.check_code, f.zone, f.dataset, c.file, c.sheet, c.source_row, c.column_name
        FROM ({records}) AS f JOIN check_rows AS c
            ON c.submission = f.submission AND c.sheet = f.sheet AND c.source_row = f.source_row
        WHERE f.firm = $firm AND list_contains($seen, f.zone)
        ORDER BY c.check_code, f.zone, c.file, c.sheet, c.source_row, c.column_name
    """
    return release.frame(sql, {"firm": firm_id, "seen": _places_seen(viewer, moment)})


def freshness(viewer: Viewer, moment: Moment) -> pd.DataFrame:
    """One row a dataset and series: the last period and day known, how many files and rows, whether synthetic, and
    whose records they are (`scopes`).
    """
    sql = """
        WITH last_periods AS (
            SELECT dataset, submission, max(nullif(period, '*')) AS last_period, list(DISTINCT scope) AS scopes
            FROM live_slices GROUP BY dataset, submission
        )
        SELECT s.dataset, s.series, bool_or(s.synthetic) AS synthetic, max(l.last_period) AS last_period,
               max(s.known_on) AS latest_known_on, max(s.accepted_at) AS latest_accepted_at,
               count(*) AS submissions,
               CAST(sum(s.rows) AS BIGINT) AS rows, list_distinct(flatten(list(l.scopes))) AS scopes
        FROM last_periods AS l JOIN submissions AS s ON s.id = l.submission
        GROUP BY s.dataset, s.series ORDER BY s.dataset, s.series
    """
    return release_for(viewer, moment).frame(sql)


def publishers(viewer: Viewer, moment: Moment) -> pd.DataFrame:
    """One row a publisher of anything that is not synthetic, in both languages (ko, en), the most often named first,
    with latest_known_on. What is told of programmes outside the zones alone is left out.
    """
    sql = """
        WITH elsewhere AS (
            SELECT submission FROM live_slices GROUP BY submission HAVING bool_and(list_contains($own, scope))
        )
        SELECT publisher_ko AS ko, publisher_en AS en, count(*) AS submissions, max(known_on) AS latest_known_on
        FROM submissions WHERE NOT synthetic AND id NOT IN (SELECT submission FROM elsewhere)
        GROUP BY publisher_ko, publisher_en ORDER BY submissions DESC, publisher_ko
    """
    own = list(catalogue_of(moment).own_places) or [""]
    return release_for(viewer, moment).frame(sql, {"own": own})


def as_of(viewer: Viewer, moment: Moment) -> date:
    """The day looked from; of a release the last day that anything real in it became known, or that of its making where
    nothing in it is real.
    """
    if moment.day is not None:
        return moment.day
    known = publishers(viewer, moment)["latest_known_on"].dropna()
    built = datetime.fromisoformat(release_for(viewer, moment).about["built_at"])
    return pd.Timestamp(known.max()).date() if len(known) else built.date()


def has_samples(viewer: Viewer, moment: Moment) -> bool:
    """Whether anything at this moment is synthetic."""
    return bool(
        release_for(viewer, moment).rows("SELECT COALESCE(bool_or(synthetic), FALSE) FROM submissions")[0][0]
    )


def _places_seen(viewer: Viewer, moment: Moment) -> list[str]:
    places = catalogue_of(moment).place_names
    return [place for place in places if viewer.may_see_firms(place)]
