"""Editing: the next version of what was read, or a refusal."""

import pytest

from kptui.changes import add_records, edit_record
from kptui.errors import EditConflict, Refused
from kptui.models.target import Target
from tests.builders import NOW, a_person, a_plan, a_policy, a_target

TARGET = a_target()


def test_an_edit_of_what_was_read_is_its_next_version() -> None:
    [edited] = edit_record(TARGET, NOW, "ana", name="Renamed")(a_plan(TARGET))
    assert isinstance(edited, Target)
    assert (edited.id, edited.version, edited.by, edited.name) == (TARGET.id, 2, "ana", "Renamed")


def test_an_edit_of_what_has_moved_on_is_refused() -> None:
    with pytest.raises(EditConflict, match="ben changed it on 2 Mar 2026 at 09:00"):
        edit_record(TARGET, NOW, "ana", name="Renamed")(a_plan(TARGET.edited(NOW, "ben", name="His")))


def test_who_was_first_is_called_by_name_and_the_moment_is_in_the_time_zone_of_the_plan() -> None:
    known = [a_person(name="Ben Oatlark", login="ben"), a_policy(time_zone="Europe/Berlin")]
    with pytest.raises(EditConflict, match="Ben Oatlark changed it on 2 Mar 2026 at 10:00;"):
        edit_record(TARGET, NOW, "ana", name="Renamed")(a_plan(*known, TARGET.edited(NOW, "ben", name="His")))


def test_an_edit_that_does_not_fit_names_the_field() -> None:
    with pytest.raises(Refused, match=r"^weight: must be at least 0\.$"):
        edit_record(TARGET, NOW, "ana", weight=-1)(a_plan(TARGET))


def test_new_records_are_added_as_they_are() -> None:
    assert add_records(TARGET)(a_plan()) == (TARGET,)
