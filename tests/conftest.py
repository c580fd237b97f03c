"""What no test may touch, the caches of the person who runs them; and names of tests that are the same in every worker."""

import re
from pathlib import Path

import pytest

_ID = re.compile(r"[0-9a-z]{8}(-[0-9a-z]{4}){3}-", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Return what stands in a test's name for the id of a record, which is another one each time."""
    return argname if isinstance(val, str) and _ID.match(val) else None
