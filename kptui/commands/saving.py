"""Saving a change of the shell, and saying what it did, to people and to programs; a dry run only says it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps

import click

from kptui.changes.editing import Change
from kptui.commands.shell import Shell, forms, plan_option, saved_already, say
from kptui.log import Deed, deed, details, kind, title
from kptui.models.record import Record
from kptui.plan import Plan
from kptui.store import FileStore


@dataclass(frozen=True)
class Saving:
    """One change of the shell on its way into the plan."""

    shell: Shell
    store: FileStore
    dry_run: bool
    form: str

    def save(self, change: Change, words: Callable[[Record], Sequence[str]] = lambda _: ()) -> None:
        """Save a Change and say what it did; `words` returns lines to say of a record beside that."""
        done: list[tuple[Plan, Sequence[Record]]] = []

        def noted(plan: Plan) -> Sequence[Record]:
            done[:] = [(plan, change(plan))]
            return done[0][1]

        if self.dry_run:
            noted(self.store.read())
        else:
            self.store.save(noted)
        with saved_already():
            self._say(*done[0], words)

    def _say(self, plan: Plan, records: Sequence[Record], words: Callable[[Record], Sequence[str]]) -> None:
        named = Plan(plan.revision, {**plan.records, **{record.id: record for record in records}})
        deeds = [deed(named, record, plan.records.get(record.id)) for record in records]
        out = self.shell.printer(self.form)
        if self.form == "json":
            out.json([_document(named, done) for done in deeds])
        else:
            out.lines(line for done in deeds for line in (_line(named, done, self.shell), *words(done.record)))
        if not deeds:
            say("Nothing to change: it is so already.")
        if self.dry_run:
            say("Nothing was saved: this was a dry run.")


def _line(plan: Plan, done: Deed, shell: Shell) -> str:
    parts = (f"{title(plan, done.record)}: {kind(done)}", details(plan, done, plan.today(shell.now())))
    return "; ".join(part for part in parts if part)


def _document(plan: Plan, done: Deed) -> dict[str, object]:
    return {
        "did": done.does,
        "kind": done.record.record,
        "id": done.record.id,
        "title": title(plan, done.record),
        "changed": [difference._asdict() for difference in done.differences],
        "record": done.record.document(),
    }


def saving_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every verb that changes the plan, and give it a Saving in place of the Shell."""

    @click.pass_obj
    @wraps(verb)
    def run(shell: Shell, /, *, dry_run: bool, form: str, **given: object) -> None:
        verb(Saving(shell, shell.store(), dry_run, form), **given)

    dry_run = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
    return plan_option(forms("json")(dry_run(run)))
