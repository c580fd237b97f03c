"""Redact: a text is gone from the whole history, and nothing else is."""

import json
from pathlib import Path

import pytest

from kptui.errors import BadPlan, Refused
from kptui.ledger.format import Document, write_whole
from kptui.ledger.redact import redact
from kptui.ledger.verify import verify
from kptui.store import FileStore
from tests.builders import NOW
from tests.kptui.ledger.upkeep import PAST, PASTED, a_plan_file, an_archived_plan_file, documents, names

SAID: Document = {"version": 1, "at": "2026-03-02T09:00:00Z", "by": "maria"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


def test_the_text_gives_way_in_every_note_and_a_record_says_so(path: Path) -> None:
    a_plan_file(path)
    before = documents(path)
    assert redact(path, PASTED, at=NOW, by="ben") == (1, 0, ())
    *after, said = documents(path)
    assert [(d["record"], d["id"]) for d in after] == [(d["record"], d["id"]) for d in before]
    assert after[-1]["challenges"] == "the password is [redacted], twice [redacted]"
    assert after[:-1] == before[:-1]
    assert (said["record"], said["by"], said["documents"]) == ("redaction", "ben", 1)
    assert PASTED not in json.dumps(said)
    assert b"hunter2" not in path.read_bytes()
    assert names(path) == ["plan.json"]
    assert verify(path).sound


def test_older_versions_nested_texts_and_archives_lose_it_too(path: Path) -> None:
    an_archived_plan_file(path)
    store = FileStore(path)
    target = store.read().target("CS-1")
    edited = target.edited(NOW, "ben", rationale=PASTED, extra={"deep": [PASTED, 1, None]})
    store.save(lambda _: [edited])
    store.save(lambda _: [edited.edited(NOW, "ben", rationale="")])
    store.close()
    assert redact(path, PASTED, at=NOW, by="ben").documents == 4
    assert not any(b"hunter2" in file.read_bytes() for file in path.parent.iterdir())
    assert verify(path).sound
    assert [d["extra"] for d in documents(path) if "extra" in d] == [{"deep": ["[redacted]", 1, None]}] * 2


def test_a_dry_run_counts_and_changes_nothing(path: Path) -> None:
    an_archived_plan_file(path)
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    assert redact(path, PASTED, at=NOW, by="ben", dry_run=True).documents == 2
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before


def test_who_when_and_references_are_left_alone_and_counted(path: Path) -> None:
    a_plan_file(path)
    before = path.read_bytes()
    assert redact(path, "maria", at=NOW, by="ben") == (0, len(documents(path)), ())
    assert redact(path, PAST.id, at=NOW, by="ben").left == 3
    assert redact(path, "nowhere in it", at=NOW, by="ben") == (0, 0, ())
    assert path.read_bytes() == before


def test_a_text_that_a_document_needs_is_refused_with_its_name(path: Path) -> None:
    a_plan_file(path)
    before = path.read_bytes()
    for text in ("active", "2026-04-11", "CS-1"):
        with pytest.raises(Refused, match=rf"The target with id {PAST.id} cannot do without"):
            redact(path, text, at=NOW, by="ben")
    with pytest.raises(Refused, match="fewer than 4"):
        redact(path, "abc", at=NOW, by="ben")
    assert path.read_bytes() == before
    assert names(path) == ["plan.json"]


def test_a_document_that_fits_no_model_anyway_loses_it(path: Path) -> None:
    path.write_bytes(write_whole([{**SAID, "record": "check_in", "id": "x", "on": PASTED}]))
    assert redact(path, PASTED, at=NOW, by="ben").documents == 1
    assert documents(path)[0]["on"] == "[redacted]"


def test_files_beside_the_plan_that_have_it_still_are_named(path: Path) -> None:
    a_plan_file(path)
    kept = [path.with_name(f"plan.json.{what}-2026") for what in ("backup", "foreign", "remains", "damaged")]
    kept[0].write_bytes(path.read_bytes())
    kept[1].write_text(json.dumps({"_default": {"1": {"note": PASTED}}}))
    kept[2].write_text("x" * (2**20 - 3) + PASTED)
    kept[3].write_text("nothing of the kind")
    path.with_name("plan.json.d").mkdir()
    path.with_name("plan.json.link").symlink_to("/nowhere")
    path.with_name("other.json").write_text(PASTED)
    assert redact(path, PASTED, at=NOW, by="ben").kept == tuple(sorted(kept[:3]))


def test_a_file_that_cannot_be_looked_into_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_plan_file(path)
    other = path.with_name("plan.json.backup-2026")
    other.write_text("closed")
    real = Path.open

    def open_others(self: Path, mode: str = "r") -> object:
        if self == other:
            raise PermissionError(13, "Permission denied")
        return real(self, mode)

    monkeypatch.setattr(Path, "open", open_others)
    assert redact(path, PASTED, at=NOW, by="ben").kept == (other,)


def test_a_damaged_plan_is_not_redacted_but_repaired(path: Path) -> None:
    a_plan_file(path)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(BadPlan, match="repair` first"):
        redact(path, PASTED, at=NOW, by="ben")


def test_an_archive_that_is_not_there_is_passed_over(path: Path) -> None:
    an_archived_plan_file(path)
    path.with_name("plan.archive-q1-2026.json").unlink()
    assert redact(path, PASTED, at=NOW, by="ben").documents == 1
