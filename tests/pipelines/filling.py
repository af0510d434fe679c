"""Builds on a disk that really is full: a small file system of its own, or a limit on the size of files.

Run as a program with a folder it answers with a JSON list: an entry for every amount of space left.
"""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from kpi.paths import PROJECT

DISK_BYTES = 64 << 20
SPACES_LEFT = (0, 16 << 10, 200 << 10, 700 << 10, 1500 << 10, 2600 << 10)
OWN_MOUNTS = ("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount")


def on_a_full_disk(folder: Path) -> tuple[str, list[dict[str, Any]]]:
    """How the disk was made small (`limit` where this system lets nobody mount one), and every answer."""
    for prefix in OWN_MOUNTS:
        if _may_mount(prefix, folder):
            return "disk", _answers(prefix, "disk", folder)
    return "limit", _answers((), "limit", folder)


def _may_mount(prefix: tuple[str, ...], folder: Path) -> bool:
    try:
        tried = subprocess.run([*prefix, *_mount(folder)], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return tried.returncode == 0


def _mount(folder: Path) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]


def _answers(prefix: tuple[str, ...], kind: str, folder: Path) -> list[dict[str, Any]]:
    search = os.pathsep.join([str(PROJECT), str(Path(__file__).parent)])
    program = [*prefix, sys.executable, __file__, kind, str(folder)]
    ran = subprocess.run(
        program, env={**os.environ, "PYTHONPATH": search}, stdout=subprocess.PIPE, check=True
    )
    return json.loads(ran.stdout)


def main() -> None:
    """Release 1 with room enough, then a build for every amount of space, and at last one with room again."""
    from small_world import small_world

    kind, folder = sys.argv[1], Path(sys.argv[2])
    if kind == "disk":
        subprocess.run(_mount(folder), check=True)
    world = small_world(folder)
    world.add_investment("good.csv", 100)
    answers = [_built(world)]
    world.add_investment("next.csv", 200, "2025-02-01")
    for left in SPACES_LEFT:
        take, give_back = (_fill, _empty) if kind == "disk" else (_limit, _lift)
        take(folder, left)
        answer = _built(world)
        give_back(folder)
        answers.append({**answer, "left": left, "value": world.value()})
    answers.append(_built(world))
    print(json.dumps(answers))


def _built(world: Any) -> dict[str, Any]:
    """What one build said, and the files that were given as they are afterwards."""
    from commanding import Said, command

    try:
        said = command(world, "build", lang="en")
    except Exception as error:
        # A user would see a traceback; the test knows it by the words that are missing.
        said = Said(1, "", repr(error))
    given = {name: len(content) for name, content in world.raw_bytes().items() if "/received/" not in name}
    return {"code": said.code, "err": said.err, "given": given, "leftovers": world.leftovers(), "left": None}


def _fill(folder: Path, left: int) -> None:
    """A file that leaves this much."""
    room = os.statvfs(folder)
    with (folder / "filler").open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, max(room.f_bavail * room.f_frsize - left, 1))


def _empty(folder: Path) -> None:
    (folder / "filler").unlink()


def _limit(_: Path, left: int) -> None:
    """No file may grow over this: the system then says "file too large", which is not quite a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _lift(_: Path) -> None:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def no_space(*_: object, **__: object) -> None:
    """What the system says when nothing fits any more."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


if __name__ == "__main__":
    main()
