"""Tests of what is kept of a program error."""

import stat
from datetime import UTC, datetime
from pathlib import Path

from kptui.crash import keep_crash

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_mistake() -> ZeroDivisionError:
    typed = "the password of the office"
    try:
        return ZeroDivisionError(len(typed) / 0)
    except ZeroDivisionError as error:
        return error


def test_a_crash_file_is_private_and_has_the_traceback_without_local_variables(tmp_path: Path) -> None:
    kept = keep_crash(a_mistake(), tmp_path / "state" / "kptui", NOW)
    assert kept is not None
    text = kept.read_text()
    assert "ZeroDivisionError: division by zero" in text
    assert "a_mistake" in text
    assert "the password of the office" not in text
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_crash_that_cannot_be_kept_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert keep_crash(a_mistake(), tmp_path / "file", NOW) is None


def test_a_second_crash_in_the_same_second_replaces_nothing(tmp_path: Path) -> None:
    first = keep_crash(a_mistake(), tmp_path, NOW)
    assert first is not None
    assert keep_crash(a_mistake(), tmp_path, NOW) is None
    assert first.exists()
