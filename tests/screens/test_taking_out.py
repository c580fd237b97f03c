"""What is taken out of the program: exports, copies, and texts that go to the person's editor."""

from pathlib import Path

import pytest

from kptui.store import FileStore
from tests.screens.house import Driven, House, an_app, driving, newest, said, seen, until
from tests.screens.test_command import type_in

pytestmark = pytest.mark.usefixtures("home")


def an_editor(folder: Path, script: str) -> str:
    """Return the command of a program that stands for an editor; `$1` is the file."""
    editor = folder / "an editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o700)
    return f"'{editor}'"


async def test_what_is_listed_is_written_to_the_file_that_is_named(pilot: Driven, home: Path) -> None:
    await pilot.press("slash", *"cs", "enter", "E", "enter")
    await until(pilot, lambda: "Written" in said(pilot))
    text = (home / "kptui-2026-03-02.csv").read_text()
    assert [row.split(",")[0] for row in text.splitlines()] == ["code", "CS-1", "CS-2"]
    assert str(home) in said(pilot)


async def test_a_file_that_is_there_is_never_written_over(pilot: Driven, home: Path) -> None:
    (home / "kptui-2026-03-02.csv").write_text("mine")
    await pilot.press("E", "enter")
    await until(pilot, lambda: "Not exported" in said(pilot))
    assert (home / "kptui-2026-03-02.csv").read_text() == "mine"


async def test_markdown_has_no_markup_of_what_people_typed(pilot: Driven, home: Path, path: Path, house: House) -> None:
    FileStore(path).save(lambda _: [house.response.model_copy(update={"name": "A | b <i>", "version": 2})])
    await until(pilot, lambda: "A | b" in seen(pilot))
    await type_in(pilot, ":export ~/out.md")
    await pilot.press("enter")
    await until(pilot, lambda: "Written" in said(pilot))
    assert "| CS-1 | A \\| b \\<i\\> |" in (home / "out.md").read_text()


async def test_a_name_that_says_no_kind_of_file_is_refused(pilot: Driven) -> None:
    await type_in(pilot, ":export ~/out")
    await pilot.press("enter")
    await until(pilot, lambda: "end in .csv or in .md" in said(pilot))


async def test_the_page_of_a_target_is_copied_as_one_row(pilot: Driven) -> None:
    await pilot.press("enter", "Y")
    await until(pilot, lambda: "1 row of Markdown" in said(pilot))
    assert pilot.app.clipboard.count("\n") == 3
    assert "CS-1" in pilot.app.clipboard


async def test_a_note_is_written_in_the_persons_editor_and_comes_back_clean(
    pilot: Driven, house: House, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'stat -c %a "$1" > "{tmp_path}/mode"; printf "Two\\033[2J\\nlines" > "$1"'
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, script))
    await pilot.press("c", "1", "4", "tab", "tab", "tab", "ctrl+g")
    await until(pilot, lambda: "Two\N{REPLACEMENT CHARACTER}[2J↵lines" in seen(pilot))
    assert (tmp_path / "mode").read_text() == "600\n"
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "Saved" in said(pilot))
    assert newest(path, house.response).achievements == "Two\N{REPLACEMENT CHARACTER}[2J\nlines"


async def test_an_editor_that_fails_leaves_the_text_as_it_was(
    pilot: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, 'echo gone > "$1"; exit 3'))
    await pilot.press("c", "tab", "tab", "tab", "o", "k", "f4")
    await until(pilot, lambda: "ended with status 3" in seen(pilot))
    assert "ok" in seen(pilot)
    monkeypatch.setenv("VISUAL", str(tmp_path / "none"))
    await pilot.press("f4")
    await until(pilot, lambda: "cannot be used" in " ".join(seen(pilot).split()))


async def test_restricted_screens_lead_to_no_editor_and_no_shell(
    house: House, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, f'touch "{tmp_path}/begun"'))
    async with driving(an_app(house.build(path), tmp_path / "state", restricted=True)) as pilot:
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "leads to no other program" in " ".join(said(pilot).split()))
        await pilot.press("c", "tab", "tab", "tab", "ctrl+g")
        await until(pilot, lambda: "No editor here" in seen(pilot))
    assert not (tmp_path / "begun").exists()


async def test_only_a_text_goes_to_the_editor(pilot: Driven) -> None:
    await pilot.press("c", "ctrl+g")
    await until(pilot, lambda: "Move to a text first" in seen(pilot))


async def test_a_draft_of_several_lines_comes_back_as_it_was(
    pilot: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, 'printf "one\\ntwo" > "$1"'))
    await pilot.press("c", "tab", "tab", "tab", "ctrl+g")
    await until(pilot, lambda: "one↵two" in seen(pilot))
    await pilot.press("escape", "c")
    await until(pilot, lambda: "Your draft is back" in seen(pilot))
    assert "one↵two" in seen(pilot)
