"""Entry: what was typed into a check-in, understood field by field, and what it would make of the status."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from kptui.changes import sentence_of
from kptui.errors import BadInput
from kptui.figures import parse_confidence, parse_day, parse_value
from kptui.models.check_in import Adjustment, CheckIn, OwnCall, Reading
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.flip import flip_readings
from kptui.rules.influence import held_back, release
from kptui.rules.judgement import Status
from kptui.rules.progress import as_if_saved, judge, judge_readings
from kptui.wording import STATUS_WORDS, day, distance, figure, whole
from screens.presentation.line import Line, Span, cut, left, line, wrap
from screens.presentation.target_page import signed
from screens.presentation.why import change

T = TypeVar("T")
LABEL_WIDTH = 12


class Asked(NamedTuple):
    """One field of the form."""

    name: str
    label: str
    hint: str
    is_note: bool = False


FIELDS = (
    Asked("value", "Value", ""),
    Asked("confidence", "Confidence", "0 to 10"),
    Asked("own_call", "Your call", "on, at risk, off"),
    Asked("achievements", "Achieved", "what went well", is_note=True),
    Asked("challenges", "Challenges", "what is in the way", is_note=True),
    Asked("adjustment", "Adjusted", "what you do differently now", is_note=True),
    Asked("goal", "New goal", "only if it changes"),
    Asked("on", "Day", "today"),
)


@dataclass(frozen=True)
class Entry:
    """What the form holds so far; `wrong` has a sentence for each field that cannot be understood."""

    plan: Plan
    target: Target
    today: date
    typed: Mapping[str, str]
    on: date
    said: Mapping[str, str]
    """What was understood, by field, in words."""
    wrong: Mapping[str, str]
    value: float | None = None
    confidence: int | None = None
    own_call: OwnCall | None = None
    goal: float | None = None

    @property
    def reading(self) -> Reading | None:
        """The reading that this would be; None without a value, or while something is wrong."""
        if self.value is None or self.wrong:
            return None
        moment = datetime.min.replace(tzinfo=UTC)
        return Reading("", self.on, self.value, self.confidence, self.own_call, "", moment, None, False)

    def check_in(self, check_in_id: str, at: datetime, by: str) -> CheckIn:
        """Return the check-in to save under an id. Raises BadInput for the first field that is wrong or missing."""
        for name, sentence in self.wrong.items():
            raise BadInput(name, sentence)
        if self.value is None:
            raise BadInput("value", "Type the value first, or = if it is as before.")
        text = self.typed.get("adjustment", "")
        adjusted = self.goal is not None or text.strip()
        return CheckIn(
            id=check_in_id,
            at=at,
            by=by,
            target=self.target.id,
            on=self.on,
            value=self.value,
            confidence=self.confidence,
            own_call=self.own_call,
            achievements=self.typed.get("achievements", ""),
            challenges=self.typed.get("challenges", ""),
            adjustment=Adjustment(of="tactic" if self.goal is None else "goal", text=text, goal=self.goal) if adjusted else None,
        )


def understand(plan: Plan, target: Target, today: date, typed: Mapping[str, str]) -> Entry:
    """Return what `typed` means, field by field."""
    wrong: dict[str, str] = {}

    def read(name: str, parse: Callable[[str], T]) -> T | None:
        text = typed.get(name, "").strip()
        try:
            return parse(text) if text else None
        except BadInput as error:
            wrong[name] = str(error)
            return None

    on = read("on", lambda text: parse_day(text, today)) or default_day(target, today)
    if refusal := _refusal_of(on, target, today):
        wrong.setdefault("on", refusal)
    last = _last(plan, target, on)
    value = read("value", lambda text: parse_value(text, None if last is None else last.value, target.unit))
    confidence = read("confidence", parse_confidence)
    own_call = read("own_call", _own_call)
    goal = read("goal", lambda text: _goal(text, target))
    said = {
        "value": "" if value is None else _value_words(value, last, target.unit),
        "own_call": STATUS_WORDS[Status(own_call.value)] if own_call else "",
        "goal": f"{whole(goal, target.unit)}, now {whole(target.goal, target.unit)}" if goal is not None else "",
        "on": f"{day(on, today)}, {distance(on, today)}" if on != today or typed.get("on", "").strip() else "",
    }
    ordered = {field.name: wrong[field.name] for field in FIELDS if field.name in wrong}
    return Entry(plan, target, today, typed, on, said, ordered, value, confidence, own_call, goal)


def _last(plan: Plan, target: Target, on: date) -> Reading | None:
    return next(reversed(plan.readings_of(target.id, on)), None)


def _value_words(value: float, last: Reading | None, unit: str) -> str:
    if last is None:
        return whole(value, unit)
    return f"{whole(value, unit)}, {'as before' if value == last.value else signed(value - last.value, unit)}"


def default_day(target: Target, today: date) -> date:
    """Return the day that a check-in is of when none is typed: today, or the target's last day once that has passed."""
    return min(today, target.due)


def _refusal_of(on: date, target: Target, today: date) -> str:
    if on > today:
        return f"{day(on, today)} is still to come; check in on a day up to today."
    if on < target.start:
        return f"{target.code} starts on {day(target.start, today)}, after {day(on, today)}."
    if on > target.due:
        return f"{target.code} ended on {day(target.due, today)}, before {day(on, today)}."
    return ""


def _own_call(text: str) -> OwnCall:
    found = [call for call in OwnCall if call.value.startswith(text.lower().replace(" ", "_"))]
    if len(found) != 1:
        raise BadInput("own_call", f"{cut(text, 20)} is no call; type on, at or off (on track, at risk, off track).")
    return found[0]


def _goal(text: str, target: Target) -> float | None:
    if target.is_band:
        raise BadInput("goal", f"{target.code} is kept in a band and has no single goal to change.")
    goal = parse_value(text, target.goal, target.unit)
    try:
        target.edited(target.at, target.by, goal=goal)
    except ValidationError as error:
        raise BadInput("goal", sentence_of(error)) from error
    return goal


def where_it_stands(plan: Plan, target: Target, today: date) -> Line:
    """Return the last value and the goal, to look at while typing."""
    last = _last(plan, target, today)
    when = f"{day(last.on, today)} ({distance(last.on, today)})" if last else ""
    before = f"last {figure(last.value, target.unit)}, {when}" if last else "no check-in yet"
    goal = f"{figure(target.low)} to {figure(target.high, target.unit)}" if target.is_band else figure(target.goal, target.unit)
    return line(Span(f" {before}; goal {goal} by {day(target.due, today)}", "muted"))


def hint_of(plan: Plan, target: Target, today: date, field: Asked) -> str:
    """Return what an empty field says of itself."""
    if field.name == "on" and default_day(target, today) < today:
        return "its last day"
    if field.name != "value":
        return field.hint
    last = _last(plan, target, today)
    return "a number" if last is None else f"{figure(last.value, target.unit)} last"


def preview(entry: Entry, width: int) -> list[Line]:
    """Return what the check-in would do to the status, and what would flip it then; before a value is typed, how it stands."""
    plan, today = entry.plan, entry.today
    target, readings = entry.target, plan.readings_of(entry.target.id, today)
    own, words = judge(plan, target, today), "Now"
    if own is None:
        return []
    before = held_back(plan, target, own, today)
    if entry.reading is not None:
        target = target if entry.goal is None else target.model_copy(update={"goal": entry.goal})
        readings = as_if_saved(readings, entry.reading, today)
        own, words = judge_readings(plan.policy, target, readings, today), "If saved"
    first = line(Span(left(words, LABEL_WIDTH), "muted"), *change(before, held_back(plan, target, own, today)))
    flipped = release(plan, target, own, today) or flip_readings(plan.policy, target, readings, today)
    if flipped is None:
        return [first]
    rows = wrap(flipped.text, width - LABEL_WIDTH)
    return [first, *(line(Span(" " * LABEL_WIDTH), Span(row, "muted")) for row in rows)]
