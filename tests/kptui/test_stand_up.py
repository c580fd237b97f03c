"""A stand-up goes through what changed since the last one, and the minutes say the same again later."""

from datetime import timedelta
from pathlib import Path

import pytest

from kptui.errors import Refused
from kptui.mine import Sort, mine
from kptui.minutes import minutes, write_minutes
from kptui.models.record import Record
from kptui.models.stand_up import Recognition
from kptui.rules.judgement import Status
from kptui.stand_up import Item, agenda, last_stand_up, what_changed, who_may_be_there
from tests.builders import (
    NOW,
    TODAY,
    a_blocker,
    a_person,
    a_plan,
    a_reading,
    a_stand_up,
    a_support_request,
    a_target,
    a_team,
    an_action,
    an_organisation,
)

TEAM = a_team()
MARIA = a_person(team=TEAM.id)
BEN = a_person(name="Ben Oatlark", login="ben")
GONE = a_person(name="Gus Gone", login="gus", ended_on="2026-01-31")
STEADY = a_target(code="CS-1", name="Steady", owner=MARIA.id)
WORSE = a_target(code="CS-2", name="Worse *now*", owner=MARIA.id, unit="h", contributors=[GONE.id])
OTHERS = a_target(code="IT-1", name="Others", owner=BEN.id)
TEAMS = a_target(code="CS-3", name="The team's", owner=TEAM.id)
NOBODYS = a_target(code="XX-1", name="Nobody's")
DRAFT = a_target(code="CS-4", state="draft", owner=MARIA.id)
TARGETS = (STEADY, WORSE, OTHERS, TEAMS, NOBODYS, DRAFT)
IDS = [target.id for target in TARGETS]
LAST_WEEK = NOW - timedelta(days=3)
THEN = a_stand_up(STEADY, WORSE, TEAMS, at=LAST_WEEK, on=LAST_WEEK.date(), present=[MARIA.id])
OLDER = a_stand_up(STEADY, at=LAST_WEEK - timedelta(days=7), on=LAST_WEEK.date() - timedelta(days=7))
BEFORE = LAST_WEEK - timedelta(days=1)
READINGS = {
    STEADY.id: [a_reading("2026-02-26", 60, at=BEFORE)],
    WORSE.id: [a_reading("2026-02-26", 60, at=BEFORE, confidence=7), a_reading(TODAY, 20, at=NOW, confidence=3)],
    TEAMS.id: [a_reading("2026-02-26", 55, at=BEFORE)],
}
PLAN = a_plan(an_organisation(), TEAM, MARIA, BEN, GONE, *TARGETS, THEN, OLDER, readings=READINGS)


def codes(items: tuple[Item, ...]) -> list[str]:
    return [item.target.code for item in items]


def test_owners_who_are_here_come_first_and_the_worst_off_first() -> None:
    turns = agenda(PLAN, IDS, [MARIA.id], NOW)
    assert [(turn.name, turn.is_here) for turn in turns] == [
        ("Maria Berger", True),
        ("Nobody", True),
        ("Customer Service", True),
        ("Ben Oatlark", False),
    ]


def test_only_what_changed_or_is_due_or_new_is_gone_through() -> None:
    turns = agenda(PLAN, IDS, [MARIA.id], NOW)
    assert [(codes(turn.news), codes(turn.as_before)) for turn in turns] == [
        (["CS-2"], ["CS-1"]),
        (["XX-1"], []),
        ([], ["CS-3"]),
        (["IT-1"], []),
    ]


def test_what_changed_is_said_with_how_it_was() -> None:
    worse = agenda(PLAN, [WORSE.id], [], NOW)[0].items[0]
    assert worse.then is not None
    assert (worse.then.status, worse.now.status) == (Status.on_track, Status.at_risk)
    assert what_changed(worse) == ("60 h → 20 h", "confidence 7 → 3")
    steady = agenda(PLAN, [STEADY.id], [], NOW)[0].items[0]
    assert what_changed(steady) == ("60",)
    assert what_changed(agenda(PLAN, [OTHERS.id], [], NOW)[0].items[0]) == ("no check-in yet",)


def test_a_status_that_time_alone_changed_is_news() -> None:
    later = NOW + timedelta(days=30)
    (turn,) = agenda(PLAN, [STEADY.id], [], later)
    assert turn.news[0].now.status is not Status.on_track


@pytest.mark.parametrize(
    ("record", "is_news"),
    [
        (a_blocker(STEADY, at=NOW), True),
        (a_blocker(STEADY, at=BEFORE, on=BEFORE.date()), False),
        (an_action(STEADY, at=BEFORE, on=BEFORE.date(), due=TODAY), True),
        (an_action(STEADY, at=BEFORE, on=BEFORE.date(), due=TODAY, done_on=BEFORE.date()), False),
        (a_support_request(STEADY, BEN, at=NOW, on=BEFORE.date(), answered_on=TODAY), True),
    ],
)
def test_blockers_promises_and_calls_for_help_are_news_when_they_are_new_settled_or_due(record: Record, *, is_news: bool) -> None:
    plan = a_plan(STEADY, MARIA, THEN, record, readings=READINGS)
    (turn,) = agenda(plan, [STEADY.id], [], NOW)
    assert bool(turn.news) is is_news


def test_who_is_asked_are_owners_their_teams_and_who_was_there_before() -> None:
    zoe = a_person(name="Zoe Fen", login="zoe")
    was_there = a_stand_up(OTHERS, present=[zoe.id])
    plan = a_plan(TEAM, MARIA, BEN, GONE, zoe, *TARGETS, was_there)
    assert {person.name for person in who_may_be_there(plan, [TEAMS.id, WORSE.id])} == {"Maria Berger"}
    assert {person.name for person in who_may_be_there(plan, [OTHERS.id, "gone"])} == {"Ben Oatlark", "Zoe Fen"}


def test_the_last_stand_up_is_the_newest_on_any_of_the_targets() -> None:
    assert last_stand_up(PLAN, IDS) is THEN
    assert last_stand_up(PLAN, [OTHERS.id]) is None


HELD = a_stand_up(STEADY, WORSE, OTHERS, present=[MARIA.id], discuss=[OTHERS.id, "gone"], began_at=NOW - timedelta(minutes=9))
CAME_UP = (
    a_blocker(WORSE, text="[x](javascript:1)"),
    an_action(WORSE, owner=MARIA.id, due="2026-03-06"),
    an_action(WORSE, text="Ask around", done_on=TODAY),
    a_support_request(WORSE, BEN, answered_on=TODAY),
    Recognition.model_validate({"to": BEN.id, "target": WORSE.id, "text": "stayed late", "on": TODAY, "at": NOW, "by": "maria"}),
    Recognition.model_validate({"to": BEN.id, "text": "before that", "on": TODAY, "at": LAST_WEEK, "by": "maria"}),
    Recognition.model_validate({"to": MARIA.id, "text": "came", "on": TODAY, "at": NOW, "by": "ben"}),
)


def test_the_minutes_say_what_changed_who_promised_what_and_what_is_discussed_after() -> None:
    plan = a_plan(*PLAN.records.values(), HELD, *CAME_UP, readings=READINGS)
    assert minutes(plan, HELD) == (
        "# Stand-up 2026-03-02\n"
        "\n"
        "Brightwater, 08:51 to 09:00. Here: Maria Berger.\n"
        "\n"
        "## Maria Berger\n"
        "\n"
        "- **CS-2** Worse \\*now\\*: ● on track → ▲ at risk; 60 h → 20 h; confidence 7 → 3\n"
        "  - blocked: \\[x\\](javascript:1)\n"
        "  - asks Ben Oatlark for help (settled on 2 Mar)\n"
        "  - Maria Berger promised: Call the vendor, by 6 Mar\n"
        "  - somebody promised: Ask around (done on 2 Mar)\n"
        "\n"
        "## Ben Oatlark (not here)\n"
        "\n"
        "- **IT-1** Others: ○ no news; no check-in yet\n"
        "\n"
        "As before: CS-1.\n"
        "\n"
        "## To discuss after\n"
        "\n"
        "- **IT-1** Others\n"
        "\n"
        "## Thanks\n"
        "\n"
        "- Ben Oatlark: stayed late (CS-2)\n"
        "- Maria Berger: came\n"
    )


def test_minutes_stay_what_they_were_when_more_happens_later() -> None:
    later = {**READINGS, STEADY.id: [*READINGS[STEADY.id], a_reading(TODAY, 1, at=NOW + timedelta(hours=2))]}
    blocked = a_blocker(STEADY, at=NOW + timedelta(days=2), on=TODAY + timedelta(days=2))
    records = [*PLAN.records.values(), HELD]
    assert minutes(a_plan(*records, blocked, readings=later), HELD) == minutes(a_plan(*records, readings=READINGS), HELD)


def test_minutes_of_nothing_with_notes_are_short() -> None:
    held = a_stand_up(team=TEAM.id, notes="We met\nin the kitchen")
    assert minutes(PLAN, held).splitlines() == [
        "# Stand-up 2026-03-02",
        "",
        "Customer Service. Here: nobody.",
        "",
        "## Notes",
        "",
        "We met in the kitchen",
    ]
    assert "\n. Here" in minutes(a_plan(), held)


def test_minutes_never_take_the_place_of_others(tmp_path: Path) -> None:
    first, second = (write_minutes(tmp_path, TODAY, text) for text in ("one\n", "two\n"))
    assert (first.name, second.name) == ("stand-up-2026-03-02.md", "stand-up-2026-03-02-2.md")
    assert (first.read_text(), second.read_text()) == ("one\n", "two\n")


def test_a_folder_that_takes_no_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"takes no new file \(No such file or directory\)"):
        write_minutes(tmp_path / "gone", TODAY, "one\n")


def test_mine_is_what_i_owe_then_what_waits_for_me_then_the_rest() -> None:
    bens = a_blocker(OTHERS)
    records = [
        a_support_request(OTHERS, MARIA, text="Which phone?"),
        a_support_request(OTHERS, TEAM, due="2026-03-03"),
        a_support_request(OTHERS, MARIA, answered_on=TODAY),
        a_blocker(WORSE),
        bens,
        an_action(DRAFT, owner=MARIA.id),
        an_action(a_target(code="CS-9", retired=True), owner=MARIA.id),
    ]
    gone = a_target(code="CS-8", retired=True)
    plan = a_plan(TEAM, MARIA, BEN, *TARGETS, gone, *records, an_action(gone, owner=MARIA.id), readings=READINGS)
    listed = [(duty.sort, duty.target.code) for duty in mine(plan, TODAY + timedelta(days=3), MARIA)]
    assert listed == [
        (Sort.owed, "CS-1"),
        (Sort.owed, "CS-3"),
        (Sort.asked, "IT-1"),
        (Sort.asked, "IT-1"),
        (Sort.blocked, "CS-2"),
        (Sort.promised, "CS-4"),
        (Sort.target, "CS-2"),
    ]
