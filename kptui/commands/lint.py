"""`kptui lint`: what keeps the goals of a text, or the targets of the plan, from being SMART."""

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from kptui.commands.sarif import sarif
from kptui.commands.shell import Shell, as_of_option, plan_option, say
from kptui.commands.verdicts import Judged, document, shown
from kptui.errors import BadInput
from kptui.rules.smart import Goal, assess, assess_target
from kptui.rules.smart.lines import goal_lines
from kptui.text import clean_line, printable

_MARKDOWN = (".md", ".markdown", ".mdown")
_NEW_LINE = re.compile(r"\r\n?|\n")
"""What editors count as the end of a line; others, such as a form feed, stand within one."""
NEEDS_YOU = 3


@click.command
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@as_of_option
@plan_option
@click.pass_obj
def lint(shell: Shell, /, file: Path | None, form: str, as_of: str | None) -> int:
    """Say what keeps goals from being SMART: of the plan's targets, or of a text FILE.

    In a text every line is a goal; in Markdown (.md) list items are, and headings and lines that read like one. Lines labelled
    KR, or beneath a heading that says key results, are key results, which have no date of their own. - reads from stdin.

    text is a line a finding: file:line:column, or the code; how grave; the criterion; what and why. json is a list of objects:
    file, line, column, code, text, smart, the five verdicts, findings. sarif is SARIF 2.1.0.

    Exit status: 3 when any criterion of any goal fails.
    """
    judged = list(_of_plan(shell, as_of) if file is None else _of_file(shell, file, as_of))
    if form == "json":
        shell.printer("json").json([document(one) for one in judged])
    elif form == "sarif":
        shell.printer("json").json(sarif(judged))
    else:
        shell.printer().lines(line for one in judged for line in shown(one))
        say(_summary(judged))
    return NEEDS_YOU if any(one.assessment.fails for one in judged) else 0


def _of_plan(shell: Shell, as_of: str | None) -> Iterator[Judged]:
    plan = shell.plan()
    today = shell.day(plan, as_of)
    if not plan.targets:
        shell.say_empty()
    for target in plan.targets:
        if target.state not in ("closed", "dropped"):
            yield Judged(str(shell.plan_path), target.name, assess_target(plan, target, today), code=target.code)


def _of_file(shell: Shell, file: Path, as_of: str | None) -> Iterator[Judged]:
    today = shell.now().date()
    name = "stdin" if file == Path("-") else printable(str(file))
    lines = _NEW_LINE.split(_read(file))
    for found in goal_lines(lines, markdown=file.suffix.lower() in _MARKDOWN):
        goal = Goal(clean_line(found.text), is_key_result=found.is_key_result, as_of=_day(as_of, today))
        source = lines[found.line - 1]
        yield Judged(name, goal.text, assess(goal), line=found.line, column=found.column, source=source)


def _day(as_of: str | None, today: date) -> date:
    if as_of is None:
        return today
    from kptui.figures import parse_day

    return parse_day(as_of, today)


def _read(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
    except OSError as error:
        raise BadInput("file", f"{file} cannot be read: {error.strerror}; name a file that is there.") from error
    return data.decode("utf-8-sig", "replace")


def _summary(judged: Sequence[Judged]) -> str:
    smart = sum(one.assessment.is_smart for one in judged)
    failing = sum(one.assessment.fails for one in judged)
    noun = "target" if judged and judged[0].code else "goal"
    return f"{len(judged)} {noun}{'' if len(judged) == 1 else 's'}: {smart} SMART, {failing} with something that fails."
