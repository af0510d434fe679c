"""What lies in `data/raw`: every file with its side-car. What was received through the page lies elsewhere."""

from dataclasses import dataclass
from pathlib import Path

from kpi import durable
from kpi.catalogue import Catalogue
from kpi.errors import Fault, FileError, KpiError, Place
from kpi.submissions import SideCar
from pipelines.sidecars import SUFFIX, load_side_car

FOLDERS = ("published", "sample")


@dataclass(frozen=True)
class RawFile:
    """One file as it lies there, with what is said about it and its SHA-256."""

    path: Path
    side_car: SideCar
    sha256: str


def raw_files(raw: Path, catalogue: Catalogue) -> list[RawFile]:
    """Every file of the folders `published` and `sample`, by name. Raises FileError with every side-car's faults."""
    faults: list[Fault] = []
    found: list[RawFile] = []
    for path in (path for folder in FOLDERS for path in sorted((raw / folder).glob("*"))):
        if path.name.startswith(".") or not path.is_file():
            continue
        if path.name.endswith(SUFFIX):
            faults.extend(_orphan(path))
            continue
        try:
            found.append(RawFile(path, load_side_car(path, catalogue), durable.sha256_of(path)))
        except KpiError as error:
            faults.extend(error.faults)
    if faults:
        raise FileError(*faults)
    return found


def _orphan(side_car: Path) -> list[Fault]:
    """A side-car without its file is a slip worth naming."""
    if side_car.with_name(side_car.name.removesuffix(SUFFIX)).is_file():
        return []
    return [Fault("intake_errors.file_missing", Place(file=side_car.name))]
