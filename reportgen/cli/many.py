"""Many briefs of one command: how they are shared out, and what a person sees meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from reportgen import batch
from reportgen.batch import Job, Made
from reportgen.cache import Cache
from reportgen.cli.show import show_outcomes, show_problems, tally
from reportgen.model.problem import Exit
from reportgen.unchanged import components, unchanged


def build_many(
    root: Path, jobs: Sequence[Job], workers: int, address: str = "", *, fresh: bool = False, explain: bool = False, as_json: bool = False
) -> Exit:
    """Makes the jobs in a pool of processes, or on the cluster at that address, and says in their order what came of each.

    The exit code is that of the earliest stage with an error. A bug in a build is raised once the others are done.
    """

    def known(job: Job) -> Path | None:
        cache = None if fresh else Cache.of(root)
        return unchanged(root, cache, components(root, job.file, job.order), job.order) if cache else None

    if address:
        from reportgen import cluster

        ended = cluster.run(root, jobs, address, fresh=fresh, known=known)
    else:
        ended = batch.run(root, jobs, batch.builder(root, fresh=fresh), workers, known)
    with closing(ended), tally(sys.stderr, sys.stdout, len(jobs)) as bar:

        def counted() -> Iterator[tuple[int, Made]]:
            for item in ended:
                bar.ended()
                yield item

        def tell(number: int, made: Made) -> None:
            if made.folder:
                bar.line(str(made.folder))

        made = batch.in_turn(counted(), tell)
    if explain:
        for job, one in zip(jobs, made, strict=True):
            show_outcomes(job.order.titled(job.file.stem), one.outcomes, sys.stderr)
    show_problems(tuple(problem for one in made for problem in one.problems), root, sys.stderr, as_json=as_json)
    if bugs := [one.bug for one in made if one.bug]:
        raise RuntimeError("in a build:\n" + "\n".join(bugs))
    return min((one.exit for one in made if one.exit), default=Exit.DONE)
