"""Entry: what was typed into a check-in, understood field by field."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from kptui.changes import sentence_of
from kptui.changes.meeting import Noted, obstacles
from kptui.errors import BadInput
from kptui.figures import parse_confidence, parse_day, parse_value
from kptui.grammar import Words, check_in_line
from kptui.models.check_in import Adjustment, CheckIn, OwnCall, Reading
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.wording import STATUS_WORDS, day, distance, whole
from screens.presentation.line import cut
from screens.presentation.target_page import signed

T = TypeVar("T")
LABEL_WIDTH = 12
NOTHING_SAID = Words()
NO_ID = "00000000-0000-7000-8000-000000000000"
"""Stands in for the id of what is only shown."""
NO_MOMENT = datetime.min.replace(tzinfo=UTC)
"""The same for when it was said."""


class Asked(NamedTuple):
    """One field of the form."""

    name: str
    label: str
    hint: str
    is_note: bool = False


FIELDS = (
    Asked("value", "Value", "", is_note=True),
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
    words: Words = NOTHING_SAID
    """What the first line says, told apart."""
    on_first_line: Collection[str] = ()
    """The fields of their own that it speaks for."""
    value: float | None = None
    confidence: int | None = None
    own_call: OwnCall | None = None
    goal: float | None = None

    @property
    def reading(self) -> Reading | None:
        """The reading that this would be; None without a value, or while something is wrong."""
        if self.value is None or self.wrong:
            return None
        return Reading("", self.on, self.value, self.confidence, self.own_call, "", NO_MOMENT, None, False)

    @property
    def challenges(self) -> str:
        """What is in the way: what the first line says of it, then what the field says."""
        return "\n".join(text for text in (self.words.text, self.typed.get("challenges", "").strip()) if text)

    def raised(self, noted: Noted) -> tuple[Record, ...]:
        """Return the blocker and the call for help that are to be saved with it."""
        return obstacles(self.plan, self.words._replace(text=self.challenges), self.target, noted)

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
            challenges=self.challenges,
            adjustment=Adjustment(of="tactic" if self.goal is None else "goal", text=text, goal=self.goal) if adjusted else None,
        )


def understand(plan: Plan, target: Target, today: date, typed: Mapping[str, str]) -> Entry:
    """Return what `typed` means, field by field; the first line may say what other fields are for."""
    wrong: dict[str, str] = {}
    words, texts, places = _first_line(typed, confidence_of(last_up_to(plan, target, today)), wrong)

    def read(name: str, parse: Callable[[str], T]) -> T | None:
        text = texts.get(name, "").strip()
        try:
            return parse(text) if text else None
        except BadInput as error:
            wrong.setdefault(places.get(name, name), str(error))
            return None

    on = read("on", lambda text: parse_day(text, today)) or default_day(target, today)
    if refusal := _refusal_of(on, target, today):
        wrong.setdefault(places.get("on", "on"), refusal)
    last = last_up_to(plan, target, on)
    value = read("value", lambda text: parse_value(text, None if last is None else last.value, target.unit))
    confidence = read("confidence", lambda text: _confidence(text, last))
    own_call = read("own_call", _own_call)
    goal = read("goal", lambda text: _goal(text, target))
    said = {
        "value": "" if value is None else _value_words(value, last, target.unit),
        "confidence": _confidence_words(confidence, texts, places),
        "own_call": STATUS_WORDS[Status(own_call.value)] if own_call else "",
        "goal": f"{whole(goal, target.unit)}, now {whole(target.goal, target.unit)}" if goal is not None else "",
        "on": f"{day(on, today)}, {distance(on, today)}" if on != today or texts.get("on", "").strip() else "",
    }
    entry = Entry(plan, target, today, typed, on, said, wrong, words, places, value, confidence, own_call, goal)
    _refuse_what_is_half_said(entry, wrong)
    return replace(entry, wrong={field.name: wrong[field.name] for field in FIELDS if field.name in wrong})


def _first_line(typed: Mapping[str, str], sure: str, wrong: dict[str, str]) -> tuple[Words, dict[str, str], dict[str, str]]:
    """Return what the first line says, the texts of all fields with it, and which of them stand on it.

    It goes before a confidence that is the last one, `sure`: that one stands in its field from the beginning.
    """
    try:
        words = check_in_line(typed.get("value", ""))
    except BadInput as error:
        wrong["value"] = str(error)
        return NOTHING_SAID, {**typed, "value": ""}, {}
    on_it = {name: text for name, text in (("confidence", words.confidence), ("on", words.on)) if text}
    for name in on_it:
        if typed.get(name, "").strip() not in ("", sure if name == "confidence" else ""):
            wrong[name] = f"The first line says {cut(on_it[name], 20)} already; leave one of them out."
    return words, {**typed, "value": words.value, **on_it}, dict.fromkeys(on_it, "value")


def _refuse_what_is_half_said(entry: Entry, wrong: dict[str, str]) -> None:
    try:
        entry.raised(Noted(NO_ID, entry.on, NO_MOMENT, ""))
    except BadInput as error:
        wrong.setdefault("value", str(error))


def _confidence(text: str, last: Reading | None) -> int | None:
    if text != "=":
        return parse_confidence(text)
    if last is None or last.confidence is None:
        raise BadInput("confidence", "= is as before, and no confidence was said before; type one from 0 to 10.")
    return last.confidence


def _confidence_words(confidence: int | None, texts: Mapping[str, str], places: Mapping[str, str]) -> str:
    if confidence is None or texts.get("confidence", "").strip() == str(confidence):
        return ""
    return f"{confidence}, on the first line" if "confidence" in places else str(confidence)


def confidence_of(last: Reading | None) -> str:
    """Return the confidence of a reading as one types it; nothing where none was said."""
    return "" if last is None or last.confidence is None else str(last.confidence)


def last_up_to(plan: Plan, target: Target, on: date) -> Reading | None:
    """Return the last reading of a target up to a day; None where there is none."""
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
