"""The format: what is written is read back, and nothing else is."""

import json
from collections.abc import Sequence
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.ledger.format import HEAD, START, TAIL, Document, Place, Scan, encode, parse_foreign, read_line, scan, write_whole

values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
documents = st.dictionaries(st.text().filter(lambda name: name not in ("~", "~part")), values, min_size=1)

THREE: list[Document] = [{"record": "note", "id": "a"}, {"record": "note", "id": "b"}, {"record": "note", "id": "c"}]


def scan_whole(data: bytes) -> Scan:
    return scan(data[len(HEAD) :], START)


def found_in(data: bytes) -> list[Document]:
    return [line.document for line in scan_whole(data).lines]


def appended(file: bytes, more: Sequence[Document]) -> bytes:
    place = scan_whole(file).place
    return file[: place.end] + encode(more, place)


def test_an_empty_file_is_json_and_has_no_documents() -> None:
    empty = write_whole([])
    assert json.loads(empty) == {"_default": {}}
    assert scan_whole(empty) == Scan([], START, [], whole=True)


@given(st.lists(documents, max_size=5), st.lists(documents, min_size=1, max_size=5))
def test_whatever_json_can_hold_comes_back_as_it_was(first: list[Document], more: list[Document]) -> None:
    file = appended(write_whole(first), more)
    found = scan_whole(file + b"   ")
    assert [line.document for line in found.lines] == first + more
    assert found.whole
    assert not found.damage
    assert [read_line(file[line.offset :][: line.length]) for line in found.lines] == first + more
    assert len(json.loads(file)["_default"]) == len(first + more)


def test_the_seal_is_the_crc_of_the_line_and_of_the_file_up_to_it() -> None:
    file = appended(write_whole(THREE[:1]), THREE[1:2])
    body = b'"2":{"record":"note","id":"b"'
    at = file.index(body)
    assert file[at + len(body) :].startswith(b',"~":"%08x%08x"}' % (crc32(body), crc32(file[: at + len(body)])))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_an_append_cut_at_any_byte_leaves_what_was_there_before_and_nothing_else(size: int) -> None:
    before = write_whole(THREE[:1])
    place = scan_whole(before).place
    payload = encode(THREE[:size], place)
    for cut in range(len(payload)):
        room = before[place.end :].ljust(len(payload))
        found = scan_whole(before[: place.end] + payload[:cut] + room[cut:])
        complete = cut >= len(payload) - len(TAIL)
        assert [line.document for line in found.lines] == THREE[:1] + (THREE[:size] if complete else []), cut
        assert found.whole is (cut == 0), cut
        assert found.place == (place if not complete else found.place)


def test_an_append_can_follow_a_torn_one_in_the_same_place() -> None:
    before = write_whole(THREE[:1])
    place = scan_whole(before).place
    torn = before[: place.end] + encode(THREE[1:2], place)[:20]
    assert found_in(torn[: scan_whole(torn).place.end] + encode(THREE[2:], scan_whole(torn).place)) == [THREE[0], THREE[2]]


def test_any_flipped_bit_is_noticed_costs_at_most_the_lines_beside_it_and_is_never_read_as_something_else() -> None:
    file = write_whole([*THREE, *THREE])
    lines = scan_whole(file).lines
    for at in range(len(HEAD), len(file)):
        beside = [n for n, line in enumerate(lines) if line.offset - 2 <= at <= line.offset + line.length + 1]
        for bit in range(8):
            flipped = bytearray(file)
            flipped[at] ^= 1 << bit
            found = scan_whole(bytes(flipped))
            served = [line.key - 1 for line in found.lines]
            assert [line.document for line in found.lines] == [lines[n].document for n in served], (at, bit)
            assert set(range(6)) - set(served) <= set(beside), (at, bit)
            assert found.damage or not found.whole, (at, bit)


def test_a_change_of_several_records_that_misses_any_of_them_counts_not_at_all() -> None:
    before = write_whole(THREE[:1])
    grouped = appended(before, THREE)
    for lost in scan_whole(grouped).lines[1:]:
        holed = bytearray(grouped)
        holed[lost.offset : lost.offset + lost.length] = b" " * lost.length
        found = scan_whole(bytes(holed))
        assert [line.document for line in found.lines] == THREE[:1]
        assert not found.whole


def test_a_line_cut_out_is_noticed() -> None:
    file = write_whole(THREE)
    middle = scan_whole(file).lines[1]
    found = scan_whole(file[: middle.offset] + file[middle.offset + middle.length + 2 :])
    assert [line.document for line in found.lines] == [THREE[0], THREE[2]]
    assert found.damage == [f"the line at byte {middle.offset} does not follow on from the one before it"]


def test_a_change_of_several_records_that_lost_its_end_in_the_middle_of_a_file_is_named() -> None:
    before = write_whole(THREE[:1])
    grouped = appended(before, THREE[1:])
    last = scan_whole(grouped).lines[-1]
    place = Place(last.offset - 2, crc32(grouped[: last.offset - 2]), 2)
    found = scan_whole(grouped[: place.end] + encode(THREE[:1], place))
    assert found.damage == [f"the append at byte {scan_whole(grouped).lines[1].offset} is not whole"]
    assert [line.document for line in found.lines] == [THREE[0], THREE[1], THREE[0]]


@pytest.mark.parametrize(
    "garbage",
    [b"", b"x", b"\n}} x", b"\nx\n}}", b'\n"1":{}\n}}', b'\n"1":{"a":1,"~":"zzzzzzzzzzzzzzzz"}\n}}', b",\n}}", b"\n}}\n}}"],
)
def test_what_is_no_ledger_has_no_documents_and_is_not_whole(garbage: bytes) -> None:
    found = scan(garbage, START)
    assert not found.lines
    assert not found.whole


def test_a_line_that_is_sealed_but_no_document_is_damage() -> None:
    body = b'"1":{"a":'
    sealed = b"\n" + body + b',"~":"%08x%08x"}' % (crc32(body), crc32(HEAD + b"\n" + body))
    assert not scan(sealed + TAIL, START).lines


def test_a_file_that_tinydb_rewrote_is_understood_by_its_keys() -> None:
    rows = {"10": {"id": "b", "~": "old"}, "9": {"id": "a", "~part": [1, 2]}, "11": 7}
    assert parse_foreign(json.dumps({"_default": rows}).encode()) == [(9, {"id": "a"}), (10, {"id": "b"})]


def test_what_json_of_other_programs_lets_through_is_replaced() -> None:
    foreign = rb'{"_default": {"1": {"v": NaN, "w": [-Infinity], "t": "a\ud800b"}}}'
    assert parse_foreign(foreign) == [(1, {"v": None, "w": [None], "t": "a?b"})]


def test_names_that_are_the_formats_own_are_never_written_twice() -> None:
    assert found_in(write_whole([{"id": "a", "~": "x", "~part": [1, 9], "part": [1, 9]}])) == [{"id": "a", "part": [1, 9]}]


@pytest.mark.parametrize(
    "other", [b"", b"[]", b"{}", b"7", b"{", b'{"_default": 7}', b'{"_default": {"a": {}}}', b'{"_default": {}, "more": {}}']
)
def test_any_other_file_is_not_understood(other: bytes) -> None:
    assert parse_foreign(other) is None


def test_documents_may_be_given_greater_keys_and_the_next_one_follows_them() -> None:
    file = write_whole(THREE[:1], [3])
    place = scan_whole(file).place
    longer = file[: place.end] + encode(THREE[1:], place, [12, 77])
    last = scan_whole(longer).place
    longest = longer[: last.end] + encode(THREE[:1], last)
    assert [line.key for line in scan_whole(longest).lines] == [3, 12, 77, 78]
