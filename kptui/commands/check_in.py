"""`kptui check-in`: a value with what there is to say about it, in one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from kptui.changes import record_check_in
from kptui.changes.meeting import Noted, obstacles, words_of
from kptui.commands.layout import Line, wrap
from kptui.commands.marks import status_cell
from kptui.commands.shell import Shell, plan_option, saved_already, say
from kptui.errors import BadInput
from kptui.figures import parse_confidence, parse_day, parse_value
from kptui.grammar import Words, check_in_words
from kptui.models.check_in import Adjustment, CheckIn, OwnCall, Reading
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.record import Record, new_id
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.far_out import far_out
from kptui.rules.flip import flip
from kptui.rules.influence import judge_with_warnings
from kptui.text import NOTE_LIMIT
from kptui.wording import day, whole

_STEP = re.compile(r"[-\N{MINUS SIGN}+=]?[\d.,].*")
_A_STEP = re.compile(r"[-\N{MINUS SIGN}+][\s\d.,]|\d")


class _WithSteps(click.Command):
    """Takes `-2` for a value, as people type it, and refuses other unknown options as ever."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line. Raises click.NoSuchOption for an unknown option."""
        ctx.ignore_unknown_options = True
        left = super().parse_args(ctx, args)
        for word in (ctx.params.get("code"), *ctx.params.get("words", ())):
            if word and word.startswith("-") and not _STEP.fullmatch(word):
                known = [name for param in self.get_params(ctx) for name in param.opts]
                raise click.NoSuchOption(word, possibilities=known, ctx=ctx)
        return left


@dataclass(frozen=True)
class Typed:
    """What was typed for one check-in, as it was typed."""

    value: str
    raised: Words
    """With the blocker and the call for help."""
    confidence: str = ""
    achieved: str = ""
    challenge: str = ""
    adjusted: str = ""
    goal: str | None = None
    call: str | None = None
    on: str | None = None


@click.command("check-in", cls=_WithSteps)
@click.argument("code")
@click.argument("words", metavar="VALUE [cN] [CHALLENGE] [block:KIND] [@WHO] [help:KIND] [on:DATE]", nargs=-1)
@click.option("-c", "--confidence", metavar="N", help="How sure you are to reach the goal, 0 to 10.")
@click.option("--achieved", metavar="TEXT", help="What went well.")
@click.option("--challenge", metavar="TEXT", help="What is in the way.")
@click.option("--adjusted", metavar="TEXT", help="What is done differently from now on, and why.")
@click.option("--goal", metavar="VALUE", help="The new goal, where it is the goal that changes.")
@click.option("--call", type=click.Choice([call.value for call in OwnCall]), help="Your own call, whatever the figures say.")
@click.option("--by", "step", metavar="STEP", help="A step from the last value, such as -2, in place of VALUE.")
@click.option("--on", metavar="DATE", help="The day that the value is of: yesterday, fri, 13 Nov, 2026-11-13; today if not said.")
@plan_option
@click.pass_obj
def check_in(shell: Shell, /, code: str, words: tuple[str, ...], step: str | None, **options: Any) -> None:
    """Check in on a target.

    VALUE is 118000, 118k, 3.5 or 3,5; +2 and -2 count from the last value, = is as before, =-2 is minus two itself.
    After it may come a confidence (c7), in quotes the challenge, a blocker (block:dependency), who is asked for help with it
    (@sam help:tool) and the day: kptui check-in CS-3 14.5 c7 "vendor slipped" block:dependency @sam
    """
    typed = _typed(words, step, {name: text for name, text in options.items() if text is not None})
    store = shell.store()
    before = store.read()
    target = before.target(code)

    def change(plan: Plan) -> Sequence[Record]:
        made = _understood(shell, plan, target, typed)
        words = typed.raised._replace(text=typed.challenge)
        raised = obstacles(plan, words, target, Noted(new_id(), made.on, made.at, made.by))
        return record_check_in(made, *raised)(plan)

    after = store.save(change)
    with saved_already():
        out = shell.printer()
        today = after.today(shell.now())
        turn = flip(after, after.target(code), today)
        said = _said(before, after, target, today, glyphs=out.glyphs)
        out.lines([*said, *(wrap(f"Flip: {turn.text}", out.width) if turn else [])])
        if doubted := _doubt(before, after, after.target(code)):
            say(f"{doubted} `kptui undo` takes it back.")


_TWICE = {"confidence": "confidences", "challenge": "challenges", "on": "days"}


def _typed(words: tuple[str, ...], step: str | None, options: dict[str, str]) -> Typed:
    """Return what the words and options say together. Raises click.UsageError where they do not fit."""
    if step is None and not words:
        raise click.UsageError("A value is missing: kptui check-in CODE VALUE, or --by STEP for a step from the last.")
    every = words if step is None else (_signed(step), *words)
    try:
        said = check_in_words(every)
    except BadInput as error:
        raise click.UsageError(str(error)) from error
    for name, word in (("confidence", said.confidence), ("challenge", said.text), ("on", said.on)):
        if word and name in options:
            raise click.UsageError(f"There are two {_TWICE[name]}: {options[name]!r} and {word!r}; put a text in quotes.")
        options |= {name: word} if word else {}
    return Typed(said.value, said, **options)


def _signed(step: str) -> str:
    if not _A_STEP.match(step):
        raise BadInput("value", f"{step[:40]!r} is no step from the last value; type one such as -2 or +0.5.")
    return f"+{step}" if step[0].isdigit() else step


def _understood(shell: Shell, plan: Plan, target: Target, typed: Typed) -> CheckIn:
    """Return the check-in that was meant, on the newest plan. Raises BadInput for what cannot be understood."""
    today = plan.today(shell.now())
    on = today if typed.on is None else parse_day(typed.on, today)
    if on > today:
        raise BadInput("on", f"{on} is still to come; a check-in says what was.")
    readings = plan.readings_of(target.id, on)
    return CheckIn(
        target=target.id,
        on=on,
        value=parse_value(typed.value, readings[-1].value if readings else None, target.unit),
        confidence=parse_confidence(typed.confidence),
        own_call=OwnCall(typed.call) if typed.call else None,
        achievements=_note("achieved", typed.achieved),
        challenges=_note("challenge", typed.challenge),
        adjustment=_adjustment(typed, target),
        at=shell.now(),
        by=shell.user,
    )


def _adjustment(typed: Typed, target: Target) -> Adjustment | None:
    text = _note("adjusted", typed.adjusted)
    if typed.goal is not None:
        return Adjustment(of="goal", text=text, goal=parse_value(typed.goal, target.goal, target.unit))
    return Adjustment(of="tactic", text=text) if text else None


def _note(field: str, text: str) -> str:
    if len(text) > NOTE_LIMIT:
        raise BadInput(field, f"--{field} has {len(text)} characters, {NOTE_LIMIT} are the most; shorten it.")
    return text


def _doubt(before: Plan, after: Plan, target: Target) -> str:
    earlier = [r.value for r in before.readings_of(target.id)]
    return far_out(before.target(target.code), earlier, _made(before, after, target).value)


def _made(before: Plan, after: Plan, target: Target) -> Reading:
    known = {r.id for r in before.readings.get(target.id, ())}
    return next(r for r in reversed(after.readings[target.id]) if r.id not in known)


def _said(before: Plan, after: Plan, target: Target, today: date, *, glyphs: bool) -> list[Line]:
    """Return what was understood, and the status before and after."""
    old, new = before.target(target.code), after.target(target.code)
    made = _made(before, after, target)
    last = before.readings_of(target.id, made.on)[-1:]
    was = f" (was {whole(last[0].value, new.unit)} on {day(last[0].on, today)})" if last else ""
    sure = f", confidence {made.confidence}" if made.confidence is not None else ""
    call = f", own call {made.own_call.value.replace('_', ' ')}" if made.own_call else ""
    goal = f", goal {whole(old.goal)} → {whole(new.goal, new.unit)}" if new.goal != old.goal else ""
    first = f"{new.code} {new.name}: {whole(made.value, new.unit)} on {day(made.on, today)}{was}{sure}{call}{goal}"
    stood = status_cell(old, judge_with_warnings(before, old, today), glyphs=glyphs)
    stands = status_cell(new, judge_with_warnings(after, new, today), glyphs=glyphs)
    return [(first,), (stands,) if stood == stands else (stood, " → ", stands), *_raised(before, after, target)]


def _raised(before: Plan, after: Plan, target: Target) -> list[Line]:
    """Return the blockers and calls for help that were saved with it, or by others meanwhile."""
    made: tuple[Blocker | SupportRequest, ...] = (*after.all_of(Blocker), *after.all_of(SupportRequest))
    return [(words_of(after, record),) for record in made if record.target == target.id and before.get(record.id) is None]
