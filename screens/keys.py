"""Keys: every action with its keys, from the bindings themselves; whether other keys can be had for them; and a page of them."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple, TypeGuard

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widget import Widget

from kptui.settings import nearest
from screens.presentation.marks import key_name

Keys = Mapping[str, tuple[str, ...]]
"""The keys of actions, by the actions' ids."""

NO_KEYS: Keys = {}

_OURS = "screens."
_TRAVELLING = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"),
    *(f"f{n}" for n in range(1, 13)),
)
"""Keys that arrive with Shift and Ctrl held, if they were."""
_TYPED = frozenset(_character_to_key(chr(code)) for code in range(0x20, 0x7F))
"""Keys that are a character where text is typed, letters of other alphabets besides."""
_NAMED = ("enter", "tab", "escape", "space", "backspace", *_TRAVELLING)
_OTHERS = {"h": "Backspace", "i": "Tab", "j": "Enter", "m": "Enter", "left_square_bracket": "Escape"}
"""What a terminal sends for ctrl and these."""


class Scene(NamedTuple):
    """Actions that may be there together, on one screen."""

    title: str
    actions: tuple[Binding, ...]


def scenes() -> list[Scene]:
    """Return one for each screen, with the actions of the widgets that it is made of, and those that are everywhere.

    Some are loaded only when they open; here all are.
    """
    for module in iter_modules([str(Path(__file__).parent)], f"{__package__}."):
        import_module(module.name)
    shown = [screen for screen in _ours(Screen) if not _ours(screen)]
    everywhere = [action for app in _ours(App) if not _ours(app) for action in _actions_of(app)]
    return [Scene(_title(screen), tuple(_once([*_on(screen), *everywhere]))) for screen in shown]


def _ours(kind: type[DOMNode]) -> list[type[DOMNode]]:
    """Return the program's own classes of a kind, by name."""
    found: dict[str, type[DOMNode]] = {}
    waiting = kind.__subclasses__()
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith(_OURS):
            found[one.__qualname__] = one
    return [found[name] for name in sorted(found)]


def _on(screen: type[DOMNode]) -> Iterator[Binding]:
    """Yield the actions of a screen and of the widgets that its modules name: those that it is made of."""
    yield from _actions_of(screen)
    modules = dict.fromkeys(base.__module__ for base in screen.__mro__ if base.__module__.startswith(_OURS))
    named = [one for module in modules for one in vars(sys.modules[module]).values() if isinstance(one, type) and _is_part(one)]
    for widget in dict.fromkeys(named):
        has_keys = widget.can_focus or "BINDINGS" in vars(widget)
        if has_keys and not any(other is not widget and issubclass(other, widget) for other in named):
            yield from _actions_of(widget)


def _is_part(one: type) -> TypeGuard[type[Widget]]:
    return issubclass(one, Widget) and not issubclass(one, Screen)


def _actions_of(owner: type[DOMNode]) -> Iterator[Binding]:
    """Yield the actions of a class and of what it is made from, but for those whose every key it has given to another."""
    taken: set[str] = set()
    for base in owner.__mro__:
        if base.__module__.startswith(_OURS):
            found = [binding for binding in vars(base).get("BINDINGS", ()) if isinstance(binding, Binding) and binding.id]
            yield from (action for action in found if not taken.issuperset(keys_of(action)))
            taken.update(key for action in found for key in keys_of(action))


def _once(actions: Iterable[Binding]) -> list[Binding]:
    return list({(action.id, action.key, action.tooltip): action for action in actions}.values())


def _title(screen: type[DOMNode]) -> str:
    return (sys.modules[screen.__module__].__doc__ or screen.__name__).partition(":")[0]


def keys_of(action: Binding) -> tuple[str, ...]:
    """Return the keys that an action comes with, as Textual names them."""
    return tuple(_in_full(key.strip()) for key in action.key.split(","))


def _in_full(key: str) -> str:
    *held, last = (key,) if len(key) == 1 else key.lower().split("+")
    return "+".join((*held, _character_to_key(last) if len(last) == 1 else last))


def wrong_keys(wanted: Keys) -> list[str]:
    """Return a sentence for each key that cannot be had: no such action, no such key, taken, or a letter where text is typed."""
    there = scenes()
    ids = sorted({action.id for scene in there for action in scene.actions if action.id})
    known = {name: keys for name, keys in wanted.items() if name in ids}
    found = [
        f"there is no action {name!r}; {nearest(name, ids) or 'docs/keys.md has them all.'}" for name in wanted if name not in ids
    ]
    found += [sentence for name, keys in known.items() for key in keys if (sentence := _unsendable(name, key))]
    found += [sentence for name, keys in known.items() if (sentence := _typed(name, keys))]
    return found + list(dict.fromkeys(sentence for scene in there for sentence in _clashes(scene, known)))


def _unsendable(name: str, key: str) -> str:
    """Return why a terminal does not send a key; nothing where it does."""
    *held, last = _in_full(key).split("+")
    if (not _is_typed(last) and last not in _NAMED) or not {*held} <= {"ctrl", "shift", "alt"}:
        hint = nearest(last, _NAMED) or "keys are written like c, ctrl+s, f6 and pageup."
        return f"{name}: there is no key {key!r}; {hint}"
    if held == ["ctrl"] and last in _OTHERS:
        return f"{name}: a terminal sends {key} as {_OTHERS[last]}; choose another key."
    plain = not held or (held == ["ctrl"] and last.isascii() and last.isalpha() and len(last) == 1)
    if plain or last in _TRAVELLING or (held, last) == (["shift"], "tab"):
        return ""
    return f"{name}: many terminals cannot send {key}; choose a letter, ctrl and a letter, or a function key."


def _is_typed(key: str) -> bool:
    return key in _TYPED or len(key) == 1


def _typed(name: str, keys: tuple[str, ...]) -> str:
    """Return that a letter would be typed, for an action of a screen that has no letter since one types there."""
    owners = [one for kind in (Screen, App) for one in _ours(kind)]
    actions = [action for owner in owners for action in _actions_of(owner) if action.id == name]
    letters = [key for key in keys if _is_typed(_in_full(key))]
    if not letters or not actions or any(_is_typed(key) for action in actions for key in keys_of(action)):
        return ""
    return f"{name}: {letters[0]} would be a letter where text is typed; choose ctrl and a letter, or a function key."


def _clashes(scene: Scene, wanted: Keys) -> Iterator[str]:
    """Yield each pair of actions that one key would have here, and did not have before."""
    for name, keys in wanted.items():
        mine = [action for action in scene.actions if action.id == name]
        for other in (action for action in scene.actions if mine and action.id != name and action.id):
            theirs = {_in_full(key) for key in wanted.get(other.id or "", keys_of(other))}
            both_before = {key for action in mine for key in keys_of(action)} & {*keys_of(other)}
            for key in keys:
                if _in_full(key) in theirs - both_before:
                    pair = " and ".join(sorted((name, other.id or "")))
                    yield f"{pair} are both on {key_name(_in_full(key))} ({scene.title}); give one of them another key."


def keys_page() -> str:
    """Return the page of all keys in Markdown: a table for each screen, and the ids that keys.toml knows actions by."""
    every = scenes()
    common = {action.id for action in every[0].actions if all(action in scene.actions for scene in every)}
    everywhere = Scene("Everywhere", tuple(action for action in every[0].actions if action.id in common))
    lines = [_INTRODUCTION]
    for scene in (everywhere, *every):
        actions = [action for action in scene.actions if scene is everywhere or action.id not in common]
        lines += [f"## {scene.title}", "", "| keys | does | id |", "|---|---|---|", *map(_row, actions), ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(action: Binding) -> str:
    names = (key_name(key).replace("|", r"\|") for key in keys_of(action))
    keys = " ".join("`` ` ``" if name == "`" else f"`{name}`" for name in names)
    return f"| {keys} | {action.tooltip or action.description} | `{action.id}` |"


_INTRODUCTION = """# Keys

This page is made from the program by `make keys`. In kptui itself `?` shows what can be pressed where you are.

Other keys can be had by `~/.config/kptui/keys.toml`, a line for each action, by its id:

    check_in = "i"
    reload = ["r", "f6"]

`kptui config check` says whether they can be used: an id that there is not, a key that terminals cannot send, and two actions on
one key are named, with what to do.
"""
