"""`kptui undo`: my last change is taken back, by a change like any other."""

import click

from kptui.changes.last_change import last_change
from kptui.changes.taking_back import take_back
from kptui.commands.shell import Shell, plan_option, saved_already, say
from kptui.log import told


@click.command
@click.option("--dry-run", is_flag=True, help="Say what would be taken back, and change nothing.")
@plan_option
@click.pass_obj
def undo(shell: Shell, /, dry_run: bool) -> None:  # noqa: FBT001 - click's flag
    """Take back my last change: what I, by my login, saved last.

    What was new is retired, what was edited is again as it was, a check-in is withdrawn, and a goal that it changed goes back
    with it. A change of several records is taken back whole. It is refused where somebody has built on it since: a newer
    version, a correction, a check-in for the same day or on a new target. Undo is a change too, so that a second undo takes the
    first one back; it goes no further than that. What one login saved within the same second counts as one change.
    """
    store = shell.store()
    before = store.read()
    change = take_back(last_change(store.documents(), shell.user, store.history), shell.now(), shell.user)
    records = change(before)
    if not dry_run:
        store.save(change)
    with saved_already():
        shell.printer().lines(told(before, records, before.today(shell.now())))
        say("Nothing was saved: this was a dry run." if dry_run else "`kptui undo` once more takes this back.")
