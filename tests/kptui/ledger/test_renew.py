"""Repair: what is sound goes on, and what was there is kept."""

import os
import stat
from pathlib import Path

import pytest

from kptui.errors import BadPlan, ReadOnly
from kptui.ledger.file import Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.renew import Renewed, renew
from kptui.ledger.verify import verify
from kptui.models.schema import SCHEMA
from tests.kptui.ledger.disk import NOBODY, append, ids, ids_in, tinydb_ids

THREE = write_whole([{"record": "note", "id": name} for name in "abc"])


def untouched(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def test_a_sound_file_is_left_as_it_is(path: Path) -> None:
    before = untouched(path)
    assert renew(path) == Renewed(1, (), None)
    assert untouched(path) == before
    assert len(list(path.parent.iterdir())) == 1


@pytest.mark.parametrize(
    ("was", "left"),
    [
        (THREE.replace(b'"id":"b"', b'"id":"x"'), ["a", "c"]),
        (THREE[:-10], ["a", "b"]),
        (THREE.replace(THREE.split(b"\n")[2] + b"\n", b""), ["a", "c"]),
        (b"X" + THREE[1:], ["b", "c"]),
        (b'{"_default": {"4": {"record": "note", "id": "theirs"}}}', ["theirs"]),
        (THREE + b" and some words", ["a", "b", "c"]),
    ],
    ids=["a flipped bit", "a torn end", "a lost line", "a damaged head", "a foreign file", "words at the end"],
)
def test_what_is_sound_is_sealed_anew_and_the_old_file_is_kept(path: Path, was: bytes, left: list[str]) -> None:
    path.write_bytes(was)
    group = NOBODY if os.geteuid() == 0 else os.getgid()
    os.chown(path, -1, group)
    found = renew(path)
    assert found.damage
    assert found.kept is not None
    assert found.kept.name.startswith("plan.json.damaged-")
    assert found.kept.read_bytes() == was
    assert ids_in(path)[-len(left) :] == left
    assert found.documents == len(tinydb_ids(path))
    assert verify(path).sound
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    assert path.stat().st_gid == group
    assert renew(path).kept is None


def test_a_session_that_has_the_file_open_goes_on_with_the_mended_one(ledger: Ledger, path: Path) -> None:
    path.write_bytes(THREE.replace(b'"id":"b"', b'"id":"x"'))
    assert ids(ledger.read().lines) == ["a", "c"]
    renew(path)
    append(ledger, "d")
    assert ids_in(path) == ["a", "c", "d"]
    assert ledger.damage == ()


def test_what_is_no_plan_or_a_newer_one_is_refused_and_left(path: Path) -> None:
    newer = write_whole([{"record": "schema", "id": "schema", "number": SCHEMA + 1}, {"record": "note", "id": "a"}])
    for was, error in ((b"dear diary", BadPlan), (newer[:-4], ReadOnly), (newer[:-1], ReadOnly)):
        path.write_bytes(was)
        with pytest.raises(error):
            renew(path)
        assert path.read_bytes() == was
        assert len(list(path.parent.iterdir())) == 1
