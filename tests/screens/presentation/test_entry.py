"""What is typed into a check-in is understood field by field, with a sentence for what is not."""

import pytest

from kptui.errors import BadInput
from kptui.models.check_in import OwnCall
from kptui.models.target import Target
from screens.presentation.answer import (
    as_last_time,
    doubt,
    heard,
    hint_of,
    preview,
    stands_in_for,
    steps_row,
    what_was_saved,
    where_it_stands,
)
from screens.presentation.entry import FIELDS, Entry, understand
from screens.presentation.line import text_of
from tests.builders import NOW, TODAY, a_person, a_plan, a_reading, a_target


def entry(**typed: str) -> Entry:
    return entry_on(a_target(unit="h", baseline=24, goal=12), **typed)


def entry_on(target: Target, **typed: str) -> Entry:
    plan = a_plan(target, readings={target.id: [a_reading("2026-02-16", 20)]})
    return understand(plan, target, TODAY, typed)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("value", "18", "18 h, -2 h"),
        ("value", "+1", "21 h, +1 h"),
        ("value", "=", "20 h, as before"),
        ("own_call", "on", "on track"),
        ("own_call", "At risk", "at risk"),
        ("goal", "13", "13 h, now 12 h"),
        ("on", "yesterday", "1 Mar, 1 d ago"),
        ("on", "", ""),
    ],
)
def test_what_was_understood_is_said(field: str, text: str, said: str) -> None:
    found = entry(**{field: text})
    assert found.said[field] == said
    assert not found.wrong


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("value", "1,500", "could mean"),
        ("value", "many", "is no number"),
        ("confidence", "11", "is no confidence"),
        ("own_call", "o", "is no call"),
        ("own_call", "fine", "is no call"),
        ("goal", "x", "is no number"),
        ("on", "someday", "is no day"),
        ("on", "2026-03-03", "still to come"),
        ("on", "tomorrow", "still to come"),
        ("on", "2025-12-31", "starts on 1 Jan"),
        ("on", "2027-01-01", "still to come"),
    ],
)
def test_what_is_not_understood_is_told_at_its_field(field: str, text: str, told: str) -> None:
    found = entry(value="18", **{field: text}) if field != "value" else entry(value=text)
    assert told in found.wrong[field]
    assert found.reading is None
    with pytest.raises(BadInput, match=told) as refused:
        found.check_in("1", NOW, "maria")
    assert refused.value.field == field


def test_once_its_last_day_has_passed_a_target_is_asked_for_that_day() -> None:
    ended = a_target(unit="h", start="2025-12-01", due="2026-02-20")
    found = entry_on(ended, value="18")
    assert found.check_in("1", NOW, "maria").on == ended.due
    assert found.said["on"] == "20 Feb, 10 d ago"
    assert hint_of(a_plan(ended), ended, TODAY, FIELDS[-1]) == "its last day"
    assert "ended on 20 Feb, before 2 Mar" in entry_on(ended, on="today").wrong["on"]


def test_before_its_first_day_a_target_says_at_once_that_it_takes_no_check_in() -> None:
    coming = a_target(start="2026-03-09")
    assert "starts on 9 Mar, after 2 Mar" in entry_on(coming).wrong["on"]
    with pytest.raises(BadInput, match="starts on 9 Mar"):
        entry_on(coming, value="18").check_in("1", NOW, "maria")


def test_the_first_wrong_field_is_told_first() -> None:
    assert list(entry(on="someday", value="x").wrong) == ["value", "on"]


def test_a_goal_on_the_wrong_side_and_one_for_a_band_are_refused() -> None:
    falling = a_target(baseline=24, goal=12, direction="decrease")
    assert "wrong side" in entry_on(falling, goal="30").wrong["goal"]
    band = a_target(kind="keep", goal=None, baseline=None, low=3, high=5)
    assert "has no single goal" in entry_on(band, goal="4").wrong["goal"]


def test_a_first_value_has_nothing_to_compare_with() -> None:
    target = a_target(unit="h")
    plan = a_plan(target)
    assert understand(plan, target, TODAY, {"value": "5"}).said["value"] == "5 h"
    assert "none yet" in understand(plan, target, TODAY, {"value": "="}).wrong["value"]
    assert "no check-in yet" in text_of(where_it_stands(plan, target, TODAY))
    assert hint_of(plan, target, TODAY, FIELDS[0]).startswith("a number")
    assert not any(as_last_time(plan, target, TODAY).values())
    assert "no confidence was said before" in understand(plan, target, TODAY, {"confidence": "="}).wrong["confidence"]


def test_where_a_band_stands_names_both_ends() -> None:
    band = a_target(kind="keep", goal=None, baseline=None, low=3, high=5, unit="d")
    assert "goal 3 to 5 d" in text_of(where_it_stands(a_plan(band), band, TODAY))


def test_the_value_counts_from_the_last_one_up_to_its_day() -> None:
    assert entry(value="+1", on="2026-02-10").wrong["value"].startswith("+1 counts from the last value")


def test_a_check_in_has_all_that_was_typed() -> None:
    made = entry(value="18", confidence="7", own_call="off", achievements="a", challenges="b", adjustment="c").check_in(
        "an id", NOW, "maria"
    )
    assert (made.id, made.value, made.confidence, made.own_call) == ("an id", 18, 7, OwnCall.off_track)
    assert (made.achievements, made.challenges) == ("a", "b")
    assert made.adjustment is not None
    assert (made.adjustment.of, made.adjustment.text, made.adjustment.goal) == ("tactic", "c", None)
    assert entry(value="18").check_in("an id", NOW, "maria").adjustment is None
    with pytest.raises(BadInput, match="Type the value first"):
        entry().check_in("an id", NOW, "maria")


LINE = '18 c4 "vendor slipped" block:dependency @sam help:tool on:yesterday'


def with_people(**typed: str) -> Entry:
    target = a_target(unit="h", baseline=24, goal=12)
    readings = {target.id: [a_reading("2026-02-16", 20, confidence=6), a_reading(TODAY, 19, by="ben", confidence=5)]}
    plan = a_plan(target, a_person(name="Sam Reedmace", login="sam"), readings=readings)
    return understand(plan, target, TODAY, typed)


def test_the_first_line_may_say_all_of_it() -> None:
    found = with_people(value=LINE)
    made = found.check_in("an id", NOW, "maria")
    assert not found.wrong
    assert (made.value, made.confidence, made.challenges, str(made.on)) == (18, 4, "vendor slipped", "2026-03-01")
    assert found.said["confidence"] == "4, on the first line"
    assert set(found.on_first_line) == {"confidence", "on"}
    assert [text_of(row) for row in heard(found, 84)] == [
        'Understood  18 h, -2 h; confidence 4; "vendor slipped"; blocked (dependency); asks',
        "            Sam Reedmace for help (tool); 1 Mar, 1 d ago",
    ]


def test_what_is_in_the_way_may_stand_on_the_line_and_in_its_field() -> None:
    assert with_people(value='18 "one"', challenges="two").challenges == "one\ntwo"
    assert not with_people(value="18 block:tool", challenges="two").wrong


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"value": "18 c4", "confidence": "7"}, "confidence", "The first line says c4 already; leave one of them out."),
        ({"value": "18 on:today", "on": "today"}, "on", "The first line says today already"),
        ({"value": "18 c11"}, "value", "is no confidence"),
        ({"value": "18 on:someday"}, "value", "is no day"),
        ({"value": "18 on:2026-03-09"}, "value", "still to come"),
        ({"value": "18 block:tool"}, "value", "needs to say what is in the way"),
        ({"value": "18 @zoe"}, "value", "nobody called @zoe"),
        ({"value": "18 a b"}, "value", "two challenges"),
    ],
)
def test_what_the_first_line_cannot_mean_is_told_where_it_was_typed(typed: dict[str, str], field: str, told: str) -> None:
    found = with_people(**typed)
    assert told in found.wrong[field]
    assert field != "value" or heard(found, 80) == []


def test_the_first_line_goes_before_the_last_confidence_which_nobody_typed() -> None:
    found = with_people(value="18 c4", confidence="5")
    assert (found.confidence, found.said["confidence"]) == (4, "4, on the first line")
    assert not found.wrong


def test_an_emptied_confidence_is_none_and_can_be_said_again() -> None:
    assert with_people(value="=", confidence="").confidence is None
    found = with_people(value="=", confidence="=")
    assert (found.value, found.confidence, found.said["confidence"]) == (19, 5, "5")
    assert hint_of(found.plan, found.target, TODAY, FIELDS[1]) == "none said; = as before"


@pytest.mark.parametrize(("value", "text"), [(1250000, "1 250 000"), (0.1, "0.1"), (2e18, "="), (1 / 3, "=")])
def test_the_last_value_is_offered_as_one_would_type_it(value: float, text: str) -> None:
    target = a_target()
    assert as_last_time(a_plan(target, readings={target.id: [a_reading(TODAY, value)]}), target, TODAY)["value"] == text


def test_the_last_confidence_is_offered_too() -> None:
    found = with_people()
    assert as_last_time(found.plan, found.target, TODAY) == {"value": "19", "confidence": "5"}


def test_what_someone_else_said_of_the_same_day_is_shown_before_it_is_replaced() -> None:
    assert stands_in_for(with_people(value="18"), "maria") == (
        "ben checked in 19 h, confidence 5 for 2 Mar at 09:00; yours would stand in its place."
    )
    assert stands_in_for(with_people(value="18"), "ben") == ""
    assert stands_in_for(with_people(value="18 on:yesterday"), "maria") == ""


def shown(found: Entry) -> list[str]:
    return [text_of(line) for line in preview(found, 78)]


def test_a_notice_says_what_was_saved_and_what_became_of_the_status() -> None:
    assert what_was_saved(entry(value="20")) == "CS-1: 20 h"
    assert what_was_saved(entry(value="14", confidence="8", on="yesterday")) == (
        "CS-1: 14 h on 1 Mar, confidence 8. ▲ at risk → ● on track"
    )
    assert what_was_saved(entry_on(a_target(state="draft"), value="5")) == "CS-1: 5"


def test_of_steps_the_form_says_which_value_the_next_one_makes() -> None:
    launch = a_target(kind="steps", steps=[{"name": "Set up", "weight": 18}, {"name": "Pilot", "weight": 3}], goal=21)
    assert text_of(steps_row(entry_on(launch), 80)[0]) == "Steps       1 of 2 done; with “Pilot” it is 21"
    assert text_of(steps_row(entry_on(launch, value="21"), 80)[0]) == "Steps       2 of 2 done"
    assert steps_row(entry(), 80) == []


def test_a_value_far_from_all_that_was_is_noted_and_not_refused() -> None:
    found = entry(value="118k")
    assert doubt(found).startswith("118 000 h is more than ten times the greatest that is known")
    assert not found.wrong
    assert (doubt(entry(value="19")), doubt(entry())) == ("", "")


def test_before_a_value_is_typed_the_preview_says_how_it_stands() -> None:
    assert shown(entry())[0] == "Now         ▲ at risk"
    assert "on track again at ≤" in shown(entry())[1]


def test_the_preview_says_what_becomes_of_the_status_and_what_would_flip_it_then() -> None:
    lines = shown(entry(value="14"))
    assert lines[0] == "If saved    ▲ at risk → ● on track"
    assert "down to at risk" in lines[1]
    assert shown(entry(value="20"))[0] == "If saved    ▲ at risk"


def test_the_preview_counts_with_a_new_goal() -> None:
    assert shown(entry(value="18", goal="18"))[0].endswith("✓ achieved")


def test_a_target_without_a_status_has_no_preview() -> None:
    assert shown(entry_on(a_target(state="draft"))) == []


def test_when_nothing_can_flip_it_any_more_the_preview_says_no_more() -> None:
    ended = a_target(start="2025-01-01", due="2025-12-31", baseline=24, goal=12)
    assert len(shown(entry_on(ended))) == 1
