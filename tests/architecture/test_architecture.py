"""The rules that hold the code together, read off its text: who imports whom, what lives where, which words exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from kpi.paths import PROJECT
from kpi.text import LANGUAGES, entries

# Each layer may import itself and what stands below it. The longest matching name counts.
LAYERS = {
    "kpi.paths": 0, "kpi.errors": 0, "kpi.periods": 0, "kpi.durable": 0, "kpi.yaml_files": 0, "kpi.spreadsheets": 0,
    "kpi.catalogue": 1, "kpi.declared": 1, "kpi.text": 1, "kpi.format": 1,
    # How something is scored is declared in the catalogue in the very words of scoring.
    "kpi.scoring.recipe": 1, "kpi.scoring.notes": 1,
    "kpi.storage_faults": 2, "kpi.fact_views": 2, "kpi.firm_records": 2, "kpi.contributions": 2,
    "kpi.warehouse": 2, "kpi.ledger": 2, "kpi.access": 2,
    "kpi.submissions": 2, "kpi.drafts": 2, "kpi.received": 2, "kpi.measures": 3, "kpi.worker": 4,
    "kpi.queries": 4, "kpi.wording": 4, "kpi.scoring": 4, "kpi.disclosure": 4, "kpi.disclosing": 4,
    "kpi.rounds": 4, "kpi.round_outputs": 4, "kpi.round_masking": 4, "kpi.scenarios": 4, "kpi.remarks": 4,
    "kpi.audit": 4, "kpi.deciding": 4, "kpi.trays": 4, "kpi.purging": 4,
    "kpi.charts": 5, "kpi.briefs": 5,
    "kpi.ui": 6, "kpi.api": 6, "kpi.signin": 6,
    "pages": 7, "app": 7,
    "checks": 4, "pipelines": 5, "benchmarks": 8,
}  # fmt: skip
SIDES = {"pipelines": "building", "checks": "building"}
SHOWING = (
    "kpi.ui",
    "kpi.wording",
    "kpi.briefs",
    "kpi.charts",
    "kpi.queries",
    "pages",
    "app",
    "kpi.api",
    "kpi.signin",
)
HOMES = {
    "duckdb": ("kpi.warehouse",),
    "great_expectations": ("checks",),
    "plotly": ("kpi.charts",),
    "streamlit": ("app", "pages", "kpi.ui"),
    "sqlalchemy": ("kpi.ledger",),
    "alembic": ("kpi.ledger",),
    "python_calamine": ("pipelines.reading",),
    "xlsxwriter": ("pipelines.samples", "pipelines.submitting", "kpi.briefs.writers"),
    "hwpx": ("kpi.briefs.writers",),
    "pptx": ("kpi.briefs.writers",),
    "typst": ("kpi.briefs.writers",),
    "kaleido": ("kpi.briefs.pictures",),
    "choreographer": ("kpi.briefs.pictures",),
    "fontTools": ("kpi.briefs.faces",),
    "starlette": ("app", "kpi.ui.server", "kpi.api", "kpi.signin"),
    "typer": ("pipelines", "kpi.briefs", "kpi.signin"),
    "argon2": ("kpi.signin",),
    "authlib": ("kpi.signin",),
    "itsdangerous": ("kpi.signin",),
    "joserfc": ("kpi.signin",),
    "httpx2": ("kpi.signin",),
}
# Who writes what people decide: these rooms ask for the right and record the deed. The pipeline writes what it did.
WRITING = {
    "kpi.deciding": {"new_draft", "save_decisions", "set_draft_state"},
    "kpi.scenarios": {"save_scenario", "discard_scenario"},
    "kpi.queries.assessing": {"save_assessment"},
    "kpi.rounds": {"freeze_round", "publish_round"},
    "kpi.remarks": {"write_remark"},
    "kpi.trays": {"save_tray"},
    "kpi.purging": {"enter_purge"},
    "kpi.audit": {"record"},
    "kpi.signin.noting": {"record"},
    "kpi.signin": {
        "add_person", "person_from_outside",
        "change_person", "erase_person", "set_password", "new_link", "use_link", "begin_session",
        "see_session", "end_session", "end_sessions_of", "end_sessions_but", "admit_attempt", "forget_attempts",
        "give_grant", "end_grant",
    },
    "kpi.api.keys": {"add_key", "end_key"},
    "pipelines.submitting": {"save_decisions", "set_draft_state", "remember_mapping"},
    "pipelines.building": {"publish", "start_build", "end_build", "interrupted_builds"},
    "pipelines.jobs": {"start_job", "end_job"},
}  # fmt: skip
# Where a release is opened with all that is in it, whoever asks; the reason beside it.
OPENING = {
    "kpi.warehouse": "it is the home of releases",
    "kpi.queries.moments": "it decides what a viewer gets of one",
    "kpi.ui.server.warming": "it opens the newest release before anybody asks, and shows nothing of it",
    "pipelines.building": "a build compares what it made with the release before",
    "pipelines.submitting.comparing": "a file's effects are worked out on the whole release",
    "pipelines.submitting.history_checks": "checks look at all records",
    "benchmarks.query": "figures about speed, read by nobody else",
    "benchmarks.load": "figures about speed, read by nobody else",
}
WHOLE = re.compile(r"\b(release\.main|whole)\.")
ROOMS = ("kpi", "pipelines", "checks", "pages", "benchmarks")
MAX_LINES, MAX_PAGE_LINES = 300, 60
SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM)\b", re.DOTALL)
KEY = re.compile(r"^[a-z_]+(\.[a-zA-Z_0-9]+)+$")
FOREIGN_PATH = re.compile(r"(?<![\w.])/(work|root|home|farm)/")


def sources() -> list[Path]:
    found = [path for room in ROOMS for path in (PROJECT / room).rglob("*.py")]
    return sorted([*found, PROJECT / "app.py"])


def module_of(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def layer(module: str) -> int | None:
    known = [name for name in LAYERS if module == name or module.startswith(f"{name}.")]
    return LAYERS[max(known, key=len)] if known else None


def below(module: str, homes: tuple[str, ...]) -> bool:
    return any(module == home or module.startswith(f"{home}.") for home in homes)


def test_every_module_has_its_layer() -> None:
    assert [
        module_of(path) for path in sources() if layer(module_of(path)) is None and module_of(path) != "kpi"
    ] == []


def test_imports_run_one_way() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)}:{line} imports {name}"
        for path in sources()
        for name, line in imports(path)
        if (target := layer(name)) is not None and target > (layer(module_of(path)) or 0)
    ]
    assert wrong == []


def test_what_shows_never_imports_what_builds() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)}:{line} imports {name}"
        for path in sources()
        for name, line in imports(path)
        if below(module_of(path), SHOWING) and name.split(".")[0] in SIDES
    ]
    assert wrong == []


def test_only_the_rooms_that_decide_write_what_people_decide() -> None:
    """By name of the ledger's methods; `publish` and `record` are words of others too, and count on a ledger alone."""
    wrong = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.attr}"
        for path in sources()
        if not below(module_of(path), ("kpi.ledger", "benchmarks"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in set().union(*WRITING.values()) - may_write(module_of(path))
        and (node.attr not in ("publish", "record") or "ledger" in ast.unparse(node.value))
    ]
    assert wrong == []


def may_write(module: str) -> set[str]:
    return set().union(*(names for room, names in WRITING.items() if below(module, (room,))))


def test_every_method_of_the_ledger_that_writes_is_of_a_room_or_changes_nothing_people_decide() -> None:
    """A new one has to be given to a room above."""
    methods = {
        method.name
        for path in (PROJECT / "kpi" / "ledger").glob("*.py")
        for owner in ast.walk(tree_of(path))
        if isinstance(owner, ast.ClassDef) and owner.name.endswith("Ledger")
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and "writing(self._engine)" in ast.unparse(method)
    }
    assert methods - set().union(*WRITING.values()) == {"freeze_release"}


@pytest.mark.parametrize("library", HOMES)
def test_each_heavy_library_has_one_home(library: str) -> None:
    users = {
        module_of(path) for path in sources() for name, _ in imports(path) if name.split(".")[0] == library
    }
    strangers = {module for module in users if not below(module, (*HOMES[library], "benchmarks"))}
    assert strangers == set()


def test_pages_are_tables_of_contents() -> None:
    for page in (PROJECT / "pages").glob("*.py"):
        assert len(page.read_text("utf-8").splitlines()) <= MAX_PAGE_LINES, page.name


def test_pages_and_their_parts_hold_no_sql() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in sources()
        if below(module_of(path), ("pages", "kpi.ui", "kpi.charts", "app"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]
    assert wrong == []


def test_a_release_is_opened_whole_only_where_there_is_a_reason() -> None:
    whole = ("open_release", "release_of")
    found = {
        module_of(path) for path in sources() for name, _ in imports(path) if name.split(".")[-1] in whole
    }
    assert found - set(OPENING) == set()


def test_no_query_names_what_a_guarded_release_holds_back() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in sources()
        if module_of(path) not in ("kpi.warehouse", "kpi.queries.guarding")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WHOLE.search(node.value)
        if SQL.search(node.value)
    ]
    assert wrong == []


def test_files_stay_short() -> None:
    long = {
        module_of(path): lines
        for path in sources()
        if (lines := len(path.read_text("utf-8").splitlines())) > MAX_LINES
    }
    # One file is the only home of DuckDB.
    assert set(long) <= {"kpi.warehouse"}, long
    assert all(lines < MAX_LINES * 1.5 for lines in long.values()), long


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    korean, english = (entries(PROJECT / "catalogue" / "text", language) for language in LANGUAGES)
    assert set(korean) ^ set(english) == set()
    differing = [key for key in korean if placeholders(korean[key]) != placeholders(english[key])]
    assert differing == []


def test_every_text_key_written_in_the_code_exists() -> None:
    words = entries(PROJECT / "catalogue" / "text", "ko")
    rooms = {key.split(".")[0] for key in words}
    missing = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.value}"
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and KEY.match(node.value)
        and node.value.split(".")[0] in rooms
        and not node.value.endswith((".yml", ".py", ".sql"))
        if node.value not in words and not any(key.startswith(node.value) for key in words)
    ]
    assert missing == []


def test_korean_is_spoken_only_in_the_catalogue_and_where_files_are_read() -> None:
    allowed = (
        "pipelines.reading",
        "pipelines.staging",
        "pipelines.samples",
        "checks",
        "kpi.format",
        "kpi.text",
        "kpi.charts.ticks",
    )
    wrong = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.value[:30]!r}"
        for path in sources()
        if not below(module_of(path), allowed)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search("[가-힣]", node.value)
        and not is_docstring(node, tree_of(path))
    ]
    assert wrong == []


def test_no_path_of_one_machine_is_written_anywhere() -> None:
    folders = ("kpi", "pipelines", "checks", "pages", "tests", "benchmarks", "docs", "catalogue", "scripts")
    texts = [
        path
        for folder in folders
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".yml", ".sql", ".sh"}
    ]
    loose = [
        PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "run", "test", "Makefile")
    ]
    wrong = [
        str(path.relative_to(PROJECT))
        for path in [*texts, *loose]
        if path.exists() and FOREIGN_PATH.search(path.read_text("utf-8")) and path != Path(__file__)
    ]
    assert wrong == []


def test_every_environment_variable_is_documented() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    used = {name for path in sources() for name in re.findall(r"\bKPI_[A-Z_]+\b", path.read_text("utf-8"))}
    assert [name for name in sorted(used) if name not in readme] == []


def test_every_command_is_documented() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    for command in (
        "build",
        "status",
        "releases",
        "show",
        "verify",
        "moment",
        "audit verify",
        "audit export",
        "purge",
    ):
        assert f"pipelines {command}" in readme


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@cache
def docstrings(tree: ast.Module) -> set[int]:
    owners = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    return {id(node.body[0].value) for node in owners if node.body and isinstance(node.body[0], ast.Expr)}


def is_docstring(node: ast.Constant, tree: ast.Module) -> bool:
    return id(node) in docstrings(tree)
