"""The last change of one person, found among the documents of a plan."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kptui.errors import Refused
from kptui.log import Document, Entry, entries, record_in
from kptui.models.check_in import CheckIn
from kptui.models.record import Record


class Made(NamedTuple):
    """A record as someone left it, and as it was before: none for a new one, the corrected one for a correction."""

    record: Record
    before: Record | None


def last_change(documents: Iterable[Document], by: str, history: Callable[[str], Sequence[CheckIn]]) -> tuple[Made, ...]:
    """Return what a login saved last; what stands together in the file and was saved in the same second is one change.

    `history` returns the check-ins on a target by its id. Raises Refused where there is nothing to take back.
    """
    group = [(record, record_in(entry.before)) for entry in _last_of(documents, by) if (record := record_in(entry.document))]
    if not group:
        raise Refused("There is nothing of yours in this plan that could be taken back.")
    corrected = {record.target for record, _ in group if isinstance(record, CheckIn) and record.corrects}
    earlier = {check_in.id: check_in for target in corrected for check_in in history(target)}
    made: dict[str, Made] = {}
    for record, version in group:
        key = record.corrects if isinstance(record, CheckIn) else record.id
        begun = made.pop(key or "", None)
        made[record.id] = Made(record, begun.before if begun else earlier.get(key or "", version))
    return tuple(made.values())


def _last_of(documents: Iterable[Document], by: str) -> list[Entry]:
    group: list[Entry] = []
    follows = False
    for entry in entries(documents):
        mine = entry.document.get("by") == by
        if mine:
            if not (follows and group[0].document.get("at") == entry.document.get("at")):
                group = []
            group.append(entry)
        follows = mine
    return group
