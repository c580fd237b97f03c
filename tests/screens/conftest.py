"""Fixtures of the screens' tests: the small plan in its file, and the app on it, running."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.screens.house import Driven, House, an_app, driving


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


@pytest.fixture
async def pilot(house: House, path: Path, tmp_path: Path) -> AsyncIterator[Driven]:
    async with driving(an_app(house.build(path), tmp_path / "state")) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is nobody's."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    return place
