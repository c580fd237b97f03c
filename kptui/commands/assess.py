"""`kptui assess`: the two judges on data that is kept elsewhere, a JSON line in and a JSON line out."""

import sys
from codecs import BOM_UTF8 as _MARK
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, NamedTuple

import click

from kptui.commands.printer import write
from kptui.errors import BadInput


class Judge(NamedTuple):
    """Where a judge's verb is, and what the list of them says of it."""

    place: str
    does: str


JUDGES = {
    "progress": Judge("assess_progress:progress", "Judge check-ins: the status, its reasons, the forecast."),
    "smart": Judge("assess_smart:smart", "Judge goals: specific, measurable, achievable, relevant, time-bound."),
}


class Judges(click.Group):
    """A group that imports a judge when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the names of the judges."""
        return list(JUDGES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a judge's verb; None for a word that is none."""
        if cmd_name not in JUDGES:
            return None
        module, _, name = JUDGES[cmd_name].place.partition(":")
        found: click.Command = getattr(import_module(f"kptui.commands.{module}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of judges without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, judge.does) for name, judge in JUDGES.items()])


@click.group(cls=Judges)
def assess() -> None:
    """Judge goals or check-ins that are kept elsewhere.

    Both take JSON lines and answer with one JSON line each, in the same order. A line that cannot be judged is answered with its
    id and an error, the rest go on, and the exit status is 1.
    """


jsonl_option = click.option(
    "--jsonl",
    "source",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    help="The lines to judge; - reads stdin.",
)


def answer_lines(source: Path, judge: Callable[[object], dict[str, object]]) -> int:
    """Write the answer of `judge` to each JSON line of a file, with the line's id; return the exit code, 1 if any had none.

    `judge` raises BadInput for what it cannot judge. Raises BadInput for a file that cannot be read.
    """
    import orjson

    code = 0
    with _opened(source) as lines:
        for number, line in enumerate(lines, 1):
            line = line.removeprefix(_MARK) if number == 1 else line
            if not line.strip():
                continue
            answer = _answer(line, number, judge)
            code |= "error" in answer
            write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
    return code


def _answer(line: bytes, number: int, judge: Callable[[object], dict[str, object]]) -> dict[str, object]:
    import orjson

    asked: object = None
    try:
        asked = orjson.loads(line)
        return {"id": _id_of(asked), **judge(asked)}
    except orjson.JSONDecodeError as error:
        return {"id": None, "error": f"Line {number} is no JSON: {error}."}
    except BadInput as error:
        return {"id": _id_of(asked), "error": f"Line {number}: {error}"}


def _id_of(asked: object) -> object:
    return asked.get("id") if isinstance(asked, dict) else None


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    if source == Path("-"):
        yield sys.stdin.buffer
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise BadInput("jsonl", f"{source} cannot be read: {error.strerror}; name a file that is there.") from error
    with file:
        yield file
