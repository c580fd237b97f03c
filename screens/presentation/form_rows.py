"""Form rows: what a form shows of each field, which is what was typed, and beside it what was understood, missing or wrong."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from screens.presentation.line import BLANK, Line, Span, cut, in_one_row, in_short, left, line, right, wrap_line

if TYPE_CHECKING:
    from kptui.forms import Asked, Understood

LABEL_WIDTH = 14
SHORT = 24
"""Cells of a field that has what was understood beside it."""
_LONG = frozenset({"name", "metric", "steps", "points", "contributors", "vision", "organisation", "pillars", "path"})
"""Fields that are longer than SHORT more often than not."""
_BREAK_BEFORE = frozenset({"metric", "period", "indicator", "state", "vision", "overdue_after", "low_confidence", "roll_up"})
"""Fields that begin another group."""
CHOICES_SHOWN = 12
ABOUT_ROWS = 3
"""Rows about the field that is typed into."""


class FormRow(NamedTuple):
    """One row of a form; a row without a name parts two groups."""

    name: str = ""
    label: str = ""
    text: str = ""
    beside: Span = Span("")
    is_wide: bool = False
    is_wrong: bool = False


def form_rows(understood: "Understood") -> list[FormRow]:
    """Return the rows of the fields that are asked for."""
    rows: list[FormRow] = []
    for asked in understood.asked:
        if rows and asked.name in _BREAK_BEFORE:
            rows.append(FormRow())
        rows.append(_row(asked, understood))
    return rows


def _row(asked: "Asked", understood: "Understood") -> FormRow:
    text = understood.typed.get(asked.name, "")
    is_wide = asked.is_note or asked.name in _LONG
    is_wrong = asked.name in understood.wrong and bool(text.strip())
    return FormRow(asked.name, asked.label, text, _beside(asked.name, text.strip(), understood), is_wide, is_wrong)


def _beside(name: str, text: str, understood: "Understood") -> Span:
    if name in understood.wrong:
        return Span(understood.wrong[name], "bad") if text else Span("needed", "at_risk")
    if name in understood.missing and not text:
        return Span("missing" if understood.values.get("state") == "active" else "needed to become active", "at_risk")
    said = understood.said.get(name, "")
    return Span("" if said == text else said, "accent")


def field_line(row: FormRow, width: int, *, here: bool) -> Line:
    """Return a row in at most `width` cells; `here` is the one that is typed into, whose text the field itself draws."""
    tone = "bad" if row.is_wrong else "strong" if here else "muted"
    label = Span(" " + left(row.label, LABEL_WIDTH - 1), tone)
    told = Span(in_short(row.beside.text, width - LABEL_WIDTH - SHORT - 2), "bad") if row.beside.tone == "bad" else row.beside
    if here:
        return (label,) if row.is_wide else line(label, " " * (SHORT + 2), told)
    text = in_one_row(row.text)
    beside = Span(told.text, "muted") if told.tone == "accent" else told
    if row.is_wide or not row.beside.text:
        return line(label, cut(text, width - LABEL_WIDTH - 1)) if text else line(label, beside)
    return line(label, left(text, SHORT), "  ", beside)


def how_many_more(count: int, width: int) -> Line:
    """Return a row that says at the right how many fields are below; a blank one for none."""
    return (Span(right(f"{count} more below" if count else "", width), "muted"),)


def explained(asked: "Asked", understood: "Understood", choices: Sequence[str], said: Line, width: int) -> list[Line]:
    """Return three rows about the field that is typed into: what it is, and what to say of it just now, which goes first."""
    label, indent = Span(left(asked.label, LABEL_WIDTH - 1), "heading"), Span(" " * (LABEL_WIDTH - 1))
    room = width - LABEL_WIDTH + 1
    word = said or _word_on(asked, understood, choices)
    rows = wrap_line(word, room)[: ABOUT_ROWS if word and word[0].tone == "bad" else ABOUT_ROWS - 1]
    about = wrap_line((Span(asked.explains, "muted"),), room + 1)
    if len(about) > ABOUT_ROWS - len(rows):
        about = [line(Span(cut(asked.explains, room + 1), "muted"))][: ABOUT_ROWS - len(rows)]
    shown = [line(indent if number else label, *row) for number, row in enumerate([*about, *rows])]
    return [*shown, *([BLANK] * (ABOUT_ROWS - len(shown)))]


def _word_on(asked: "Asked", understood: "Understood", choices: Sequence[str]) -> Line:
    text = understood.typed.get(asked.name, "").strip()
    if asked.name in understood.wrong and (text or not choices):
        return (Span(understood.wrong[asked.name], "bad"),)
    begun = [c for c in choices if c.casefold().startswith(text.casefold())]
    if choices and [c.casefold() for c in begun] != [text.casefold()]:
        more = " …" if len(begun) > CHOICES_SHOWN else ""
        return (Span(" · ".join((begun or list(choices))[:CHOICES_SHOWN]) + more),)
    if asked.name in understood.missing:
        return (Span(understood.missing[asked.name], "at_risk"),)
    return (Span(understood.said.get(asked.name, ""), "accent"),)
