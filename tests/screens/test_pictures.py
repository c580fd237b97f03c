"""The pictures in the README are drawn by the program, need nothing from elsewhere, and are there."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pictures", DOCS / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_a_picture_is_the_same_each_time_and_loads_nothing(pictures: ModuleType) -> None:
    width, height, keys = pictures.PICTURES["objective_tree"]
    drawn = await pictures.draw((width, height), keys)
    assert drawn == await pictures.draw((width, height), keys)
    assert "@font-face" not in drawn
    assert not re.search(r"(src|href|url)\s*[=(:]\s*[\"']?https?:", drawn)
    assert {fonts.split(",")[-1].strip() for fonts in re.findall(r"font-family:([^;]*);", drawn)} == {"monospace"}
    assert "CS-1" in drawn


def test_every_picture_is_kept_beside_the_script(pictures: ModuleType) -> None:
    for name in pictures.PICTURES:
        assert "<svg" in (DOCS / f"{name}.svg").read_text(encoding="utf-8")
