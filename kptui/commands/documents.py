"""The stable keys that programs get of a target and of its status; new keys may be added, none is renamed."""

from datetime import date

from kptui.models.check_in import CheckIn
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.judgement import Judgement

TARGET_KEYS = (
    "code",
    "reference",
    "name",
    "team",
    "owner",
    "objective",
    "pillar",
    "period",
    "metric",
    "unit",
    "kind",
    "keep_by",
    "indicator",
    "direction",
    "baseline",
    "goal",
    "original_goal",
    "low",
    "high",
    "start",
    "due",
    "cadence",
    "weight",
    "rationale",
    "state",
)
STATUS_KEYS = (
    "status",
    "stale",
    "progress",
    "expected",
    "value",
    "value_on",
    "measure",
    "forecast",
    "required_rate",
    "actual_rate",
    "confidence",
    "own_call",
    "next_check_in",
    "overdue_days",
    "reasons",
)
CHECK_IN_KEYS = (
    "code",
    "reference",
    "on",
    "value",
    "confidence",
    "own_call",
    "achievements",
    "challenges",
    "adjustment",
    "new_goal",
    "recorded_by",
)


def target_document(plan: Plan, target: Target) -> dict[str, object]:
    """Return what a target is, with names in place of ids: the keys of TARGET_KEYS."""
    fields = target.document()
    owner = plan.get(target.owner)
    team = plan.get(owner.team) if isinstance(owner, Person) else owner
    named = {
        "team": _name(team),
        "owner": _name(owner) if isinstance(owner, Person) else None,
        "objective": _name(plan.get(target.objective)),
        "pillar": _name(next((r for r in plan.line_of_sight(target) if isinstance(r, Pillar)), None)),
        "period": _name(plan.get(target.period)),
    }
    return {key: named[key] if key in named else fields.get(key) for key in TARGET_KEYS}


def _name(record: object) -> str | None:
    return record.name if isinstance(record, Team | Person | Objective | Pillar | Period) else None


def status_document(judgement: Judgement | None) -> dict[str, object]:
    """Return how a target stands: the keys of STATUS_KEYS, each None where nothing is judged."""
    if judgement is None:
        return dict.fromkeys(STATUS_KEYS)
    last = judgement.last
    found: dict[str, object] = {key: getattr(judgement, key, None) for key in STATUS_KEYS}
    found |= {
        "status": judgement.status.value,
        "value": last.value if last else None,
        "value_on": day_text(last.on if last else None),
        "confidence": last.confidence if last else None,
        "own_call": last.own_call.value if last and last.own_call else None,
        "next_check_in": day_text(judgement.next_check_in),
        "reasons": [reason.text for reason in judgement.reasons],
    }
    return found


def check_in_document(target: Target, check_in: CheckIn) -> dict[str, object]:
    """Return a check-in: the keys of CHECK_IN_KEYS."""
    adjustment = check_in.adjustment
    return {
        "code": target.code,
        "reference": target.reference,
        "on": check_in.on.isoformat(),
        "value": check_in.value,
        "confidence": check_in.confidence,
        "own_call": check_in.own_call.value if check_in.own_call else None,
        "achievements": check_in.achievements,
        "challenges": check_in.challenges,
        "adjustment": adjustment.text if adjustment else None,
        "new_goal": adjustment.goal if adjustment else None,
        "recorded_by": check_in.by,
    }


def day_text(on: date | None) -> str | None:
    """Return a day as programs read it; None for none."""
    return on.isoformat() if on else None
