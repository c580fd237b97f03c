"""Tests of the questions that the progress judge is scored on where no file is named."""

from benchmarks.judges.transit import transit_questions


def test_a_year_of_transit_targets_is_asked_about_three_times_each() -> None:
    questions = list(transit_questions())
    assert len(questions) == 3 * 82
    assert sum(q["cut"] == 50 and q["outcome"] == "missed" for q in questions) == 69


def test_a_question_knows_nothing_of_what_came_after() -> None:
    half = [q for q in transit_questions() if q["cut"] == 50]
    assert {q["as_of"] for q in half} == {"2016-06-30"}
    assert all(len(q["check_ins"]) == 6 for q in half if isinstance(q["check_ins"], list))
