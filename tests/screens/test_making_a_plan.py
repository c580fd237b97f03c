"""Making a plan on screen, by keyboard alone, from an empty one: the same as the shell's script makes of the same words."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.events import Key, Paste

from kptui.__main__ import run
from kptui.beginning import Beginning, first_records, this_quarter
from kptui.commands.shell import Shell
from kptui.forms import FORMS, Around, begin, naming, understand
from kptui.models.target import State
from kptui.rules.smart import Verdict, assess_target
from kptui.store import FileStore
from screens.choose import Choose
from screens.objective_tree import ObjectiveTree
from screens.presentation.choices import DEPARTMENT, LINK, OBJECTIVE, PERIOD, PERSON, PILLAR, TARGET
from screens.record_form import RecordForm
from screens.widgets.field_rows import FieldRows
from tests.a_small_house import HOUSE, ORGANISATION, Typed, gist
from tests.builders import NOW
from tests.screens.house import Driven, an_app, driving, until

LETTERS = {choice.name: choice.letter for choice in (TARGET, OBJECTIVE, PILLAR, DEPARTMENT, PERSON, PERIOD, LINK)}
SHORT = 12


def keys(text: str) -> list[Key | Paste]:
    """Return what a text comes as: a short one key by key, a long one pasted."""
    return [Key("space" if c == " " else c, c) for c in text] if len(text) <= SHORT else [Paste(text)]


async def press(pilot: Driven, *pressed: Key | Paste) -> None:
    """Send keys as fast as hands and a slow line can, and wait until the last one has done what it does."""
    for key in pressed:
        pilot.app.post_message(key)
    await pilot.pause()


async def add(pilot: Driven, typed: Typed) -> None:
    """Add a record: `a`, its letter, the fields that are typed or emptied, and ctrl-s."""
    await press(pilot, Key("a", "a"))
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    letter = LETTERS[typed.kind]
    await press(pilot, Key(letter, letter))
    await until(pilot, lambda: isinstance(pilot.app.screen, RecordForm) and bool(pilot.app.screen.query(FieldRows)))
    form = pilot.app.screen
    assert isinstance(form, RecordForm)
    await press(pilot, *filling(form, typed), Key("ctrl+s", None))
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))


def filling(form: RecordForm, typed: Typed) -> Iterator[Key | Paste]:
    """Give the keys that go through the fields from the first, and type over what is not as it should be."""
    around = Around(form.plan, form.today, form.user)
    above = typed.fields.get({"target": "objective", "objective": "parent"}.get(typed.kind, ""), "")
    served = naming.find(form.plan, above, naming.OBJECTIVE, "") if above else None
    wanted = begin(FORMS[typed.kind], around, served) | typed.fields
    for asked in understand(FORMS[typed.kind], around, wanted).asked:
        if form.purpose.begun[asked.name] != wanted[asked.name]:
            yield from (Key("end", None), Key("ctrl+u", None), *keys(wanted[asked.name]))
        yield Key("down", None)


async def make(pilot: Driven, house: Iterable[Typed]) -> None:
    for typed in house:
        await add(pilot, typed)


async def test_by_keyboard_alone_a_house_is_made_that_is_the_same_as_the_scripts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    path, other = tmp_path / "plan.json", tmp_path / "other.json"
    records = first_records(Beginning(this_quarter(NOW), organisation=ORGANISATION), NOW, "maria")
    async with driving(an_app(FileStore.create(path, records=records), tmp_path / "state"), size=(80, 24)) as pilot:
        await make(pilot, HOUSE)
    made = FileStore(path).read()
    assert (len(made.objectives), len(made.targets)) == (6, 12)
    assert {target.state for target in made.targets} == {State.active}
    for target in made.targets:
        judged = assess_target(made, target, date(2026, 3, 2))
        assert (judged.specific, judged.measurable, judged.time_bound) == (Verdict.passes,) * 3, target.name
    for words in (["init", "--org", ORGANISATION], *(words_of(typed) for typed in HOUSE)):
        assert run(["--plan", str(other), *words], Shell(now=lambda: NOW, user="maria")) == 0
    assert gist(made) == gist(FileStore(other).read())


def words_of(typed: Typed) -> list[str]:
    """Return the words that have the shell add a record."""
    first = ("leading", "lagging") if typed.kind == "influence" else ("name",)
    options = [(f"--{name.replace('_', '-')}", text) for name, text in typed.fields.items() if name not in first]
    return ["add", typed.kind, *(typed.fields[name] for name in first), *(word for option in options for word in option)]
