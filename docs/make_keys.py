"""Writes docs/keys.md from the bindings of the screens."""

from pathlib import Path

import screens.app  # noqa: F401 - it loads every screen
from screens.keys import keys_page

PAGE = Path(__file__).with_name("keys.md")

if __name__ == "__main__":
    PAGE.write_text(keys_page(), encoding="utf-8")
