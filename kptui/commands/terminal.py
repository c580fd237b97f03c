"""Whether there is a terminal that the screens can be shown on, and making it ready."""

import os
import sys
from contextlib import suppress

import click

from kptui.commands.printer import is_terminal


def ready_terminal() -> None:
    """Make sure of a terminal that the screens can be shown on, in UTF-8.

    Raises click.UsageError where there is none, saying what to use instead, before anything was written to it.
    """
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)) or os.environ.get("TERM") in (None, "", "dumb"):
        raise click.UsageError("The screens need a terminal; use `kptui list`, `kptui check-in` and the other verbs.")
    _speak_utf8()


def _speak_utf8() -> None:
    """Start over in UTF-8 mode where stderr, which the screens are drawn on, speaks something else."""
    encoding = getattr(sys.stderr, "encoding", None) or ""
    if encoding.lower().replace("-", "") == "utf8" or os.environ.get("PYTHONUTF8"):
        return
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    with suppress(OSError):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environ | {"PYTHONUTF8": "1"})  # noqa: S606
