"""Statuses, bars and days as short pieces of text."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kptui.rules.judgement import Judgement, Status
from screens.presentation.line import Span, text_of
from screens.presentation.marks import bar, key_name, next_check_in, since, standing, status_mark
from tests.builders import TODAY, a_target


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_glyph_and_a_word_and_a_tone(status: Status) -> None:
    glyph, word = status_mark(status).text.split(" ", 1)
    assert len(glyph) == 1
    assert word == status.value.replace("_", " ")
    assert status_mark(status).tone == status.value


def test_a_target_without_a_status_shows_its_state() -> None:
    assert standing(a_target(state="draft"), None) == Span("draft", "muted")
    assert standing(a_target(), None).text == ""
    assert standing(a_target(), Judgement(Status.missed, ())).text == "✗ missed"
    assert status_mark(None) == Span("")


@pytest.mark.parametrize(
    ("progress", "expected", "drawn"),
    [
        (None, 0.5, "          "),
        (0.0, None, "──────────"),
        (0.5, None, "━━━━━─────"),
        (0.55, None, "━━━━━╸────"),
        (0.5, 0.7, "━━━━━──┃──"),
        (0.7, 0.5, "━━━━━┃━───"),
        (1.3, 1.0, "━━━━━━━━━┃"),
        (-0.4, 0.0, "┃─────────"),
    ],
)
def test_a_bar_is_filled_to_the_progress_with_a_tick_where_it_is_expected(
    progress: float | None, expected: float | None, drawn: str
) -> None:
    assert text_of(bar(progress, expected, 10, "at_risk")) == drawn


def test_the_filled_part_of_a_bar_has_the_tone_of_the_status() -> None:
    assert bar(0.5, 0.8, 10, "at_risk") == (
        Span("━━━━━", "at_risk"),
        Span("───", "faint"),
        Span("┃", "strong"),
        Span("─", "faint"),
    )


def judged(due: date | None, overdue: int = 0) -> Judgement:
    return replace(Judgement(Status.on_track, ()), next_check_in=due, overdue_days=overdue)


def test_the_next_check_in_is_a_distance() -> None:
    assert next_check_in(None, TODAY).text == ""
    assert next_check_in(judged(None), TODAY).text == ""
    assert next_check_in(judged(TODAY + timedelta(days=5)), TODAY) == Span("in 5 d", "muted")
    assert next_check_in(judged(TODAY), TODAY) == Span("today", "strong")
    assert next_check_in(judged(TODAY - timedelta(days=2)), TODAY) == Span("late 2 d", "muted")
    assert next_check_in(judged(TODAY - timedelta(days=9), 9), TODAY) == Span("late 9 d", "at_risk")


def test_a_day_gone_by_is_short() -> None:
    assert since(TODAY - timedelta(days=3), TODAY) == "3 d"
    assert since(TODAY, TODAY) == "today"
    assert since(None, TODAY) == "–"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ctrl+s", "^S"),
        ("question_mark", "?"),
        ("shift+tab", "Shift-Tab"),
        ("ctrl+left", "Ctrl-Left"),
        ("G", "G"),
        ("f1", "F1"),
        ("enter", "Enter"),
    ],
)
def test_keys_are_written_for_people(key: str, name: str) -> None:
    assert key_name(key) == name
