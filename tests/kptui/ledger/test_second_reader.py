"""The page on the format: a reader that was written from it agrees with the ledger, and what it shows is true."""

import json
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kptui.ledger.face import open_database
from kptui.ledger.file import Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.opening import make_file
from tests.kptui.ledger.second_reader import Found, read, read_foreign

PAGE = (Path(__file__).parents[3] / "docs" / "ledger-format.md").read_text()

values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
names = st.text().filter(lambda name: name not in ("~", "~part"))
documents = st.dictionaries(names, values | st.lists(values, max_size=2) | st.dictionaries(st.just("~"), values), max_size=3)
patiently = settings(max_examples=60, deadline=None)  # each example is synced to the disk
appends = st.lists(st.lists(documents, min_size=1, max_size=3), max_size=4)


def example(after: str) -> str:
    """Return the first block of code on the page after a heading."""
    rest = PAGE.partition(f"\n## {after}\n")[2].splitlines()
    start = next(number for number, line in enumerate(rest) if line.startswith("    "))
    end = next(number for number, line in enumerate(rest) if number > start and line and not line.startswith("    "))
    return textwrap.dedent("\n".join(rest[start:end]))


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as directory:
        yield Path(directory) / "plan.json"


def written(path: Path, appended: Sequence[Sequence[dict[str, Any]]]) -> bytes:
    path.unlink(missing_ok=True)
    make_file(path, write_whole([]))
    with closing(Ledger(path)) as ledger:
        for several in appended:
            with ledger.locked():
                list(ledger.read().lines)
                ledger.append(several)
    return path.read_bytes()


def as_the_ledger_reads_it(path: Path, data: bytes) -> Found:
    path.write_bytes(data)
    with closing(Ledger(path)) as ledger:
        rows = [(line.key, line.document) for line in ledger.read().lines]
        return Found(rows, bool(ledger.damage), not ledger.unfinished())


@patiently
@given(appended=appends)
def test_it_reads_a_sound_file_as_the_ledger_does(place: Path, appended: list[list[dict[str, Any]]]) -> None:
    data = written(place, appended)
    found = read(data)
    assert found == as_the_ledger_reads_it(place, data)
    assert [document for _, document in found.rows] == [document for several in appended for document in several]
    assert found.whole


@patiently
@given(appended=appends, data=st.data())
def test_it_reads_a_torn_file_as_the_ledger_does(place: Path, appended: list[list[dict[str, Any]]], data: st.DataObject) -> None:
    sound = written(place, appended)
    cut = data.draw(st.integers(len(b'{"_default":{\n'), len(sound)))
    torn = sound[:cut] + b" " * data.draw(st.integers(0, 50))
    assert read(torn) == as_the_ledger_reads_it(place, torn)


@patiently
@given(appended=appends.filter(bool), data=st.data())
def test_it_reads_a_damaged_file_as_the_ledger_does(
    place: Path, appended: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    damaged = bytearray(written(place, appended).rstrip())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=60))
    found = read(bytes(damaged))
    if found.rows:
        assert found == as_the_ledger_reads_it(place, bytes(damaged))


@patiently
@given(appended=appends.filter(bool), data=st.data())
def test_it_reads_a_file_with_lines_cut_out_as_the_ledger_does(
    place: Path, appended: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    lines = written(place, appended).splitlines(keepends=True)
    kept = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    holed = lines[0] + b"".join(line for line, keep in zip(lines[1:], kept[1:], strict=True) if keep)
    found = read(holed)
    if found.rows:
        assert found == as_the_ledger_reads_it(place, holed)


@patiently
@given(rows=st.dictionaries(st.integers(1, 2**40), documents, max_size=4))
def test_it_reads_what_an_unmodified_tinydb_wrote_as_the_ledger_does(place: Path, rows: dict[int, dict[str, Any]]) -> None:
    data = json.dumps({"_default": rows}).encode()
    assert read_foreign(data) == as_the_ledger_reads_it(place, data).rows


def test_the_file_on_the_page_is_sound(place: Path) -> None:
    data = example("Layout").replace("<blanks>", "   ").encode()
    found = read(data)
    assert found == as_the_ledger_reads_it(place, data)
    assert (len(found.rows), found.damaged, found.whole) == (2, False, True)


def test_the_script_on_the_page_prints_what_it_says(tmp_path: Path) -> None:
    script = example("The face for scripts")
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert f"# {done.stdout.strip()}" in script
    with open_database(tmp_path / "stock.json") as database:
        assert f"# {database.all()}" in script
