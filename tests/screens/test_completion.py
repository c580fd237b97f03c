"""What is begun is completed to the first choice that goes on so; what is a choice already is left alone."""

import pytest

from screens.widgets.completion import one_of
from tests.screens.house import Driven, seen, until


@pytest.mark.parametrize(
    ("typed", "whole"), [("cus", "Customers"), ("Customers", None), ("CUSTOMERS W", "Customers who stay"), ("x", None)]
)
async def test_one_of_several_choices_is_completed(typed: str, whole: str | None) -> None:
    assert await one_of(["Customers", "Customers who stay"]).get_suggestion(typed) == whole


async def test_in_a_form_tab_completes_first_and_goes_on_then(pilot: Driven) -> None:
    await pilot.press("e", "tab", "tab", "delete", *"Ben")
    await until(pilot, lambda: "Tab complete" in seen(pilot))
    before = pilot.app.screen.field_name  # type: ignore[attr-defined]
    await pilot.press("tab")
    assert pilot.app.screen.field_name == before  # type: ignore[attr-defined]
    await until(pilot, lambda: "Tab complete" not in seen(pilot))
    await pilot.press("tab")
    assert pilot.app.screen.field_name != before  # type: ignore[attr-defined]
