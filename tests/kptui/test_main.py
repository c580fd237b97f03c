"""Tests of the console script as people run it: real processes, pipes, encodings, a terminal, and a mistake in the program."""

import io
import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from kptui.__main__ import run
from kptui.commands.shell import Shell
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_policy, a_target, an_organisation

KPTUI = [sys.executable, "-m", "kptui"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment with homes of its own and a terminal's name."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("COV", "PATH", "PYTHONPATH", "VIRTUAL"))}
    homes = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    return kept | homes | {"HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    targets = [a_target(code=f"CS-{n}", name=f"Größe {n}", start="2020-01-01", due="2020-12-31") for n in range(1, 2001)]
    check_in = a_check_in(targets[0], "2020-06-01", 40)
    FileStore.create(path, records=[a_policy(), an_organisation(), *targets, check_in]).close()
    return path


def start(arguments: list[str], environ: Mapping[str, str]) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*KPTUI, *arguments], env=environ, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )


def test_data_goes_to_stdout_words_to_stderr_and_the_code_says_how_it_went(plan: Path, environ: dict[str, str]) -> None:
    done = start(["list", "--plan", str(plan), "--as-of", "2020-06-01"], environ)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[0].startswith("Code")
    refused = start(["--plan", str(plan), "show", "XX-1"], environ)
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr.decode() == "kptui: That cannot be right: There is no target XX-1; did you mean CS-1?\n"
    wrong = start(["list", "--frob"], environ)
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"--frob" in wrong.stderr
    assert start(["due", "--plan", str(plan), "--as-of", "2020-03-01"], environ).returncode == 3


def test_a_plan_is_found_by_variable_by_settings_and_by_option_after_the_verb(plan: Path, environ: dict[str, str]) -> None:
    settings = Path(environ["XDG_CONFIG_HOME"]) / "kptui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'plan = "{plan}"\n')
    assert start(["verify"], environ).stdout.startswith(str(plan).encode())
    nowhere = environ | {"KPTUI_PLAN": str(plan) + ".not"}
    assert start(["verify"], nowhere).returncode == 1
    assert start(["verify", "--plan", str(plan)], nowhere).returncode == 0
    settings.write_text("pla = 1\n")
    refused = start(["list"], environ)
    assert refused.returncode == 1
    assert b"did you mean plan?" in refused.stderr


def test_without_a_plan_one_sentence_says_how_to_begin(environ: dict[str, str]) -> None:
    said = start(["list"], environ)
    assert said.returncode == 1
    for word in (b"kptui init", b"--plan", b"kptui demo"):
        assert word in said.stderr


@pytest.mark.parametrize("arguments", [["lst"], ["--plan"], ["-z"], ["--", "-z"], ["list", "--frob"], ["show"]])
def test_wrong_use_is_said_with_where_to_read_on(arguments: list[str], environ: dict[str, str]) -> None:
    said = start(arguments, environ)
    assert (said.returncode, said.stdout) == (2, b"")
    assert b"--help" in said.stderr


def test_the_nearest_verb_is_named_and_help_names_them_all(environ: dict[str, str]) -> None:
    assert b"did you mean list?" in start(["lst"], environ).stderr
    assert b"There is no verb 'quux'." in start(["quux"], environ).stderr
    page = start(["--help"], environ).stdout
    for verb in (
        b"check-in",
        b"demo",
        b"diff",
        b"due",
        b"export",
        b"import",
        b"info",
        b"init",
        b"list",
        b"log",
        b"show",
        b"tree",
        b"undo",
        b"verify",
        b"why",
    ):
        assert verb in page
    assert start(["--version"], environ).stdout.startswith(b"kptui")


def test_a_reader_that_has_seen_enough_is_no_error(plan: Path, environ: dict[str, str]) -> None:
    listing = subprocess.Popen(
        [*KPTUI, "list", "--plan", str(plan)],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    assert listing.stdout is not None
    assert listing.stderr is not None
    listing.stdout.readline()
    listing.stdout.close()
    listing.wait(timeout=60)
    assert listing.stderr.read() == b""
    listing.stderr.close()


def test_a_full_disk_is_said_in_a_sentence(plan: Path, environ: dict[str, str]) -> None:
    for verb in (["list"], ["export"], ["verify", "--json"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*KPTUI, *verb, "--plan", str(plan)], env=environ, stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert done.returncode == 1
        assert done.stderr == b"kptui: That did not work: The output could not be written: No space left on device.\n"


def test_what_is_saved_is_done_even_if_nobody_hears_of_it(plan: Path, environ: dict[str, str], tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("name,goal,start,due\nMore,5,2020-01-01,2020-12-31\n")
    verbs = ("check-in CS-1 41 --on 2020-06-02", f"import {table}", f"--plan {tmp_path / 'new.json'} init")
    for verb in verbs:
        command = f"{sys.executable} -m kptui --plan {plan} {verb} >/dev/full"
        done = subprocess.run(["sh", "-c", command], env=environ, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        assert done.returncode == 0
        assert done.stderr.startswith(b"kptui: It is saved, but the output could not be written.\n")
    for closing in (">/dev/full 2>&1", ">&- 2>&-", "| :"):
        command = f"{{ {sys.executable} -m kptui --plan {plan} check-in CS-2 41 --on 2020-06-02 {closing}; }}"
        assert subprocess.run(["sh", "-c", command], env=environ, check=False).returncode == 0
    store = FileStore(plan)
    assert [c.value for c in store.history(store.read().target("CS-1").id)] == [40, 41]
    store.close()


def test_a_check_in_into_a_pipe_that_is_closed_is_done(plan: Path, environ: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    arguments = [*KPTUI, "--plan", str(plan), "check-in", "CS-1", "41", "--on", "2020-06-02"]
    done = subprocess.run(arguments, env=environ, check=False, stdout=writing, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"kptui: It is saved, but the output could not be written.\n")


@pytest.mark.parametrize("closing", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_terminal(plan: Path, environ: dict[str, str], closing: str) -> None:
    for verb, code in (("", 2), ("list", 0), ("import -", 1)):
        command = f"{sys.executable} -m kptui --plan {plan} {verb} {closing}"
        done = subprocess.run(["sh", "-c", command], env=environ, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        assert done.returncode == code


def test_bytes_that_are_no_text_are_shown_harmless(plan: Path, environ: dict[str, str]) -> None:
    for arguments in ([b"show", b"\xff"], [b"--plan", b"/nowhere/\xff", b"list"], [b"\xff"], [b"import", b"\xff.csv"]):
        done = subprocess.run([*KPTUI, *arguments], env=environ | {"KPTUI_PLAN": str(plan)}, check=False, capture_output=True)
        assert done.returncode in (1, 2)
        assert b"mistake in the program" not in done.stderr
        assert done.stderr.decode()
    info = subprocess.run([*KPTUI, b"info", b"--json", b"--plan", b"/nowhere/\xff"], env=environ, check=True, capture_output=True)
    assert "/nowhere/\ufffd" in info.stdout.decode()


@pytest.mark.parametrize(
    "language", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_any_locale_shows_what_it_can(plan: Path, environ: dict[str, str], language: dict[str, str]) -> None:
    said = start(["show", "CS-1", "--plan", str(plan), "--as-of", "2020-06-01"], environ | language)
    assert said.returncode == 0
    assert b"CS-1" in said.stdout
    assert b"Traceback" not in said.stderr


@pytest.mark.parametrize("language", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}])
def test_data_for_programs_is_utf8_whatever_the_locale(plan: Path, environ: dict[str, str], language: dict[str, str]) -> None:
    for verb in (["list", "--json"], ["list", "--csv"], ["export"], ["export", "--format", "csv"], ["show", "CS-1", "--json"]):
        data = start([*verb, "--plan", str(plan)], environ | language).stdout
        assert "Größe 1".encode() in data


def test_what_is_no_real_stream_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert run(["--version"]) == 0
    assert out.getvalue().startswith("kptui")


def modules_after(arguments: list[str], environ: Mapping[str, str]) -> set[str]:
    program = f"import sys; from kptui.__main__ import run; run({arguments!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True, timeout=60)
    return set(done.stderr.split())


def test_a_prompt_pays_for_nothing_that_it_does_not_need(plan: Path, environ: dict[str, str]) -> None:
    loaded = modules_after(["due", "--short", "--plan", str(plan)], environ)
    assert "kptui.commands.due" in loaded
    dear = {
        "textual",
        "rich",
        "tinydb",
        "kptui.rules.progress",
        "kptui.rules.flip",
        "kptui.ledger.verify",
    }
    assert not loaded & dear
    others = {
        f"kptui.commands.{name}"
        for name in ("begin", "check_in", "exchange", "inspect", "listing", "rewriting", "showing", "tree", "upkeep", "documents")
    }
    assert not loaded & others
    assert not any(name.startswith(("kptui.tables", "screens")) for name in loaded)


@pytest.mark.parametrize(
    "verb",
    [
        ["list"],
        ["tree"],
        ["show", "CS-1"],
        ["why", "CS-1"],
        ["info"],
        ["export"],
        ["verify"],
        ["log"],
        ["diff", "today"],
        ["undo", "--dry-run"],
        ["add", "pillar", "Customers", "--dry-run"],
        ["retire", "CS-1", "--dry-run"],
        ["--help"],
        *(["list"], ["tree"], ["show", "CS-1"], ["why", "CS-1"], ["info"], ["export"], ["verify"], ["--help"]),
        *(["repair"], ["backup"], ["migrate"], ["redact", "/dev/null"], ["archive", "Q1 2026"]),
    ],
)
def test_no_verb_loads_textual(plan: Path, environ: dict[str, str], verb: list[str]) -> None:
    loaded = modules_after([*verb, "--plan", str(plan)] if verb != ["--help"] else verb, environ)
    assert not loaded & {"textual", "rich"}
    assert not any(name.startswith("screens") for name in loaded)


def test_help_loads_no_verb_and_cuts_nothing_off(environ: dict[str, str]) -> None:
    loaded = modules_after(["--help"], environ)
    assert {name for name in loaded if name.startswith("kptui.commands.")} == {
        f"kptui.commands.{name}" for name in ("layout", "printer", "shell", "terminal", "verbs")
    }
    assert b"..." not in start(["--help"], environ).stdout.partition(b"Commands:")[2]


def test_a_shell_completes_verbs(environ: dict[str, str]) -> None:
    asked = {"_KPTUI_COMPLETE": "bash_complete", "COMP_WORDS": "kptui li", "COMP_CWORD": "1"}
    assert start([], environ | asked).stdout == b"plain,lint\nplain,list\n"


def test_why_loads_no_list_and_init_no_statistics(plan: Path, tmp_path: Path, environ: dict[str, str]) -> None:
    assert "kptui.commands.listing" not in modules_after(["why", "CS-1", "--plan", str(plan)], environ)
    assert "statistics" not in modules_after(["init", "--plan", str(tmp_path / "new.json")], environ)


def failing(error: BaseException) -> Shell:
    def now() -> datetime:
        raise error

    return Shell(now=now, user="maria")


def test_a_mistake_in_the_program_is_one_line_and_a_private_file(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert run(["list", "--plan", str(plan)], failing(ZeroDivisionError("by zero"))) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    kept = Path(re.findall(r"/\S+\.txt", said.err)[0])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "ZeroDivisionError: by zero" in kept.read_text()


def test_a_mistake_that_cannot_be_written_down_is_said_all_the_same(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert run(["list", "--plan", str(plan)], failing(ZeroDivisionError())) == 1
    assert "could not be written down" in capsys.readouterr().err


def test_an_interruption_is_no_mistake(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--plan", str(plan)], failing(KeyboardInterrupt())) == 130
    assert "mistake" not in capsys.readouterr().err


class Terminal:
    """A program on a real terminal of 80 by 24."""

    def __init__(self, arguments: list[str], environ: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        os.set_blocking(self._master, False)
        environ = {**environ, "COLUMNS": "80", "LINES": "24"}
        self._process = subprocess.Popen(
            [*KPTUI, *arguments], env=environ, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        self.seen = b""

    def wait_for(self, text: bytes, seconds: float = 30) -> None:
        """Read until `text` was shown."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            self._read(0.2)

    def press(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def ended(self, seconds: float = 30) -> int:
        """Read until the program ends, and return its exit code."""
        end = time.monotonic() + seconds
        while self._process.poll() is None:
            assert time.monotonic() < end, self.seen[-2000:]
            self._read(0.05)
        self._read(0)
        return self._process.returncode

    def _read(self, seconds: float) -> None:
        waiting = select.poll()
        waiting.register(self._master, select.POLLIN)
        if waiting.poll(seconds * 1000):
            with suppress(OSError):
                self.seen += os.read(self._master, 65536)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def on_terminal(terminals: list[Terminal], arguments: list[str], environ: Mapping[str, str]) -> Terminal:
    terminals.append(Terminal(arguments, environ))
    return terminals[-1]


def test_a_terminal_gets_colour_and_lines_that_fit(plan: Path, environ: dict[str, str], terminals: list[Terminal]) -> None:
    terminal = on_terminal(terminals, ["list", "--plan", str(plan), "--as-of", "2020-06-01", "--due"], environ)
    assert terminal.ended() == 0
    text = re.sub(r"\x1b\[\d+m", "", terminal.seen.decode())
    assert re.search(rb"\x1b\[\d+m", terminal.seen)
    assert max(len(line) for line in text.splitlines()) <= 80
    bare = on_terminal(terminals, ["list", "--plan", str(plan), "--as-of", "2020-06-01"], environ | {"NO_COLOR": "1"})
    assert bare.ended() == 0
    assert b"\x1b" not in bare.seen


def test_a_terminal_without_a_plan_is_asked_how_to_begin(environ: dict[str, str], terminals: list[Terminal]) -> None:
    terminal = on_terminal(terminals, [], environ)
    terminal.wait_for(b"Start a plan")
    terminal.press(b"\x11")
    assert terminal.ended() == 0


@pytest.mark.parametrize(("arguments", "kind"), [([], "dumb"), (["demo"], "dumb"), ([], "")])
def test_a_dumb_terminal_and_one_without_a_name_get_no_escape_sequences(
    plan: Path, environ: dict[str, str], terminals: list[Terminal], arguments: list[str], kind: str
) -> None:
    terminal = on_terminal(terminals, arguments, environ | {"TERM": kind, "KPTUI_PLAN": str(plan)})
    assert terminal.ended() == 2
    assert b"kptui list" in terminal.seen
    assert b"\x1b" not in terminal.seen


def test_without_unicode_the_screens_and_the_verbs_are_in_ascii(
    plan: Path, environ: dict[str, str], terminals: list[Terminal]
) -> None:
    listed = on_terminal(terminals, ["--no-unicode", "list", "--plan", str(plan), "--as-of", "2020-06-01"], environ)
    assert listed.ended() == 0
    assert listed.seen.replace("Größe".encode(), b"").isascii()
    screens = on_terminal(terminals, ["--no-unicode", "--plan", str(plan)], environ)
    screens.wait_for(b"help")
    screens.press(b"\x11")
    assert screens.ended() == 0
    assert screens.seen.replace("Größe".encode(), b"").isascii()


@pytest.mark.parametrize("language", [{}, {"SSH_TTY": "/dev/pts/1", "PYTHONIOENCODING": "latin-1"}])
def test_the_demo_shows_the_screens_and_leaves_nothing_behind(
    environ: dict[str, str], terminals: list[Terminal], tmp_path: Path, language: dict[str, str]
) -> None:
    (tmp_path / "tmp").mkdir()
    terminal = on_terminal(terminals, ["demo"], environ | language | {"TMPDIR": str(tmp_path / "tmp")})
    terminal.wait_for(b"CS-1")
    terminal.press(b"q")
    assert terminal.ended() == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_bare_kptui_shows_the_screens_on_the_plan(plan: Path, environ: dict[str, str], terminals: list[Terminal]) -> None:
    terminal = on_terminal(terminals, ["--plan", str(plan)], environ)
    terminal.wait_for("Größe 1".encode())
    terminal.press(b"q")
    assert terminal.ended() == 0


def test_without_screens_the_shell_says_so(plan: Path) -> None:
    with pytest.raises(Exception, match="not part of this program"):
        Shell().open_screens(FileStore(plan), Shell(now=lambda: NOW))
