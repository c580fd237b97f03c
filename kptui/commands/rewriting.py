"""`kptui redact` and `kptui archive`: what is taken out of the plan's file, which is written anew without it."""

import sys
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kptui.commands.shell import Shell, forms, plan_option, saved_already, say
from kptui.errors import BadInput, Refused
from kptui.paths import index_path
from kptui.text import printable

if TYPE_CHECKING:
    from kptui.ledger.archive import Archived, Closed
    from kptui.ledger.redact import Redacted
    from kptui.plan import Plan


@click.command
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@forms("json")
@plan_option
@click.pass_obj
def redact(shell: Shell, /, file: Path, dry_run: bool, form: str) -> int:  # noqa: FBT001 - click's flag
    """Put `[redacted]` in the place of a text in the whole history: a password that someone pasted into a note.

    The text is what FILE holds (`-` reads from stdin), without the newline at its end; at least four characters, as they are
    written. As an argument it would stay in the shell's history. Older versions and archives lose it too; what says who
    recorded what and when, and references, are left alone. That it was done stays in the plan; the text does not.

    The old file is not kept. What is not covered: backups and other files that were kept (those beside the plan that still
    have the text are named), exports, screens and terminals of others, and the disk's own blocks. So change the password.

    --json is one object: documents, left (documents that have it in a field that is left alone), kept (paths of files that
    have it), dry_run. The exit status is 1 when the text is nowhere in the plan.
    """
    from kptui.ledger.redact import redact as take_out

    found = take_out(shell.plan_path, _text(file), at=shell.now(), by=shell.user, dry_run=dry_run)
    if not dry_run:
        index_path(shell.plan_path).unlink(missing_ok=True)  # it holds the records as they were
    with saved_already():
        out = shell.printer(form)
        if form == "json":
            facts = {"documents": found.documents, "left": found.left, "dry_run": dry_run}
            out.json(facts | {"kept": [printable(str(path)) for path in found.kept]})
        else:
            out.lines(_redacted(found, dry_run=dry_run))
    if dry_run:
        say("Nothing was changed: this was a dry run.")
    return 0 if found.documents else 1


def _text(file: Path) -> str:
    try:
        data = (sys.stdin.buffer.read() if sys.stdin is not None else b"") if file == Path("-") else file.read_bytes()
        return unicodedata.normalize("NFC", data.decode().removesuffix("\n").removesuffix("\r"))
    except OSError as error:
        raise BadInput("file", f"{file} cannot be read: {error.strerror}; name a file that holds the text.") from error
    except UnicodeDecodeError as error:
        raise BadInput("file", f"{file} is no text in UTF-8; write the text into a plain file.") from error


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _redacted(found: "Redacted", *, dry_run: bool) -> Iterator[str]:
    if found.documents:
        yield f"The text {'would be' if dry_run else 'was'} taken out of {_counted(found.documents, 'document')}."
    else:
        yield "The text is in no document of the plan that it could be taken out of."
    if found.left:
        left = _counted(found.left, "document")
        yield f"It stands in {left} in a field that is left alone: who recorded it, an id or a reference."
    for path in found.kept:
        yield f"{path} has it still, or cannot be looked into; delete it, or keep it where nobody reads it."


@click.command
@click.argument("period")
@forms("json")
@plan_option
@click.pass_obj
def archive(shell: Shell, /, period: str, form: str) -> None:
    """Move the check-ins of the targets of PERIOD, once it is over, into a file of their own beside the plan.

    The targets stay; the plan's file is written anew without the check-ins, and names the archive. Keep it beside the plan.
    Check-ins that come later can be archived by doing it again. It needs a plan of schema 2: `kptui migrate`.

    --json is one object: period, file (a path, or null where there was nothing to move), check_ins, bytes_before and
    bytes_after (of the plan), bytes_archived.
    """
    from kptui.ledger.archive import archive as move_out

    def choose(plan: "Plan") -> "Closed":
        return _closed(plan, period, plan.today(shell.now()))

    found = move_out(shell.plan_path, choose, at=shell.now(), by=shell.user)
    with saved_already():
        out = shell.printer(form)
        if form == "json":
            out.json(_facts(period, found))
        elif found is None:
            out.lines([f"The targets of {period} have no check-ins in the plan; there was nothing to archive."])
        else:
            shrunk = f"the plan shrank from {found.before} to {found.after} bytes"
            out.lines([f"{_counted(found.check_ins, 'check-in')} moved to {found.file} ({found.size} bytes); {shrunk}."])


def _closed(plan: "Plan", name: str, today: date) -> "Closed":
    from kptui.commands.choosing import known_period, of_period
    from kptui.ledger.archive import Closed
    from kptui.models.target import Target

    period, chosen = known_period(plan, name), of_period(plan, name)
    if period.end >= today:
        raise Refused(f"{period.name} runs until {period.end}; it can be archived from the day after.")
    return Closed(period, frozenset(target.id for target in plan.every(Target) if chosen(target)))


def _facts(period: str, found: "Archived | None") -> dict[str, object]:
    if found is None:
        return {"period": period, "file": None, "check_ins": 0, "bytes_before": None, "bytes_after": None, "bytes_archived": None}
    sizes = {"bytes_before": found.before, "bytes_after": found.after, "bytes_archived": found.size}
    return {"period": period, "file": printable(str(found.file)), "check_ins": found.check_ins, **sizes}
