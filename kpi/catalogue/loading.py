"""From YAML to frozen models: each file's shape by pydantic, then every reference between entries.

All faults are raised together, each with file, entry, value and what is allowed.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from kpi.catalogue.datasets import Dataset
from kpi.catalogue.disclosure import DisclosureRules
from kpi.catalogue.evaluations import Evaluation
from kpi.catalogue.filling import fill_from_programmes
from kpi.catalogue.metrics import Denominator, Metric, PlanProfile
from kpi.catalogue.places import NATIONAL, National, Zone
from kpi.catalogue.programmes import Programme
from kpi.catalogue.rules import reference_faults
from kpi.catalogue.structure import with_structure
from kpi.catalogue.whole import Catalogue
from kpi.catalogue.words import Area, Caveat, Grade, Population, Unit
from kpi.declared import Model
from kpi.errors import CatalogueError, Fault, KpiError, Place
from kpi.yaml_files import parse, state_of

M = TypeVar("M", bound=Model)
FILES: dict[str, tuple[str, type[Model]]] = {
    "zones": ("zones.yml", Zone),
    "units": ("units.yml", Unit),
    "populations": ("populations.yml", Population),
    "areas": ("areas.yml", Area),
    "caveats": ("caveats.yml", Caveat),
    "programmes": ("programmes/*.yml", Programme),
    "plan_profiles": ("plan_profiles.yml", PlanProfile),
    "grades": ("grades.yml", Grade),
    "datasets": ("datasets/*.yml", Dataset),
    "metrics": ("metrics.yml", Metric),
    "evaluations": ("evaluations/*.yml", Evaluation),
    "denominators": ("denominators.yml", Denominator),
}
# What a catalogue may do without.
OPTIONAL = ("denominators",)


def load(folder: Path) -> Catalogue:
    """The whole catalogue of a folder, the same object while its files stay as they are. Raises CatalogueError with
    every fault found.
    """
    return _loaded(folder, state_of(folder))


@lru_cache(maxsize=8)
def _loaded(folder: Path, state: str) -> Catalogue:
    faults: list[Fault] = []
    content: dict[str, dict[Any, Any]] = {}
    for part, (pattern, model) in FILES.items():
        if part not in OPTIONAL or any(folder.glob(pattern)):
            content[part] = _load_part(folder, pattern, model, faults)
    national, disclosure = _load_national(folder, faults), _load_disclosure(folder, faults)
    if faults or national is None or disclosure is None:
        raise CatalogueError(*faults)
    fill_from_programmes(content)
    catalogue = Catalogue(national=national, disclosure=disclosure, **content)
    if faults := reference_faults(catalogue):
        raise CatalogueError(*faults)
    return catalogue


def _load_part(folder: Path, pattern: str, model: type[Model], faults: list[Fault]) -> dict[Any, Any]:
    """Entries of one part by id (evaluations by year); faults are appended."""
    found: dict[Any, Any] = {}
    files = sorted(folder.glob(pattern))
    if not files:
        faults.append(Fault("errors.catalogue_file_missing", Place(file=pattern)))
    for file in files:
        for raw in _entries_of(file, faults):
            if model is Evaluation and isinstance(raw, dict) and "structure" in raw:
                raw = with_structure(raw, file.parent, faults)
            entry = _validated(raw, model, file.name, faults)
            if entry is None:
                continue
            key = entry.year if isinstance(entry, Evaluation) else entry.id  # type: ignore[attr-defined]
            if key in found:
                faults.append(Fault("errors.catalogue_twice", Place(file=file.name, entry=str(key)), key))
            found[key] = entry
    return found


def _entries_of(file: Path, faults: list[Fault]) -> list[Any]:
    """A file holds one entry, or one list under the file's name."""
    content = _parsed(file, faults)
    if isinstance(content, dict) and isinstance(content.get(file.stem), list):
        return content[file.stem]
    return [] if content is None else [content]


def _parsed(file: Path, faults: list[Fault]) -> Any:
    try:
        return parse(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        row = None if line is None else line + 1
        faults.append(
            Fault("errors.catalogue_not_yaml", Place(file=file.name, row=row), str(error).split("\n")[0])
        )
        return None


def _load_national(folder: Path, faults: list[Fault]) -> National | None:
    file = folder / "zones.yml"
    content = _parsed(file, []) if file.exists() else None
    raw = content.get(NATIONAL) if isinstance(content, dict) else None
    return _validated(raw or {}, National, "zones.yml", faults)


def _load_disclosure(folder: Path, faults: list[Fault]) -> DisclosureRules | None:
    """The rules of one file; the usual ones where there is none."""
    file = folder / "disclosure.yml"
    if not file.exists():
        return DisclosureRules()
    content = _parsed(file, faults)
    raw = content.get("disclosure") if isinstance(content, dict) else content
    return _validated(raw, DisclosureRules, file.name, faults)


def _validated(raw: Any, model: type[M], file: str, faults: list[Fault]) -> M | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        faults.extend(_fault_of(problem, file, _entry(raw)) for problem in error.errors())
    except KpiError as error:
        faults.extend(replace(fault, where=Place(file=file, entry=_entry(raw))) for fault in error.faults)
    return None


def _entry(raw: Any) -> str:
    return str(raw.get("id", raw.get("year", "?"))) if isinstance(raw, dict) else str(raw)


def _fault_of(problem: Any, file: str, entry: str) -> Fault:
    """One pydantic problem as a fault with the path to the value."""
    column = ".".join(str(step) for step in problem["loc"])
    context = problem.get("ctx", {})
    allowed = context.get("expected") or problem["msg"]
    return Fault(
        "errors.catalogue_value", Place(file=file, entry=entry, column=column), problem.get("input"), allowed
    )
