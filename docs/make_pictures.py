"""Draws the pictures of the screens for the README: the program itself on the sample plan, on a fixed day, as SVG.

Run it from the checkout with `python docs/make_pictures.py`; it draws the same bytes each time.
"""

import asyncio
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kptui.samples import write_demo
from kptui.settings import Settings
from kptui.store import FileStore
from screens.app import KptuiApp

HERE = Path(__file__).parent
MOMENT = datetime(2026, 10, 19, 8, 0, tzinfo=UTC)
"""The day that the sample is meant to be looked at on."""
LOGIN = "ana"
FONTS = "DejaVu Sans Mono, Menlo, Consolas, monospace"
PICTURES = {
    "objective_tree": (120, 30, ("N",)),
    "target_detail": (100, 46, ("N", "enter")),
    "making": (90, 24, ("a", "t", *"Cut the median time to first answer from 24 h to 12 h")),
    "check_in": (100, 24, ("N", "c", *"16.4", "tab", "7", "tab", *"on", "tab", *"Two more agents certified")),
}
"""For each picture the columns and rows, and what is pressed before it is taken."""


def main() -> None:
    """Draw every picture beside this file."""
    for name, (width, height, keys) in PICTURES.items():
        (HERE / f"{name}.svg").write_text(asyncio.run(draw((width, height), keys)), encoding="utf-8")


async def draw(size: tuple[int, int], keys: Sequence[str]) -> str:
    """Return the picture of the screen that some keys lead to."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        write_demo("company", path, MOMENT.date(), LOGIN)
        app = KptuiApp(FileStore(path), user=LOGIN, settings=Settings(theme="dark"), drafts=Path(folder), now=lambda: MOMENT)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return self_contained(app.export_screenshot(title="kptui"))


def self_contained(svg: str) -> str:
    """Return the picture with fonts that are there anyway, and with names that are the same each time."""
    without_fonts = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    with_fonts = re.sub(r"font-family:[^;]*;", f"font-family: {FONTS};", without_fonts)
    return re.sub(r"terminal-\d+", "kptui", with_fonts)


if __name__ == "__main__":
    main()
