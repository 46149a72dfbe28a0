"""A sender in a process of its own, to be killed: `python sender_process.py STORE PORT SEED PATIENCE POLICY LIMIT`."""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import make_url

from reportgen.deliver.send import Backoff, World, send
from reportgen.deliver.smtp import Relay, Timeouts
from reportgen.store.owner import this_process
from reportgen.store.schema import open_store


def main(url: str, port: int, seed: int, patience: float, policy: str, limit: float) -> int:
    chance = random.Random(seed)  # noqa: S311 - jitter
    world = World(lambda: datetime.now(UTC), time.sleep, chance.random, this_process())
    relay = Relay("127.0.0.1", port, "none", timeouts=Timeouts(30, limit, limit))
    store = open_store(make_url(url))
    report = send(
        store,
        relay,
        world,
        policy="hold" if policy == "hold" else "resend",
        backoff=Backoff(timedelta(milliseconds=20), timedelta(milliseconds=100)),
        patience=timedelta(seconds=patience),
    )
    store.close()
    return int(report.exit)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), sys.argv[5], float(sys.argv[6])))
