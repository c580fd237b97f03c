"""The samples of the coffee shop and of the royalties house: what each must show, and that each is a good plan to learn from."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from kptui.ledger.verify import verify
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.stand_up import Action, Recognition, StandUp
from kptui.models.target import Curve, Indicator, KeepBy, Kind, State, Target
from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.rules.progress import judge, judge_all
from kptui.rules.schedule import is_due
from kptui.samples import sample_path, write_demo
from kptui.store import FileStore
from kptui.text import clean_note


class Story(NamedTuple):
    """What a sample is about."""

    name: str
    day: date
    """On which it is looked at."""
    headline: str
    """The target that is shared out."""
    recovering: str
    on_its_worst_day: date
    silent: str


COFFEE = Story("coffee", date(2026, 10, 20), "QK-1", "BAR-2", date(2026, 10, 5), "BAR-4")
ROYALTIES = Story("royalties", date(2026, 10, 26), "SB-1", "OP-2", date(2026, 9, 28), "FI-3")

every_story = pytest.mark.parametrize("story", [COFFEE, ROYALTIES], ids=lambda story: story.name)


def sample(story: Story) -> Plan:
    return FileStore(sample_path(story.name)).read()


def demo(story: Story, folder: Path, today: date, login: str = "maria") -> FileStore:
    path = folder / f"{today}.json"
    write_demo(story.name, path, today, login)
    return FileStore(path)


def statuses(plan: Plan, today: date) -> Mapping[str, Status]:
    codes = {target.id: target.code for target in plan.targets}
    return {codes[target_id]: judgement.status for target_id, judgement in judge_all(plan, today).items()}


def parts_of(plan: Plan, above: Target) -> list[Target]:
    return [target for target in plan.targets if target.part_of == above.id]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@every_story
def test_a_sample_is_sound_and_well_below_the_companys(story: Story) -> None:
    assert verify(sample_path(story.name)).sound
    assert sample(story).problems == ()
    assert sample_path(story.name).stat().st_size < 0.6 * sample_path("company").stat().st_size


@every_story
def test_a_sample_says_of_every_target_why_whose_what_and_from_where(story: Story) -> None:
    for target in sample(story).targets:
        assert target.rationale, target.code
        assert target.metric, target.code
        assert target.owner, target.code
        assert target.unit or target.kind is Kind.steps, target.code
        assert target.is_band or None not in (target.baseline, target.goal), target.code


@every_story
def test_a_sample_has_targets_of_every_kind_and_three_curves(story: Story) -> None:
    targets = sample(story).targets

    assert {t.kind for t in targets} == set(Kind)
    assert {t.keep_by for t in targets if t.kind is Kind.keep} == set(KeepBy)
    assert {t.indicator for t in targets} == set(Indicator)
    assert {t.curve for t in targets} == {Curve.linear, Curve.stepped, Curve.points}
    assert sum(t.is_band for t in targets) == 1


@every_story
def test_every_target_of_a_sample_leads_up_to_the_vision(story: Story) -> None:
    plan = sample(story)

    assert plan.organisation is not None
    assert plan.organisation.vision
    for target in plan.targets:
        assert plan.line_of_sight(target)[-2:] == (plan.line_of_sight(target)[-2], plan.organisation)
        assert plan.line_of_sight(target)[-2] in plan.pillars, target.code


@every_story
def test_the_names_of_a_samples_targets_fit_the_tree_at_eighty_columns(story: Story) -> None:
    plan = sample(story)

    for target in plan.targets:
        depth = len(plan.line_of_sight(target)) - 2
        assert 2 * depth + 3 + len(f"{target.code} {target.name}") <= 38, target.code


@every_story
def test_the_parts_of_the_headline_carry_all_of_it(story: Story) -> None:
    plan = sample(story)
    above = plan.target(story.headline)
    parts = parts_of(plan, above)

    assert sum(part.share or 0 for part in parts) == pytest.approx(1)
    for part in parts:
        assert part.share is not None
        assert part.goal == pytest.approx(part.share * (above.goal or 0))
        assert part.baseline == pytest.approx(part.share * (above.baseline or 0))


@every_story
def test_the_readings_of_the_parts_add_up_to_the_headlines(story: Story) -> None:
    plan = sample(story)
    above = plan.target(story.headline)
    added: dict[date, float] = defaultdict(float)
    for part in parts_of(plan, above):
        for reading in plan.readings_of(part.id):
            added[reading.on] += reading.value

    assert added == {reading.on: reading.value for reading in plan.readings_of(above.id)}


def test_the_royalties_house_wants_what_its_four_departments_carry() -> None:
    plan = sample(ROYALTIES)
    revenue = plan.target("SB-1")

    assert {part.code[:2] for part in parts_of(plan, revenue)} == {"FI", "OP", "LG", "MK"}
    assert (revenue.relative_goal, plan.target("OP-2").relative_goal) == ("+15%", "-20%")
    assert (plan.target("LG-2").goal, plan.target("LG-2").unit) == (95, "%")


@every_story
def test_a_relative_goal_is_what_it_makes_of_the_baseline(story: Story) -> None:
    relative = [t for t in sample(story).targets if t.relative_goal]

    assert len(relative) >= 3
    for target in relative:
        change = float(target.relative_goal.removesuffix("%")) / 100
        assert target.goal == pytest.approx((target.baseline or 0) * (1 + change)), target.code


@every_story
def test_the_points_of_a_curve_lie_between_start_and_due_and_between_baseline_and_goal(story: Story) -> None:
    curved = [t for t in sample(story).targets if t.curve is Curve.points]

    for target in curved:
        days = [target.start, *(point.on for point in target.points), target.due]
        values = [target.baseline, *(point.value for point in target.points), target.goal]
        assert days == sorted(set(days)), target.code
        assert values == sorted(set(values), key=lambda value: value or 0), target.code
    assert curved


@every_story
def test_every_influence_has_time_to_act_before_what_it_acts_on_is_due(story: Story) -> None:
    plan = sample(story)

    assert {influence.sign for influence in plan.influences} == {1, -1}
    for influence in plan.influences:
        lagging = plan.get(influence.lagging)
        assert isinstance(lagging, Target)
        assert story.day + timedelta(weeks=influence.lag_weeks) < lagging.due, influence.rationale
        assert influence.rationale


@every_story
def test_people_of_a_sample_meet_ask_promise_and_thank(story: Story) -> None:
    plan = sample(story)

    assert {blocker.resolved_on is None for blocker in plan.all_of(Blocker)} == {True, False}
    assert {request.answered_on is None for request in plan.all_of(SupportRequest)} == {True, False}
    assert {action.done_on is None for action in plan.all_of(Action)} == {True, False}
    assert any(meeting.discuss for meeting in plan.all_of(StandUp))
    assert plan.all_of(Recognition)


@every_story
def test_on_its_day_a_sample_has_some_of_everything_and_not_too_much_red(story: Story) -> None:
    found = Counter(statuses(sample(story), story.day).values())

    assert {Status.on_track, Status.at_risk, Status.off_track, Status.no_news} <= set(found)
    assert found[Status.on_track] > found[Status.at_risk] + found[Status.off_track] > 2
    assert found[Status.off_track] == 1
    assert found[Status.no_news] == 1


@every_story
def test_one_target_of_a_sample_recovers_and_one_is_silent(story: Story) -> None:
    plan = sample(story)
    recovering = plan.target(story.recovering)
    worst = judge(plan, recovering, story.on_its_worst_day)
    now = statuses(plan, story.day)

    assert worst is not None
    assert worst.status in (Status.at_risk, Status.off_track)
    assert now[story.recovering] is Status.on_track
    assert now[story.silent] is Status.no_news


def test_the_earlier_quarter_of_the_royalties_house_ended_well_and_badly() -> None:
    plan = sample(ROYALTIES)
    found = statuses(plan, ROYALTIES.day)

    assert {found[t.code] for t in plan.targets if t.state is State.closed} == {Status.achieved, Status.missed}


def test_one_goal_of_the_royalties_house_was_changed_and_the_first_one_is_kept() -> None:
    pitches = sample(ROYALTIES).target("MK-2")

    assert (pitches.original_goal, pitches.goal) == (30, 24)


@every_story
def test_no_text_of_a_sample_holds_what_a_terminal_would_obey_or_a_month(story: Story) -> None:
    months = re.compile(r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b")
    found = [text for document in FileStore(sample_path(story.name)).documents() for text in texts(document)]

    assert found == [clean_note(text) for text in found]
    assert not [text for text in found if re.search(r"[\[\]<>=@`\\]|https?:", text)]
    assert not [text for text in found if months.search(text)]


@every_story
@pytest.mark.parametrize("weeks", [-40, -9, 0, 4, 17, 30, 500])
def test_on_any_day_the_demo_is_as_fresh_as_the_sample_on_its_own(tmp_path: Path, story: Story, weeks: int) -> None:
    first = story.day + timedelta(weeks=weeks)
    plan = demo(story, tmp_path, first).read()

    assert statuses(plan, first) == statuses(sample(story), story.day)
    for days in range(1, 8):  # the plan's zone may be a day ahead of the one who runs it
        assert statuses(plan, first + timedelta(days=days)) == statuses(plan, first)


@every_story
@pytest.mark.parametrize("days", [0, 6])
def test_whoever_runs_the_demo_has_a_check_in_to_make_and_is_not_late_with_any(tmp_path: Path, story: Story, days: int) -> None:
    today = date(2027, 3, 3) + timedelta(days=days)
    plan = demo(story, tmp_path, today, "maria").read()
    person = plan.person_of("maria")
    assert person is not None
    mine = [t for t in plan.targets if t.owner == person.id]

    assert any(is_due(t, plan.readings_of(t.id), plan.policy, today) for t in mine)
    assert not any(judge_all(plan, today)[t.id].stale for t in mine)


@every_story
def test_the_demo_moves_the_points_of_curves_and_the_days_of_blockers_along(tmp_path: Path, story: Story) -> None:
    before, after = sample(story), demo(story, tmp_path, story.day + timedelta(weeks=20)).read()
    moved = timedelta(weeks=20)

    points = [point for target in before.targets for point in target.points]
    assert [point for target in after.targets for point in target.points] == [
        point.model_copy(update={"on": point.on + moved}) for point in points
    ]
    assert [b.due for b in after.all_of(Blocker) if b.due] == [b.due + moved for b in before.all_of(Blocker) if b.due]


@every_story
def test_nothing_in_the_demo_of_a_small_sample_was_saved_in_the_future(tmp_path: Path, story: Story) -> None:
    store = demo(story, tmp_path, story.day)
    plan = store.read()

    assert all(record.at.date() < story.day for record in plan.records.values())
    assert all(c.on <= c.at.date() < story.day for t in plan.targets for c in store.history(t.id))
