"""The files on disk: what the generator writes, byte for byte, in the shapes that the looks claim."""

import re
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from kpi.catalogue import Catalogue
from pipelines.samples.files import SampleFile, sample_files, write_file
from pipelines.samples.looks import CP949, UTF8, UTF16, XLSX
from pipelines.samples.programme_files import ProgrammeFile, programme_files, write_programme_file
from pipelines.samples.programme_records import make_programme_records
from pipelines.samples.registration import fake_number, is_valid
from pipelines.samples.truth import DEFAULT_SEED, Truth

OF_ZONES = list(sample_files())
OF_PROGRAMMES = programme_files()
FILES: list[SampleFile | ProgrammeFile] = [*OF_ZONES, *OF_PROGRAMMES]
# Workbook numbers come back as 1500000000.0, which is no registration number.
REGISTRATION = re.compile(r"\b\d{3}-?\d{2}-?\d{5}\b(?!\.\d)")
SIX_MEGABYTES = 6_000_000
WITHOUT_FIRMS = (
    "funding", "tenant_survey", "targets", "programme_sessions", "facility_spaces", "working_groups",
)  # fmt: skip


def cells_of(file: SampleFile | ProgrammeFile, folder: Path) -> str:
    """The file's text, every cell on a line of its own for a workbook."""
    path = folder / file.name
    if file.look.encoding == XLSX:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return "\n".join(str(cell) for row in rows for cell in row)
    return path.read_bytes().decode(file.look.encoding)


@pytest.fixture(scope="module")
def written(truth: Truth, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    for file in OF_ZONES:
        write_file(file, truth, catalogue, folder)
    records = make_programme_records(catalogue, truth.frames["tenant_firms"], DEFAULT_SEED)
    for file in OF_PROGRAMMES:
        write_programme_file(file, records, catalogue, folder)
    return folder


def test_the_generator_writes_the_committed_files_byte_for_byte(written: Path, sample_folder: Path) -> None:
    made = {path.name: path.read_bytes() for path in written.iterdir()}
    kept = {path.name: path.read_bytes() for path in sample_folder.iterdir()}
    differing = [name for name in sorted(made.keys() | kept.keys()) if made.get(name) != kept.get(name)]
    assert differing == [], "run: python -m pipelines.samples"


def test_the_files_stay_small_enough_to_be_kept_with_the_code(sample_folder: Path) -> None:
    assert sum(path.stat().st_size for path in sample_folder.iterdir()) <= SIX_MEGABYTES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_encoded_as_its_look_claims(file: SampleFile | ProgrammeFile, sample_folder: Path) -> None:
    content = (sample_folder / file.name).read_bytes()
    if file.look.encoding == CP949:
        assert content.decode("cp949")
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")
    else:
        starts = {UTF8: b"\xef\xbb\xbf", UTF16: b"\xff\xfe", XLSX: b"PK\x03\x04"}
        assert content.startswith(starts[file.look.encoding])


def test_every_encoding_and_every_kind_of_mess_occurs() -> None:
    looks = [file.look for file in FILES]
    assert {look.encoding for look in looks} == {CP949, UTF8, UTF16, XLSX}
    assert {look.unit for look in looks} == {"원", "천원", "백만원", "억원"}
    assert {look.unit_place for look in looks} == {"row", "header", "cell"}
    assert len({look.period for look in looks}) >= 8 and len({look.zone for look in looks}) >= 6
    for quirk in ("grouped", "merged", "subtotals", "commas", "counted", "starred", "notice", "decomposed"):
        assert any(getattr(look, quirk) for look in looks), quirk


def test_every_side_car_says_that_the_file_is_synthetic_and_what_it_covers(sample_folder: Path) -> None:
    side_cars = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(sample_folder.glob("*.yml"))]
    assert len(side_cars) == len(FILES)
    assert all(about["synthetic"] is True and about["series"] == "sample" for about in side_cars)
    outside = {file.name for file in OF_PROGRAMMES if not file.in_zones}
    speaking = [about for about in side_cars if "covers" in about]
    assert len(speaking) == len(FILES) - len(outside)
    assert all(about["covers"]["zones"] for about in speaking)


def test_the_two_vintages_of_2022_investment_bear_the_days_of_their_publications(sample_folder: Path) -> None:
    known = {
        file.vintage: (file.known_on.isoformat(), cells_of(file, sample_folder))
        for file in OF_ZONES
        if file.vintage
    }
    assert known["first"][0] == "2023-05-15" and "156000" in known["first"][1]
    assert known["restated"][0] == "2024-06-28" and "146700" in known["restated"][1]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_registration_number_in_a_file_could_be_real(
    file: SampleFile | ProgrammeFile, sample_folder: Path
) -> None:
    numbers = set(REGISTRATION.findall(cells_of(file, sample_folder)))
    with_firms = file.dataset not in WITHOUT_FIRMS
    assert bool(numbers) == with_firms
    assert all(number.startswith("999") and not is_valid(number) for number in numbers)


def test_the_checksum_tells_a_well_formed_number_from_a_fake_one() -> None:
    # 123-45-67891 satisfies the published rule: 165 + 4 = 169, and 10 - 9 = 1.
    assert is_valid("123-45-67891")
    assert not is_valid("123-45-67890")
    assert not any(is_valid(fake_number(index)) for index in range(1, 5000))


def test_firms_and_representatives_are_plainly_invented(truth: Truth) -> None:
    firms = truth.frames["tenant_firms"]
    assert firms["name"].str.startswith("㈜가상").all()
    assert firms["representative"].str.fullmatch(r"대표\d{4}").all()


def test_a_register_does_not_know_what_comes_after_its_year(truth: Truth) -> None:
    register = truth.register(2022)
    assert max(register["entered_on"]).year == 2022
    assert all(day is None or day.year <= 2022 for day in register["left_on"])
    assert len(register) < len(truth.register(2023))
