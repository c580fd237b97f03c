"""A target of a plan, or what a form holds of one, as a Goal."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kptui.rules.smart.goal import Above, Assessment, Goal, PastValue
from kptui.rules.smart.judge import assess

if TYPE_CHECKING:
    from kptui.models.target import Influence, Target
    from kptui.plan import Plan

_OPEN = ("draft", "proposed", "active")


def assess_target(plan: "Plan", target: "Target", today: date) -> Assessment:
    """Return the five verdicts on a target as the plan knows it; what is closed is not asked whether it is over."""
    return assess(goal_of(plan, target.__dict__, today))


def goal_of(plan: "Plan", fields: Mapping[str, object], today: date) -> Goal:
    """Return the goal that a target's fields, by their names, describe; any of them may be missing.

    Past values are what the plan's closed targets of the same metric came to, the owner's open targets are counted, the parent is
    the objective's name.
    """
    kind = str(fields.get("kind") or "level")
    above = [getattr(plan.get(_text(fields, name)), "name", "") for name in ("objective", "part_of")]
    return Goal(
        text=_text(fields, "name"),
        is_target=True,
        metric=_text(fields, "metric"),
        unit=_text(fields, "unit"),
        baseline=_figure(fields, "baseline"),
        goal=_figure(fields, "goal"),
        low=_figure(fields, "low"),
        high=_figure(fields, "high"),
        direction="keep" if kind == "keep" else str(fields.get("direction") or ""),
        at_most={"decrease": True, "increase": False}.get(str(fields.get("direction"))),
        counts_up=kind == "cumulative",
        steps=_count(fields.get("steps")) if kind == "steps" else 0,
        start=_day(fields, "start"),
        due=_day(fields, "due"),
        period=_period(plan, fields),
        owner=plan.owner_name(_text(fields, "owner") or None),
        owner_open_targets=_open_targets(plan, fields, today),
        owner_confidence=_confidence(plan, _text(fields, "id")),
        parent=next((name for name in above if name), ""),
        pillar=_pillar(plan, _text(fields, "objective")),
        rationale=_text(fields, "rationale"),
        past_values=_past_values(plan, fields),
        influences=tuple(_known(plan).acting.get(_text(fields, "id"), ())),
        as_of=None if fields.get("state") in ("closed", "dropped") else today,
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _figure(fields: Mapping[str, object], name: str) -> float | None:
    value = fields.get(name)
    return float(value) if isinstance(value, int | float) else None


def _day(fields: Mapping[str, object], name: str) -> date | None:
    value = fields.get(name)
    return value if isinstance(value, date) else None


def _count(value: object) -> int:
    return len(value) if isinstance(value, Sequence) else 0


def _period(plan: "Plan", fields: Mapping[str, object]) -> tuple[date, date] | None:
    """The span of its period, else of its objective's."""
    from kptui.models.policy import Period

    of_objective = getattr(plan.get(_text(fields, "objective")), "period", None)
    period = plan.get(_text(fields, "period") or of_objective)
    return (period.start, period.end) if isinstance(period, Period) else None


def _pillar(plan: "Plan", objective_id: str) -> str:
    """The name of the pillar above an objective."""
    from kptui.models.objective import Objective

    seen: set[str] = set()
    above = plan.get(objective_id)
    pillar: str | None = None
    while isinstance(above, Objective) and above.id not in seen:
        seen.add(above.id)
        pillar = above.pillar or pillar
        above = plan.get(above.parent)
    return getattr(plan.get(pillar), "name", "")


class _Known(NamedTuple):
    """What is asked of a plan for each of its targets, found once."""

    open_of: Mapping[str, Sequence["Target"]]
    """The open targets of an owner."""
    alike: Mapping[tuple[str, str], Sequence["Target"]]
    """The targets of a metric and unit, by their due day."""
    acting: Mapping[str, Sequence[Above]]
    """What a target acts on."""


@lru_cache(maxsize=2)
def _known(plan: "Plan") -> _Known:
    open_of: dict[str, list[Target]] = defaultdict(list)
    alike: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in sorted(plan.targets, key=lambda t: t.due):
        if target.owner and target.state in _OPEN:
            open_of[target.owner].append(target)
        if target.metric:
            alike[target.metric.casefold(), target.unit].append(target)
    acting: dict[str, list[Above]] = defaultdict(list)
    for link in plan.influences:
        acting[link.leading].append(_above(plan, link))
    return _Known(open_of, alike, acting)


def _above(plan: "Plan", link: "Influence") -> Above:
    """An influence as one of figures on figures: of a target that falls as it gets better, progress is less."""
    ends = [plan.get(link.leading), plan.get(link.lagging)]
    falling = sum(str(getattr(end, "better", "")) == "decrease" for end in ends)
    on = getattr(ends[1], "metric", "") or getattr(ends[1], "name", "")
    return Above(on, -link.sign if falling == 1 else link.sign, link.lag_weeks)


def _open_targets(plan: "Plan", fields: Mapping[str, object], today: date) -> int | None:
    """How many other targets a person still minds; a team may mind as many as it likes."""
    from kptui.models.organisation import Person

    owner = _text(fields, "owner")
    if not isinstance(plan.get(owner), Person):
        return None
    return sum(t.id != fields.get("id") and t.due >= today for t in _known(plan).open_of.get(owner, ()))


def _confidence(plan: "Plan", target_id: str) -> float | None:
    latest = plan.latest(target_id) if target_id else None
    return None if latest is None else latest.confidence


def _past_values(plan: "Plan", fields: Mapping[str, object]) -> tuple[PastValue, ...]:
    """What earlier targets with the same metric and unit came to, those that ended before this one starts."""
    start = _day(fields, "start")
    alike = _known(plan).alike.get((_text(fields, "metric").casefold(), _text(fields, "unit")), ())
    before = (t for t in alike if t.id != fields.get("id") and (start is None or t.due < start))
    found = ((t, plan.latest(t.id)) for t in before)
    return tuple(PastValue(_label(t.start, t.due), last.value) for t, last in found if last is not None)


def _label(start: date, due: date) -> str:
    """A span as people write it, so that its length can be read."""
    days = (due - start).days
    if days > 300:
        return str(due.year)
    if days > 150:
        return f"{due.year}H{(due.month + 5) // 6}"
    return f"{due.year}Q{(due.month + 2) // 3}" if days > 60 else f"{due.year}-{due.month:02}"
