"""Packaging: what a user installs holds everything and runs; the sample is found wherever the program stands."""

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = [f"kptui/data/{path.name}" for path in (ROOT / "data").glob("*.json")]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", place, ".", cwd=ROOT)
    [found] = place.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("clean")
    venv.create(place, with_pip=True)
    pip: list[str | Path] = [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--constraint", ROOT / "constraints.txt", wheel, cwd=place)
    return place


def test_the_wheel_carries_the_core_the_screens_and_the_samples_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("kptui/__main__.py", "kptui/py.typed", *SAMPLES, "screens/app.py", "screens/app.tcss"):
        assert wanted in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "data"))]


def test_an_installed_wheel_finds_its_sample_and_takes_a_check_in(clean: Path, tmp_path: Path) -> None:
    kptui, plan = clean / "bin" / "kptui", tmp_path / "plan.json"
    run(kptui, "demo", "--to", plan, cwd=tmp_path)
    targets = json.loads(run(kptui, "--plan", plan, "list", "--json", cwd=tmp_path))
    code = next(t["code"] for t in targets if t["status"] == "on_track")
    run(kptui, "--plan", plan, "check-in", code, "=", "-c", "7", cwd=tmp_path)
    assert run(kptui, "--plan", plan, "verify", cwd=tmp_path)
    script = "import sys, tinydb; print(tinydb.TinyDB(sys.argv[1]).all()[-1]['confidence'])"
    assert run(clean / "bin" / "python", "-c", script, plan, cwd=tmp_path).strip() == "7"


def test_the_screens_of_an_installed_wheel_can_be_imported(clean: Path, tmp_path: Path) -> None:
    run(clean / "bin" / "python", "-c", "from screens.app import KptuiApp; KptuiApp.CSS_PATH", cwd=tmp_path)


def test_a_checkout_and_an_editable_install_find_the_sample(tmp_path: Path) -> None:
    script = "from kptui.samples import sample_path; print(sample_path('company'))"
    for cwd in (ROOT, tmp_path):
        assert Path(run(sys.executable, "-c", script, cwd=cwd).strip()) == ROOT / "data" / "company.json"
