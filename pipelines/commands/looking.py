"""Commands that only look: status, releases, show."""

from kpi import format
from kpi.ledger import Ledger
from kpi.paths import Paths
from pipelines.commands.speaking import Language, moment_of, speaking, table


def status(lang: Language = "ko") -> None:
    """The newest release, what it rests on, and builds that were interrupted."""
    paths = Paths.from_environment()
    with speaking(lang) as (text, console), Ledger(paths.ledger_url) as ledger:
        newest, submissions = ledger.newest_release(), ledger.submissions()
        interrupted = [each for each in ledger.builds() if each.state == "interrupted"]
        waiting = [each for each in ledger.drafts() if each.interrupted and each.state != "discarded"]
        if newest is None:
            console.print(text("pipelines.no_release"))
        else:
            console.print(
                text("pipelines.newest", release=newest.number, built_at=moment_of(newest.built_at))
            )
            synthetic = sum(each.synthetic for each in submissions)
            rows = format.plain(sum(each.rows for each in submissions))
            console.print(text("pipelines.rests_on", count=len(submissions), synthetic=synthetic, rows=rows))
            for build in interrupted:
                started_at = moment_of(build.started_at)
                console.print(text("pipelines.interrupted", build=build.id, started_at=started_at))
        for draft in waiting:
            console.print(text("pipelines.draft.interrupted", draft=draft.id, file=draft.file_name))


def releases(lang: Language = "ko") -> None:
    """Every release, newest first."""
    with speaking(lang) as (text, console), Ledger(Paths.from_environment().ledger_url) as ledger:
        shown = table(text, "number", "built_at", "submissions", "size", "sha256")
        for each in ledger.releases():
            count = len(ledger.submissions_of_release(each.number))
            size = f"{each.size / 1e6:,.1f} MB"
            shown.add_row(str(each.number), moment_of(each.built_at), str(count), size, each.sha256[:12])
        console.print(shown)


def show(number: int, lang: Language = "ko") -> None:
    """The files that one release rests on."""
    with speaking(lang) as (text, console), Ledger(Paths.from_environment().ledger_url) as ledger:
        ledger.release(number)
        shown = table(text, "id", "known_on", "dataset", "series", "file", "rows", "origin")
        for each in ledger.submissions_of_release(number):
            origin = text("pipelines.synthetic" if each.synthetic else "pipelines.published")
            shown.add_row(
                each.id, each.known_on.isoformat(), each.dataset, each.series, each.file_name,
                format.plain(each.rows), origin,
            )  # fmt: skip
        console.print(shown)
