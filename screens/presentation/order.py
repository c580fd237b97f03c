"""Order: what a line typed after `:` means: a code, a check-in, a command, or words to look for."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

from kptui.grammar import completed
from kptui.models.target import Target
from kptui.plan import Plan
from screens.presentation.answer import as_last_time, doubt, effect, what_it_saves
from screens.presentation.entry import Entry, understand
from screens.presentation.line import Line, Span, line

QUIT = ("q", "quit", "exit")
SHORTEST = 2
"""Letters from which on the beginning of a command's name stands for it."""


class Verb(Enum):
    """What is to be done."""

    nothing = "nothing"
    go = "go"
    check_in = "check_in"
    run = "run"
    find = "find"
    export = "export"
    quit = "quit"


CALLED = {
    **dict.fromkeys(("settings", "theme", "themes", "colours", "colors"), "preferences"),
    **dict.fromkeys(("due", "mine-and-due"), "mine"),
    **dict.fromkeys(("standup", "meeting"), "stand-up"),
    **dict.fromkeys(("rules", "thresholds", "days-off"), "policy"),
    **dict.fromkeys(("teams", "departments", "periods"), "people"),
    **dict.fromkeys(("history", "changes"), "log"),
    **dict.fromkeys(("version", "versions", "info"), "about"),
    **dict.fromkeys(("remove", "delete"), "retire"),
    **dict.fromkeys(("refresh", "redraw"), "reload"),
    **{"checkin": "check-in", "same": "as-before", "new": "add", "show": "open", "list": "tree", "keys": "help"},
}
"""What people also call a command."""
WITH_TEXT = {"find": Verb.find, "export": Verb.export}
"""Commands that a text follows."""


class Order(NamedTuple):
    """One line, understood; `says` is what Enter would do, or what is wrong."""

    verb: Verb
    says: Line
    about: str = ""
    """The id of a target or of a command, or the text that follows one."""
    entry: Entry | None = None
    """What was understood of a check-in."""


NO_VERBS: Mapping[str, str] = {}


class Scope(NamedTuple):
    """What a line is understood on; `commands` are the names of what can be done here, each with what it does."""

    plan: Plan
    today: date
    commands: Mapping[str, str]
    shell: Mapping[str, str] = NO_VERBS
    """What is done in the shell alone, in the same way."""

    @property
    def names(self) -> dict[str, str]:
        """The commands that are there, by all that they are called."""
        also = {name: command for name, command in CALLED.items() if command in self.commands}
        return {**also, **{name: name for name in self.commands}}


def understand_order(scope: Scope, typed: str) -> Order:
    """Return what a line means."""
    text = typed.strip()
    first, _, rest = text.partition(" ")
    target = next((t for t in scope.plan.targets if t.code.casefold() == first.casefold()), None)
    if not text:
        return Order(Verb.nothing, line(Span("a code, a code and its value, a command, or words to look for", "muted")))
    if target is not None:
        return _check_in(scope, target, rest) if rest.strip() else _go(target)
    if first.casefold() in WITH_TEXT:
        return _with_text(WITH_TEXT[first.casefold()], rest.strip())
    if text.casefold() in QUIT:
        return Order(Verb.quit, line(Span("Leave kptui", "accent")))
    return _named(scope, text) or _with_text(Verb.find, text)


def _named(scope: Scope, text: str) -> Order | None:
    """Return the command that is named, or where it is to be had; None where there is no such command."""
    name, verb = _command(scope, text), text.casefold()
    if name:
        return Order(Verb.run, line(Span(scope.commands[name], "accent")), name)
    if verb in scope.shell:
        return Order(Verb.nothing, line(Span(f"In the shell: kptui {verb}. ", "accent"), Span(scope.shell[verb], "muted")))
    return None


def _with_text(verb: Verb, text: str) -> Order:
    said = {Verb.find: "Look everywhere for ", Verb.export: "Write what is listed to "}[verb]
    after = "the words that follow" if verb is Verb.find else "a file whose name ends in .csv or .md"
    return Order(verb, line(Span(said, "accent"), Span(text or after, "" if text else "muted")), text)


def _go(target: Target) -> Order:
    return Order(Verb.go, line(Span("Open ", "accent"), Span(target.name), Span("; a value checks in", "muted")), target.id)


def _check_in(scope: Scope, target: Target, text: str) -> Order:
    offered = as_last_time(scope.plan, target, scope.today)
    entry = understand(scope.plan, target, scope.today, {**offered, "value": text})
    wrong = next(iter(entry.wrong.values()), "")
    if wrong or entry.reading is None:
        says = line(Span(wrong or "Type the value first, or = if it is as before.", "bad"))
        return Order(Verb.nothing, says, target.id, entry)
    return Order(Verb.check_in, _what_it_does(entry), target.id, entry)


def _what_it_does(entry: Entry) -> Line:
    changed, doubted = effect(entry), doubt(entry)
    said = [*changed, Span(": ")] if changed else []
    return line(*said, Span(what_it_saves(entry), "accent"), *([Span(f". {doubted}", "at_risk")] if doubted else []))


def _command(scope: Scope, text: str) -> str:
    """Return the command that is named in full, or the only one whose name begins so."""
    wanted, names = text.casefold().replace(" ", "-"), scope.names
    if wanted in names or wanted in scope.shell:
        return names.get(wanted, "")
    begun = {command for name, command in names.items() if len(wanted) >= SHORTEST and name.startswith(wanted)}
    return begun.pop() if len(begun) == 1 else ""


def completed_order(scope: Scope, typed: str) -> str | None:
    """Return the line with its last word written out, where that can go on; None where it cannot."""
    first, blank, rest = typed.partition(" ")
    if blank:
        is_code = any(t.code.casefold() == first.casefold() for t in scope.plan.targets)
        return completed(scope.plan, typed) if is_code and rest else None
    known = (*scope.names, *WITH_TEXT, *(t.code for t in scope.plan.targets))
    begun = [name for name in known if first and name.casefold().startswith(first.casefold()) and len(name) > len(first)]
    return typed + min(begun, key=len)[len(first) :] if begun else None
