"""SMART on screen: five letters with their marks, and what would mend them."""

from dataclasses import replace

from kptui.forms import FORMS, Around, as_typed, understand
from kptui.models.target import Target
from screens.presentation.line import length, text_of
from screens.presentation.smart import smart_advice, smart_page
from screens.presentation.target_page import target_page
from screens.presentation.target_view import view_of
from tests.builders import TODAY, a_plan, a_target
from tests.screens.house import House

WELL = "Reduce the median time to first answer of customer questions from 24 h to 12 h"


def a_good_target(**fields: object) -> Target:
    given = {"name": WELL, "metric": "median time to first answer", "unit": "h", "baseline": 24, "goal": 12, **fields}
    return a_target(**given)


def test_the_five_verdicts_stand_in_one_line_whatever_is_wrong() -> None:
    plan = a_plan(good := a_good_target(), vague := a_target(code="CS-2", name="Do better"))
    assert text_of(smart_page(plan, good, TODAY, 70)[0]).startswith("S ✓  M ✓  A ")
    assert text_of(smart_page(plan, vague, TODAY, 70)[0]).startswith("S ?  M ?  A ")


def test_each_verdict_that_does_not_pass_says_what_would_mend_it_in_rows_that_fit() -> None:
    plan = a_plan(vague := a_target(name="Do better"))
    marks, *rows = smart_page(plan, vague, TODAY, 60)
    assert text_of(rows[0]).startswith(("✗ Specific: ", "? Specific: "))
    assert all(length(row) <= 60 for row in (marks, *rows))


def test_the_advice_of_a_form_names_the_field_that_it_is_about() -> None:
    house = House()
    around = Around(a_plan(*house.records), TODAY, "maria", house.response)
    typed = as_typed(FORMS["target"], around) | {"name": WELL, "due": "", "unit": ""}
    lines, field = smart_advice(understand(FORMS["target"], around, typed), around, 78)
    assert field in {asked.name for asked in FORMS["target"].asked}
    assert "^O goes to" in text_of(lines[0])
    assert len(lines) <= 3


def test_a_form_without_a_name_is_not_judged_yet() -> None:
    around = Around(a_plan(), TODAY, "maria")
    lines, field = smart_advice(understand(FORMS["target"], around, {}), around, 78)
    assert (text_of(lines[0]).split(), field) == (["SMART", "judged", "as", "you", "type"], "")


def test_the_page_of_a_target_has_it_once_its_history_is_there_and_while_it_can_be_mended() -> None:
    plan = a_plan(target := a_good_target())
    view = view_of(plan, target, TODAY)
    assert "SMART" not in [text_of(row) for row in target_page(view, 78, 30)]
    assert "SMART" in [text_of(row) for row in target_page(replace(view, history=()), 78, 30)]
    closed = replace(view, target=a_good_target(state="closed"), history=())
    assert "SMART" not in [text_of(row) for row in target_page(closed, 78, 30)]
