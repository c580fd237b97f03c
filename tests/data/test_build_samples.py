"""The builder of the sample plans."""

import shutil
import subprocess
import sys
from pathlib import Path

from kptui.paths import data_dir


def test_the_builder_makes_the_committed_samples_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, data_dir() / "build_samples.py", tmp_path], check=True, capture_output=True)

    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in data_dir().glob("*.json")}
    assert built == committed


def test_building_again_replaces_what_was_built(tmp_path: Path) -> None:
    (tmp_path / "company.json").write_text("an older build")
    subprocess.run([sys.executable, data_dir() / "build_samples.py", tmp_path], check=True, capture_output=True)

    assert (tmp_path / "company.json").read_bytes() == (data_dir() / "company.json").read_bytes()


def test_a_table_that_calls_two_records_by_one_key_is_refused_by_that_key(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(data_dir() / "coffee", data / "coffee")
    shutil.copy(data_dir() / "build_samples.py", data)
    house = data / "coffee" / "house.toml"
    house.write_text(house.read_text("utf-8").replace("[objectives.bus]", "[objectives.till]"))
    done = subprocess.run([sys.executable, data / "build_samples.py"], check=False, capture_output=True, text=True)

    assert done.returncode != 0
    assert "Objective 'till': another record is called by this key" in done.stderr
    assert not list(data.glob("*.json"))
