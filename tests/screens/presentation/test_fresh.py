"""Fresh: for how long what others changed is marked."""

from screens.presentation.fresh import Lately


def test_each_is_remembered_for_as_long() -> None:
    lately = Lately(4)
    lately.note({"a"}, 10)
    lately.note({"b"}, 12)
    assert lately.at(13.9) == {"a", "b"}
    assert lately.at(14) == {"b"}
    assert lately.at(16) == frozenset()


def test_one_that_is_noted_again_is_remembered_for_as_long_from_then_on() -> None:
    lately = Lately(4)
    lately.note({"a"}, 10)
    lately.note({"a"}, 13)
    assert lately.at(16.9) == {"a"}
    assert lately.at(17) == frozenset()
