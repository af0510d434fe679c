"""How much is known, how well it was checked, and how old it is."""

import pandas as pd

from kpi.access import Role, Viewer
from kpi.queries.moments import Moment, catalogue_of, release_of


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
    return release_of(moment).frame(sql, {"metric": metric, "zone": zone})


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
    return release_of(moment).frame(sql)


def failing_rows(viewer: Viewer, moment: Moment, submission: str, check_code: str) -> pd.DataFrame:
    """One row a failing cell: file, sheet, source_row, column_name, value.

    Rows may be of any zone's firms, so the value is left empty for viewers who do not see the firms of all zones.
    """
    sql = """
        SELECT file, sheet, source_row, column_name, CASE WHEN $open THEN value END AS value FROM check_rows
        WHERE submission = $submission AND check_code = $check_code ORDER BY sheet, source_row, column_name
    """
    asked = {"submission": submission, "check_code": check_code, "open": _sees_all_firms(viewer)}
    return release_of(moment).frame(sql, asked)


def freshness(viewer: Viewer, moment: Moment) -> pd.DataFrame:
    """One row a dataset and series: the last period and day known, how many files and rows, whether synthetic."""
    sql = """
        WITH last_periods AS (
            SELECT dataset, submission, max(nullif(period, '*')) AS last_period
            FROM live_slices GROUP BY dataset, submission
        )
        SELECT s.dataset, s.series, bool_or(s.synthetic) AS synthetic, max(l.last_period) AS last_period,
               max(s.known_on) AS latest_known_on, max(s.accepted_at) AS latest_accepted_at,
               count(*) AS submissions,
               CAST(sum(s.rows) AS BIGINT) AS rows
        FROM last_periods AS l JOIN submissions AS s ON s.id = l.submission
        GROUP BY s.dataset, s.series ORDER BY s.dataset, s.series
    """
    return release_of(moment).frame(sql)


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
    return release_of(moment).frame(sql, {"own": own})


def has_samples(viewer: Viewer, moment: Moment) -> bool:
    """Whether anything at this moment is synthetic."""
    return bool(release_of(moment).rows("SELECT COALESCE(bool_or(synthetic), FALSE) FROM submissions")[0][0])


def _sees_all_firms(viewer: Viewer) -> bool:
    return viewer.role is Role.ADMINISTRATOR or (viewer.zones is None and viewer.may_see_firms(""))
