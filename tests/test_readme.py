"""The README: its worked example prints what it says, and the pictures and papers that it names are there."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples() -> Iterator[tuple[str, str]]:
    """The commands shown with a prompt, and what they print."""
    for block in re.findall(r"(?:^    .*\n|^\n(?=    [^$]))+", README, re.MULTILINE):
        for example in re.split(r"^    \$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            yield command, "\n".join(line.removeprefix("    ") for line in output.rstrip().splitlines())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("tests", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_the_worked_example_prints_what_it_says(place: Path) -> None:
    bin_directory = Path(sys.executable).parent
    environ = os.environ | {"PATH": f"{bin_directory}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    environ |= {"KPTUI_PLAN": "transit.json", "HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    found = list(examples())
    assert len(found) == 7
    for command, printed in found:
        done = subprocess.run(command, shell=True, cwd=place, env=environ, capture_output=True, text=True)  # noqa: S602 - the README's own lines
        assert done.returncode in (0, 3), done.stderr  # 3: something needs you
        assert done.stdout.replace(str(place), "…").rstrip() == printed, command


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\]\(([^):]+)\)", README))))
def test_what_the_readme_points_to_is_there(name: str) -> None:
    assert (ROOT / name).is_file()
