"""The builder of the sample plans."""

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
