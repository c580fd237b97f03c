"""Readings: packed, they are what the check-ins said; and only what is in every way ordinary is taken without pydantic."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kptui.models.check_in import CheckIn, OwnCall, Reading
from kptui.models.record import new_id
from kptui.packing import Authors, packed_id
from kptui.readings import Gathered, Readings, Stored, reading_from, standing, written
from tests.builders import NOW, a_check_in, a_reading, a_target

TARGET = a_target()
ODD_ID = "check-in of maria's"


def gathered(*check_ins: CheckIn) -> Gathered:
    found = Gathered(Authors())
    for number, check_in in enumerate(check_ins):
        take(found, check_in, number)
    return found


def take(into: Gathered, check_in: CheckIn, number: int) -> None:
    if not into.take(check_in.document(), 100 * number, 90):
        into.add(check_in.reading, 100 * number, 90)


def kept_elsewhere(of: Gathered, authors: Authors) -> Gathered:
    found = Gathered(authors)
    found.restore(lambda: of.stored(len(of)), len(of), of.greatest)
    return found


ORDINARY = a_check_in(TARGET, "2026-03-02", 5, confidence=7, own_call="at_risk", challenges="x").document()
NO_MOMENTS = ["2026-W01-1T09:00:00Z", "2026-01-01T090000.0Z", 7]
ODD: dict[str, list[object]] = {
    "id": [new_id().upper(), ODD_ID, "0" * 36, 7, "g" + new_id()[1:], new_id()[:-1] + " "],
    "version": [2, 0, True, "1", None],
    "at": ["2026-03-02 09:00:00Z", "1960-03-02T09:00:00Z", "2026-13-02T09:00:00Z", "2026-03-02T09:00:00.5Z", *NO_MOMENTS],
    "by": [" ma\tria ", "", None, 5],
    "on": ["2026-W10-1", "2026-02-30", "20260302", 20260302, None, ["2026-03-02"]],
    "value": [2.5, -3, 1e300, 2**63, True, "4", None, [1]],
    "confidence": [None, 0, 10, 11, -1, True, 6.0, "6"],
    "own_call": [None, "on_track", "off_track", "achieved", 7, ["on_track"]],
    "achievements": ["", "a rota", None, 7],
    "challenges": ["", None, 7],
    "adjustment": [None, {}, {"of": "tactic", "text": "x"}, {"of": "goal", "goal": 5}],
    "corrects": [None, "", "x", 0, False],
    "withdrawn": [True, None, 0, ""],
    "retired": [True, None, 0, ""],
    "colour": ["teal", None],
}
oddities = st.sampled_from(sorted(ODD)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(ODD[name])))


@given(st.lists(oddities, max_size=2))
def test_what_is_taken_without_pydantic_is_what_pydantic_would_have_made_of_it(changes: list[tuple[str, object]]) -> None:
    found, document = Gathered(Authors()), ORDINARY | dict(changes)
    if found.take(document, 5, 6):
        assert list(found.unpacked(1)) == [CheckIn.model_validate(document).reading]
        assert list(found.places()) == [(5, 6)]
    else:
        assert len(found) == 0


def test_an_ordinary_check_in_is_taken_and_what_pydantic_refuses_never_is() -> None:
    assert Gathered(Authors()).take(ORDINARY, 0, 1)
    assert not Gathered(Authors()).take(ORDINARY, 0, 2**32)
    with pytest.raises(ValidationError):
        CheckIn.model_validate(ORDINARY | {"confidence": 11})
    assert not Gathered(Authors()).take(ORDINARY | {"confidence": 11}, 0, 1)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in ODD.items() for value in values])
def test_each_oddity_alone_is_taken_as_pydantic_takes_it_or_left_to_it(name: str, value: object) -> None:
    found, document = Gathered(Authors()), ORDINARY | {name: value}
    taken = found.take(document, 5, 6)
    assert list(found.unpacked(len(found))) == ([CheckIn.model_validate(document).reading] if taken else [])


check_ins = st.builds(
    lambda number, day, value, sure, call, corrects, odd: a_check_in(
        TARGET,
        f"2026-03-{day:02}",
        value,
        id=f"{ODD_ID} {number}" if odd else f"{number:08x}-0000-7000-8000-00000000000a",
        confidence=sure,
        own_call=call,
        corrects=f"{corrects:08x}-0000-7000-8000-00000000000a" if corrects else None,
        by=f"user {number % 3}",
    ),
    st.integers(0, 20),
    st.integers(1, 28),
    st.floats(-1e9, 1e9),
    st.none() | st.integers(0, 10),
    st.sampled_from([None, *OwnCall]),
    st.integers(0, 20),
    st.booleans(),
)


def by_id(found: Sequence[CheckIn]) -> list[Reading]:
    return list({c.id: c.reading for c in reversed(found)}.values())[::-1]


@given(st.lists(check_ins, max_size=12), st.lists(check_ins, max_size=12))
def test_they_come_back_as_they_were_each_once_in_the_order_of_saving(first: list[CheckIn], more: list[CheckIn]) -> None:
    before = gathered(*first)
    wanted_first = list(before.unpacked(len(before)))
    assert {r.id: r for r in wanted_first} == {r.id: r for r in by_id(first)}
    assert [r.id for r in wanted_first] == list(dict.fromkeys(c.id for c in first))
    grown = kept_elsewhere(before, before._authors)
    earlier = Readings(grown)
    for number, check_in in enumerate(more):
        take(grown, check_in, len(first) + number)
    assert tuple(earlier) == tuple(wanted_first)
    assert tuple(Readings(grown)) == tuple(gathered(*first, *more).unpacked(len(grown)))
    assert earlier.latest == next(iter(standing(wanted_first)[-1:]), None)
    assert Readings(grown).latest == next(iter(standing(Readings(grown))[-1:]), None)
    assert all(grown.holds(c.id) for c in (*first, *more))
    assert not grown.holds("nobody")


def test_a_view_is_a_sequence_that_later_ones_do_not_change() -> None:
    one, two, three = (a_check_in(TARGET, f"2026-03-0{n}", n) for n in (1, 2, 3))
    found = gathered(one, two)
    view = Readings(found)
    take(found, three, 2)
    assert (len(view), view[0], view[-1], view[1:]) == (2, one.reading, two.reading, (two.reading,))
    assert (len(Readings(found)), Readings(found).latest) == (3, three.reading)
    assert view.latest == two.reading
    assert view.latest is view.latest
    assert Readings(Gathered(Authors())).latest is None


def test_what_stands_is_what_was_not_corrected_and_the_last_of_a_day() -> None:
    wrong, again = a_reading("2026-03-01", 1, reading_id="a"), a_reading("2026-03-01", 2, reading_id="b")
    right = a_reading("2026-03-02", 3, corrects="b")
    gone = a_reading("2026-03-03", 0, corrects="c", withdrawn=True)
    assert standing([wrong, again]) == (again,)
    assert standing([wrong, again, right]) == (wrong, right)
    assert standing([a_reading("2026-03-03", 9, reading_id="c"), gone]) == ()


@pytest.mark.parametrize(
    "text", ["", "x", None, 5, "0" * 36, "g" * 8 + "-0000-7000-8000-00000000000a", "1 234567-0000-7000-8000-0000000000a "]
)
def test_only_a_uuid_in_its_usual_form_has_sixteen_bytes(text: object) -> None:
    assert packed_id(text) is None


def test_a_reading_is_written_and_read_again() -> None:
    odd = a_reading("2026-03-01", 2.5, own_call=OwnCall.at_risk, confidence=0, at=datetime(2026, 3, 2, 9, 0, 0, 7, UTC))
    for reading in (odd, a_reading("2026-03-01", 1, corrects="x", withdrawn=True)):
        assert reading_from([*written(reading)]) == reading


def test_a_login_has_one_number_however_it_was_written() -> None:
    authors = Authors(["ben"])
    assert [authors.number(name) for name in ("maria", "ben", " maria\t", "maria")] == [1, 0, 1, 1]
    assert authors.names == ["ben", "maria"]


def test_more_authors_than_a_row_can_tell_apart_are_kept_all_the_same() -> None:
    authors = Authors(str(n) for n in range(2**16))
    found = Gathered(authors)
    check_in = a_check_in(TARGET, "2026-03-01", 1, by="one too many")
    take(found, check_in, 0)
    assert list(found.unpacked(1)) == [check_in.reading]


def test_an_id_is_found_wherever_its_bytes_stand_and_only_there() -> None:
    packed = bytes.fromhex("0d" * 16)
    found = Gathered(Authors())
    across = bytes(8) + packed + bytes(24)
    found.restore(lambda: Stored(across, ()), 1, b"\xff" * 16)
    assert not found.holds("0d0d0d0d-0d0d-0d0d-0d0d-0d0d0d0d0d0d")
    found.restore(lambda: Stored(across + packed + bytes(32), ()), 2, b"\xff" * 16)
    assert found.holds("0d0d0d0d-0d0d-0d0d-0d0d-0d0d0d0d0d0d")


def test_moments_are_kept_to_the_second_as_the_file_has_them() -> None:
    found = gathered(a_check_in(TARGET, "2026-03-01", 1, at=NOW.replace(microsecond=9)))
    assert next(iter(Readings(found))).at == NOW
