"""The last change of one person, found among the documents of a plan."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kptui.errors import Refused
from kptui.log import Document, Entry, entries, record_in
from kptui.models.check_in import CheckIn
from kptui.models.record import Record

History = Callable[[str], Sequence[CheckIn]]
"""Returns the check-ins on a target by its id."""


class Made(NamedTuple):
    """A record as someone left it, and as it was before: none for a new one, the corrected one for a correction."""

    record: Record
    before: Record | None


def last_change(documents: Iterable[Document], by: str, history: History) -> tuple[Made, ...]:
    """Return what a login saved last; what stands together in the file and was saved in the same second is one change.

    `history` returns the check-ins on a target by its id. Raises Refused where there is nothing to take back.
    """
    changes = last_changes(documents, by, history, most=1)
    if not changes:
        raise Refused("There is nothing of yours in this plan that could be taken back.")
    return changes[-1]


def last_changes(documents: Iterable[Document], by: str, history: History, most: int) -> list[tuple[Made, ...]]:
    """Return what a login saved last, at most so many changes, the last of them at the end; none that fits no record."""
    found = [_made(group, history) for group in _groups(documents, by, most)]
    return [made for made in found if made]


def _made(entries_of_one: Iterable[Entry], history: History) -> tuple[Made, ...]:
    group = [(record, record_in(entry.before)) for entry in entries_of_one if (record := record_in(entry.document))]
    corrected = {record.target for record, _ in group if isinstance(record, CheckIn) and record.corrects}
    earlier = {check_in.id: check_in for target in corrected for check_in in history(target)}
    made: dict[str, Made] = {}
    for record, version in group:
        key = record.corrects if isinstance(record, CheckIn) else record.id
        begun = made.pop(key or "", None)
        made[record.id] = Made(record, begun.before if begun else earlier.get(key or "", version))
    return tuple(made.values())


def _groups(documents: Iterable[Document], by: str, most: int) -> deque[list[Entry]]:
    groups: deque[list[Entry]] = deque(maxlen=most)
    follows = False
    for entry in entries(documents):
        mine = entry.document.get("by") == by
        if mine:
            if not (follows and groups[-1][0].document.get("at") == entry.document.get("at")):
                groups.append([])
            groups[-1].append(entry)
        follows = mine
    return groups
