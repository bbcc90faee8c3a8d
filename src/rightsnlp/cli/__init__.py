"""The command line: one file a command; each parses, calls the library and prints.

Exit codes: 0 done; 1 ran, but rows were rejected or a check failed; 2 usage or input error; 3 a failure that nobody
foresaw; 128 and the number of the signal when the program was asked to end.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module

import click

from rightsnlp._version import __version__
from rightsnlp.cli.terminal import failures
from rightsnlp.cli.terminal.text import SafeStream, one_line
from rightsnlp.exceptions import RightsNLPError

COMMANDS = {
    "label": "Label a table of cases.",
    "validate": "Check a table of cases without labelling it.",
    "normalize": "Normalise Arabic text, line by line.",
    "redact": "Replace personal data in a table.",
    "queue": "Choose the cases to verify next.",
    "train": "Train a model from a recipe or from a table.",
    "evaluate": "Measure a model, or anybody's predictions, on labelled posts.",
    "compare": "Compare systems on the same posts.",
    "verify-report": "Compute an evaluation's figures again and say whether they hold.",
    "check": "Run a functional test suite on a model.",
    "robustness": "Measure a model on posts written differently.",
    "annotate": "Take cases to an annotation tool, and answers back.",
    "card": "Write or check the card of a model or a data set.",
    "corpora": "List and verify public corpora.",
    "audit": "Compare two sets of posts before one tests the other.",
    "stats": "Count a register of cases: a bulletin, or a check of published sums.",
    "sample": "Draw the cases to verify from a sealed plan.",
    "prevalence": "Estimate how much of a collection has a label, corrected for a classifier's errors.",
    "escalate": "Write the reports of cases for a company, and a register of what was sent.",
    "reconcile": "Match a company's answers with the register of what was sent.",
    "models": "List, show and exchange models.",
}


_ROOMS = dict.fromkeys(("stats", "sample", "prevalence", "escalate", "reconcile"), "monitor.")
"""Commands whose module lies in a folder of its own."""


class _LazyGroup(click.Group):
    """Loads a command's module when it is run: ``--version`` and ``--help`` stay fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = _load(cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _load(name: str) -> object:
    room = _ROOMS.get(name, "")
    return getattr(import_module(f"rightsnlp.cli.{room}{name}"), name)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--debug", is_flag=True, help="When something fails, show where in the program; never what was in a cell."
)
@click.version_option(__version__, "--version", message="rightsnlp %(version)s")
def cli(*, debug: bool) -> None:
    """Label reported online content for a digital-rights monitor.

    A person decides; the model orders and explains. Nothing leaves this machine.
    """


def main() -> None:
    """Run the command line; every error becomes one line, and none a traceback."""
    debug = "--debug" in sys.argv[1:]
    _prepare()
    try:
        try:
            # Wherever it stands in the line, --debug is the program's own.
            cli([word for word in sys.argv[1:] if word != "--debug"], standalone_mode=False)
        finally:
            sys.stdout.flush()
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt) as stop:
        click.echo("stopped", err=True)
        cause = stop.__cause__ or stop.__context__ or stop
        sys.exit(cause.exit_code if isinstance(cause, failures.Stopped) else 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except RightsNLPError as error:
        click.echo(one_line(f"error: {error}"), err=True)
        if debug:
            failures.show_stack(error)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe went away, which is no error of ours.
        failures.let_go_of_output()
        sys.exit(0)
    except SystemExit:
        raise
    except BaseException as error:  # also what a parser in another language raises when it panics
        failures.tell(error, debug=debug)
        failures.let_go_of_output()
        sys.exit(failures.UNFORESEEN)


def _prepare() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # A terminal of another encoding must not turn Arabic into a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
        # A pipe gets standard output as it is; messages are for people, wherever they go.
        if name == "stderr" or stream.isatty():
            setattr(sys, name, SafeStream(stream, returns=name == "stderr"))
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    failures.silence_tracebacks()
    failures.end_tidily()
