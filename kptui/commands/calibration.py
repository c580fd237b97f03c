"""`kptui calibration`: how often what one was so sure of came true, for oneself and for teams."""

from collections.abc import Iterator

import click

from kptui.commands.layout import Colour, Column, Line, Styled
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.rules.calibration import LEAST_PEOPLE, Calibration
from kptui.rules.calibration import calibration as calibration_of
from kptui.wording import percent

COLUMNS = (
    Column("Whose", least=12),
    Column("People", right=True, spare=1),
    Column("Sure", right=True),
    Column("Said", right=True),
    Column("Came true", right=True),
    Column("Share", right=True),
)
_KEYS = ("name", "people", "confidence", "said", "came_true")


@click.command
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def calibration(shell: Shell, /, as_of: str | None, form: str) -> None:
    """Show how often "7 of 10" came true: your own, and that of teams of five people or more.

    Only targets that are over count, each once for every confidence that was said on it before its due day. --json and --csv have
    an entry for each confidence, with these keys: name, people, confidence, said (on how many targets), came_true (how many of
    them were achieved).
    """
    plan = shell.plan()
    found = calibration_of(plan, shell.day(plan, as_of), shell.person(plan))
    documents = [{"name": c.name, "people": c.people, **level._asdict()} for c in found for level in c.levels]
    shell.printer(form).listing(documents, _KEYS, COLUMNS, [line for one in found for line in _lines(one)])
    if not found:
        say(f"Nothing yet: no target of yours is over on which a confidence was said, nor enough in a team of {LEAST_PEOPLE}.")


def _lines(found: Calibration) -> Iterator[Line]:
    for place, level in enumerate(found.levels):
        whose = ("", "") if place else (found.name, str(found.people))
        share = percent(level.came_true / level.said)
        yield (*whose, f"{level.confidence} of 10", str(level.said), str(level.came_true), share)
    true = sum(level.came_true for level in found.levels)
    total = ("", "", f"{found.said * 10:.1f} of 10", str(found.count), str(true), percent(found.came_true))
    yield tuple(Styled(text, Colour.bold) for text in total)
