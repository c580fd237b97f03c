"""`kptui watermelons`: the targets whose owner sees them otherwise than the rules."""

import click

from kptui.commands.layout import Column
from kptui.commands.marks import bare_status
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.rules.influence import with_warnings
from kptui.rules.watermelons import watermelons as watermelons_of

COLUMNS = (Column("Code"), Column("Owner says"), Column("Rules say"), Column("Name", least=30), Column("Owner", least=8, spare=1))
_KEYS = ("code", "name", "owner", "owner_says", "rules_say", "steps")


@click.command
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def watermelons(shell: Shell, /, as_of: str | None, form: str) -> None:
    """List the targets that are green outside and red inside, by their owner's last call and by the rules; then the reverse.

    --json and --csv have these keys: code, name, owner, owner_says, rules_say, steps (how many steps better the owner sees it;
    below nothing, worse).
    """
    plan = shell.plan()
    found = watermelons_of(plan, with_warnings(plan, shell.day(plan, as_of)))
    out = shell.printer(form)
    documents = [
        {
            "code": one.target.code,
            "name": one.target.name,
            "owner": plan.owner_name(one.target.owner),
            "owner_says": one.owner_says,
            "rules_say": one.rules_say,
            "steps": one.steps,
        }
        for one in found
    ]
    lines = [
        (
            one.target.code,
            bare_status(one.owner_says, glyphs=out.glyphs),
            bare_status(one.rules_say, glyphs=out.glyphs),
            one.target.name,
            plan.owner_name(one.target.owner),
        )
        for one in found
    ]
    out.listing(documents, _KEYS, COLUMNS, lines)
    if not found:
        say("Owners and rules say the same of every target.")
