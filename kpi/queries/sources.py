"""What stands behind the numbers of a view: the publications that state them, and the records that add up to them."""

from collections.abc import Sequence

import pandas as pd

from kpi.access import Viewer
from kpi.queries.moments import Moment, release_for

PUBLICATIONS = """
SELECT DISTINCT title_ko, title_en, publisher_ko, publisher_en, CAST(known_on AS DATE) AS known_on, url, synthetic
FROM submissions WHERE list_contains($ids, id) ORDER BY synthetic, known_on, title_ko
"""
RECORDS = """
SELECT s.dataset, s.series, s.synthetic, s.publisher_ko, s.publisher_en, COUNT(DISTINCT s.id) AS files,
       CAST(MAX(s.known_on) AS DATE) AS known_on
FROM live_slices AS l JOIN submissions AS s ON s.id = l.submission
WHERE list_contains($datasets, s.dataset) AND list_contains($places, l.scope)
    AND (l.period = '*' OR left(l.period, 4) <= $year)
GROUP BY s.dataset, s.series, s.synthetic, s.publisher_ko, s.publisher_en
ORDER BY s.dataset, s.synthetic, s.publisher_ko
"""


def publications(viewer: Viewer, moment: Moment, submissions: Sequence[str]) -> pd.DataFrame:
    """One row a publication or file of these submissions: title, publisher, day, address, synthetic."""
    return release_for(viewer, moment).frame(PUBLICATIONS, {"ids": list(submissions)})


def records(
    viewer: Viewer, moment: Moment, datasets: Sequence[str], places: Sequence[str], year: int
) -> pd.DataFrame:
    """One row a dataset, series and publisher: how many live files speak for these places, the newest day."""
    asked = {"datasets": list(datasets), "places": list(places), "year": str(year)}
    return release_for(viewer, moment).frame(RECORDS, asked)
