"""Tests of what names say by themselves."""

from datetime import date, timedelta

import pytest

from kptui.models.target import Cadence
from kptui.tables.nesting import cadence_of, shared_parts, short_code


def test_the_part_that_most_names_share_comes_first() -> None:
    names = ["Speed - Bus", "Speed - Tram", "Speed - Rail", "Speed - Foot", "Cost - Bus", "Noise - Bus", "Noise - Tram", "Staff"]
    speed = dict.fromkeys(names[:4], "Speed")
    assert shared_parts(names) == {**speed, "Cost - Bus": "Bus", "Noise - Bus": "Bus"}


def test_a_name_of_one_part_nests_with_those_that_begin_with_it() -> None:
    assert shared_parts(["Wait", "Wait - 1 Line"]) == {"Wait": "Wait", "Wait - 1 Line": "Wait"}


def test_what_nobody_shares_nests_nowhere() -> None:
    assert shared_parts(["One - Two", "Three", "A-B", " - "]) == {}
    assert shared_parts([]) == {}


def test_a_name_that_repeats_a_part_shares_it_once() -> None:
    assert shared_parts(["Bus - Bus", "Tram"]) == {}


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("NYC Transit", (), "NT"),
        ("Bridges and Tunnels", (), "BT"),
        ("Marketing", (), "MAR"),
        ("IT", (), "IT"),
        ("NYC Transit", ("NT",), "NT2"),
        ("NYC Transit", ("NT", "NT2"), "NT3"),
        ("Überwachung öffentlicher Anlagen", (), "UOA"),
        ("3rd Line Support", (), "T3LS"),
        ("the", (), "THE"),
        ("日本", (), "T"),
        ("a b c d e f g h i", (), "BCDEFG"),
        ("b c d e f g", ("BCDEFG",), "BCDEF2"),
    ],
)
def test_a_short_code_is_made_of_initials_and_unique(name: str, taken: tuple[str, ...], code: str) -> None:
    assert short_code(name, taken) == code


@pytest.mark.parametrize(
    ("days", "cadence"),
    [
        (1, Cadence.daily),
        (7, Cadence.weekly),
        (5, Cadence.weekly),
        (14, Cadence.fortnightly),
        (31, Cadence.monthly),
        (92, Cadence.quarterly),
        (365, Cadence.quarterly),
    ],
)
def test_a_cadence_is_the_one_nearest_to_the_usual_spacing(days: int, cadence: Cadence) -> None:
    series = [date(2026, 1, 1) + timedelta(days=days * n) for n in range(4)]
    assert cadence_of([*series, series[0], series[-1] + timedelta(days=300)]) is cadence


def test_one_day_has_no_cadence() -> None:
    assert cadence_of([date(2026, 1, 1)] * 2) is None
