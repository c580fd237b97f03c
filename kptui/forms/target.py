"""The form of a target: which figure, from where to where, by when, whose; and what it needs to become active."""

from collections.abc import Mapping

from kptui.forms.asked import Around, Form, Values
from kptui.forms.courses import POINTS, STEPS
from kptui.forms.fields import choice, figure, line, name_of, names_in, needed, note, share
from kptui.forms.goals import BASELINE, GOAL, HIGH, LOW, is_figure, is_keep, relative_text
from kptui.forms.naming import OBJECTIVE, OWNER, PERIOD, TARGET
from kptui.forms.spans import DUE, START
from kptui.models.target import Cadence, Curve, Direction, Indicator, KeepBy, Kind, State, Step, Target

_KINDS = {
    "cumulative": "a running total that must reach the goal",
    "level": "a reading that must be at the goal by the due day",
    "keep": "a reading judged over the whole span",
    "steps": "steps that are done or not",
}
_INDICATORS = {"leading": "moves first, and can be acted on", "lagging": "follows, and says how it ended"}
_CURVES = {
    "linear": "the same every day",
    "stepped": "all at once, at the end of each cadence",
    "points": "through the points that were agreed on",
    "history": "as the team's finished targets went, once there are five",
}


def _is_a_part(values: Values) -> bool:
    return values.get("part_of") is not None


def _needs(values: Values) -> Mapping[str, str]:
    """Return what is missing before a target can become active."""
    kind = values.get("kind")
    has_goal = values.get("steps") or any(values.get(name) is not None for name in ("goal", "low", "high"))
    goal = {Kind.keep: "a goal, or one end of a band", Kind.steps: "steps, such as draft:1; agreed:2"}
    wanted = {
        "name": ("a name", values.get("name")),
        "objective": ("the objective that it serves", values.get("objective")),
        "owner": ("an owner, one person or team", values.get("owner")),
        "unit": ("a unit, such as h, % or EUR", values.get("unit") or kind is Kind.steps),
        "baseline": ("a baseline, the value at the start", values.get("baseline") is not None or kind is not Kind.level),
        "steps" if kind is Kind.steps else "goal": (goal.get(Kind(str(kind or Kind.level)), "a goal"), has_goal),
        "start": ("a first day", values.get("start")),
        "due": ("a last day", values.get("due")),
    }
    return {name: f"An active target needs {what}." for name, (what, there) in wanted.items() if not there}


def _also(values: Values, typed: Mapping[str, str], around: Around) -> Values:
    """Return what follows: the goal as typed where that was relative, the goal that it began with, all steps together."""
    steps = values.get("steps")
    if isinstance(steps, tuple) and steps:
        goal: object = sum(step.weight for step in steps if isinstance(step, Step))
        return {"goal": goal, "relative_goal": "", **_first_goal(goal, around)}
    if "goal" not in values:
        return {}
    return {"relative_goal": relative_text(typed.get("goal", "")), **_first_goal(values["goal"], around)}


def _first_goal(goal: object, around: Around) -> Values:
    known = around.record
    if not isinstance(known, Target) or known.state not in (State.active, State.closed):
        return {}
    return {"original_goal": known.goal} if known.original_goal is None and known.goal != goal else {}


def _beginning_state(values: Values, _around: Around) -> State:
    """Nobody has to say so: a target begins as soon as nothing is missing."""
    return State.draft if _needs(values) else State.active


def _say_state(value: object, values: Values, _around: Around) -> str:
    if value not in (State.draft, State.proposed):
        return ""
    missing = ", ".join(_needs(values))
    return f"to become active it needs: {missing}" if missing else "nothing is missing; type active to begin"


TARGET_FORM = Form(
    "target",
    "target",
    Target,
    (
        line(
            "name",
            "Target",
            "What changes, in words: Median time to first answer falls to 12 h.",
            empty=needed("name", "A target needs a name; say what changes."),
        ),
        name_of("objective", "Objective", "The objective that it serves, by name or the beginning of it.", OBJECTIVE),
        name_of("owner", "Owner", "One person or team: a name, a login or a short code.", OWNER),
        line("metric", "Metric", "What is measured: median time from a question to its first answer."),
        choice("kind", "Kind", "level, cumulative (a running total), keep (a standard) or steps.", Kind, _KINDS),
        line("unit", "Unit", "What it is counted in: h, %, EUR, orders.", asked_for=is_figure),
        choice("keep_by", "Kept by", "Which figure counts: average, latest or worst.", KeepBy, asked_for=is_keep),
        choice(
            "direction",
            "Better is",
            "increase or decrease, unless the goal says it.",
            Direction,
            asked_for=is_figure,
        ),
        BASELINE,
        STEPS,
        GOAL,
        LOW,
        HIGH,
        name_of("period", "Period", "When it is to be reached, such as Q2 2026.", PERIOD),
        START,
        DUE,
        choice("cadence", "Check in", "How often: daily, weekly, fortnightly, monthly, quarterly.", Cadence),
        choice("curve", "Course", "The way to the goal: linear, stepped, points or history.", Curve, _CURVES),
        POINTS,
        choice("indicator", "Indicator", "leading (moves first) or lagging (follows).", Indicator, _INDICATORS),
        names_in("contributors", "Helped by", "Who helps, with commas between them: Ana, OPS.", OWNER),
        note("rationale", "Rationale", "Why we want it: what changes for whom once it is reached."),
        figure("weight", "Weight", "Its share in its objective: 1 is usual, 0 does not count."),
        name_of("part_of", "Part of", "The target above, of whose goal it carries a share, by its code.", TARGET),
        share("share", "Share", "The share of that goal: 40%.", asked_for=_is_a_part),
        choice(
            "state",
            "State",
            "draft, proposed, active, closed, dropped; empty: active once nothing is missing.",
            State,
            empty=_beginning_state,
            says=_say_state,
        ),
    ),
    also=_also,
    needs=_needs,
)
