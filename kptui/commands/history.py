"""`kptui log`: who changed what, and when."""

import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import click

from kptui.commands.documents import CHECK_IN_KEYS, check_in_document
from kptui.commands.layout import Column, Line
from kptui.commands.printer import is_terminal
from kptui.commands.shell import Shell, forms, plan_option, say
from kptui.log import Deed, Entry, deed, details, entries, kind, record_in, title
from kptui.models.check_in import CheckIn
from kptui.models.target import Target
from kptui.past import start_of
from kptui.plan import Plan
from kptui.wording import day

_CHECK_IN_KEYS = tuple(key for key in CHECK_IN_KEYS if key not in ("code", "reference", "recorded_by"))
KEYS = ("at", "by", "does", "record", "name", "text", "id", "version", *_CHECK_IN_KEYS)
COLUMNS = (
    Column("When", right=True),
    Column("By", least=8),
    Column("What", spare=1),
    Column("Of", least=12),
    Column("Details", least=30),
)
_MOST = 1000
"""How many entries there are at most where no terminal says how many fit, so that a million take no room in memory."""


@click.command(epilog=f"Keys: {', '.join((*KEYS, 'changes'))}.")
@click.argument("code", required=False)
@click.option("--since", metavar="DATE", help="Only what was recorded on that day or later.")
@click.option("--by", "login", metavar="LOGIN", help="Only what one person recorded.")
@click.option("-n", "--limit", type=click.IntRange(min=1), metavar="N", help="The newest N. [default: what fits, else 1000]")
@click.option("--all", "everything", is_flag=True, help="All of it, however long.")
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def log(shell: Shell, /, code: str | None, limit: int | None, everything: bool, form: str, **wanted: str | None) -> None:  # noqa: FBT001 - click's flag
    """Show who changed what and when, the newest first; with CODE only that target, its check-ins and its influences.

    --json and --csv have an entry for each version of a record, with the keys below: does is added, changed, retired,
    brought_back, checked_in, corrected or withdrew; name is a code or name, of a check-in its target's; text says it in words;
    the rest is a check-in's. --json has changes too: field, old and new, with names in place of ids.
    """
    if everything and limit:
        raise click.UsageError("--all and --limit do not go together; name one.")
    store = shell.store()
    plan = store.read()
    is_asked = _choice(shell, plan, code, **wanted)
    most = None if everything else limit or _that_fit()
    found, left_out = _newest(filter(is_asked, entries(store.documents())), most)
    deeds = [done for entry in found if (done := _deed(plan, entry))]
    today = plan.today(shell.now())
    documents = [_document(plan, done, today) for done in deeds]
    shell.printer(form).listing(documents, KEYS, COLUMNS, [_line(plan, done, today) for done in deeds])
    if left_out:
        say(f"{left_out} older {'one is' if left_out == 1 else 'ones are'} left out; --all shows all.")
    elif not found:
        say("Nothing was recorded that is like that.")


def _choice(shell: Shell, plan: Plan, code: str | None, since: str | None, login: str | None) -> Callable[[Entry], bool]:
    """Return whether an entry is one that is asked for. Raises BadInput for an unknown code and for what is no day."""
    target = plan.target(code, itself=True).id if code else None
    begin = start_of(plan, shell.day(plan, since)) if since else None

    def is_asked(entry: Entry) -> bool:
        if target and not entry.is_about(target):
            return False
        if login and entry.document.get("by") != login:
            return False
        return begin is None or ((at := entry.at) is not None and at >= begin)

    return is_asked


def _that_fit() -> int:
    """Return how many entries fit the terminal below their titles, with room for the next prompt."""
    return max(shutil.get_terminal_size().lines - 4, 10) if is_terminal(sys.stdout) else _MOST


def _newest(found: Iterable[Entry], most: int | None) -> tuple[Sequence[Entry], int]:
    """Return at most so many entries, the newest first, and how many more there are."""
    kept: deque[Entry] = deque(maxlen=most)
    count = 0
    for entry in found:
        kept.append(entry)
        count += 1
    return tuple(reversed(kept)), count - len(kept)


def _deed(plan: Plan, entry: Entry) -> Deed | None:
    """Return what an entry did; None for one that fits no record, which `kptui verify` names."""
    record = record_in(entry.document)
    return None if record is None else deed(plan, record, record_in(entry.before))


def _document(plan: Plan, done: Deed, today: date) -> dict[str, object]:
    record = done.record
    target = plan.get(record.target) if isinstance(record, CheckIn) else None
    said = check_in_document(target, record) if isinstance(record, CheckIn) and isinstance(target, Target) else {}
    return {
        "at": record.document()["at"],
        "by": record.by,
        "does": done.does.replace(" ", "_"),
        "record": record.record,
        "name": title(plan, record),
        "text": details(plan, done, today),
        "id": record.id,
        "version": record.version,
        **{key: said.get(key) for key in _CHECK_IN_KEYS},
        "changes": [difference._asdict() for difference in done.differences],
    }


def _line(plan: Plan, done: Deed, today: date) -> Line:
    at = done.record.at.astimezone(plan.policy.zone)
    when = f"{day(at.date(), today)} {at:%H:%M}"
    return when, done.record.by, kind(done), title(plan, done.record), details(plan, done, today)
