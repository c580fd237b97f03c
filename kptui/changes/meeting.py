"""What comes up when people meet: blockers, calls for help, promises and thanks from their words, and how each is settled."""

import re
from datetime import date, datetime
from typing import NamedTuple

from kptui.changes.editing import Change, edit_record
from kptui.errors import BadInput, Refused
from kptui.grammar import Words, parse_deadline, parse_kind, person_or_team
from kptui.models.obstacle import Blocker, BlockerKind, SupportRequest
from kptui.models.organisation import Person
from kptui.models.record import Record, id_after
from kptui.models.stand_up import Action, Recognition
from kptui.models.target import Target
from kptui.plan import Plan

Open = Blocker | SupportRequest | Action
"""What stands open until it is settled."""
_NAME = re.compile(r"(?<!\S)@(\w(?:[\w.-]*\w)?)")
"""A name after an @, wherever it stands in a text, without the full stop or comma after it."""
_SIGNS = " .,;:!?"
_SETTLED = {"blocker": "resolved_on", "support_request": "answered_on", "action": "done_on"}


class Noted(NamedTuple):
    """When, by whom and under which id something is noted; a second record of the same words has the id after it."""

    id: str
    on: date
    at: datetime
    by: str


def obstacles(plan: Plan, words: Words, target: Target, noted: Noted) -> tuple[Record, ...]:
    """Return the blocker and the call for help that words speak of; nothing where they speak of none.

    Raises BadInput for a blocker without a text, for help that nobody is asked for, and for an unknown name, kind or day.
    """
    due = parse_deadline(words.by, noted.on) if words.by else None
    said = {"target": target.id, "text": words.text, "on": noted.on, "due": due, "at": noted.at, "by": noted.by}
    found: list[Record] = []
    if words.block:
        kind = parse_kind(words.block)
        if not words.text.strip():
            raise BadInput("text", f"block:{kind} needs to say what is in the way; add it in quotes.")
        found.append(Blocker.model_validate({**said, "id": noted.id, "kind": kind}))
    if words.help and not words.whom:
        raise BadInput("whom", f"help:{words.help} asks nobody; name a person or team after an @.")
    if words.whom:
        kind = parse_kind(words.help or words.block or BlockerKind.other)
        about = found[0].id if found else None
        asked = {"id": id_after(noted.id), "of": person_or_team(plan, words.whom).id, "kind": kind, "blocker": about}
        found.append(SupportRequest.model_validate(said | asked))
    return tuple(found)


def blocker(plan: Plan, words: Words, target: Target, noted: Noted) -> tuple[Record, ...]:
    """Return a blocker, of no kind in particular where none is said, and the call for help with it. Raises BadInput."""
    words = _with_name(plan, words)
    return obstacles(plan, words._replace(block=words.block or BlockerKind.other), target, noted)


def promise(plan: Plan, words: Words, target: Target, noted: Noted) -> tuple[Record, ...]:
    """Return what somebody promises to do: who is named, or who notes it. Raises BadInput without a text, or for nobody."""
    person = plan.person_of(noted.by)
    return _promise(plan, words, target, noted, person.id if person else None)


def promise_in_turn(plan: Plan, words: Words, target: Target, noted: Noted) -> tuple[Record, ...]:
    """Return the same where one person notes what others say: who is named promises it, or else the target's owner."""
    if target.owner is None:
        return promise(plan, words, target, noted)
    return _promise(plan, words, target, noted, target.owner)


def _promise(plan: Plan, words: Words, target: Target, noted: Noted, or_else: str | None) -> tuple[Record, ...]:
    words = _with_name(plan, words)
    if not words.text.strip():
        raise BadInput("text", "Say what is promised, such as: call the vendor @sam by:friday.")
    owner = person_or_team(plan, words.whom).id if words.whom else or_else
    due = parse_deadline(words.by, noted.on) if words.by else None
    said = {"id": noted.id, "target": target.id, "text": words.text, "owner": owner, "due": due}
    return (Action.model_validate({**said, "on": noted.on, "at": noted.at, "by": noted.by}),)


def _with_name(plan: Plan, words: Words) -> Words:
    """Return words where a name that their text begins or ends with is whom they are about, as if it stood beside the text.

    Raises BadInput for a name anywhere in the text that is nobody's.
    """
    found = list(_NAME.finditer(words.text))
    for name in found:
        person_or_team(plan, name[1])
    parts = [(words.text[: name.start()].rstrip(_SIGNS), words.text[name.end() :].lstrip(_SIGNS), name[1]) for name in found]
    at_an_end = [(before or after, whom) for before, after, whom in parts if not (before and after)]
    if words.whom or len(found) != 1 or not at_an_end:
        return words
    ((text, whom),) = at_an_end
    return words._replace(text=text, whom=whom)


def thanks(plan: Plan, words: Words, target: Target | None, noted: Noted) -> tuple[Record, ...]:
    """Return a thank-you to who is named, or to the target's owner. Raises BadInput without a text, or for nobody."""
    words = _with_name(plan, words)
    if not words.text.strip():
        raise BadInput("text", "Say what the thanks are for, such as: @sam stayed late.")
    to = person_or_team(plan, words.whom).id if words.whom else target.owner if target else None
    if to is None:
        raise BadInput("whom", "Name who is thanked after an @, such as @sam.")
    said = {"id": noted.id, "to": to, "target": target.id if target else None, "text": words.text}
    return (Recognition.model_validate({**said, "on": noted.on, "at": noted.at, "by": noted.by}),)


def settle(read: Open, on: date, at: datetime, by: str) -> Change:
    """Return the Change that says of a blocker, call for help or promise, as it was read, that it is settled since a day.

    Run on a plan where it is settled already, it raises Refused; where somebody changed it since, EditConflict.
    """
    field = _SETTLED[read.record]
    if settled_on(read) is not None:
        raise Refused("That is settled already.")
    return edit_record(read, at, by, **{field: on})


def settled_on(record: Open) -> date | None:
    """Return the day on which something was settled; None while it is open."""
    found: date | None = getattr(record, _SETTLED[record.record])
    return found


def words_of(plan: Plan, record: Open | Recognition, *, below_blocker: bool = False) -> str:
    """Return in words what is in the way, asked, promised or thanked for, and whom it is about.

    Where it stands `below_blocker`, a call for help does not say again what the blocker that it is about says.
    """
    if isinstance(record, Blocker):
        kind = "" if record.kind is BlockerKind.other else f" ({record.kind})"
        return f"blocked{kind}: {_one_line(record.text)}"
    if isinstance(record, SupportRequest):
        kind = "" if record.kind is BlockerKind.other else f" ({record.kind})"
        about = plan.get(record.blocker) if below_blocker else None
        is_said = isinstance(about, Blocker) and about.text == record.text
        text = f": {_one_line(record.text)}" if record.text and not is_said else ""
        return f"asks {plan.owner_name(record.of)} for help{kind}{text}"
    if isinstance(record, Recognition):
        return f"thanks to {plan.owner_name(record.to)}: {_one_line(record.text)}"
    return f"{plan.owner_name(record.owner) or 'somebody'} promised: {record.text}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def is_about(record: Open, person: Person) -> bool:
    """Return whether a call for help asks a person or the team they work in, or a promise is theirs."""
    asked = record.of if isinstance(record, SupportRequest) else record.owner if isinstance(record, Action) else None
    return asked is not None and asked in {person.id, person.team}
