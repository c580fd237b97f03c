"""Tests of the errors that a person can mend."""

import pytest

from kptui import errors


def test_every_kind_of_error_has_a_title_of_its_own() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.KptuiError)]
    titles = [kind.title for kind in kinds]
    assert len(kinds) > 5
    assert len(set(titles)) == len(titles)


def test_bad_input_names_its_field_and_a_bad_table_its_rows() -> None:
    assert str(errors.BadInput("value", "No.")) == "No."
    assert errors.BadInput("value", "No.").field == "value"
    assert errors.BadTable("No.", ["one", "two"]).rows == ("one", "two")


def test_a_conflict_is_a_refusal() -> None:
    with pytest.raises(errors.Refused):
        raise errors.EditConflict("Someone was faster.")
