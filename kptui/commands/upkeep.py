"""`kptui repair`, `backup`, `restore` and `migrate`: what keeps the file of the plan whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptui.commands.shell import Shell, forms, plan_option, saved_already, say
from kptui.errors import ReadOnly
from kptui.text import printable

if TYPE_CHECKING:
    from kptui.ledger.restore import Restored


@click.command
@forms("json")
@plan_option
@click.pass_obj
def repair(shell: Shell, /, form: str) -> None:
    """Mend the plan's file: what is sound goes into a new file, and the damaged one is kept beside it.

    It mends an append that was cut off, damage in the middle, and a file that another program rewrote. Each damaged line is
    named; what stood in it is in the file that is kept. A sound file is left as it is.

    --json is one object: plan, documents, damage (a sentence each), kept (a path, or null where nothing was wrong).
    """
    from kptui.ledger.renew import renew

    path = shell.plan_path
    found = renew(path)
    with saved_already():
        out = shell.printer(form)
        if form == "json":
            facts = {"plan": printable(str(path)), "documents": found.documents, "damage": found.damage}
            out.json(facts | {"kept": _text(found.kept)})
        elif found.kept is None:
            out.lines([f"{path} is sound, {found.documents} documents; there was nothing to repair."])
        else:
            out.lines([*found.damage, f"{path} is sound again, {found.documents} documents; what it was is in {found.kept}."])


@click.command
@click.argument("to", required=False, type=click.Path(path_type=Path))
@forms("json")
@plan_option
@click.pass_obj
def backup(shell: Shell, /, to: Path | None, form: str) -> None:
    """Copy the plan to the file or directory TO, or to a new name beside the plan; nobody has to stop working.

    The copy is read back before it gets its name, and never takes the place of a file. The archives that the plan names go
    to the same directory. `kptui restore` puts a backup back.

    --json is one object: path, documents, bytes, archives and missing (names of files).
    """
    from kptui.ledger.backup import backup as copy_plan

    made = copy_plan(shell.plan_path, to.expanduser().absolute() if to else None)
    with saved_already():
        out = shell.printer(form)
        if form == "json":
            facts = {"path": printable(str(made.path)), "documents": made.documents, "bytes": made.size}
            out.json(facts | {"archives": made.archives, "missing": made.missing})
        else:
            out.lines([f"A backup is at {made.path}: {made.documents} documents, {made.size} bytes.", *_came(made.archives)])
    _say_missing(made.missing)


@click.command
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@forms("json")
@plan_option
@click.pass_obj
def restore(shell: Shell, /, source: Path, dry_run: bool, form: str) -> None:  # noqa: FBT001 - click's flag
    """Put a copy of the backup FILE in the place of the plan; the file that was the plan is kept beside it, whatever it was.

    FILE is verified first, and refused when it is damaged. The archives that it names come along from where it is.

    --json is one object: plan, documents, lost (how many the plan had that FILE has not; null where it could not be read),
    kept (a path or null), archives and missing (names of files), dry_run.
    """
    from kptui.ledger.restore import restore as put_back

    path = shell.plan_path
    found = put_back(path, source.expanduser().absolute(), dry_run=dry_run)
    with saved_already():
        out = shell.printer(form)
        if form == "json":
            facts = {"plan": printable(str(path)), "documents": found.documents, "lost": found.lost, "kept": _text(found.kept)}
            out.json(facts | {"archives": found.archives, "missing": found.missing, "dry_run": dry_run})
        else:
            out.lines(_restored(path, found, "would hold" if dry_run else "holds"))
    _say_missing(found.missing)
    if dry_run:
        say("Nothing was changed: this was a dry run.")


def _restored(path: Path, found: "Restored", holds: str) -> Iterator[str]:
    yield f"{path} {holds} the {found.documents} documents of the backup."
    if found.lost is not None:
        yield f"Of those that it held before, {found.lost} are not in the backup."
    if found.kept is not None:
        yield f"What it was is in {found.kept}."
    yield from _came(found.archives)


def _came(archives: tuple[str, ...]) -> Iterator[str]:
    if archives:
        yield f"Archives copied: {', '.join(archives)}."


def _say_missing(missing: tuple[str, ...]) -> None:
    if missing:
        say(f"kptui: The plan names archives that are nowhere: {', '.join(missing)}; put them beside the plan.")


@click.command
@forms("json")
@plan_option
@click.pass_obj
def migrate(shell: Shell, /, form: str) -> None:
    """Bring the plan to the newest schema of this program, after a copy of it was put beside.

    Older programs can then only read it; those that are running notice. A plan that is there already is left as it is.

    --json is one object: plan, from, to (numbers of schemas), kept (the copy's path, or null where nothing was done).
    """
    from kptui.ledger.backup import backup as copy_plan
    from kptui.ledger.repair import name_beside
    from kptui.migrations import migrate as to_the_newest
    from kptui.models.schema import SCHEMA, Schema, schema_of

    store, path = shell.store(), shell.plan_path
    if store.read_only:
        raise ReadOnly(store.read_only)
    number, kept = schema_of(store.read().every(Schema)), None
    if number < SCHEMA:
        kept = copy_plan(path, name_beside(path, f"schema-{number}")).path
        store.save(to_the_newest(shell.now(), shell.user))
    with saved_already():
        out = shell.printer(form)
        if form == "json":
            out.json({"plan": printable(str(path)), "from": number, "to": SCHEMA, "kept": _text(kept)})
        elif kept is None:
            out.lines([f"{path} is of schema {SCHEMA} already, the newest that this program knows."])
        else:
            out.lines([f"{path} is of schema {SCHEMA} now; what it was, of schema {number}, is in {kept}."])


def _text(path: Path | None) -> str | None:
    return None if path is None else printable(str(path))
