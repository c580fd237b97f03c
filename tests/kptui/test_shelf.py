"""Shelf: records are made into models when they are asked for, and no sooner."""

import pytest
from pydantic import ValidationError

from kptui.models.organisation import Team
from kptui.models.target import Target
from kptui.shelf import Kept, Shelf, of_type
from tests.builders import a_target, a_team

TARGET, TEAM = a_target(), a_team()


def test_a_record_comes_back_from_its_json_the_same_and_once() -> None:
    kept = Kept("target", json=Kept("target", TARGET).json)
    assert kept.record == TARGET
    assert kept.record is kept.record
    assert kept.json == Kept("target", TARGET).json


def test_asking_for_one_kind_leaves_the_others_alone() -> None:
    kept = {TARGET.id: Kept("target", TARGET), "broken": Kept("team", json="{}")}
    shelf = Shelf(lambda: kept)
    assert of_type(shelf, Target) == (TARGET,)
    assert len(shelf) == 2
    assert list(shelf) == [TARGET.id, "broken"]
    with pytest.raises(ValidationError):
        of_type(shelf, Team)


def test_a_plain_mapping_serves_as_well() -> None:
    assert of_type({TARGET.id: TARGET, TEAM.id: TEAM}, Team) == (TEAM,)
