"""Each protection is removed, one at a time, from a copy of the program: then a test fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ledger.counts import COUNTS, LONG
from tests.ledger.plans import plain_environment
from tests.ledger.protections import FIRST, OTHERS, Protection

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("copy")
    for name in ("kptui", "screens", "tests", "data", "pyproject.toml"):
        there = CHECKOUT / name
        if there.is_dir():
            shutil.copytree(there, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(there, place)
    return place


def remove(protection: Protection, copy: Path) -> None:
    text = (CHECKOUT / "kptui" / protection.file).read_text()
    found = text.count(protection.there)
    assert found == 1, f"{protection.name}: the text is not there any more, or not once, in kptui/{protection.file}: {found}"
    (copy / "kptui" / protection.file).write_text(text.replace(protection.there, protection.instead))


def put_back(protection: Protection, copy: Path) -> None:
    shutil.copy(CHECKOUT / "kptui" / protection.file, copy / "kptui" / protection.file)


def run(test: str, copy: Path) -> subprocess.CompletedProcess[str]:
    """Run a test in the copy, in its quick form; the copy's own kptui comes first where it runs."""
    environment = plain_environment() | {"TORTURE": "", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", test]
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("protection", [*FIRST, *(OTHERS if LONG else ())], ids=lambda protection: protection.name)
def test_without_it_a_test_fails(protection: Protection, copy: Path) -> None:
    remove(protection, copy)
    try:
        ended = run(protection.test, copy)
    finally:
        put_back(protection, copy)
    COUNTS["protections removed"] += 1
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED, ended.stdout
    assert "ImportError" not in ended.stdout
    assert "SyntaxError" not in ended.stdout


def test_the_copy_runs_its_own_program(copy: Path) -> None:
    where = [sys.executable, "-c", "import kptui; print(kptui.__file__)"]
    found = subprocess.run(where, cwd=copy, capture_output=True, text=True, check=True).stdout.strip()
    assert found == str(copy / "kptui" / "__init__.py")


@pytest.mark.skipif(LONG, reason="the long form removes them")
@pytest.mark.parametrize("protection", OTHERS, ids=lambda protection: protection.name)
def test_what_the_long_form_removes_is_there_and_so_is_the_test_that_then_fails(protection: Protection, copy: Path) -> None:
    remove(protection, copy)
    put_back(protection, copy)
    file, _, test = protection.test.partition("::")
    assert f"def {test.partition('[')[0]}" in (CHECKOUT / file).read_text()
