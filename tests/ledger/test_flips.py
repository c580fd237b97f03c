"""Bits flip: that line is set aside and named, all others serve, and nothing is ever blanked."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kptui.changes import add_records
from kptui.ledger.format import Document
from kptui.store import FileStore
from tests.ledger.counts import COUNTS, chance, quick_or_long
from tests.ledger.plans import check_in, ids_seen, new_check_in, remains_of


class Row(NamedTuple):
    """One line of the file, and the id of its record."""

    start: int
    end: int
    name: str

    def is_beside(self, places: Iterable[int]) -> bool:
        return any(self.start - 2 <= place <= self.end + 1 for place in places)


def rows_of(file: bytes) -> list[Row]:
    return [Row(*found.span(), found["id"].decode()) for found in re.finditer(rb'"\d+":\{.*?"id":"(?P<id>[^"]*)".*', file)]


def flipped(file: bytes, bits: Iterable[int]) -> bytes:
    changed = bytearray(file)
    for bit in bits:
        changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def documents_by_id(path: Path) -> dict[object, Document]:
    store = FileStore(path, mends=False)
    try:
        return {document["id"]: document for document in store.documents()}
    finally:
        store.close()


def test_whatever_bits_flip_all_other_lines_serve_and_the_damage_is_named_and_kept(path: Path) -> None:
    store = FileStore(path)
    for number in range(20):
        check_in(store, f"number {number}")
    store.close()
    file = path.read_bytes().rstrip()
    rows, sound = rows_of(file), documents_by_id(path)
    dice = chance("flips")
    for _ in range(quick_or_long(400, 8_000)):
        bits = [dice.randrange(len(file) * 8) for _ in range(dice.choice([1, 1, 1, 2, 5]))]
        if len(set(bits)) == len(bits):
            file_as_found = flipped(file, bits)
            path.write_bytes(file_as_found)
            _all_others_serve(path, sound, [row for row in rows if row.is_beside(bit // 8 for bit in bits)])
            _nothing_is_blanked(path, file_as_found, rows)


def _all_others_serve(path: Path, sound: dict[object, Document], hit: list[Row]) -> None:
    found = documents_by_id(path)
    assert all(sound[name] == document for name, document in found.items())
    assert {*sound} - {*found} <= {row.name for row in hit}
    store = FileStore(path)
    last = new_check_in("after the flip")
    assert store.save(add_records(last)).problems
    store.close()
    assert {*documents_by_id(path)} == {*found, last.id}
    COUNTS["states tried"] += 1


def _nothing_is_blanked(path: Path, file: bytes, rows: list[Row]) -> None:
    kept = [path.read_bytes(), *remains_of(path)]
    assert all(any(file[row.start : row.end - 1] in place for place in kept) for row in rows)  # but for the comma behind it
    for beside in path.parent.glob("plan.json.*"):
        beside.unlink()


def test_a_line_that_is_damaged_while_sessions_have_the_plan_open_stops_none_of_them(path: Path) -> None:
    dice = chance("flips while open")
    store = FileStore(path)
    saved = [check_in(store, "before") for _ in range(5)]
    for _ in range(quick_or_long(20, 500)):
        file = path.read_bytes()
        hit = dice.choice(rows_of(file)[-6:-1])
        place = dice.randrange(hit.start, hit.end)
        path.write_bytes(flipped(file, [place * 8 + dice.randrange(8)]))
        last = new_check_in("after")
        store.save(add_records(last))
        assert {*saved, last.id} - {*ids_seen(path)} <= {hit.name}
        path.write_bytes(flipped(path.read_bytes(), _difference(file, path.read_bytes())))
        saved.append(last.id)
    store.close()
    assert [*ids_seen(path)] == saved


def _difference(before: bytes, after: bytes) -> list[int]:
    [place] = [at for at, (old, new) in enumerate(zip(before.rstrip()[:-3], after, strict=False)) if old != new]
    return [place * 8 + bit for bit in range(8) if (before[place] ^ after[place]) & 1 << bit]
