"""`kptui init`, which makes a plan, and `kptui demo`, which shows a sample's copy."""

import os
import pwd
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from kptui.commands.shell import Shell, plan_option, saved_already, say
from kptui.commands.terminal import ready_terminal
from kptui.models.organisation import Level, Person, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record
from kptui.store import FileStore
from kptui.tables.nesting import short_code
from kptui.text import clean_line


@click.command
@click.option("--org", default="Our organisation", show_default=True, metavar="NAME", help="The organisation's name.")
@click.option("--shared", metavar="GROUP", help="Share it with a group of this server: directory 2770, file 0660.")
@plan_option
@click.pass_obj
def init(shell: Shell, org: str, shared: str | None) -> None:
    """Make a new plan with you in it; refused where there is a file already."""
    path = shell.plan_path
    anywhere = shell.settings.any_file_system
    FileStore.create(path, records=_first_records(shell, org), group=shared, any_file_system=anywhere).close()
    with saved_already():
        shell.printer().lines([f"A new plan is at {path}."])
    say("Next: `kptui import FILE` brings targets in, `kptui` shows them.")


def _first_records(shell: Shell, org: str) -> list[Record]:
    at, by = shell.now(), shell.user
    policy = Policy(time_zone=_time_zone(), at=at, by=by)
    today = at.astimezone(ZoneInfo(policy.time_zone)).date()
    name = clean_line(org) or "Our organisation"
    team = Team(name=name, short=short_code(name, ()), level=Level.organisation, at=at, by=by)
    return [policy, team, _quarter(today, shell), Person(name=_full_name(by), login=by, team=team.id, at=at, by=by)]


def _quarter(today: date, shell: Shell) -> Period:
    number = (today.month - 1) // 3 + 1
    start = date(today.year, 3 * number - 2, 1)
    end = (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    return Period(name=f"Q{number} {today.year}", start=start, end=end, at=shell.now(), by=shell.user)


def _full_name(login: str) -> str:
    """Return the name that the server knows for a login; the login where it knows none."""
    try:
        return clean_line(pwd.getpwnam(login).pw_gecos.partition(",")[0]) or login
    except KeyError:
        return login


def _time_zone() -> str:
    """Return this server's time zone by its IANA name; UTC where it does not say."""
    local = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(local).key
    except (KeyError, ValueError, OSError):
        return "UTC"


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
    from kptui.samples import USUAL, write_demo

    chosen = name or USUAL
    today = shell.now().date()
    if to is not None:
        stood_in_for = write_demo(chosen, to.absolute(), today, shell.user)
        shell.printer().lines([f"A copy of the sample is at {to.absolute()}."])
        say(f"In it you are {stood_in_for}; `kptui --plan {to}` shows it.")
        return 0
    ready_terminal()
    with tempfile.TemporaryDirectory(prefix="kptui-demo-") as folder:
        path = Path(folder) / "plan.json"
        write_demo(chosen, path, today, shell.user)
        return shell.open_screens(FileStore(path, any_file_system=True), replace(shell, drafts=Path(folder) / "drafts"))
