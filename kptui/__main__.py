"""The console script: runs a verb, and alone imports the screens; every error ends here as a sentence and an exit code."""

import gc
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptui import paths
from kptui.commands.shell import Shell, say
from kptui.commands.verbs import cli
from kptui.errors import BadTable, KptuiError, NoPlan

if TYPE_CHECKING:
    from kptui.store import FileStore

_CALM = {
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_FPS": "30",
}
_FAR = ("SSH_CONNECTION", "SSH_TTY", "TMUX", "STY")
_ESCAPE_NEAR, _ESCAPE_FAR = "50", "300"
"""Milliseconds in which the rest of a key's sequence has come; a lone Escape waits as long."""


_NEW_OBJECTS = 50_000
"""Objects between two looks for garbage; Python's own 700 make it look hundreds of times while a program is loaded."""


def main() -> None:
    """Run the program and exit."""
    gc.set_threshold(_NEW_OBJECTS)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], shell: Shell | None = None) -> int:
    """Run one command line and return its exit code: 0 done, 1 refused or failed, 2 wrong use, 3 something is due."""
    _let_any_text_out()
    try:
        asking = shell or Shell(open_screens=_open_screens, begin=_begin, judge_keys=_judge_keys, user=paths.login())
        code: int | None = cli.main(list(arguments), prog_name="kptui", standalone_mode=False, obj=asking)
    except click.ClickException as error:
        return _say_wrong_use(error)
    except KptuiError as error:
        return _say_refusal(error)
    except (click.Abort, KeyboardInterrupt):
        return 128 + signal.SIGINT
    except Exception as error:  # noqa: BLE001 - the last place: whatever is no KptuiError is a bug, and its traceback is kept
        return _say_bug(error)
    return code or 0


def _let_any_text_out() -> None:
    """Have signs that the terminal's encoding lacks shown as `?`, rather than fail in the middle."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _say_wrong_use(error: click.ClickException) -> int:
    say(f"kptui: {error.format_message()}")
    context = getattr(error, "ctx", None)
    say(f"Try `{context.command_path if context else 'kptui'} --help`.")
    return error.exit_code


def _say_refusal(error: KptuiError) -> int:
    say(f"kptui: {error.title}: {error}")
    if isinstance(error, BadTable):
        for row in error.rows:
            say(f"  {row}")
    if isinstance(error, NoPlan):
        say("`kptui demo` shows a sample.")
    return 1


def _say_bug(error: Exception) -> int:
    from kptui.crash import keep_crash

    kept = keep_crash(error, paths.state_dir(), datetime.now(UTC))
    where = f"what happened is in {kept}" if kept else "what happened could not be written down"
    say(f"kptui: This is a mistake in the program, not yours; {where}.")
    return 1


def _open_screens(store: "FileStore", shell: Shell, *, is_new: bool = False) -> int:
    """Show the screens on a plan until they are closed; on a sample or a new plan with the tour, once."""
    _calm_textual()
    from kptui.settings import load_keys
    from screens.app import run as run_screens

    drafts = shell.drafts or paths.drafts_dir(store.path)
    keys = load_keys(paths.keys_path())
    tour = paths.state_dir() / "toured" if is_new or shell.drafts else None
    restricted = shell.restricted
    return run_screens(
        store, user=shell.user, settings=shell.settings, drafts=drafts, keys=keys, tour=tour, restricted=restricted
    )


def _judge_keys(keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return what is wrong with keys that a person wants; the actions are known only to the screens."""
    import screens.app  # noqa: F401 - it loads every screen
    from screens.keys import wrong_keys

    return wrong_keys(keys)


def _begin(shell: Shell, path: Path) -> int:
    """Ask what to begin with where there is no plan, and show the screens on what that comes to."""
    _calm_textual()
    from kptui.commands.begin import adopt, create, show_sample
    from screens.first_run import Doors, first_run

    doors = Doors(path, partial(create, shell, path), partial(adopt, shell))
    drafts = shell.drafts or paths.drafts_dir(path)
    begun = first_run(doors, user=shell.user, settings=shell.settings, drafts=drafts, restricted=shell.restricted)
    if begun.wants_sample:
        return show_sample(shell)
    return 0 if begun.plan is None else _open_screens(shell.store_at(begun.plan), shell, is_new=True)


def _calm_textual() -> None:
    """Set what must be set before Textual is loaded."""
    for name, value in _CALM.items():
        os.environ.setdefault(name, value)
    far = any(os.environ.get(name) for name in _FAR)
    os.environ.setdefault("ESCDELAY", _ESCAPE_FAR if far else _ESCAPE_NEAR)
    if far:
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


if __name__ == "__main__":
    main()
