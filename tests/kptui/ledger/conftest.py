"""A plan with one note in it and its ledger; and a file of a script's, which is still empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kptui.ledger.face import LedgerDatabase, open_database
from kptui.ledger.file import Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.opening import make_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    make_file(path, write_whole([{"record": "note", "id": "a"}]))
    return path


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


@pytest.fixture
def open_directory(tmp_path: Path) -> Path:
    for parent in [tmp_path, *tmp_path.parents][:4]:
        parent.chmod(parent.stat().st_mode | 0o055)
    return tmp_path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "scripts.json"


@pytest.fixture
def database(place: Path) -> Iterator[LedgerDatabase]:
    with open_database(place) as database:
        yield database
