"""Upkeep on a disk that loses what it is given: nothing takes a place that was not read back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kptui.errors import NotSaved
from kptui.ledger.backup import backup
from kptui.ledger.format import whole
from kptui.ledger.redact import redact
from kptui.ledger.renew import renew
from kptui.ledger.restore import restore
from kptui.ledger.whole import new_file
from tests.builders import NOW
from tests.kptui.ledger.upkeep import PASTED, a_plan_file, archive_it

VERBS: dict[str, Callable[[Path], object]] = {
    "archive": archive_it,
    "backup": backup,
    "redact": lambda path: redact(path, PASTED, at=NOW, by="maria"),
    "repair": renew,
    "restore": lambda path: restore(path, path.with_name("saved")),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = a_plan_file(tmp_path / "plan.json")
    path.with_name("saved").write_bytes(path.read_bytes())
    return path


@pytest.mark.parametrize("verb", VERBS)
def test_what_was_not_kept_by_the_disk_takes_no_place(path: Path, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    if verb == "repair":
        path.write_bytes(path.read_bytes().replace(b"Answer", b"Queswr"))
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: real(fd, data.replace(b'"maria"', b'"marib"'), at))
    with pytest.raises(NotSaved, match="did not keep"):
        VERBS[verb](path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_hidden_name_that_is_taken_is_not_written_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = path.with_name(".plan.json.0123.new")
    taken.write_text("dear diary")
    monkeypatch.setattr("secrets.token_hex", lambda _: "0123")
    with pytest.raises(FileExistsError), new_file(path, path.parent, whole([]), None):
        pass
    assert taken.read_text() == "dear diary"
