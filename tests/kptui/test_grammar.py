"""The one-line grammar: each word means one thing, what cannot be meant is refused, and what is begun can be completed."""

from datetime import date

import pytest

from kptui.errors import BadInput
from kptui.grammar import (
    Words,
    check_in_line,
    check_in_words,
    completed,
    note_line,
    parse_deadline,
    parse_kind,
    person_or_team,
)
from kptui.models.obstacle import BlockerKind
from tests.builders import TODAY, a_person, a_plan, a_team, an_organisation

SAM = a_person(name="Sam Reedmace", login="sam")
MARIA = a_person()
MARIO = a_person(name="Maria Ostler", login=None)
GONE = a_person(name="Gus Gone", login="gus", ended_on="2026-01-31")
TEAM = a_team()
PLAN = a_plan(an_organisation(), TEAM, SAM, MARIA, MARIO, GONE)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            '14.5 c7 "vendor slipped" block:dependency @sam help:tool',
            Words("14.5", "c7", "vendor slipped", "dependency", "tool", "sam"),
        ),
        ("1 250 000 C7/10", Words("1 250 000", "C7/10")),
        ("118 k", Words("118 k")),
        ("+2 %", Words("+2 %")),
        ("= c5", Words("=", "c5")),
        ("=-2 on:yesterday by:friday", Words("=-2", on="yesterday", by="friday")),
        ('− 2 "open to the end, c7', Words("− 2", text="open to the end, c7")),
        ("3 „so sagt man“", Words("3", text="so sagt man")),
        ("12 late", Words("12", text="late")),
        ('12 Yesterday "late"', Words("12", text="late", on="Yesterday")),
        ("12 today c7", Words("12", "c7", on="today")),
        ("fast c7", Words("fast", "c7")),
        ("5 block: HELP:people @", Words("5", text="@", block="other", help="people")),
        ("", Words()),
    ],
)
def test_a_line_is_told_apart(line: str, words: Words) -> None:
    assert check_in_line(line) == words


def test_words_that_a_shell_took_apart_mean_the_same() -> None:
    typed = ["14.5", "c7", "vendor slipped", "block:dependency"]
    assert check_in_words(typed) == check_in_line('14.5 c7 "vendor slipped" block:dependency')
    assert check_in_words([]) == Words()


def test_of_a_note_all_that_is_no_mark_is_its_text() -> None:
    assert note_line("It broke yesterday").text == "It broke yesterday"
    assert note_line('Call the "big vendor" @sam by:friday again') == Words(
        text="Call the big vendor again", whom="sam", by="friday"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("5 a b", "There are two challenges: 'a' and 'b'; put a text in quotes."),
        ("5 c5 c6", "There are two confidences: 'c5' and 'c6'; leave one out."),
        ("5 @sam @maria", "There are two people: 'sam' and 'maria'; leave one out."),
        ("5 block:tool block:money", "There are two blockers"),
    ],
)
def test_what_is_said_twice_is_refused(line: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_in_line(line)


def test_a_kind_may_be_begun_and_an_unknown_one_is_refused_with_all_there_are() -> None:
    assert parse_kind("DEP") is BlockerKind.dependency
    with pytest.raises(BadInput, match=r"'d' is no kind; type one of dependency, people, money, tool, decision, other."):
        parse_kind("d")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("tomorrow", date(2026, 3, 3)),
        ("+5", date(2026, 3, 7)),
        ("fri", date(2026, 3, 6)),
        ("monday", date(2026, 3, 9)),
        ("today", TODAY),
        ("31.3.2026", date(2026, 3, 31)),
    ],
)
def test_a_deadline_is_a_day_to_come(typed: str, day: date) -> None:
    assert parse_deadline(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["yesterday", "2026-03-01", "soon", "t"])
def test_a_deadline_that_has_passed_or_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=r"has passed; name a day from 2026-03-02 on|is no day"):
        parse_deadline(typed, TODAY)


@pytest.mark.parametrize("typed", ["sam", "@SAM", "Sam Reedmace", "samreedmace"])
def test_a_person_is_meant_by_login_or_name(typed: str) -> None:
    assert person_or_team(PLAN, typed) is SAM


def test_a_team_is_meant_by_its_short_code_and_a_login_comes_before_a_first_name() -> None:
    assert person_or_team(PLAN, "cs") is TEAM
    assert person_or_team(PLAN, "maria") is MARIA


def test_a_name_that_two_people_have_is_refused_with_what_tells_them_apart() -> None:
    other = a_person(name="Sam Oatlark", login="so")
    plan = a_plan(a_person(name="Sam Reedmace", login="sr"), other)
    with pytest.raises(BadInput, match=r"@sam could be Sam Reedmace or Sam Oatlark; type @sr or @so."):
        person_or_team(plan, "sam")


@pytest.mark.parametrize(
    ("typed", "said"), [("sma", "did you mean @sam?"), ("gus", "known: sam, maria, MariaOstler, BW, CS."), ("", "called @")]
)
def test_nobody_is_refused_with_who_there_is(typed: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        person_or_team(PLAN, typed)
    assert said in str(refused.value)


def test_in_an_empty_plan_nobody_is_known() -> None:
    with pytest.raises(BadInput, match="the plan has nobody yet"):
        person_or_team(a_plan(), "sam")


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("14.5 bl", "14.5 block:"),
        ("14.5 block:d", "14.5 block:dependency"),
        ("14.5 help:d", "14.5 help:dependency"),
        ("14.5 help:", None),
        ("14.5 by:", None),
        ("14.5 @sa", "14.5 @sam"),
        ("14.5 @c", "14.5 @cS"),
        ("14.5 on:y", "14.5 on:yesterday"),
        ("14.5 by:fri", "14.5 by:friday"),
        ("14.5 @sam", None),
        ("14.5 @", None),
        ("14.5 ", None),
        ('14.5 "bl', None),
        ("14.5", None),
        ("x:", None),
    ],
)
def test_a_word_that_is_begun_is_completed_where_it_can_go_on(line: str, whole: str | None) -> None:
    assert completed(PLAN, line) == whole
