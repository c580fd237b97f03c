"""The rows of the log say on narrow screens too what was done."""

import pytest

from kptui.log import deed
from kptui.models.check_in import CheckIn
from screens.presentation.line import text_of
from screens.presentation.log_lines import log_line
from tests.builders import NOW, TODAY, a_check_in, a_plan, a_target

TARGET = a_target(code="IT-2", unit="h")
MADE = a_check_in(TARGET, "2026-02-27", 12)
WITHDRAWN = a_check_in(TARGET, "2026-02-27", 12, corrects=MADE.id, withdrawn=True)


def row(record: CheckIn, width: int) -> str:
    plan = a_plan(TARGET, readings={TARGET.id: (MADE.reading,)})
    return text_of(log_line(plan, TODAY, deed(plan, record, None), width)).rstrip()


@pytest.mark.parametrize("width", [60, 80])
def test_a_check_in_and_its_withdrawal_differ(width: int) -> None:
    assert row(MADE, width) != row(WITHDRAWN, width)
    assert "withdrew" in row(WITHDRAWN, width)


def test_a_retired_target_of_which_nothing_else_changed_is_said_to_be() -> None:
    plan = a_plan(TARGET)
    retired = TARGET.edited(NOW, "ana", retired=True)
    assert text_of(log_line(plan, TODAY, deed(plan, retired, TARGET), 60)).rstrip().endswith("retired target")
