"""`kptui structure`: what is missing in the plan around its objectives, targets and people."""

import click

from kptui.commands.layout import Colour, Column, Styled, bulleted
from kptui.commands.printer import Printer
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.rules.structure import Missing, all_that_is_missing

COLUMNS = (Column("Code"), Column("Name"), Column("Rule"), Column("What"), Column("To do"))
_KEYS = ("type", "code", "name", "rule", "text", "mend")
NEEDS_YOU = 3


@click.command
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def structure(shell: Shell, /, as_of: str | None, form: str) -> int:
    """Say what is missing in the plan: owners, objectives, targets, levels, balance, shares, attention.

    --json and --csv have an entry for each finding, with these keys: type (objective, target, person), code, name, rule, text,
    mend (what to do).

    Exit status: 3 when anything is missing.
    """
    plan = shell.plan()
    found = all_that_is_missing(plan, shell.day(plan, as_of))
    out = shell.printer(form)
    if form:
        out.listing([_document(one) for one in found], _KEYS, COLUMNS, [(one.code, one.name, *one.finding) for one in found])
    else:
        _say(found, out)
    return NEEDS_YOU if found else 0


def _document(one: Missing) -> dict[str, object]:
    return {"type": one.record.record, "code": one.code or None, "name": one.name, **one.finding._asdict()}


def _say(found: tuple[Missing, ...], out: Printer) -> None:
    named = None
    for one in found:
        if one.record is not named:
            out.lines([(Styled(f"{one.code} {one.name}".strip(), Colour.bold),)])
            named = one.record
        out.lines(bulleted(f"{one.finding.text}. {one.finding.mend}", out.width))
    if not found:
        say("Nothing is missing in this plan.")
