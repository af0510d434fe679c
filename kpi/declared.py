"""What every entry of the catalogue is made of: a frozen model, words in both languages, the bases of a value."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Basis = Literal["in_period", "cumulative", "period_end"]


class Model(BaseModel):
    """Frozen, and no key that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(Model):
    """The same words in both languages: `names["ko"]`."""

    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class Entry(Model):
    """Something that files name: its id, its name, and how else it is written."""

    id: str
    name: Names
    synonyms: tuple[str, ...] = ()
