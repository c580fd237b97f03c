"""`kptui info` and `kptui verify`: where everything is, and whether the file is sound."""

import os
import platform
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from kptui import __version__, paths
from kptui.commands.layout import Colour, Line, Styled, wrap
from kptui.commands.printer import is_terminal
from kptui.commands.shell import Shell, forms, plan_option, say
from kptui.errors import BadPlan, NoPlan
from kptui.text import printable

_LIBRARIES = ("textual", "tinydb", "pydantic", "click", "orjson", "platformdirs")
_TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "TMUX", "SSH_CONNECTION")


@click.command
@forms("json")
@plan_option
@click.pass_obj
def verify(shell: Shell, /, form: str) -> int:
    """Check every line of the plan's file and of its archives; the exit status is 1 when something is damaged.

    What can still be made out of a damaged line is said: its key, which record, the id. `kptui repair` mends the file.

    --json is one object: plan, sound, documents, damage (a sentence each), spots (byte, key, record and id of each damage,
    null where that cannot be made out), tinydb (whether an unmodified TinyDB was asked too; it is not above 64 MB),
    problems (what is sound but cannot be used).
    """
    from kptui.ledger.verify import asks_tinydb, spot_of
    from kptui.ledger.verify import verify as check
    from kptui.store import FileStore

    path = shell.plan_path
    report = check(path)
    unusable = [problem for problem in FileStore(path).read().problems if not _is_damage(problem, report.damage)]
    asked = asks_tinydb(path.stat())
    out = shell.printer(form)
    if form == "json":
        spots = [spot._asdict() for sentence in report.damage if (spot := spot_of(path, sentence))]
        found = {"plan": printable(str(path)), "sound": report.sound, "documents": report.documents, "tinydb": asked}
        out.json(found | {"damage": report.damage, "spots": spots, "problems": unusable})
    else:
        rest = "sound" if report.sound else "damaged, the rest is sound"
        out.lines([f"{path}: {rest}, {report.documents} documents.", *report.damage, *unusable])
    if not asked:
        say("Whether an unmodified TinyDB reads the same was left out: the file is larger than 64 MB.")
    return 0 if report.sound and not unusable else 1


def _is_damage(problem: str, damage: Sequence[str]) -> bool:
    return any(sentence.startswith(problem) for sentence in damage)


@click.command
@forms("json")
@plan_option
@click.pass_obj
def info(shell: Shell, /, form: str) -> None:
    """Say where things are, which versions run, what may be written and what the terminal is.

    --json is one object of objects: versions, paths, you, plan, terminal.
    """
    facts = {
        "versions": _versions(),
        "paths": _paths(shell),
        "you": {"login": shell.user, "uid": os.getuid(), "umask": _umask()},
        "plan": _plan_facts(shell),
        "terminal": _terminal(),
    }
    out = shell.printer(form)
    if form == "json":
        out.json(facts)
    else:
        out.lines(fact_lines(facts, out.width))


def _versions() -> dict[str, object]:
    return {"kptui": __version__, "python": platform.python_version(), **{name: version_of(name) for name in _LIBRARIES}}


def version_of(name: str) -> str:
    """Return which version of a library is installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _paths(shell: Shell) -> dict[str, object]:
    house, own = paths.settings_paths()
    return {
        "plan": printable(str(shell.plan_path)),
        "settings": _with_presence(own),
        "settings of the house": _with_presence(house),
        "state": _with_presence(paths.state_dir()),
        "samples": _with_presence(paths.data_dir()),
        "program": printable(str(Path(__file__).resolve().parent.parent)),
    }


def _with_presence(path: Path) -> str:
    return printable(str(path) if path.exists() else f"{path} (not there)")


def _umask() -> str:
    """Read the mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return f"{mask:04o}"


def _plan_facts(shell: Shell) -> dict[str, object]:
    from kptui.store import FileStore

    try:
        store = FileStore(shell.plan_path, any_file_system=shell.settings.any_file_system)
    except (NoPlan, BadPlan) as error:
        return {"state": printable(str(error))}
    plan = store.read()
    counts = Counter(record.record for record in plan.records.values())
    counts["check_in"] = sum(len(readings) for readings in plan.readings.values())
    return {
        **store.facts(),
        "writable": store.read_only or "yes",
        "time zone": plan.policy.time_zone,
        "today": plan.today(shell.now()).isoformat(),
        "records": dict(counts),
        "problems": list(plan.problems),
    }


def _terminal() -> dict[str, object]:
    size = shutil.get_terminal_size()
    found: dict[str, object] = {"stdout is a terminal": is_terminal(sys.stdout)}
    found |= {"encoding": getattr(sys.stdout, "encoding", None)}
    found |= {"size": f"{size.columns}x{size.lines}"}
    return found | {name: printable(os.environ[name]) for name in _TERMINAL if name in os.environ}


def fact_lines(facts: dict[str, dict[str, object]], width: int | None) -> Iterator[Line]:
    """Return the facts for people, a group under each title."""
    for title, group in facts.items():
        yield (Styled(title, Colour.bold),)
        for name, value in group.items():
            room = None if width is None else max(width - 26, 20)
            for place, line in enumerate(wrap(printable(_text(value)), room)):
                yield (Styled(f"  {'' if place else name:<22}", Colour.dim), line)


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name.replace('_', '-')}" for name, count in value.items())
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
