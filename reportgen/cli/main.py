"""The command line: one file a command, loaded only when it is called; the one place that turns failures into exit codes."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import click

from reportgen.model.problem import Exit, ReportError

COMMANDS = {
    "build": "Make briefs from report specs.",
    "catalogue": "Write the page of all editions.",
    "check": "Find every problem of the specs without building.",
    "fonts": "Fetch the fonts of Chinese briefs.",
    "conflicts": "List what sources say against each other.",
    "doctor": "Look whether this machine has what is needed.",
    "edition": "Supersede or withdraw an edition.",
    "list": "List reports, editions, metrics, kinds or filters.",
    "outbox": "List, approve, send, and send again mail.",
    "schedule": "Make and send briefs on schedule.",
    "status": "Tell what ran, what comes, and what needs a person.",
    "schema": "Print the JSON Schema of a report spec, for editors.",
    "store": "Look after the record of runs, editions and mail.",
    "trace": "Print where a figure comes from.",
}
"""Every command and what it does; its module has the same name."""


class Lazy(click.Group):
    """Knows the commands by name and imports a module when its command is called, so that --help costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"reportgen.cli.{name}_").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="reportgen", message="%(version)s")
@click.option(
    "--project", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The project's folder; the current one by default."
)
@click.pass_context
def cli(ctx: click.Context, project: Path) -> None:
    """Research briefs as code: facts, metrics and a spec become an HTML and a PDF brief in which every number can be traced."""
    ctx.obj = project


def main() -> None:
    """Runs the command line and ends the process with an exit code; never shows a traceback."""
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit code of one command."""
    try:
        outcome = cli.main(arguments, prog_name="reportgen", standalone_mode=False)
        return int(outcome or Exit.DONE)
    except click.exceptions.NoArgsIsHelpError as help_:
        help_.show()
        return Exit.SPEC
    except click.ClickException as wrong:
        wrong.show()
        return Exit.SPEC
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except Terminated:
        return Exit.TERMINATED
    except ReportError as failed:
        click.echo(str(failed.problem), err=True)
        return failed.exit
    except (BrokenPipeError, SystemExit):
        # The reader went away (| head), which click answers with SystemExit: silence, also when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as bug:  # noqa: BLE001  (the one catch-all: a bug becomes one line and a log)
        click.echo(f"internal error: {type(bug).__name__}. The details are in {_log()}; please report them.", err=True)
        return Exit.INTERNAL


class Terminated(BaseException):
    """The process was asked to end; temporary files are removed on the way out."""


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _log() -> Path:
    """A file with the traceback of the current exception."""
    import tempfile  # for a bug alone: together they take a tenth of the time of --help
    import traceback

    descriptor, name = tempfile.mkstemp(prefix="reportgen-", suffix=".log", text=True)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(traceback.format_exc())
    return Path(name)


if __name__ == "__main__":
    main()
