"""`kptui add`, `kptui edit` and `kptui policy`: records are made and changed by the fields of their forms."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches

import click

from kptui.changes.editing import Change
from kptui.commands.layout import Colour, Line, Styled, width_of, wrap
from kptui.commands.saving import Saving, saving_options
from kptui.commands.shell import Shell
from kptui.errors import BadInput
from kptui.forms import FORMS, Around, Form, Understood, as_typed, begin, change_of, form_of, understand
from kptui.forms.naming import ANYTHING, OBJECTIVE, find
from kptui.models.record import Record, new_id
from kptui.plan import Plan

_NAMED_FIRST = {"influence": ("leading", "lagging")}
_ABOVE = {"target": "objective", "objective": "parent"}
"""The field that says beneath what a record is made: what that says of owner and period is where it begins."""


def _option(name: str) -> str:
    return name.replace("_", "-")


def _verb(form: Form) -> click.Command:
    """Return the command that makes a record of a form, an option for each field."""

    @saving_options
    def make(saving: Saving, /, **given: str | None) -> None:
        _add(saving, form, {name: text for name, text in given.items() if text is not None})

    first = _NAMED_FIRST.get(form.kind, ("name",))
    options = (
        click.option(f"--{_option(asked.name)}", asked.name, metavar="TEXT", help=asked.explains)
        for asked in reversed(form.asked)
        if asked.name not in first
    )
    for add_to in (*options, *(click.argument(name, metavar=name.upper()) for name in reversed(first))):
        make = add_to(make)
    return click.command(form.kind, help=f"Add {'an' if form.title[0] in 'aeiou' else 'a'} {form.title}.")(make)


class _Kinds(click.Group):
    """A verb for each kind of record."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return what can be added; a plan has one Policy, which is edited."""
        return [kind for kind in FORMS if kind != "policy"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb of a kind. Raises click.UsageError for a word that is none."""
        if cmd_name not in self.list_commands(ctx):
            ctx.fail(f"There is no {cmd_name!r} to add; there are: {', '.join(self.list_commands(ctx))}.")
        return _verb(FORMS[cmd_name])


@click.group(cls=_Kinds)
def add() -> None:
    """Add a department, team, person, pillar, period, objective, target or influence.

    What is not said is taken from what it is added to, as on the screens: the period and owner of an objective, the code, the
    days of a period. Names may be begun. A target is active as soon as nothing is missing, and a draft until then.

    --json is a list of what was done, an object each: did (added, changed, retired, brought back), kind, id, title, changed
    (field, old, new) and record, the document as the plan has it.
    """


def _add(saving: Saving, form: Form, typed: Mapping[str, str]) -> None:
    record_id, at, user = new_id(), saving.shell.now(), saving.shell.user
    seen: list[Understood] = []

    def change(plan: Plan) -> Sequence[Record]:
        around = Around(plan, plan.today(at), user)
        texts = begin(form, around, _above(plan, form, typed)) | dict(typed)
        seen[:] = [_understood(form, around, texts, typed)]
        return change_of(seen[0], around, record_id, at, user)(plan)

    saving.save(change, lambda _: _said(seen[0], typed))


def _above(plan: Plan, form: Form, typed: Mapping[str, str]) -> Record | None:
    with suppress(BadInput):  # a name that is wrong is refused with the other fields
        return find(plan, typed.get(_ABOVE.get(form.kind, ""), ""), OBJECTIVE, "")
    return None


def _understood(form: Form, around: Around, texts: Mapping[str, str], given: Mapping[str, str]) -> Understood:
    """Return what is understood. Raises BadInput with every field that is wrong, or is not asked for."""
    understood = understand(form, around, texts)
    asked = {one.name for one in understood.asked}
    wrong = {
        name: "does not go with what the other fields say; leave it out." for name in given if name not in asked and given[name]
    }
    wrong |= understood.wrong
    if wrong:
        raise BadInput(next(iter(wrong)), " ".join(f"{_option(name)}: {sentence}" for name, sentence in wrong.items()))
    return understood


def _said(understood: Understood, typed: Mapping[str, str]) -> list[str]:
    """Return what was understood, but for what nobody said and is as ever."""
    lines: list[str] = []
    for asked in understood.asked:
        begun = "" if asked.name in typed else understood.typed.get(asked.name, "")
        is_as_ever = asked.empty is None and understood.values[asked.name] == understood.form.default(asked.name)
        words = understood.said[asked.name] or begun
        if words and (asked.name in typed or not is_as_ever):
            lines.append(f"  {asked.label}: {words}")
    return lines


@click.command
@click.argument("what")
@click.argument("fields", metavar="FIELD=TEXT...", nargs=-1, required=True)
@saving_options
def edit(saving: Saving, /, what: str, fields: tuple[str, ...]) -> None:
    """Change fields of a target, an objective, a team, a person, a pillar or a period.

    WHAT is a code, a name or the beginning of one, a login or an id (of an influence nothing else): kptui edit CS-3 goal=+15%

    Only the fields that are named change, on the newest version. An empty TEXT empties a field. --json is that of `kptui add`.
    """
    read = find(saving.store.read(), what, ANYTHING, "what")
    saving.save(_edit(saving.shell, read, fields))


def _edit(shell: Shell, read: Record, fields: Sequence[str]) -> Change:
    form, at = form_of(read), shell.now()
    given = _given(form, fields)

    def change(plan: Plan) -> Sequence[Record]:
        around = Around(plan, plan.today(at), shell.user, plan.get(read.id) or read)
        understood = _understood(form, around, as_typed(form, around) | given, given)
        return change_of(understood, around, read.id, at, shell.user)(plan)

    return change


def _given(form: Form, fields: Sequence[str]) -> dict[str, str]:
    known = {_option(asked.name): asked.name for asked in form.asked}
    found: dict[str, str] = {}
    for text in fields:
        word, equals, value = text.partition("=")
        name = _option(word.strip().lower())
        if name not in known or not equals:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}=…?" if near and equals else f"type one such as {next(iter(known))}=…."
            raise click.UsageError(f"{text[:40]!r} is no field of {form.title}; {hint} Fields: {', '.join(known)}.")
        found[known[name]] = value
    return found


@click.command
@click.argument("fields", metavar="FIELD=TEXT...", nargs=-1)
@saving_options
def policy(saving: Saving, /, fields: tuple[str, ...]) -> None:
    """Show the rules of the house, or change some: kptui policy time-zone=Europe/Vienna at-risk-pace=0.85"""
    plan, shell = saving.store.read(), saving.shell
    if fields:
        saving.save(_edit(shell, plan.policy, fields))
        return
    out, form = shell.printer(saving.form), FORMS["policy"]
    if saving.form == "json":
        out.json(plan.policy.document())
        return
    texts = as_typed(form, Around(plan, plan.today(shell.now()), shell.user, plan.policy))
    out.lines(field_lines(form, texts, out.width))


def field_lines(form: Form, texts: Mapping[str, str], width: int | None) -> Iterator[Line]:
    """Give a line for each field, its explanation beside it in as many as it takes."""
    names, values = max(map(len, texts)), max(map(width_of, texts.values()))
    room = width and max(width - names - values - 4, 20)
    for asked in form.asked:
        head = f"{_option(asked.name):<{names}}  {texts[asked.name]:<{values}}  "
        for place, words in enumerate(wrap(asked.explains, room)):
            yield (" " * len(head) if place else head, Styled(words, Colour.dim))
