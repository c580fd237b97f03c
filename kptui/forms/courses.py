"""Steps and the points of a course, each typed as a list with semicolons between its parts."""

from collections.abc import Iterator

from kptui.errors import BadInput
from kptui.forms.asked import Around, Asked, Values
from kptui.forms.fields import digits, number, read_day
from kptui.models.target import Curve, Kind, Point, Step
from kptui.text import clean_line
from kptui.wording import whole


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(";") if part.strip())


def _read_steps(text: str, _values: Values, _around: Around) -> tuple[Step, ...]:
    return tuple(map(_step, _parts(text)))


def _step(text: str) -> Step:
    """Return a step; a weight is what follows the last colon, where there is a number."""
    name, colon, weight = text.rpartition(":")
    is_weighed = bool(colon) and weight.strip()[:1].isdigit()
    value = number("steps", weight) if is_weighed else 1.0
    found = clean_line(name if is_weighed else text)
    if value <= 0 or not found:
        raise BadInput("steps", f"{text[:40]!r} needs a name and a weight above 0, such as signed:2.")
    return Step(name=found, weight=value)


def _write_steps(value: object, _around: Around) -> str:
    return "; ".join(f"{s.name}:{digits(s.weight)}" for s in _every(value) if isinstance(s, Step))


def _say_steps(value: object, _values: Values, _around: Around) -> str:
    weights = [step.weight for step in _every(value) if isinstance(step, Step)]
    return f"{len(weights)} steps, {whole(sum(weights))} in all" if weights else ""


def _read_points(text: str, values: Values, around: Around) -> tuple[Point, ...]:
    points = sorted((_point(part, values, around) for part in _parts(text)), key=lambda point: point.on)
    if len({point.on for point in points}) < len(points):
        raise BadInput("points", "Two points are of one day; keep one of them.")
    start, due = values.get("start"), values.get("due")
    outside = [p.on for p in points if (start and str(p.on) < str(start)) or (due and str(p.on) > str(due))]
    if outside:
        raise BadInput("points", f"{outside[0]} is outside its span, from {start} to {due}; move the point or the span.")
    return tuple(points)


def _point(text: str, values: Values, around: Around) -> Point:
    words = text.split()
    if len(words) == 1:
        raise BadInput("points", f"{text[:40]!r} is no point; type a day and a value, such as {around.today} 12.")
    at = next((at for at in range(len(words) - 1, 1, -1) if _is_day(" ".join(words[:at]), around)), 1)
    on = read_day("points", " ".join(words[:at]), around.today)
    return Point(on=on, value=number("points", " ".join(words[at:]), str(values.get("unit") or "")))


def _is_day(text: str, around: Around) -> bool:
    try:
        read_day("points", text, around.today)
    except BadInput:
        return False
    return True


def _write_points(value: object, _around: Around) -> str:
    return "; ".join(f"{p.on} {digits(p.value)}" for p in _every(value) if isinstance(p, Point))


def _no_points(_values: Values, around: Around) -> object:
    raise BadInput("points", f"A course of points needs them: {around.today} 12; a day, a value, and a semicolon between them.")


def _every(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


STEPS = Asked(
    "steps",
    "Steps",
    "What is to be done, each with its weight: draft:1; agreed:2; signed:1.",
    _read_steps,
    _write_steps,
    asked_for=lambda values: values.get("kind") is Kind.steps,
    says=_say_steps,
)
POINTS = Asked(
    "points",
    "Points",
    "Where it should stand on some days: 2026-04-30 12; 2026-05-31 20.",
    _read_points,
    _write_points,
    asked_for=lambda values: values.get("curve") is Curve.points,
    empty=_no_points,
)
