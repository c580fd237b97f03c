"""Files to a Change: what each file is, and all of them taken in together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kptui.errors import BadTable
from kptui.models.record import Record
from kptui.plan import Plan
from kptui.tables.check_in_rows import take_check_ins
from kptui.tables.documents import Bundle, read_bundle, take_bundle
from kptui.tables.intake import Intake
from kptui.tables.sheet import Sheet, read_sheet
from kptui.tables.target_rows import take_targets


@dataclass(frozen=True)
class Taken:
    """What an import would save."""

    records: tuple[Record, ...]
    notices: tuple[str, ...]


def read_file(name: str, data: bytes) -> Sheet | Bundle:
    """Return what is in a file, told by its first sign and its header. Raises BadTable with what to do."""
    is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return read_bundle(name, data) if is_json else read_sheet(name, data)


def take_in(plan: Plan, files: Sequence[Sheet | Bundle], today: date, at: datetime, by: str) -> Taken:
    """Return the records that bring `files` into the plan, none of them where all is there already.

    Raises BadTable with a sentence for every row that must be mended first.
    """
    intake = Intake(plan, today, at, by)
    for file in files:
        if isinstance(file, Bundle):
            take_bundle(intake, file)
    for kind, take in (("targets", take_targets), ("check_ins", take_check_ins)):
        for file in files:
            if isinstance(file, Sheet) and file.kind == kind:
                take(intake, file)
    if intake.problems:
        count = len(intake.problems)
        raise BadTable(f"{count} {'place' if count == 1 else 'places'} must be mended first.", intake.problems)
    extras = [
        f"{f.name}: kept as they are, without a meaning: {', '.join(f.extras)}."
        for f in files
        if isinstance(f, Sheet) and f.extras and intake.records
    ]
    return Taken(intake.records, (*extras, *dict.fromkeys(intake.notices)))
