"""Tables of what a line after the colon means, and of what a search finds."""

import pytest

from screens.presentation.line import length, text_of
from screens.presentation.listing import as_csv, as_markdown, table_of_targets
from screens.presentation.order import Scope, Verb, completed_order, understand_order
from screens.presentation.passages import found_in, passage_line, passages_in, passages_of
from tests.builders import NOW, TODAY, a_blocker, a_check_in, a_person, a_plan, a_reading, a_target, an_objective

MARIA = a_person()
WANTED = an_objective(name="Hear soon", rationale="Silence drives people away")
FASTER = a_target(name="[/x] =cmd | answer", objective=WANTED.id, owner=MARIA.id, rationale="p95 matters", unit="h")
PLAN = a_plan(MARIA, WANTED, FASTER, a_blocker(FASTER, text="The new phones are late"))
COMMANDS = {"people": "Teams and people", "period-before": "The period before", "undo": "Take it back", "mine": "What is mine"}
SCOPE = Scope(PLAN, TODAY, COMMANDS, {"grid": "Show the quarter week by week.", "due": "List what is due."})


@pytest.mark.parametrize(
    ("typed", "verb", "about"),
    [
        ("", Verb.nothing, ""),
        ("  ", Verb.nothing, ""),
        ("cs-1", Verb.go, FASTER.id),
        ("CS-1 14 c7", Verb.check_in, FASTER.id),
        ("cs-1 lots", Verb.nothing, FASTER.id),
        ("q", Verb.quit, ""),
        ("people", Verb.run, "people"),
        ("peo", Verb.run, "people"),
        ("period before", Verb.run, "period-before"),
        ("pe", Verb.find, "pe"),
        ("u", Verb.find, "u"),
        ("find people", Verb.find, "people"),
        ("export ~/a.csv", Verb.export, "~/a.csv"),
        ("due", Verb.run, "mine"),
        ("departm", Verb.run, "people"),
        ("settings", Verb.find, "settings"),
        ("grid", Verb.nothing, ""),
        ("gri", Verb.find, "gri"),
        ("late phones", Verb.find, "late phones"),
    ],
)
def test_a_line_means_one_thing(typed: str, verb: Verb, about: str) -> None:
    order = understand_order(SCOPE, typed)
    assert (order.verb, order.about) == (verb, about)
    assert text_of(order.says)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("und", "undo"),
        ("du", "due"),
        ("cs", "cs-1"),
        ("cs-1 14 blo", "cs-1 14 block:"),
        ("", None),
        ("zzz", None),
        ("find peo", None),
    ],
)
def test_a_word_that_is_begun_is_written_out(typed: str, whole: str | None) -> None:
    assert completed_order(SCOPE, typed) == whole


@pytest.mark.parametrize(
    ("words", "sorts"),
    [
        ("phones late", ["blocker"]),
        ("MATTERS", ["rationale"]),
        ("silence", ["rationale"]),
        ("cs-1 answer", ["target"]),
        ("", []),
        ("zebra", []),
    ],
)
def test_words_are_found_wherever_they_stand(words: str, sorts: list[str]) -> None:
    assert [passage.sort for passage in found_in(passages_of(PLAN), words)] == sorts


def test_what_was_corrected_or_withdrawn_is_not_found() -> None:
    first = a_check_in(FASTER, "2026-02-02", 3, achievements="A rota")
    second = a_check_in(FASTER, "2026-02-02", 4, achievements="A better one", corrects=first.id)
    gone = a_check_in(FASTER, "2026-02-03", 4, challenges="Nothing", corrects=second.id, withdrawn=True)
    assert [p.text for p in passages_in(PLAN, [first, second])] == ["A better one"]
    assert passages_in(PLAN, [first, second, gone]) == []


@pytest.mark.parametrize("width", [40, 60, 120])
def test_a_row_shows_the_words_however_far_into_the_text_they_stand(width: int) -> None:
    far = a_target(code="CS-9", name="x " * 90 + "needle in it")
    passage = found_in(passages_of(a_plan(far)), "needle")[0]
    row = passage_line(passage, "needle", TODAY, width)
    assert "needle" in text_of(row)
    assert length(row) <= width
    assert ("needle", "strong") in row


def test_a_check_in_on_one_line_says_all_that_it_would_save() -> None:
    typed = 'CS-1 14 "no licences" block:tool @maria by:2026-03-06 on:yesterday'
    said = text_of(understand_order(SCOPE, typed).says)
    assert said.endswith('14 h; "no licences"; blocked (tool); asks Maria Berger for help (tool); by 6 Mar; 1 Mar, 1 d ago')


def test_a_confidence_that_is_not_said_stays_and_is_shown() -> None:
    plan = a_plan(FASTER, readings={FASTER.id: [a_reading(TODAY, 12, confidence=6)]})
    scope = Scope(plan, TODAY, {})
    order = understand_order(scope, "cs-1 14")
    assert order.entry is not None
    assert order.entry.check_in("id", NOW, "maria").confidence == 6
    assert "14 h, +2 h; confidence 6, as before" in text_of(order.says)
    assert text_of(understand_order(scope, "cs-1 14 c7").says).endswith("; confidence 7")


def test_a_value_far_out_is_doubted_on_the_line_too() -> None:
    plan = a_plan(FASTER, readings={FASTER.id: [a_reading(TODAY, 12)]})
    order = understand_order(Scope(plan, TODAY, {}), "cs-1 118k")
    assert order.verb is Verb.check_in
    assert text_of(order.says).endswith(". 118 000 h is more than ten times the greatest that is known, 100 h.")


def test_tables_are_safe_to_open() -> None:
    table = table_of_targets(PLAN, TODAY, [FASTER.id, "not there"])
    assert as_csv(table).splitlines()[1].startswith("CS-1,[/x] =cmd | answer,Hear soon")
    assert "| CS-1 | \\[/x\\] =cmd \\| answer |" in as_markdown(table)
