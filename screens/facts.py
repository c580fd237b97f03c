"""Facts: versions, places and figures, for whoever asks what this is and where everything stands."""

import platform
from collections.abc import Mapping
from importlib.metadata import version

from textual.app import App

from kptui import __version__, paths
from kptui.store import FileStore, Store
from kptui.text import printable

_LIBRARIES = ("textual", "tinydb", "pydantic", "click")

Facts = Mapping[str, Mapping[str, str]]
"""Groups of facts, each by its name."""


def facts_of(store: Store, user: str, app: App[None]) -> Facts:
    """Return what there is to know of the program, the plan and the terminal."""
    versions = {"kptui": __version__, "python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}
    places = {"settings": paths.settings_paths()[-1], "keys": paths.keys_path(), "drafts, crashes": paths.state_dir()}
    known: dict[str, object] = {}
    if isinstance(store, FileStore):
        places = {"plan": store.path, **places}
        known = {**store.facts()}
    known |= {"login": user, "writable": store.read_only or "yes", "time zone": store.read().policy.time_zone}
    size = f"{app.size.width}x{app.size.height}"
    return {
        "Versions": versions,
        "Places": {name: printable(str(path)) for name, path in places.items()},
        "Plan": {name: printable(str(value)) for name, value in known.items()},
        "Terminal": {"size": size, "colours": str(app.console.color_system), "theme": app.theme},
    }
