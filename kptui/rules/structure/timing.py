"""Structure rules on time: a span outside that of what it serves, and what nobody has looked at for long."""

from collections.abc import Iterator
from datetime import date

from kptui.models.policy import Period
from kptui.models.target import State, Target
from kptui.rules.structure.finding import Found, Frame, StructureFinding
from kptui.wording import day


def outside(frame: Frame) -> Iterator[Found]:
    """It runs before or beyond the period that it is of, or beyond what it is a part of."""
    for target in frame.targets:
        own = frame.plan.get(target.period)
        period = own if isinstance(own, Period) else frame.period_of(frame.objective(target.objective))
        yield from _outside(frame, target.id, (target.start, target.due), period)
        whole = frame.plan.get(target.part_of)
        if isinstance(whole, Target) and target.due > whole.due:
            due, until = day(target.due, frame.today), day(whole.due, frame.today)
            text = f"it is due on {due}, after {whole.code} of which it is a part ({until})"
            yield target.id, StructureFinding("outside", text, "Let it end with the whole, or move the whole's due day.")
    for objective in frame.objectives:
        own = frame.plan.get(objective.period)
        if isinstance(own, Period):
            above = frame.period_of(frame.objective(objective.parent))
            yield from _outside(frame, objective.id, (own.start, own.end), above)


def _outside(frame: Frame, record_id: str, span: tuple[date, date], period: Period | None) -> Iterator[Found]:
    if period is None or (period.start <= span[0] and span[1] <= period.end):
        return
    begins, ends, first, last = (day(on, frame.today) for on in (*span, period.start, period.end))
    text = f"it runs from {begins} to {ends}, outside {period.name} ({first} to {last})"
    mend = "Move its days into the period, or choose another period."
    yield record_id, StructureFinding("outside", text, mend)


def neglected(frame: Frame) -> Iterator[Found]:
    """Nobody has looked at a running target for several cadences."""
    for target in frame.targets:
        if target.state is not State.active or frame.today > target.due:
            continue
        last = frame.plan.latest(target.id)
        if last is not None and last.on > frame.today:
            last = next(iter(frame.plan.readings_of(target.id, frame.today)[-1:]), None)
        days = (frame.today - (last.on if last else target.start)).days
        if days > frame.plan.policy.neglected_after * target.cadence.days:
            text = f"no check-in for {days} days, though one is due {target.cadence.value}"
            mend = "Check in, choose a slower cadence, or drop it with a reason."
            yield target.id, StructureFinding("neglected", text, mend)
