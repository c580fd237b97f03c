"""Legend: what the signs of a chart mean."""

from kptui.wording import figure
from screens.presentation.course import Course
from screens.presentation.line import Line, Span, fit, length

_GAP, _NARROW = Span("   "), Span("  ")


def legend(course: Course, width: int) -> Line:
    """Return the signs of what is drawn with their words; where there is no room the most familiar are left out."""
    entries = _entries(course, " heading for ")
    if length(_in_a_row(entries)) <= width:
        return fit(_in_a_row(entries), width)
    entries = _entries(course, " ends at ")
    while len(entries) > 1 and length(_in_a_row(entries, _NARROW)) > width:
        del entries[0]
    return fit(_in_a_row(entries, _NARROW), width)


def _in_a_row(entries: list[Line], gap: Span = _GAP) -> Line:
    return tuple(span for place, entry in enumerate(entries) for span in ((gap, *entry) if place else entry))


def _entries(course: Course, heading: str) -> list[Line]:
    goal = "band" if len(course.goals) > 1 else "goal"
    known: list[tuple[object, Line]] = [
        (course.values, (Span("⠤•", "accent"), Span(" check-ins", "muted"))),
        (course.goals, (Span("╌╌", "achieved"), Span(f" {goal}", "muted"))),
        (course.expected, (Span("⠐⠐", "muted"), Span(" expected", "muted"))),
        (course.original is not None, (Span("╌ ", "muted"), Span(" first goal", "muted"))),
    ]
    entries = [entry for is_drawn, entry in known if is_drawn]
    if course.fan is not None:
        end = Span(figure(course.fan.forecast, course.unit), course.fan.tone)
        entries.append((Span("⠒⠅", course.fan.tone), Span(heading, "muted"), end))
    return entries
