"""`kptui config check`: whether the settings and the keys can be used, and what to mend."""

import os

import click

from kptui import paths, settings
from kptui.commands.shell import Shell, say
from kptui.errors import BadSettings


@click.group
def config() -> None:
    """Look after the settings and the keys."""


@config.command
@click.pass_obj
def check(shell: Shell) -> int:
    """Say what is wrong in the settings and the keys, with file, key and the nearest match; the exit status is 1 then.

    Settings come from /etc/kptui/settings.toml, ~/.config/kptui/settings.toml and the environment (KPTUI_THEME and so on), keys
    from ~/.config/kptui/keys.toml.
    """
    files = paths.settings_paths()
    wrong = settings.mistakes(files, os.environ) + _wrong_keys(shell)
    out = shell.printer() if not wrong else None
    for sentence in wrong:
        say(f"kptui: {sentence}")
    if out is not None:
        read = [str(path) for path in (*files, paths.keys_path()) if path.exists()]
        out.lines([f"Settings and keys can be used: {', '.join(read) or 'there are none, so everything is as it comes'}."])
    return 1 if wrong else 0


def _wrong_keys(shell: Shell) -> list[str]:
    try:
        keys = settings.load_keys(paths.keys_path())
    except BadSettings as error:
        return [str(error)]
    return [f"{paths.keys_path()}: {sentence}" for sentence in shell.judge_keys(keys)] if keys else []
