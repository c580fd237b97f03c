"""Pages: what a dict would hold, and no copy changes another."""

from hypothesis import given
from hypothesis import strategies as st

from kptui.pages import Pages


@given(st.lists(st.dictionaries(st.text(), st.integers())))
def test_they_hold_what_a_dict_would_and_earlier_copies_stay_as_they_were(steps: list[dict[str, int]]) -> None:
    pages, expected = [Pages[int]()], [dict[str, int]()]
    for step in steps:
        pages.append(pages[-1].with_all(step))
        expected.append(expected[-1] | step)
    assert [dict(found) for found in pages] == expected
    assert [len(found) for found in pages] == [len(found) for found in expected]
    assert pages[-1].get("nobody's") is None
