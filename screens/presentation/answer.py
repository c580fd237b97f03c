"""Answer: what the check-in says of what is typed: where the target stands, what was understood, and what it would change."""

from collections.abc import Sequence
from datetime import date

from kptui.changes.meeting import Noted, words_of
from kptui.errors import BadInput
from kptui.figures import parse_value
from kptui.models.check_in import Reading
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.circumstances import circumstances_of
from kptui.rules.far_out import far_out
from kptui.rules.flip import flip_readings
from kptui.rules.influence import held_back, release
from kptui.rules.judgement import Judgement
from kptui.rules.progress import as_if_saved, judge, judge_readings
from kptui.steps import next_step_text
from kptui.wording import day, distance, figure, whole
from screens.presentation.entry import LABEL_WIDTH, NO_ID, NO_MOMENT, Asked, Entry, confidence_of, default_day, last_up_to
from screens.presentation.line import BLANK, Line, Span, left, line, text_of, wrap
from screens.presentation.why import change


def where_it_stands(plan: Plan, target: Target, today: date) -> Line:
    """Return the last value and the goal, to look at while typing."""
    last = last_up_to(plan, target, today)
    when = f"{day(last.on, today)} ({distance(last.on, today)})" if last else ""
    before = f"last {figure(last.value, target.unit)}, {when}" if last else "no check-in yet"
    goal = f"{figure(target.low)} to {figure(target.high, target.unit)}" if target.is_band else figure(target.goal, target.unit)
    return line(Span(f" {before}; goal {goal} by {day(target.due, today)}", "muted"))


def hint_of(plan: Plan, target: Target, today: date, field: Asked) -> str:
    """Return what an empty field says of itself."""
    if field.name == "on" and default_day(target, today) < today:
        return "its last day"
    if field.name == "confidence" and confidence_of(last_up_to(plan, target, today)):
        return "none said; = as before"
    if field.name != "value":
        return field.hint
    return 'a number, then: c7 "what is in the way" block:tool @who'


def as_last_time(plan: Plan, target: Target, today: date) -> dict[str, str]:
    """Return what stands in the fields before anything is typed: the last value and confidence, as one would type them."""
    last = last_up_to(plan, target, today)
    return {"value": _as_typed(last) if last else "", "confidence": confidence_of(last)}


def _as_typed(last: Reading) -> str:
    text = whole(last.value)
    try:
        return text if parse_value(text) == last.value else "="
    except BadInput:
        return "="


def heard(entry: Entry, width: int) -> list[Line]:
    """Return what was understood of the first line, as one sentence that says all that it would save."""
    if "value" in entry.wrong or entry.value is None:
        return []
    sure = f"confidence {entry.confidence}" if entry.words.confidence and entry.confidence is not None else ""
    return _labelled("Understood", _understood(entry, sure), width, "accent")


def what_it_saves(entry: Entry) -> str:
    """Return what was understood of a line that stands alone, and so says all that it would save; the value is understood."""
    if entry.confidence is None:
        return _understood(entry, "")
    return _understood(entry, f"confidence {entry.confidence}{'' if entry.words.confidence else ', as before'}")


def _understood(entry: Entry, sure: str) -> str:
    text = " ".join(entry.words.text.split())
    said = [entry.said["value"], sure, f'"{text}"' if text else ""]
    said += [words_of(entry.plan, r.model_copy(update={"text": ""})).rstrip(": ") for r in _raised(entry)]
    said += [f"by {day(r.due, entry.today)}" for r in _raised(entry)[:1] if r.due]
    said += [entry.said["on"]] if entry.words.on else []
    return "; ".join(part for part in said if part)


def steps_row(entry: Entry, width: int) -> list[Line]:
    """Return how far the steps are by what is typed, or as it stands, and the value to type for the next one."""
    last = last_up_to(entry.plan, entry.target, entry.on)
    value = last.value if entry.value is None and last else entry.value
    return _labelled("Steps", next_step_text(entry.target, value), width, "muted")


def _labelled(label: str, text: str, width: int, tone: str) -> list[Line]:
    """Return a text in rows beside its label; nothing for no text."""
    rows = wrap(text, width - LABEL_WIDTH) if text else []
    first = Span(left(label, LABEL_WIDTH), "muted")
    return [line(first if not i else Span(" " * LABEL_WIDTH), Span(row, tone)) for i, row in enumerate(rows)]


def _raised(entry: Entry) -> list[Blocker | SupportRequest]:
    raised = entry.raised(Noted(NO_ID, entry.on, NO_MOMENT, ""))
    return [record for record in raised if isinstance(record, Blocker | SupportRequest)]


def what_was_saved(entry: Entry) -> str:
    """Return what a notice says of a check-in: value, day where it is not today, confidence, and a status that changed."""
    on = f" on {day(entry.on, entry.today)}" if entry.on != entry.today else ""
    sure = f", confidence {entry.confidence}" if entry.confidence is not None else ""
    becomes = text_of(effect(entry))
    status = f". {becomes}" if " → " in becomes else ""
    return f"{entry.target.code}: {whole(entry.value, entry.target.unit)}{on}{sure}{status}"


def doubt(entry: Entry) -> str:
    """Return that the value is far from everything so far; nothing where it is not, and nothing that refuses it."""
    if entry.value is None:
        return ""
    return far_out(entry.target, [r.value for r in entry.plan.readings_of(entry.target.id)], entry.value)


def stands_in_for(entry: Entry, user: str) -> str:
    """Return what someone else has checked in for the same day, which this check-in would stand in for; nothing for none."""
    last = last_up_to(entry.plan, entry.target, entry.on)
    if last is None or last.on != entry.on or last.by == user:
        return ""
    at = f"{last.at.astimezone(entry.plan.policy.zone):%H:%M}"
    sure = "" if last.confidence is None else f", confidence {last.confidence}"
    value, who = figure(last.value, entry.target.unit), entry.plan.name_of(last.by)
    return f"{who} checked in {value}{sure} for {day(last.on, entry.today)} at {at}; yours would stand in its place."


def preview(entry: Entry, width: int) -> list[Line]:
    """Return what the check-in would do to the status, and what would flip it then; before a value is typed, how it stands."""
    plan, today = entry.plan, entry.today
    before = judge(plan, entry.target, today)
    if before is None:
        return []
    target, readings, own = _if_saved(entry)
    words = "If saved" if entry.reading else "Now"
    first = line(Span(left(words, LABEL_WIDTH), "muted"), *_change(entry, before, own))
    circumstances = circumstances_of(plan, entry.target, today)
    flipped = release(plan, target, own, today) or flip_readings(plan.policy, target, readings, today, circumstances)
    if flipped is None:
        return [first]
    rows = wrap(flipped.text, width - LABEL_WIDTH)
    return [first, *(line(Span(" " * LABEL_WIDTH), Span(row, "muted")) for row in rows)]


def effect(entry: Entry) -> Line:
    """Return what the check-in would do to the status; nothing while no value is understood, or where there is no status."""
    before = judge(entry.plan, entry.target, entry.today)
    return BLANK if before is None or entry.reading is None else _change(entry, before, _if_saved(entry)[2])


def _change(entry: Entry, before: Judgement, after: Judgement) -> Line:
    plan, target, today = entry.plan, entry.target, entry.today
    return change(held_back(plan, target, before, today), held_back(plan, target, after, today))


def _if_saved(entry: Entry) -> tuple[Target, Sequence[Reading], Judgement]:
    """Return the target, its readings, and how it is judged by them alone, as they would be; without a value as they are."""
    plan, today, target = entry.plan, entry.today, entry.target
    circumstances = circumstances_of(plan, target, today)
    readings = plan.readings_of(target.id, today)
    if entry.reading is not None:
        readings = as_if_saved(readings, entry.reading, today)
        target = target if entry.goal is None else target.model_copy(update={"goal": entry.goal})
    return target, readings, judge_readings(plan.policy, target, readings, today, circumstances)
