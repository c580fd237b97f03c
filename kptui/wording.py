"""How figures, days and statuses are written, in the shell and on the screens alike."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kptui.rules.judgement import Judgement, Status

if TYPE_CHECKING:
    from kptui.models.target import Target

STATUS_WORDS = {
    Status.missed: "missed",
    Status.off_track: "off track",
    Status.at_risk: "at risk",
    Status.no_news: "no news",
    Status.too_early: "too early",
    Status.on_track: "on track",
    Status.achieved: "achieved",
}
STATUS_GLYPHS = {
    Status.missed: "✗",
    Status.off_track: "▼",
    Status.at_risk: "▲",
    Status.no_news: "○",
    Status.too_early: "·",
    Status.on_track: "●",
    Status.achieved: "✓",
}
PLAIN_GLYPHS = {
    Status.missed: "x",
    Status.off_track: "!",
    Status.at_risk: "^",
    Status.no_news: "?",
    Status.too_early: ".",
    Status.on_track: "o",
    Status.achieved: "*",
}
STATUS_LETTERS = {
    Status.missed: "M",
    Status.off_track: "F",
    Status.at_risk: "R",
    Status.no_news: "N",
    Status.too_early: "E",
    Status.on_track: "T",
    Status.achieved: "A",
}
"""One letter for each, where there is no room for its word: the one that tells it from the others, so oFf and on Track."""
FINDING_GLYPH = "□"
"""Before the number of things that are missing: a box that nobody has ticked; `#` in ASCII."""
_SCALES = ((1e12, 1e12, "T"), (1e9, 1e9, "bn"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))
_ROUNDS_UP = 0.99995
"""Share of a scale from which a figure's rounding reaches it: 999 960 is 1 M, not 1000 k."""
_BEYOND = 1e15
"""From here on figures are written as powers of ten, `1.2e18`: there is no scale for them, and their last digits mean nothing."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "–"
_NAMES = 5
"""How many names a sentence has room for."""


def status_text(judgement: Judgement | None, *, plain: bool = False) -> str:
    """Return glyph and word of a status, `▲ at risk`, with `stale` where the check-in is overdue; nothing for none."""
    if judgement is None:
        return ""
    glyph = (PLAIN_GLYPHS if plain else STATUS_GLYPHS)[judgement.status]
    return f"{glyph} {STATUS_WORDS[judgement.status]}{', stale' if judgement.stale else ''}"


def figure(value: float | None, unit: str = "") -> str:
    """Return a value as people write it in lists, to about three digits: `1.25 M`, `14.5 h`, `98 %`, `2e18`; a dash for none."""
    if value is None:
        return NOTHING
    if _is_beyond(value):
        return _with_unit(_power(value, 4), "", unit)
    size, scaled, suffix = abs(value), value, ""
    if size >= _SCALES[-1][0] * _ROUNDS_UP:
        scale, suffix = next((s, name) for least, s, name in _SCALES if size >= least * _ROUNDS_UP)
        size, scaled = size / scale, value / scale
    digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 or not size else 2 - math.floor(math.log10(size))
    text = f"{scaled:.{digits}f}"
    return _with_unit(text.rstrip("0").rstrip(".") if "." in text else text, suffix, unit)


def whole(value: float | None, unit: str = "") -> str:
    """Return a value with all its digits, in groups of three: `1 250 000`, `14.25 h`; a dash for none."""
    if value is None:
        return NOTHING
    if abs(value) >= _BEYOND:
        return _with_unit(_power(value, 15), "", unit)
    text = f"{round(value, 6):,.6f}".replace(",", " ").rstrip("0").rstrip(".")
    return _with_unit("0" if text == "-0" else text, "", unit)


def goal_text(target: "Target", write: Callable[[float | None, str], str] = figure) -> str:
    """Return the goal, or the band that a figure is kept in, its figures written by `figure` or `whole`."""
    if not target.is_band:
        return write(target.goal, target.unit)
    if target.high is None:
        return f"at least {write(target.low, target.unit)}"
    high = write(target.high, target.unit)
    return f"at most {high}" if target.low is None else f"{write(target.low, '')} to {high}"


def _is_beyond(value: float) -> bool:
    """Whether nobody would count the noughts."""
    return abs(value) >= _BEYOND or 0 < abs(value) < 1 / _BEYOND


def _power(value: float, digits: int) -> str:
    return f"{value:.{digits}g}".replace("e+", "e")


def _with_unit(text: str, suffix: str, unit: str) -> str:
    text = f"{text} {suffix}" if suffix else text
    return f"{text} {unit}" if unit else text


def percent(share: float | None) -> str:
    """Return a share as a whole per cent, `46 %`, not clamped; `99.7 %` where 100 % would hide a miss; a dash for none."""
    if share is None:
        return NOTHING
    if 0.995 <= share < 1 - 1e-9:
        return f"{math.floor(share * 1000) / 10:.1f} %"
    return f"{share * 100:.0f} %".replace("-0 %", "0 %")


def day(on: date | None, today: date) -> str:
    """Return a day as people write it, `31 Mar`, with its year when that is not today's; a dash for none."""
    if on is None:
        return NOTHING
    text = f"{on.day} {_MONTHS[on.month - 1]}"
    return text if on.year == today.year else f"{text} {on.year}"


def distance(on: date | None, today: date) -> str:
    """Return how far a day is from today: `today`, `3 d ago`, `in 5 w`, `10 y ago`; a dash for none."""
    if on is None:
        return NOTHING
    days = (on - today).days
    size = abs(days)
    steps = ((21, 1, "d"), (120, 7, "w"), (731, 30, "mo"), (math.inf, 365, "y"))
    text = next(f"{size // length} {unit}" for end, length, unit in steps if size < end)
    return "today" if not days else f"{text} ago" if days < 0 else f"in {text}"


def listed(names: Sequence[str]) -> str:
    """Return names as one says them, `CS-1, CS-2 and CS-3`; beyond five the rest as a number."""
    if len(names) > _NAMES:
        names = (*names[: _NAMES - 1], f"{len(names) - _NAMES + 1} more")
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
