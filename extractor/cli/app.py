"""The program as a whole: its commands, and what becomes of errors."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from extractor import __version__
from extractor.cli.database import database, export, merge, resolve, schema, split
from extractor.cli.evaluating import evaluate
from extractor.cli.examining import doctor
from extractor.cli.explaining import explain
from extractor.cli.extracting import extract
from extractor.cli.quarantine import quarantine
from extractor.cli.querying import deals
from extractor.cli.running import run
from extractor.cli.spark import spark
from extractor.cli.training import train
from extractor.errors import DealwireError, UsageError

app = typer.Typer(
    name="dealwire",
    help="Reads news articles and writes deal records: who raised, bought, merged, listed or closed a fund, each value "
    "with the words that prove it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

REPORT = "please report it, with the input, where you got dealwire; --debug shows the details"


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"dealwire {__version__}")
        raise typer.Exit


@app.callback()
def whole(
    debug: Annotated[bool, typer.Option("--debug", help="Show the details of every error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What holds for all commands."""
    if debug:
        import logging

        logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        logging.getLogger("extractor").setLevel(logging.DEBUG)


for command in (run, extract, deals, explain, export, merge, split, resolve, schema, evaluate, train, spark, doctor):
    app.command()(command)
app.add_typer(database, name="db")
app.add_typer(quarantine, name="quarantine")


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave it with its exit status; no traceback unless ``--debug`` asks for it."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    sys.exit(_run(given, debug="--debug" in given))


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        status: Any = app(arguments, prog_name="dealwire", standalone_mode=True)
        sys.stdout.flush()
    except SystemExit as leave:
        status = leave.code  # usage errors, Ctrl-C (130) and a closed pipe (1) have been told by the library
    except BrokenPipeError:
        # Whoever read our output has seen enough (dealwire ... | head); let the interpreter flush into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    except DealwireError as error:
        if debug:
            _traceback()
        print(f"dealwire: {error}", file=sys.stderr)
        status = 2 if isinstance(error, UsageError) else 1
    except Exception as error:
        # The last boundary: whatever is wrong with the program, the user gets a sentence.
        if debug:
            _traceback()
        print(f"dealwire: this is a fault of the program ({type(error).__name__}: {error}); {REPORT}", file=sys.stderr)
        status = 1
    return status if isinstance(status, int) else 0


def _traceback() -> None:
    import traceback

    traceback.print_exc()
