"""`kptui init`, which makes a plan, and `kptui demo`, which shows a sample's copy."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from kptui import paths
from kptui.beginning import OUR_ORGANISATION, Beginning, first_records, this_quarter
from kptui.commands.shell import Shell, plan_option, saved_already, say
from kptui.commands.terminal import ready_terminal
from kptui.models.record import Record
from kptui.settings import remember_plan
from kptui.store import FileStore


@click.command
@click.option("--org", default=OUR_ORGANISATION, show_default=True, metavar="NAME", help="The organisation's name.")
@click.option("--shared", metavar="GROUP", help="Share it with a group of this server: directory 2770, file 0660.")
@plan_option
@click.pass_obj
def init(shell: Shell, org: str, shared: str | None) -> None:
    """Make a new plan with you in it; refused where there is a file already."""
    path = shell.plan_path
    beginning = Beginning(this_quarter(shell.now()), organisation=org)
    records = first_records(beginning, shell.now(), shell.user)
    create(shell, path, records, group=shared)
    with saved_already():
        shell.printer().lines([f"A new plan is at {path}."])
    say("Next: `kptui import FILE` brings targets in, `kptui` shows them.")


def create(shell: Shell, path: Path, records: Sequence[Record], *, group: str | None = None) -> None:
    """Make a new plan of its first records. Raises Refused where there is a file already."""
    FileStore.create(path, records=records, group=group, any_file_system=shell.settings.any_file_system).close()


def adopt(shell: Shell, path: Path) -> None:
    """Make sure that there is a plan at a path, and have it opened from now on where none is named.

    Raises NoPlan or BadPlan for what is none, and BadSettings where the settings name another one.
    """
    shell.store_at(path).close()
    remember_plan(paths.settings_paths()[-1], path)


@click.command
@click.argument("name", required=False)
@click.option("--to", type=click.Path(path_type=Path), metavar="PATH", help="Write the copy there, to keep, and show nothing.")
@click.pass_obj
def demo(shell: Shell, name: str | None, to: Path | None) -> int:
    """Show the screens on a throw-away copy of a sample plan.

    \b
    NAME is one of
      company    a maker of outdoor gear, six departments; the usual one
      royalties  a royalties house, four departments
      coffee     a coffee shop, three teams
    """
    if to is not None:
        from kptui.samples import USUAL, write_demo

        stood_in_for = write_demo(name or USUAL, to.absolute(), shell.now().date(), shell.user)
        shell.printer().lines([f"A copy of the sample is at {to.absolute()}."])
        say(f"In it you are {stood_in_for}; `kptui --plan {to}` shows it.")
        return 0
    ready_terminal()
    return show_sample(shell, name)


def show_sample(shell: Shell, name: str | None = None) -> int:
    """Show the screens on a throw-away copy of a sample, or of the usual one, and return the exit code."""
    from kptui.samples import USUAL, write_demo

    with tempfile.TemporaryDirectory(prefix="kptui-demo-") as folder:
        path = Path(folder) / "plan.json"
        write_demo(name or USUAL, path, shell.now().date(), shell.user)
        return shell.open_screens(FileStore(path, any_file_system=True), replace(shell, drafts=Path(folder) / "drafts"))
