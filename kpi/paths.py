"""Where things lie on disk: one value, made once from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Paths:
    """The three folders a deployment may place elsewhere, and what lies inside them.

    KPI_CATALOGUE, KPI_RAW, KPI_WAREHOUSE and KPI_LEDGER_URL override the defaults inside the project.
    """

    catalogue: Path = PROJECT / "catalogue"
    raw: Path = PROJECT / "data" / "raw"
    warehouse: Path = PROJECT / "data" / "warehouse"
    ledger_override: str = ""

    @classmethod
    def from_environment(cls) -> "Paths":
        """The folders as the environment names them, absolute."""
        defaults = cls()
        return cls(
            catalogue=Path(os.environ.get("KPI_CATALOGUE", defaults.catalogue)).resolve(),
            raw=Path(os.environ.get("KPI_RAW", defaults.raw)).resolve(),
            warehouse=Path(os.environ.get("KPI_WAREHOUSE", defaults.warehouse)).resolve(),
            ledger_override=os.environ.get("KPI_LEDGER_URL", ""),
        )

    @property
    def received(self) -> Path:
        """Every file that arrived, unchanged, by SHA-256."""
        return self.raw / "received"

    @property
    def facts(self) -> Path:
        """One Parquet file per accepted submission."""
        return self.warehouse / "facts"

    @property
    def checks(self) -> Path:
        """One Parquet file of failing rows per accepted submission."""
        return self.warehouse / "checks"

    @property
    def releases(self) -> Path:
        """`<number>.duckdb`: exactly what was shown."""
        return self.warehouse / "releases"

    @property
    def moments(self) -> Path:
        """Marts of past days under the newest catalogue; can be deleted and are built again."""
        return self.warehouse / "moments"

    @property
    def drafts(self) -> Path:
        """One folder per draft: what the pipeline made of it; can be deleted and is made again."""
        return self.warehouse / "drafts"

    @property
    def newest_link(self) -> Path:
        """The link for an operator's own DuckDB client."""
        return self.warehouse / "kpi.duckdb"

    @property
    def build_lock(self) -> Path:
        return self.warehouse / "build.lock"

    @property
    def hash_key_file(self) -> Path:
        """The secret that links a firm across files without its registration number."""
        return self.warehouse / "firm-hash.key"

    @property
    def ledger_url(self) -> str:
        """SQLAlchemy URL of the ledger."""
        return self.ledger_override or f"sqlite:///{self.warehouse / 'ledger.sqlite'}"
