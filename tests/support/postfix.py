"""A real Postfix for the tests: a private instance with configuration, queue and log of its own, beside whatever mail the machine has."""

from __future__ import annotations

import os
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HELD = "smtp"
"""The one transport by which mail leaves; while it is held, accepted mail stays in the queue."""

# What is delivered must be the bytes that were accepted: Postfix adds its trace and nothing else, and the trace is left out on the way on.
# One delivery at a time, so that the reader's server sees one message after the other.
MAIN = """\
compatibility_level = 2
queue_directory = {place}/queue
data_directory = {place}/data
maillog_file = {place}/log
maillog_file_prefixes = {place}
myhostname = relay.test
mydestination =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.1/32
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access regexp:{place}/conf/refused, permit_mynetworks, reject
smtpd_error_sleep_time = 0
local_header_rewrite_clients =
smtp_header_checks = regexp:{place}/conf/trace
in_flow_delay = 0
default_transport = smtp:[127.0.0.1]:{onward}
disable_dns_lookups = yes
smtp_destination_concurrency_limit = 1
defer_transports = {held}
"""
REFUSED = "/^bad-(550|552|554)@/ $1 no such mailbox\n"
TRACE = "/^Received:/ IGNORE\n"
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - 1 smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def program() -> Path | None:
    """Postfix's master process, None where there is none."""
    if not shutil.which("postconf"):
        return None
    folder = subprocess.run(["postconf", "-dh", "daemon_directory"], capture_output=True, text=True, check=True).stdout.strip()
    found = Path(folder, "master")
    return found if found.exists() else None


def is_here() -> bool:
    """Whether a Postfix can be run: it is installed, and we are root, for nobody else may start one."""
    return os.geteuid() == 0 and program() is not None


@dataclass
class Postfix:
    """An instance that listens on `port` and hands what it accepts to the server at `onward`."""

    place: Path
    onward: int
    port: int
    _master: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self, *, held: bool = False) -> None:
        """Starts it and waits until it greets; `held` keeps what it accepts in its queue."""
        self._configure(held)
        path = program()
        assert path is not None
        # A session of its own: master's processes stay in its group, and the whole of it can be ended without touching another's.
        self._master = subprocess.Popen(
            [path, "-c", self._folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(self._greets, 20, "Postfix greets", self.log)

    def kill(self) -> None:
        """Ends all its processes at once, as a machine does that fails."""
        if self._master is None:
            return
        os.killpg(self._master.pid, signal.SIGKILL)
        self._master.wait()
        self._master = None
        wait_until(lambda: not self._listens(), 10, "Postfix is gone", self.log)

    def flush(self) -> None:
        """Tries everything in the queue now."""
        subprocess.run(["postqueue", "-c", self._folder, "-f"], check=True)

    def queue(self) -> list[str]:
        """The names of the messages that it has accepted and not yet handed on."""
        listed = subprocess.run(["postqueue", "-c", self._folder, "-j"], check=True, capture_output=True, text=True).stdout
        return listed.splitlines()

    def log(self) -> str:
        """What it has logged so far."""
        path = self.place / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    @property
    def _folder(self) -> Path:
        return self.place / "conf"

    def _configure(self, held: bool) -> None:
        main = MAIN.format(place=self.place, onward=self.onward, held=HELD if held else "")
        files = {"main.cf": main, "master.cf": MASTER.format(port=self.port), "refused": REFUSED, "trace": TRACE}
        for name, text in files.items():
            path = self._folder / name
            path.write_text(text, encoding="utf-8")
            # Postfix waits for a configuration of this very second to settle.
            os.utime(path, (time.time() - 60, time.time() - 60))
        if not (self.place / "queue" / "pid").exists():
            # Makes the folders of the queue, with their owners.
            subprocess.run(["postfix", "-c", self._folder, "check"], check=True, capture_output=True)

    def _listens(self) -> bool:
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def _greets(self) -> bool:
        assert self._master is not None
        assert self._master.poll() is None, f"Postfix has ended\n{self.log()}"
        try:
            with smtplib.SMTP("127.0.0.1", self.port, local_hostname="localhost", timeout=10):
                return True
        except (OSError, smtplib.SMTPException):
            return False


@contextmanager
def postfix(onward: int, *, held: bool = False) -> Iterator[Postfix]:
    """Runs an instance in a folder of its own; nothing of the system's Postfix is read, written or started."""
    # Not pytest's folder: its way is closed to the user as whom Postfix works.
    place = Path(tempfile.mkdtemp(prefix="postfix-"))
    place.chmod(0o755)
    for name in ("conf", "queue", "data"):
        (place / name).mkdir()
    shutil.chown(place / "data", "postfix")
    found = Postfix(place, onward, _free_port())
    try:
        found.start(held=held)
        yield found
    finally:
        found.kill()
        shutil.rmtree(place)


def wait_until(reached: Callable[[], bool], seconds: float, what: str, log: Callable[[], str] = str) -> None:
    """Looks again and again; fails with the end of the log when what is awaited does not come in time."""
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, f"not within {seconds} s: {what}\n{log()[-3000:]}"
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
