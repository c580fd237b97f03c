"""The rows of a record form: what is wrong is said in whole words beside its field, and whole below."""

import pytest

from screens.presentation.form_rows import explained, field_line, form_rows
from screens.presentation.line import text_of
from tests.kptui.forms.filling import a_filled_target

DUE = a_filled_target(due="03/04")


@pytest.mark.parametrize("here", [True, False])
def test_beside_a_field_stands_what_fits_of_what_is_wrong(*, here: bool) -> None:
    row = next(row for row in form_rows(DUE) if row.name == "due")
    whole = "'03/04' could mean 4 Mar 2026 or 3 Apr 2026; type the one you mean."
    assert whole in text_of(field_line(row, 120, here=here))
    assert text_of(field_line(row, 80, here=here)).endswith("could mean 4 Mar 2026 or 3 Apr 2026")


@pytest.mark.parametrize(("width", "rows"), [(78, 1), (58, 2), (38, 3)])
def test_below_it_is_said_whole_and_what_the_field_is_gives_way(width: int, rows: int) -> None:
    asked = next(asked for asked in DUE.asked if asked.name == "due")
    shown = [text_of(row) for row in explained(asked, DUE, (), (), width)]
    assert len(shown) == 3
    said = " ".join(" ".join(shown).split())
    assert said.endswith("could mean 4 Mar 2026 or 3 Apr 2026; type the one you mean.")
    assert ("The last day" in said) is (rows < 3)
