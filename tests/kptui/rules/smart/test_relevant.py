"""Tests of the rules for R."""

import pytest

from kptui.rules.smart import Above, Verdict
from kptui.rules.smart.ideas import ideas_of, moving, opposed, stems_of, topics_of, wanted
from tests.builders import a_day
from tests.kptui.rules.smart.asking import found, verdict

PASS, DOUBT, FAIL, CANNOT = Verdict.passes, Verdict.doubt, Verdict.fail, Verdict.cannot_judge


def said(text: str, parent: str, **fields: object) -> Verdict:
    """Return the verdict on a goal beneath a parent."""
    return verdict("relevant", text, parent=parent, **fields)


def test_nothing_above_cannot_be_judged() -> None:
    assert verdict("relevant", "Cut churn") is CANNOT
    assert found("relevant", "Cut churn", pillar="Growth")[0].reason == "“Growth” alone takes in anything"
    assert said("Cut churn", "Be a good company") is CANNOT


def test_a_reason_of_its_own_stands_without_a_parent() -> None:
    assert verdict("relevant", "File the report", rationale="A late report halts the kiln.") is PASS
    assert verdict("relevant", "File the report", rationale="My manager told me.") is CANNOT


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        ("Library card holders to 27,000", "Every second resident uses the library"),
        ("Serve 90% of callers in a minute", "Nobody queues"),
        ("Clean instruments by 6 am", "First operation starts on time"),
        ("Lift the frobnication rate", "Happier wombats"),
    ],
)
def test_a_shared_word_idea_or_field_of_work_ties_it_to_its_parent(text: str, parent: str) -> None:
    assert said(text, parent) is PASS


def test_other_fields_of_work_are_a_doubt_and_an_excuse_makes_it_fail() -> None:
    assert said("Sick days per head to 8", "The new app in every phone") is DOUBT
    assert said("Sick days per head to 8", "The new app in every phone", rationale="They have colds.") is PASS
    assert said("Sick days per head to 8", "The new app", influences=(Above("Calls"),)) is PASS
    (finding,) = found("relevant", "Read two books", parent="Fewer picking errors", rationale="I need one more target")
    assert finding.verdict is FAIL
    assert finding.reason == "nothing ties it to “Fewer picking errors”; “I need one more target” is no reason"


@pytest.mark.parametrize(
    ("metric", "direction", "parent"),
    [
        ("mean contract value", "decrease", "Grow contract income by 8%"),
        ("brochures printed", "increase", "Become a paperless agency"),
        ("claims under investigation", "increase", "Settle claims faster"),
        ("open tickets", "increase", "Solve problems faster"),
        ("average rent", "increase", "Lower housing costs"),
        ("accidents", "increase", "Accidents"),
    ],
)
def test_a_goal_that_goes_against_its_parent_fails(metric: str, direction: str, parent: str) -> None:
    assert said("x", parent, metric=metric, direction=direction) is FAIL
    assert said("x", parent, metric=metric, direction=direction, rationale="They will be more.") is DOUBT


@pytest.mark.parametrize(
    ("metric", "direction", "parent"),
    [
        ("scrap", "decrease", "Waste nothing"),
        ("spend on desk items", "decrease", "Save money"),
        ("open counters", "increase", "Shorter queues"),
        ("open counters", "keep", "Fewer counters"),
    ],
)
def test_a_goal_that_goes_the_same_way_passes(metric: str, direction: str, parent: str) -> None:
    assert said("x", parent, metric=metric, direction=direction) is PASS


@pytest.mark.parametrize(
    ("metric", "direction", "parent"),
    [
        ("customer complaints", "decrease", "Win more customers"),
        ("cost per customer", "decrease", "More customers"),
        ("share of late trains", "decrease", "Run more trains"),
        ("training cost per employee", "decrease", "Train more employees"),
        ("members who cancel", "decrease", "More members"),
        ("customers lost", "decrease", "Grow the number of customers"),
        ("sales per employee", "increase", "Fewer employees"),
        ("revenue from repeat customers", "increase", "Fewer customer complaints"),
        ("complaints answered within a day", "increase", "Fewer complaints"),
    ],
)
def test_what_a_figure_is_counted_for_is_not_what_it_counts(metric: str, direction: str, parent: str) -> None:
    assert said("x", parent, metric=metric, direction=direction) is PASS


@pytest.mark.parametrize(
    ("metric", "direction", "parent"),
    [
        ("staff turnover", "increase", "People who stay with us"),
        ("marketing spend", "decrease", "Spend more on marketing than our rivals"),
        ("training hours per employee", "decrease", "Build the skills of our people through more training"),
        ("safety inspections", "decrease", "A site where nobody is hurt"),
        ("call length", "increase", "Shorten the time customers spend on the phone"),
        ("average rent", "increase", "Affordable homes"),
        ("open complaints", "increase", "Fewer unhappy tenants"),
        ("car parking spaces", "increase", "Fewer cars in the town"),
    ],
)
def test_what_goes_against_its_parent_in_other_words_fails(metric: str, direction: str, parent: str) -> None:
    assert said("x", parent, metric=metric, direction=direction) is FAIL


def test_a_sentence_without_fields_goes_the_way_that_it_says() -> None:
    assert said("Cut customer complaints from 120 to 80", "Happy customers") is PASS
    assert said("Double the complaints", "Happy customers") is FAIL
    assert said("Keep complaints at 20", "Happy customers", metric="complaints", direction="keep") is PASS


def test_a_clash_is_named_in_a_whole_word() -> None:
    clash = opposed(wanted("Fewer suppliers"), moving("number of suppliers"), "number of suppliers")
    assert clash is not None
    assert clash.words == "it wants more “suppliers”"


def test_a_metric_without_a_noun_moves_nothing() -> None:
    assert moving("rate of the total") == {}


@pytest.mark.parametrize("excuse", ["We always do it.", "It is the easiest thing to measure.", "I should have something here."])
def test_an_excuse_is_no_reason(excuse: str) -> None:
    assert said("Badge scans at 1,200 a day", "Develop new medicines faster", rationale=excuse) is FAIL


def test_hiring_beneath_lower_wages_is_a_doubt() -> None:
    assert said("Hire 25 drivers", "Bring the wage bill down by 4%", metric="drivers hired") is DOUBT
    clash = opposed({"cost": -1}, {"staff": 1}, "drivers hired")
    assert clash is not None
    assert clash.indirect
    assert opposed({"cost": 1}, {"staff": 1}, "drivers hired") is None


def test_counts_that_only_look_well_are_a_doubt() -> None:
    assert said("Collect 10,000 likes", "Fund the new aviary") is DOUBT
    assert said("Collect 10,000 likes", "Fund the new aviary", rationale="Each like gave 2 euros in the trial.") is PASS


def test_what_repeats_its_parent_or_does_not_show_in_it_is_a_doubt() -> None:
    assert said("Turnover of €12.0m", "Turnover of €12.0m in 2025") is DOUBT
    assert said("Turnover of €12.0m", "Turnover of €14.0m in 2025") is PASS
    assert said("Cut the stapler budget by £400", "Save £3m", metric="spend", direction="decrease") is DOUBT
    assert said("Cut the lorry budget by £400k", "Save £3m", metric="spend", direction="decrease") is PASS


def test_an_influence_that_comes_too_late_or_hurts_is_a_doubt() -> None:
    span = {"start": a_day("2026-01-01"), "due": a_day("2026-06-30")}
    assert said("Certify 12 coaches", "Gold at the cup", influences=(Above("Cup", lag_weeks=60),), **span) is DOUBT
    assert said("Certify 12 coaches", "Gold at the cup", influences=(Above("Cup", lag_weeks=6),), **span) is PASS
    assert said("Score up", "Shorter queues", influences=(Above("Queue time"),)) is DOUBT
    assert said("Score up", "Shorter queues", influences=(Above("Queue time", sign=-1),)) is PASS
    assert said("Faults down", "Shorter queues", direction="decrease", influences=(Above("Queue time"),)) is PASS
    assert verdict("relevant", "Score up", influences=(Above("Queue time"),)) is CANNOT


def test_words_are_compared_by_their_stems() -> None:
    assert stems_of("Cleaners clean the cities") == stems_of("cleaning city")
    assert ideas_of("churn of customers") == {"custom": 1}
    assert ideas_of("churn") == {"custom": -1}
    assert topics_of("nurses and lorries") == {"people", "health", "transport"}
    assert topics_of("wombats") == frozenset()


def test_what_is_wanted_holds_up_to_the_next_preposition() -> None:
    assert wanted("Halve the cost per invoice") == {"cost": -1}
    assert wanted("Grow contract income") == {"contract": 1, "income": 1}
    assert wanted("Save money") == {"cost": -1, "mone": -1}
    assert wanted("Mistakes") == {"error": -1}
    assert wanted("Customers") == {"custom": 1}
