"""Minutes: what came up in a stand-up, as Markdown, and the file that they are written to."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path

from kptui.changes.meeting import settled_on, words_of
from kptui.errors import Refused
from kptui.models.record import Record
from kptui.models.stand_up import Action, Recognition, StandUp
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.stand_up import Item, Turn, agenda, what_changed
from kptui.text import printable
from kptui.wording import STATUS_GLYPHS, STATUS_WORDS, day

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


def minutes(plan: Plan, stand_up: StandUp) -> str:
    """Return the minutes of a stand-up that is over, or that would be over now: what changed since the one before it."""
    turns = agenda(plan, stand_up.targets, stand_up.present, stand_up.at)
    sections = [_head(plan, stand_up), *(_turn(plan, turn, stand_up.on) for turn in turns if turn.news)]
    sections += [_as_before(turns), _discuss(plan, stand_up), _thanks(plan, stand_up), _notes(stand_up)]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _head(plan: Plan, stand_up: StandUp) -> list[str]:
    name = plan.owner_name(stand_up.team) or (plan.organisation.name if plan.organisation else "")
    begun = f", {_clock(plan, stand_up.began_at)} to {_clock(plan, stand_up.at)}" if stand_up.began_at else ""
    here = ", ".join(_typed(plan.owner_name(person)) for person in stand_up.present)
    return [f"# Stand-up {stand_up.on}", "", f"{_typed(name)}{begun}. Here: {here or 'nobody'}."]


def _clock(plan: Plan, at: datetime) -> str:
    return f"{at.astimezone(plan.policy.zone):%H:%M}"


def _turn(plan: Plan, turn: Turn, today: date) -> list[str]:
    lines = [f"## {_typed(turn.name)}{'' if turn.is_here else ' (not here)'}", ""]
    for item in turn.news:
        lines.append(f"- **{item.target.code}** {_typed(item.target.name)}: {'; '.join((_status(item), *what_changed(item)))}")
        lines += [f"  - {line}" for line in _open(plan, item, today)]
    return lines


def _status(item: Item) -> str:
    stale = ", stale" if item.now.stale else ""
    both = [item.then.status] if item.then else []
    return " → ".join(f"{STATUS_GLYPHS[s]} {STATUS_WORDS[s]}" for s in dict.fromkeys((*both, item.now.status))) + stale


def _open(plan: Plan, item: Item, today: date) -> Iterator[str]:
    for record in item.open:
        settled = settled_on(record)
        by = f", by {day(record.due, today)}" if record.due and settled is None else ""
        over = "done" if isinstance(record, Action) else "settled"
        yield _typed(words_of(plan, record, below_blocker=True)) + by + (f" ({over} on {day(settled, today)})" if settled else "")


def _as_before(turns: Iterable[Turn]) -> list[str]:
    codes = [item.target.code for turn in turns for item in turn.as_before]
    return [f"As before: {', '.join(codes)}."] if codes else []


def _discuss(plan: Plan, stand_up: StandUp) -> list[str]:
    found = [f"- **{t.code}** {_typed(t.name)}" for i in stand_up.discuss if isinstance(t := plan.get(i), Target)]
    return ["## To discuss after", "", *found] if found else []


def _thanks(plan: Plan, stand_up: StandUp) -> list[str]:
    began = stand_up.began_at or stand_up.at
    said = [r for r in plan.all_of(Recognition) if began.replace(microsecond=0) <= r.at <= stand_up.at]
    found = [f"- {_typed(words_of(plan, r).removeprefix('thanks to '))}{_about(plan.get(r.target))}" for r in said]
    return ["## Thanks", "", *found] if found else []


def _about(record: Record | None) -> str:
    return f" ({record.code})" if isinstance(record, Target) else ""


def _notes(stand_up: StandUp) -> list[str]:
    return ["## Notes", "", _typed(stand_up.notes)] if stand_up.notes else []


def _typed(text: str) -> str:
    """What people typed is text in Markdown too, and no markup."""
    return _MARKUP.sub(r"\\\1", " ".join(printable(text).split()))


def write_minutes(folder: Path, on: date, text: str) -> Path:
    """Write minutes to a new file, `stand-up-2026-03-02.md`, with a number where there is one already; return its path.

    Raises Refused where that cannot be done.
    """
    names = (folder / f"stand-up-{on}{f'-{number}' if number > 1 else ''}.md" for number in count(1))
    try:
        path = next(path for path in names if not path.exists())
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        where = printable(str(folder))
        raise Refused(f"{where} takes no new file ({error.strerror}); start kptui in a folder of yours.") from error
    return path
