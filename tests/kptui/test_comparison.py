"""Comparison: what became of a plan between two days."""

from kptui.comparison import Comparison, Day, compare
from kptui.log import kind, title
from kptui.plan import Plan
from kptui.rules.judgement import Status
from tests.builders import NOW, a_day, a_plan, a_reading, a_target, an_objective

TARGET = a_target()
OTHER = a_target(code="CS-2", state="draft", goal=None)
FEBRUARY, MARCH = a_day("2026-02-10"), a_day("2026-03-02")
EARLY = a_reading("2026-02-09", 40)
LATE = a_reading("2026-03-01", 10)


def between(then: Plan, now: Plan) -> Comparison:
    return compare(Day(then, FEBRUARY), Day(now, MARCH))


def deeds(then: Plan, now: Plan) -> list[tuple[str, str]]:
    return [(kind(done), title(now, done.record)) for done in between(then, now).deeds]


def test_records_are_added_changed_retired_and_brought_back() -> None:
    kept, gone = an_objective(name="Kept"), an_objective(name="Gone")
    back = an_objective(name="Back", retired=True)
    then = a_plan(kept, gone, back, TARGET)
    now = a_plan(
        kept,
        gone.edited(NOW, "ben", retired=True),
        back.edited(NOW, "ben", retired=False),
        TARGET.edited(NOW, "ben", goal=80),
        OTHER,
    )
    assert deeds(then, now) == [
        ("retired objective", "Gone"),
        ("brought back objective", "Back"),
        ("changed target", "CS-1"),
        ("added target", "CS-2"),
    ]


def test_what_came_and_went_or_was_edited_back_is_no_difference() -> None:
    there_and_back = TARGET.edited(NOW, "ben", name="Other").edited(NOW, "ben", name=TARGET.name)
    assert deeds(a_plan(TARGET), a_plan(there_and_back, an_objective(retired=True))) == []


def test_each_target_is_judged_as_on_either_day() -> None:
    then = a_plan(TARGET, readings={TARGET.id: [EARLY]})
    [course] = between(then, a_plan(TARGET, readings={TARGET.id: [EARLY, LATE]})).courses
    assert course.then is not None
    assert course.now is not None
    assert (course.check_ins, course.then.status, course.now.status) == (1, Status.on_track, Status.at_risk)
    assert course.then.last == EARLY
    assert course.now.last == LATE


def test_a_target_that_was_not_there_or_retired_or_is_not_judged_has_no_status_then() -> None:
    new = a_target(code="CS-3")
    for then in (a_plan(OTHER), a_plan(OTHER, new.edited(NOW, "ben", retired=True))):
        [course] = between(then, a_plan(OTHER, new)).courses
        assert (course.target, course.then) == (new, None)
        assert course.now is not None


def test_a_target_on_which_nothing_is_new_is_left_out() -> None:
    silent = a_target(start="2026-02-25", due="2026-06-25")
    plan = a_plan(silent, OTHER)
    assert between(plan, plan).courses == ()


def test_silence_alone_can_change_a_status() -> None:
    plan = a_plan(TARGET, readings={TARGET.id: [EARLY]})
    [course] = between(plan, plan).courses
    assert course.now is not None
    assert (course.check_ins, course.now.status) == (0, Status.no_news)
