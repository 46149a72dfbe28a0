"""Where the program starts. Its version is told before anything else is loaded; all the rest is main.py's."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and ends the process with an exit code."""
    if sys.argv[1:] == ["--version"]:
        from reportgen.inputs import versions

        sys.stdout.write(versions()["reportgen"] + "\n")
        return
    from reportgen.cli import main as rest

    rest.main()
