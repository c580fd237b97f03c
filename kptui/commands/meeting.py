"""`kptui block`, `promise`, `thank` and `stand-up`: what comes up when people meet, and what they have to go through."""

from collections.abc import Callable, Sequence

import click

from kptui.changes import add_records
from kptui.changes.meeting import Noted, blocker, promise, thanks, words_of
from kptui.commands.choosing import Wanted
from kptui.commands.layout import Line
from kptui.commands.marks import status_cell
from kptui.commands.shell import Shell, plan_option, saved_already, say
from kptui.errors import BadInput
from kptui.grammar import Words, note_words
from kptui.minutes import minutes
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.record import Record, new_id
from kptui.models.stand_up import Action, Recognition, StandUp
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.stand_up import Item, Turn, agenda, last_stand_up, what_changed

Note = Callable[[Plan, Words, Target, Noted], tuple[Record, ...]]


@click.command
@click.argument("code")
@click.argument("words", metavar="TEXT [block:KIND] [@WHO] [by:DATE]", nargs=-1)
@plan_option
@click.pass_obj
def block(shell: Shell, /, code: str, words: tuple[str, ...]) -> None:
    """Say what is in the way of a target, and who is asked for help with it.

    kptui block CS-3 "The vendor slipped" block:dependency @sam by:friday
    """
    _note(shell, code, words, blocker)


@click.command("promise")
@click.argument("code")
@click.argument("words", metavar="TEXT [@WHO] [by:DATE]", nargs=-1)
@plan_option
@click.pass_obj
def promise_action(shell: Shell, /, code: str, words: tuple[str, ...]) -> None:
    """Note what somebody promises to do for a target; without @WHO it is you.

    kptui promise CS-3 "Call the vendor" @sam by:friday
    """
    _note(shell, code, words, promise)


@click.command
@click.argument("words", metavar="@WHO TEXT", nargs=-1)
@click.option("--for", "code", metavar="CODE", help="The target that the thanks are for; without @WHO its owner is thanked.")
@plan_option
@click.pass_obj
def thank(shell: Shell, /, words: tuple[str, ...], code: str | None) -> None:
    """Thank somebody.

    kptui thank @sam "Stayed late for the release" --for IT-2
    """
    _note(shell, code, words, thanks)


def _note(shell: Shell, code: str | None, words: Sequence[str], make: Callable[..., tuple[Record, ...]]) -> None:
    store = shell.store()
    plan = store.read()
    target = None if code is None else plan.target(code)
    made = make(plan, note_words(words), target, Noted(new_id(), plan.today(shell.now()), shell.now(), shell.user))
    after = store.save(add_records(*made))
    with saved_already():
        name = (f"{target.code} {target.name}",) if target else ()
        said = [words_of(after, r) for r in made if isinstance(r, Blocker | SupportRequest | Action | Recognition)]
        shell.printer().lines([*name, *said])


@click.command("stand-up")
@click.option("--team", metavar="NAME", help="Only the targets of a team, those beneath it and of the people in them.")
@click.option("--minutes", "wants_minutes", is_flag=True, help="The minutes of the last one, as Markdown.")
@plan_option
@click.pass_obj
def stand_up(shell: Shell, /, team: str | None, wants_minutes: bool) -> None:  # noqa: FBT001 - click's flag
    """Show what changed since the last stand-up and what is due, one owner at a time, the worst off first.

    Without --team it is on all targets. The stand-up itself is held on the screens, by the key s or 3.
    """
    plan = shell.plan()
    today = plan.today(shell.now())
    wanted = [target.id for target in Wanted(team=team).of(plan, None, today)]
    last = last_stand_up(plan, wanted)
    out = shell.printer()
    if wants_minutes:
        out.lines(minutes(plan, _held(last)).splitlines())
        return
    present = last.present if last else tuple(person.id for person in plan.people)
    turns = agenda(plan, wanted, present, shell.now())
    out.lines([line for turn in turns for line in _turn(plan, turn, glyphs=out.glyphs)])
    if not turns:
        say("There is nothing to go through: no target here is active.")


def _held(last: StandUp | None) -> StandUp:
    if last is None:
        raise BadInput("minutes", "There was no stand-up on these targets yet; press s in the tree to hold one.")
    return last


def _turn(plan: Plan, turn: Turn, *, glyphs: bool) -> list[Line]:
    """Return what there is to say of an owner's targets; those that are as before by their codes alone."""
    lines: list[Line] = [(turn.name,)]
    for item in turn.news:
        lines.append(
            (f"  {item.target.code} ", *_status(item, glyphs=glyphs), f"  {', '.join(what_changed(item))}  {item.target.name}")
        )
        lines += [(f"    {words_of(plan, record, below_blocker=True)}",) for record in item.open]
    before = ", ".join(item.target.code for item in turn.as_before)
    return [*lines, *([(f"  as before: {before}",)] if before else [])]


def _status(item: Item, *, glyphs: bool) -> Line:
    then, now = (status_cell(item.target, judgement, glyphs=glyphs) for judgement in (item.then, item.now))
    return (now,) if item.then is None or then == now else (then, " → ", now)
