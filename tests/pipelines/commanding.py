"""Runs the commands as a user would, in both languages, and says what must hold after a refusal."""

from dataclasses import dataclass

from small_world import SmallWorld
from typer.testing import CliRunner

from pipelines.__main__ import app

LANGUAGES = ("ko", "en")
REFUSED = {"ko": "진행하지 못했습니다", "en": "Not done"}


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def command(world: SmallWorld, *arguments: str, lang: str | None = None) -> Said:
    """One command in this process, with nothing but a refusal allowed to end it early."""
    chosen = [] if lang is None else ["--lang", lang]
    with world.environment():
        result = CliRunner().invoke(app, [*arguments, *chosen], terminal_width=400)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def refused(world: SmallWorld, *arguments: str) -> dict[str, str]:
    """The message in each language of a command that must fail and must not change anything that counts."""
    before = world.standing()
    said = {language: command(world, *arguments, lang=language) for language in LANGUAGES}
    for language, result in said.items():
        assert result.code == 1
        assert result.err.startswith(REFUSED[language])
    assert world.standing() == before
    assert world.leftovers() == []
    return {language: result.err for language, result in said.items()}
