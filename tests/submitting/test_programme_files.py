"""Five files as offices send them, one of each programme, from receipt to release: every row as it was meant."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from kpi.catalogue import Catalogue, load
from kpi.drafts import Prepared
from kpi.ledger import Ledger
from kpi.paths import PROJECT
from kpi.warehouse import open_release
from pipelines.accepting import hash_key
from pipelines.building import build
from pipelines.samples.looks import PLAIN, UTF8, UTF16, XLSX, Look
from pipelines.samples.programme_columns import PROGRAMME_FIELDS
from pipelines.samples.programme_records import make_programme_records
from pipelines.samples.shapes import Maker
from pipelines.samples.truth import DEFAULT_SEED, make_truth
from pipelines.samples.writing import SUFFIX, write_grid
from pipelines.staging.firms import firm_hash
from pipelines.submitting.comparing import compare
from pipelines.submitting.releasing_draft import release_draft
from tests.submitting.received_world import ReceivedWorld, table
from tests.submitting.whole_world import whole_world

Records = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Sent:
    """What an office sends: whose records, of which dataset, and how the file looks."""

    dataset: str
    look: Look
    repairs: tuple[str, ...]


FILES = {
    "special_zone": Sent(
        "programme_steps",
        replace(PLAIN, encoding=XLSX, zone="bare", period="excel", merged=True, notice=True, words=1),
        ("filled_down",),
    ),
    "uijeongbu_scale_up": Sent(
        "programme_sessions",
        replace(PLAIN, period="short", grouped=True, counted=True, total="총계", words=1),
        ("total_left_out",),
    ),
    "gyeonggi_agreement": Sent(
        "programme_funds",
        replace(PLAIN, encoding=UTF8, unit_place="cell", period="dash_q", merged=True, total="합 계", notice=True),
        ("total_left_out", "filled_down"),
    ),
    "regional_ai": Sent(
        "programme_applications",
        replace(PLAIN, unit="천원", commas=True, period="quote", words=1, total="합계", missing="해당없음"),
        ("total_left_out", "unit_scaled"),
    ),
    "incheon_campus": Sent(
        "facility_spaces",
        replace(PLAIN, encoding=UTF16, unit_place="header", period="as_of", grouped=True, merged=True, words=1,
                decomposed=True),
        ("filled_down",),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(PROJECT / "catalogue")


@pytest.fixture(scope="module")
def records(catalogue: Catalogue) -> Records:
    firms = make_truth(catalogue, PROJECT / "data/raw/published", DEFAULT_SEED).frames["tenant_firms"]
    return make_programme_records(catalogue, firms, DEFAULT_SEED)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, records: Records) -> ReceivedWorld:
    """A release that knows the zones' firms from their registers."""
    world = whole_world(tmp_path_factory.mktemp("sent"))
    steps = sent_by("special_zone", records["programme_steps"]).drop_duplicates(["zone", "firm"])
    tenants = [f"{step.zone},2025Q4,{step.firm},{step.name},2021-01-01" for step in steps.itertuples()]
    register = table(*tenants, header="특구,기준시점,사업자등록번호,기업명,입주일")
    world.world.add("register.csv", register, dataset="tenant_firms")
    build(world.paths)
    return world


def sent_by(programme: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A programme's own records; of the one in the zones those of its last cohort."""
    if programme == "special_zone":
        return frame[frame["participant"].str.startswith("Z-") & (frame["cohort"] == "2025")]
    return frame[frame["zone"] == programme]


def written(programme: str, frame: pd.DataFrame, catalogue: Catalogue, folder: Path) -> Path:
    sent = FILES[programme]
    maker = Maker(
        catalogue, catalogue.datasets[sent.dataset], PROGRAMME_FIELDS[sent.dataset], sent.look, "2분기 현황"
    )
    path = folder / f"{programme}{SUFFIX.get(sent.look.encoding, '.csv')}"
    write_grid(maker.grid(frame), path, sent.look.encoding)
    return path


def as_texts(frame: pd.DataFrame) -> list[list[str]]:
    """Rows as text in an order of their own; what is missing is empty."""
    shown = frame.astype(object).where(frame.notna(), "")
    return sorted([as_text(value) for value in row] for row in shown.itertuples(index=False))


def as_text(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def facts_of(world: ReceivedWorld, dataset: str, submission: str, columns: list[str]) -> pd.DataFrame:
    """A submission's rows in the newest release."""
    with Ledger(world.paths.ledger_url) as ledger:
        newest = ledger.newest_release()
    assert newest is not None
    with open_release(world.paths.warehouse / newest.file, world.paths.warehouse) as release:
        sql = f"SELECT {', '.join(columns)} FROM facts_{dataset} WHERE submission = $submission"
        return release.frame(sql, {"submission": submission})


def ready(prepared: Prepared, sent: Sent) -> None:
    """What has to hold before anybody is asked anything."""
    assert prepared.decisions.dataset == sent.dataset
    assert (prepared.error_count, prepared.warnings, prepared.unknown_values) == (0, (), ())
    assert {*sent.repairs} <= {repair.kind for repair in prepared.repairs}
    assert prepared.ready


@pytest.mark.parametrize("programme", FILES)
def test_an_offices_file_of_a_programme_reads_exactly_and_is_published(
    programme: str, world: ReceivedWorld, records: Records, catalogue: Catalogue, tmp_path: Path
) -> None:
    sent = FILES[programme]
    truth = sent_by(programme, records[sent.dataset])
    file = written(programme, truth, catalogue, tmp_path)
    found = world.prepared(file.read_bytes(), file.name, known_on="2026-08-01")
    ready(found, sent)
    comparison = compare(world.paths, found.draft)
    assert (comparison.added, comparison.changed, comparison.removed) == (len(truth), 0, 0)
    moved = {effect.zone for effect in comparison.effects}
    assert programme in moved or {*truth["zone"]} <= moved
    released = release_draft(world.paths, found.draft, "releaser")
    columns = [field.column for field in PROGRAMME_FIELDS[sent.dataset]]
    meant = truth[[field.source for field in PROGRAMME_FIELDS[sent.dataset]]].set_axis(columns, axis=1)
    if "firm" in columns:
        key = hash_key(world.paths)
        hashed = meant["firm"].dropna().map(lambda number: firm_hash(number.replace("-", ""), key))
        meant = meant.assign(firm=hashed)
    assert as_texts(facts_of(world, sent.dataset, released.submissions[0], columns)) == as_texts(meant)


def test_each_of_the_five_programmes_sends_another_kind_of_file(catalogue: Catalogue) -> None:
    assert set(FILES) == set(catalogue.programmes)
    assert len({sent.dataset for sent in FILES.values()}) == len({sent.look for sent in FILES.values()}) == 5
