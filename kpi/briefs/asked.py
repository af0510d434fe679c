"""Who asks for a brief and what was chosen for it."""

import os
from dataclasses import dataclass
from datetime import date

from kpi.access import Viewer
from kpi.catalogue import Basis
from kpi.paths import Paths
from kpi.queries.moments import Moment, catalogue_of
from kpi.text import Text
from kpi.wording import Speaker


@dataclass(frozen=True)
class Desk(Speaker):
    """Where a brief is made: for whom, of which moment, in which language."""

    viewer: Viewer
    moment: Moment
    paths: Paths


@dataclass(frozen=True)
class Choices:
    """What a brief is to be about; a builder reads what concerns it, and nothing given means all or the usual.

    `zones`: ids, for a comparison waves too (`wave-2`), the first one is the subject. `sections`: ids of the builder's.
    `round`: a frozen round's id. `commentary`: plain paragraphs of whoever hands the brief in. `link`: the address that
    opens the same view, if it is another than the builder's own.
    """

    year: int = 0
    zones: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    basis: Basis = "in_period"
    per: str = ""
    against: str = "national"
    programme: str = ""
    cohort: str = ""
    round: str = ""
    commentary: tuple[str, ...] = ()
    link: str = ""
    organisation: str = ""
    made_on: date | None = None


def desk(viewer: Viewer, paths: Paths, moment: Moment, language: str) -> Desk:
    """The desk of a viewer at a moment."""
    return Desk(Text(language), catalogue_of(moment), viewer, moment, paths)


def full_address(relative: str) -> str:
    """A page's address below KPI_BASE_URL, if that is set; relative to the dashboard else."""
    return f"{os.environ.get('KPI_BASE_URL', '').rstrip('/')}{relative}"
