"""`kptui retire`, `bring-back`, `hand-over`, `merge` and `cascade`: who has what, and what hangs beneath what."""

import click

from kptui.changes.cascading import Part, cascade, share_words
from kptui.changes.handing_over import hand_over
from kptui.changes.merging import merge
from kptui.changes.retiring import Beneath, bring_back, retire
from kptui.commands.saving import Saving, saving_options
from kptui.errors import BadInput
from kptui.forms.fields import read_day, read_share
from kptui.forms.naming import ANYTHING, OWNER, PERSON, TARGET, Named, find, names_of
from kptui.models.organisation import Person
from kptui.models.record import Record, new_id
from kptui.models.target import Target
from kptui.plan import Plan

_MERGED: Named[Target | Person] = Named("target or person", (Target, Person))


@click.command("retire")
@click.argument("what")
@click.option("--beneath", type=click.Choice([*Beneath]), help="What hangs beneath it: up to what is above, or retired too.")
@saving_options
def retire_verb(saving: Saving, /, what: str, beneath: str | None) -> None:
    """Put a target, an objective, a team, a person, a pillar or a period out of sight; by its id an influence too.

    Nothing is deleted: `kptui bring-back` has it in sight again. Where something hangs beneath it, --beneath says what becomes of
    that; without it such a record is refused, and what hangs there is named. A target's influences go with it.
    """
    read = find(saving.store.read(), what, ANYTHING, "what")
    saving.save(retire(read, saving.shell.now(), saving.shell.user, Beneath(beneath) if beneath else None))


@click.command("bring-back")
@click.argument("what")
@saving_options
def bring_back_verb(saving: Saving, /, what: str) -> None:
    """Have something that was retired in sight again, and a merged duplicate as one of its own."""
    saving.save(bring_back(_retired(saving.store.read(), what), saving.shell.now(), saving.shell.user))


def _retired(plan: Plan, what: str) -> Record:
    wanted = what.strip().casefold()
    known = [record for kind in ANYTHING.kinds for record in plan.every(kind) if record.retired]
    found = [record for record in known if wanted in (record.id, *map(str.casefold, names_of(record)))]
    if len(found) == 1:
        return found[0]
    ids = " or ".join(record.id for record in found)
    raise BadInput(
        "what", f"{what[:40]!r} was {len(found)}; type {ids}." if found else f"Nothing called {what[:40]!r} is retired."
    )


@click.command("hand-over")
@click.argument("person")
@click.argument("to")
@click.option("--last-day", metavar="DATE", help="The last day of someone who leaves.")
@saving_options
def hand_over_verb(saving: Saving, /, person: str, to: str, last_day: str | None) -> None:
    """Give all that a person owns to another person or team, in one change."""
    plan = saving.store.read()
    left = read_day("last_day", last_day, plan.today(saving.shell.now())) if last_day else None
    read, heir = find(plan, person, PERSON, "person"), find(plan, to, OWNER, "to")
    saving.save(hand_over(read, heir, saving.shell.now(), saving.shell.user, left))


@click.command("merge")
@click.argument("duplicate")
@click.argument("into")
@saving_options
def merge_verb(saving: Saving, /, duplicate: str, into: str) -> None:
    """Have one target or person stand for a duplicate too.

    Nothing is rewritten: what names the duplicate is read as naming the other, and its check-ins stay with it, where `kptui show`
    has them. `kptui bring-back` parts the two again.
    """
    plan = saving.store.read()
    first, second = find(plan, duplicate, _MERGED, "duplicate"), find(plan, into, _MERGED, "into")
    saving.save(merge(first, second, saving.shell.now(), saving.shell.user))


@click.command("cascade")
@click.argument("code")
@click.argument("shares", metavar="TEAM=SHARE...", nargs=-1, required=True)
@saving_options
def cascade_verb(saving: Saving, /, code: str, shares: tuple[str, ...]) -> None:
    """Share a target's goal out among teams, a target each: kptui cascade BW-1 CS=40% OPS=35% IT=25%

    The shares, with those that were given out before, must add up to 100 %.
    """
    plan = saving.store.read()
    above = find(plan, code, TARGET, "code")
    parts = [_part(plan, text) for text in shares]
    saving.save(
        cascade(above, parts, saving.shell.now(), saving.shell.user),
        lambda record: [f"  Share: {share_words(above, record.share)}"] if isinstance(record, Target) and record.share else [],
    )


def _part(plan: Plan, text: str) -> Part:
    name, equals, share = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"{text[:40]!r} names no share; type one such as CS=40%.")
    return Part(find(plan, name, OWNER, "shares").id, read_share("shares", share), new_id())
