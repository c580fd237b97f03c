"""Errands: forms that make no record of their own: handing over, merging a duplicate, sharing a goal out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from kptui.changes import Change
from kptui.changes.cascading import Part, cascade, left_to_give, parts_of, share_words
from kptui.changes.handing_over import hand_over, hand_over_targets, owned_by
from kptui.changes.merging import merge
from kptui.differences import title_of
from kptui.errors import BadInput
from kptui.forms import Around, Form, Understood
from kptui.forms.asked import Asked, Values
from kptui.forms.fields import day, name_of, needed, share
from kptui.forms.naming import OWNER, PERSON, TARGET
from kptui.models.organisation import Level, Person, Team
from kptui.models.record import Record, new_id
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.wording import percent
from screens.presentation.form_rows import LABEL_WIDTH
from screens.presentation.line import Line, Span, cut, left, line
from screens.presentation.marks import bar
from screens.presentation.task import Task

_BAR = 24


def _nothing(_values: Values, _around: Around) -> object:
    return None


def _errand(kind: str, *asked: Asked) -> Form:
    return Form(kind, kind, Record, asked, fixed={"record": kind})


def _task(form: Form, around: Around, record: Record, verb: str, **more: object) -> Task:
    title = title_of(record, around.plan.records)
    name = str(getattr(record, "name", title))
    heading = line(Span(f" {verb}  "), Span(title, "strong"), Span("" if name == title else f"  {name}", "muted"))
    begun = {asked.name: "" for asked in form.asked}
    task = Task(form, around, begun, heading, title, f"{form.kind} {record.id}")
    return replace(task, **more)  # type: ignore[arg-type]


def handing_over(person: Person, around: Around) -> Task:
    """Return the task of giving what a person owns to another."""
    explains = f"Who is to have the {len(owned_by(around.plan, person.id))} that {person.name} owns."
    form = _errand(
        "hand_over",
        name_of("to", "To", explains, OWNER, empty=needed("to", "Name who is to have it.")),
        day("last_day", "Last day", "For someone who leaves: the last day; empty for one who stays.", empty=_nothing),
    )

    def change(understood: Understood, around: Around, _: str, at: datetime, by: str) -> Change:
        heir = _found(understood, around, "to")
        last_day = understood.values.get("last_day")
        return hand_over(person, heir, at, by, last_day)  # type: ignore[arg-type]

    return _task(form, around, person, "Hand over from", change=change)


def handing_over_targets(targets: Sequence[Target], around: Around) -> Task:
    """Return the task of giving several targets to another owner."""
    codes = ", ".join(target.code for target in targets)
    explains = f"Who is to have {cut(codes, 40)}."
    form = _errand("hand_over", name_of("to", "To", explains, OWNER, empty=needed("to", "Name who is to have them.")))

    def change(understood: Understood, around: Around, _: str, at: datetime, by: str) -> Change:
        return hand_over_targets(targets, _found(understood, around, "to"), at, by)  # type: ignore[arg-type]

    return _task(
        form, around, targets[0], "Hand over", change=change, subject=codes, heading=line(" Hand over  ", Span(codes, "strong"))
    )


def merging(duplicate: Person | Target, around: Around) -> Task:
    """Return the task of having another record stand for a duplicate."""
    named = PERSON if isinstance(duplicate, Person) else TARGET
    missing = needed("into", "Name the one that stays.")
    form = _errand(
        "merge", name_of("into", "Is really", "The one that stays, and stands for both from now on.", named, empty=missing)
    )

    def change(understood: Understood, around: Around, _: str, at: datetime, by: str) -> Change:
        return merge(duplicate, _found(understood, around, "into"), at, by)  # type: ignore[arg-type]

    return _task(form, around, duplicate, "Merge", change=change)


def _found(understood: Understood, around: Around, name: str) -> Record:
    for sentence in understood.wrong.values():
        raise BadInput(name, sentence)
    found = around.plan.get(str(understood.values[name]))
    if found is None:
        raise BadInput(name, "That one is not in the plan any more; name another.")
    return found


def sharing_out(target: Target, around: Around) -> Task:
    """Return the task of sharing a target's goal out among the teams beneath its owner's."""

    def says(value: object, _values: Values, _around: Around) -> str:
        return share_words(target, value) if isinstance(value, float) else ""

    carrying = {part.owner for part in parts_of(around.plan, target.id)}
    teams = [team for team in teams_beneath(around.plan, target) if team.id not in carrying]
    explains = "The share of the goal that {} is to carry: 40%; empty for none."
    fields = (share(t.id, cut(t.name, 12), explains.format(t.name), empty=_nothing, says=says) for t in teams)
    form = _errand("cascade", *fields)
    ids = {team.id: new_id() for team in teams}

    def change(understood: Understood, _around: Around, _: str, at: datetime, by: str) -> Change:
        for name, sentence in understood.wrong.items():
            raise BadInput(name, sentence)
        parts = [Part(team, value, ids[team]) for team, value in _shares(understood)]
        if not parts:
            raise BadInput(teams[0].id if teams else "", "Give a share to one at least.")
        return cascade(target, parts, at, by)

    def advise(understood: Understood, around: Around, width: int) -> tuple[list[Line], str]:
        return _sum_line(left_to_give(around.plan, target.id, [v for _, v in _shares(understood)]), width), ""

    return _task(form, around, target, "Share out", change=change, advise=advise)


def teams_beneath(plan: Plan, target: Target) -> tuple[Team, ...]:
    """Return the teams beneath the one that owns a target; where there are none, the departments, or all teams."""
    owner = plan.get(target.owner)
    home = owner.team if isinstance(owner, Person) else target.owner
    departments = [t for t in plan.teams if t.level is Level.department]
    ways: Iterable[list[Team]] = ([t for t in plan.teams if home and t.parent == home], departments, list(plan.teams))
    found = next((teams for teams in ways if teams), [])
    return tuple(t for t in found if t.id != target.owner)


def _shares(understood: Understood) -> list[tuple[str, float]]:
    return [(asked.name, v) for asked in understood.form.asked if isinstance(v := understood.values.get(asked.name), float) and v]


def _sum_line(rest: float, width: int) -> list[Line]:
    given = 1 - rest
    words = "all of it given out" if not rest else f"{percent(given)} given out, "
    tone = "on_track" if not rest else "at_risk" if rest > 0 else "off_track"
    over = "" if not rest else f"{percent(rest)} left" if rest > 0 else f"{percent(-rest)} too much"
    label = Span(left("Shares", LABEL_WIDTH - 1), "heading")
    return [line(label, *bar(given, None, min(_BAR, width // 3), tone), Span(f"  {words}{over}", tone))]
