"""Laws of the SMART judge: what holds for any goal, however it is written."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kptui.rules.smart import CRITERIA, SMART_RULES, Above, Goal, PastValue, Verdict, assess
from kptui.rules.smart.ideas import ideas_of, wanted
from kptui.rules.smart.lines import goal_lines
from kptui.rules.smart.sentence import read
from kptui.rules.smart.words import CLASS_OF

WORDS = st.sampled_from(
    [*sorted(CLASS_OF)[::7], "15%", "€240k", "2027", "Q3", "12:30", "30/06", "1.2.3.4", "May", "A", "B", ",", "%", "-", "K2", "x"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join))
FIGURES = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
DAYS = st.one_of(st.none(), st.dates())
PAST = st.lists(
    st.builds(PastValue, st.sampled_from(["2024", "2024Q1", "2025-W3", "once"]), st.floats(-1e300, 1e300)), max_size=5
).map(tuple)
GOALS = st.builds(
    Goal,
    text=TEXTS,
    is_key_result=st.booleans(),
    is_target=st.booleans(),
    metric=TEXTS,
    unit=st.sampled_from(["", "%", "h"]),
    baseline=FIGURES,
    goal=FIGURES,
    low=FIGURES,
    direction=st.sampled_from(["", "increase", "decrease", "keep"]),
    counts_up=st.booleans(),
    start=DAYS,
    due=DAYS,
    due_text=TEXTS,
    owner_open_targets=st.one_of(st.none(), st.integers(0, 20)),
    owner_confidence=st.one_of(st.none(), st.integers(0, 10)),
    parent=TEXTS,
    pillar=TEXTS,
    rationale=TEXTS,
    past_values=PAST,
    influences=st.lists(st.builds(Above, TEXTS, st.sampled_from([1, -1]), st.floats(0, 100)), max_size=2).map(tuple),
    as_of=DAYS,
)


@given(GOALS)
@settings(max_examples=150)
def test_no_goal_is_beyond_the_judge(goal: Goal) -> None:
    found = assess(goal)
    for finding in found.findings:
        assert finding.criterion in CRITERIA
        assert finding.reason
        assert finding.suggestion
    for name in CRITERIA:
        worst = max((f.verdict.rank for f in found.findings if f.criterion == name), default=0)
        assert getattr(found, name).rank == worst or (name == "time_bound" and goal.is_key_result)


@given(TEXTS, st.dates())
def test_a_due_day_never_makes_the_time_worse(text: str, due: date) -> None:
    with_due = assess(Goal(text, due=due)).time_bound.rank
    without = assess(Goal(text)).time_bound.rank
    assert with_due <= without or read(text).last_year is not None


@given(TEXTS)
def test_a_metric_and_a_goal_never_make_it_less_specific(text: str) -> None:
    plain, filled = assess(Goal(text)), assess(Goal(text, metric="time to first answer", goal=12.0))
    assert filled.specific.rank <= plain.specific.rank


@given(TEXTS)
def test_a_key_result_needs_no_time_and_is_judged_alike_without_one(text: str) -> None:
    goal = Goal(text)
    assert assess(replace(goal, is_key_result=True)).specific is assess(goal).specific
    assert assess(replace(goal, is_key_result=True)).time_bound in (Verdict.passes, Verdict.cannot_judge)


@given(st.floats(1, 1e6), st.floats(0, 1), st.floats(0.001, 1000))
def test_the_unit_that_a_figure_is_counted_in_does_not_matter_to_what_can_be_achieved(
    asked: float, spread: float, scale: float
) -> None:
    past = [100.0, 100.0 + asked * spread, 100.0 + asked, 100.0 + asked * 2]

    def grade(by: float) -> Verdict:
        values = tuple(PastValue(str(2022 + i), value * by) for i, value in enumerate(past))
        return assess(Goal("x", baseline=past[-1] * by, goal=(past[-1] + asked * 1.3) * by, past_values=values)).achievable

    assert grade(1.0) is grade(scale)


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_asking_more_is_never_easier(past: list[float], less: float, more: float) -> None:
    def rank(change: float) -> int:
        values = tuple(PastValue(str(2020 + i), value) for i, value in enumerate(past))
        return assess(
            Goal("x", direction="increase", baseline=past[-1], goal=past[-1] + change, past_values=values)
        ).achievable.rank

    assert rank(less) <= rank(less + more)


@given(TEXTS)
def test_what_is_quoted_stands_in_the_text(text: str) -> None:
    sentence = read(text)
    assert sentence.time in text
    assert sentence.vague_time in text
    assert sentence.head_word in text
    assert all(figure.text in text for figure in sentence.figures)
    assert len(sentence.kinds) == len(sentence.tokens)


@given(TEXTS)
def test_ideas_go_one_way_or_the_other(text: str) -> None:
    assert set(ideas_of(text).values()) | set(wanted(text).values()) <= {1, -1}


@given(st.lists(st.text(max_size=30), max_size=6), st.booleans())
def test_goals_stand_on_lines_where_they_are_said_to(lines: list[str], markdown: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    for found in goal_lines(lines, markdown=markdown):
        assert found.text.split()[0].strip("*_`")[:1] in lines[found.line - 1][found.column - 1 :]


def test_every_criterion_has_its_rules() -> None:
    assert tuple(SMART_RULES) == CRITERIA
    assert all(rule.__doc__ for rules in SMART_RULES.values() for rule in rules)


def test_of_several_findings_on_a_criterion_the_worst_comes_first() -> None:
    found = [f.verdict.rank for f in assess(Goal("Improve it etc.")).findings if f.criterion == "specific"]
    assert found == sorted(found, reverse=True)
    assert len(found) > 1
