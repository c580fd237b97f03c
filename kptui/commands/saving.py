"""Saving a change of the shell, and saying what it did, to people and to programs; a dry run only says it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps

import click

from kptui.changes.editing import Change
from kptui.commands.shell import Shell, forms, plan_option, saved_already, say
from kptui.log import Deed, deed, details, kind, title
from kptui.models.record import Record
from kptui.plan import Plan
from kptui.store import FileStore


@dataclass
class Saving:
    """One change of the shell on its way into the plan."""

    shell: Shell
    store: FileStore
    dry_run: bool
    form: str
    _plan: Plan = field(default_factory=Plan)
    _records: Sequence[Record] = ()

    def save(self, change: Change, words: Callable[[Record], Sequence[str]] = lambda _: ()) -> None:
        """Save a Change and say what it did; `words` returns lines to say of a record beside that.

        --json is a list of objects: did (added, changed, retired, brought back), kind, id, title, changed (field, old, new) and
        record, the document as the plan has it.
        """

        def noted(plan: Plan) -> Sequence[Record]:
            self._plan, self._records = plan, change(plan)
            return self._records

        if self.dry_run:
            noted(self.store.read())
        else:
            self.store.save(noted)
        with saved_already():
            self._say(words)

    def _say(self, words: Callable[[Record], Sequence[str]]) -> None:
        known = self._known()
        deeds = [deed(known, record, self._plan.get(record.id)) for record in self._records]
        out = self.shell.printer(self.form)
        if self.form == "json":
            out.json([self._document(known, done) for done in deeds])
        else:
            today = known.today(self.shell.now())
            for done in deeds:
                first = "; ".join(
                    part for part in (f"{title(known, done.record)}: {kind(done)}", details(known, done, today)) if part
                )
                out.lines([first, *words(done.record)])
        if not deeds:
            say("Nothing to change: it is so already.")
        if self.dry_run:
            say("Nothing was saved: this was a dry run.")

    def _known(self) -> Plan:
        """Return the plan with what is saved on top of it, so that all of it has a name."""
        return Plan(self._plan.revision, {**self._plan.records, **{record.id: record for record in self._records}})

    def _document(self, known: Plan, done: Deed) -> dict[str, object]:
        return {
            "did": done.does,
            "kind": done.record.record,
            "id": done.record.id,
            "title": title(known, done.record),
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
