"""`python -m kpi.briefs.worker`: makes briefs and pictures one after another, in a process of its own.

Orders come in on standard input and answers go out on standard output, a line of JSON each, as `kpi.worker` speaks. The
browser that draws pictures takes seconds to start and is kept from one job to the next; so no job has a process of its
own. A job that kills this one is told as interrupted, and the next starts another.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from kpi.briefs.jobs import JOBS
from kpi.paths import Paths
from kpi.worker.answering import answered, function_of

# Behind the pages, which somebody is looking at.
NICENESS = 5


def work() -> None:
    """Serves standard input to standard output until the input ends."""
    answers = os.dup(1)
    # What any library prints belongs to the log, not between the answers.
    os.dup2(2, 1)
    os.nice(NICENESS)
    for line in sys.stdin:
        order = json.loads(line)
        # What is being made is made to its end: it takes seconds.
        if order["do"] == "start":
            catalogue, raw, warehouse, ledger = order["folders"]
            paths = Paths(Path(catalogue), Path(raw), Path(warehouse), ledger)
            function, arguments = function_of(JOBS[order["job"]]), order["arguments"]
            answered(
                order["id"],
                order["job"],
                lambda report, call=function, paths=paths, given=arguments: call(paths, report, **given),
                answers,
            )


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        work()
