"""Spark: a sparkline in a column of the tree."""

from kptui.rules.judgement import Status
from screens.presentation.line import Line, Span, right


def spark(course: str, width: int, status: Status | None) -> Line:
    """Return a sparkline in `width` cells, the newest block at the right and in the tone of the status."""
    return (Span(right(course[:-1], width - 1), "muted"), Span(right(course[-1:], 1), status.value if status else "muted"))
