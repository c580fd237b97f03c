"""`kptui import` and `kptui export`: tables and documents in and out."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from kptui.commands.documents import CHECK_IN_KEYS, TARGET_KEYS, check_in_document, target_document
from kptui.commands.printer import write
from kptui.commands.shell import Shell, plan_option, saved_already, say
from kptui.differences import differences, title_of
from kptui.errors import BadTable, Refused
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.plan import Plan
from kptui.store import FileStore
from kptui.tables.documents import Bundle, export_document
from kptui.tables.sheet import Sheet
from kptui.tables.taking_in import Taken, read_file, take_in
from kptui.tables.writing import csv_text
from kptui.text import printable

_PLURALS = {"person": "people", "check_in": "check-ins"}
_MOST = 20
"""How many changed records are shown one by one, unless it is a dry run."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@plan_option
@click.pass_obj
def import_files(shell: Shell, /, files: tuple[Path, ...], dry_run: bool) -> None:  # noqa: FBT001 - click's flag
    """Bring in tables of targets and check-ins (CSV), or what `kptui export` wrote (JSON).

    A table of targets needs name, goal (or low and high), start and due, and may have reference, team, owner, objective,
    kind, unit, direction, baseline, cadence and more; one of check-ins needs reference or code, date and value. docs/import.md
    describes all columns. All files together are one change: all of it or nothing. Importing the same again changes
    nothing. `-` reads from stdin.
    """
    read = [_read(path) for path in files]
    store = shell.store()
    taken: list[Taken] = []
    before: list[Plan] = []

    def change(plan: Plan) -> Sequence[Record]:
        before[:] = [plan]
        taken[:] = [take_in(plan, read, plan.today(shell.now()), shell.now(), shell.user)]
        return taken[0].records

    if dry_run:
        change(store.read())
        _say_taken(shell, before[0], taken[0], most=None)
        say("Nothing was saved: this was a dry run.")
        return
    store.save(change)
    with saved_already():
        _say_taken(shell, before[0], taken[0], most=_MOST)


def _say_taken(shell: Shell, plan: Plan, taken: Taken, most: int | None) -> None:
    for notice in taken.notices:
        say(notice)
    nothing = "Nothing to change." if taken.notices else "Nothing to change: all of it is in the plan already."
    shell.printer().lines([*_counts(plan, taken.records), *_details(plan, taken.records, most)] or [nothing])


def _read(path: Path) -> Sheet | Bundle:
    try:
        return read_file("stdin", _piped()) if path == Path("-") else read_file(printable(path.name), path.read_bytes())
    except OSError as error:
        raise BadTable(f"{path} cannot be read: {error.strerror}; name a file that is there and that you may read.") from error


def _piped() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""


def _counts(plan: Plan, records: Iterable[Record]) -> Iterator[str]:
    made: Counter[str] = Counter()
    edited: Counter[str] = Counter()
    for record in records:
        if plan.get(record.id) is None:
            made["correction" if isinstance(record, CheckIn) and record.corrects else record.record] += 1
        else:
            edited[record.record] += 1
    for word, counts in (("New", made), ("Changed", edited)):
        if counts:
            yield f"{word}: {', '.join(_counted(kind, count) for kind, count in counts.items())}."


def _details(plan: Plan, records: Sequence[Record], most: int | None) -> Iterator[str]:
    """Return a line for each record that changes, at most so many; None for all."""
    known = {**plan.records, **{record.id: record for record in records}}
    edited = [(old, record) for record in records if (old := plan.get(record.id))]
    for old, new in edited[:most]:
        yield f"  {title_of(new, known)}: {'; '.join(d.text for d in differences(old, new, known))}"
    if most is not None and len(edited) > most:
        yield f"  and {len(edited) - most} more"


def _counted(kind: str, count: int) -> str:
    if kind == "policy":
        return "the policy"
    return f"{count} {kind.replace('_', '-') if count == 1 else _PLURALS.get(kind, f'{kind}s')}"


@click.command("export")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.option("--check-ins", is_flag=True, help="CSV: the check-ins that stand, in place of the targets.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a new file there, instead of stdout.")
@plan_option
@click.pass_obj
def export_plan(shell: Shell, /, form: str, check_ins: bool, output: Path | None) -> None:  # noqa: FBT001 - click's flag
    """Write the plan out: JSON holds every record, CSV the targets or the check-ins that stand.

    `kptui import` takes all three; docs/import.md describes the columns.
    """
    if check_ins and form == "json":
        raise click.UsageError("--check-ins goes with --format csv; JSON holds them anyway.")
    store = shell.store()
    data = _csv(store, check_ins=check_ins).encode() if form == "csv" else _json(store)
    if output is None:
        write(data)
        return
    try:
        with output.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Refused(f"{output} is there already; name another file.") from error
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}; name a file where you may write.") from error


def _csv(store: FileStore, *, check_ins: bool) -> str:
    plan = store.read()
    if not check_ins:
        return csv_text(TARGET_KEYS, (target_document(plan, target) for target in plan.targets))
    rows: list[dict[str, object]] = []
    for target in plan.targets:
        standing = {r.id for r in plan.readings_of(target.id)}
        history = sorted(store.history(target.id), key=lambda c: c.on)
        rows += [check_in_document(target, c) for c in history if c.id in standing]
    return csv_text(CHECK_IN_KEYS, rows)


def _json(store: FileStore) -> bytes:
    import orjson

    plan = store.read()
    check_ins = (c for target_id in plan.readings for c in store.history(target_id))
    return orjson.dumps(export_document(plan, check_ins), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
