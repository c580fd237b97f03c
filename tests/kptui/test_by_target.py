"""By target: what a dict would hold, and no copy changes another."""

from hypothesis import given
from hypothesis import strategies as st

from kptui.by_target import ByTarget, Shared
from kptui.packing import Authors
from kptui.readings import Gathered, Readings
from tests.builders import a_reading

LATEST = a_reading("2026-02-01", 1)


def readings(count: int) -> Readings:
    gathered = Gathered(Authors())
    for day in range(count):
        gathered.add(a_reading(f"2026-03-{day + 1:02}", day), 0, 1)
    return Readings(gathered)


MANY = [{f"target {n}": n % 5 for n in range(70)}]


@given(st.just(MANY) | st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5))))
def test_they_hold_what_a_dict_would_and_earlier_copies_stay_as_they_were(steps: list[dict[str, int]]) -> None:
    found, expected = [ByTarget()], [dict[str, Readings]()]
    for step in steps:
        changes = {target: readings(count) for target, count in step.items()}
        found.append(found[-1].with_all(changes))
        expected.append(expected[-1] | changes)
    assert [dict(one) for one in found] == expected
    assert [len(one) for one in found] == [len(one) for one in expected]
    latest = {target: next(iter(tuple(of)[-1:]), None) for target, of in expected[-1].items()}
    assert {target: found[-1].latest(target) for target in latest} == latest
    assert found[-1].latest("nobody") is None
    assert found[-1].get("nobody") is None


@given(st.just(MANY) | st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5))), st.data())
def test_what_is_other_in_two_copies_is_what_was_changed_between_them(steps: list[dict[str, int]], data: st.DataObject) -> None:
    found = [ByTarget()]
    for step in steps:
        found.append(found[-1].with_all({target: readings(count) for target, count in step.items()}))
    first = data.draw(st.integers(0, len(steps)))
    then = data.draw(st.integers(first, len(steps)))
    changed = {target for step in steps[first:then] for target in step}
    assert found[then].changed_since(found[first]) == changed
    assert found[first].changed_since(found[then]) == changed


def test_what_an_index_has_is_made_when_it_is_asked_for_and_once() -> None:
    made: list[str] = []

    def make(target: str) -> Readings:
        made.append(target)
        return readings(2)

    shared = Shared({"a": 0, "b": 1}, make, lambda _: LATEST)
    both = ByTarget(shared)
    assert (both.latest("a"), both.latest("nobody"), both.get("nobody"), made) == (LATEST, None, None, [])
    assert both["a"] is both["a"]
    assert made == ["a"]
    assert both.latest("a") == both["a"][-1]
    other = both.with_all({"b": readings(3)})
    assert (list(other), len(other), len(other["b"]), len(both["b"])) == (["a", "b"], 2, 3, 2)
