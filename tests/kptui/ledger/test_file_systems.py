"""File systems: which type a plan is on is known from the kernel's list, and on some a plan is only read."""

import os
from pathlib import Path

import pytest

from kptui.errors import ReadOnly, Refused
from kptui.ledger import file_systems
from kptui.ledger.file import Ledger
from kptui.ledger.file_systems import UNFIT, type_in
from kptui.ledger.opening import facts_of, make_directory
from tests.kptui.ledger.disk import append, ids_in

LISTED = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:1 / / rw,relatime - ext4 /dev/vda rw,discard
30 27 0:40 / /home rw,relatime shared:5 - autofs systemd-1 rw,fd=29
31 27 0:41 / /home rw,relatime shared:6 master:2 - nfs4 server:/home rw,vers=4.2
32 31 0:42 / /home/ana/with\040blank rw - fuse.sshfs ana@far:/ rw
33 27 0:43 /sub /srv rw,relatime - btrfs /dev/vdb rw,subvol=/sub
a line that is none
34 27 0:44 / /cut rw -
"""


@pytest.mark.parametrize(
    ("device", "path", "kind"),
    [
        ((254, 1), "/srv/plan.json", "ext4"),
        ((0, 41), "/anywhere/plan.json", "nfs4"),
        ((0, 99), "/srv/plans/plan.json", "btrfs"),
        ((0, 99), "/home/ben/plan.json", "nfs4"),
        ((0, 99), "/home/ana/with blank/plan.json", "fuse.sshfs"),
        ((0, 99), "/srv-of-others/plan.json", "ext4"),
    ],
)
def test_the_device_says_the_type_and_else_the_longest_mount_point(device: tuple[int, int], path: str, kind: str) -> None:
    assert type_in(LISTED, os.makedev(*device), Path(path)) == kind


def test_what_the_kernel_does_not_list_has_no_type() -> None:
    assert type_in("", os.makedev(0, 99), Path("/srv/plan.json")) is None


def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Have the file system of `tmp_path` listed as one of this type."""
    device = tmp_path.stat().st_dev
    listed = tmp_path / "mountinfo"
    listed.write_text(f"27 1 {os.major(device)}:{os.minor(device)} / / rw,relatime - {kind} somewhere rw\n")
    monkeypatch.setattr(file_systems, "MOUNTS", listed)
    file_systems.file_system.cache_clear()


@pytest.fixture(autouse=True)
def _judged_anew() -> None:
    file_systems.file_system.cache_clear()


@pytest.mark.parametrize("kind", [*sorted(UNFIT), "fuse.glusterfs"])
def test_a_plan_on_a_network_is_only_read_and_says_why(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    mounted(tmp_path, monkeypatch, kind)
    ledger = Ledger(path)
    assert ledger.read_only is not None
    assert f"of type {kind}, " in ledger.read_only
    assert [line.document["id"] for line in ledger.read().lines] == ["a"]
    with pytest.raises(ReadOnly, match="keep the plan on a local disk"):
        append(ledger, "b")
    ledger.close()
    assert ids_in(path) == ["a"]


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fusectl"])
def test_a_plan_on_a_local_disk_is_written(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    mounted(tmp_path, monkeypatch, kind)
    ledger = Ledger(path)
    append(ledger, "b")
    ledger.close()
    assert ids_in(path) == ["a", "b"]


def test_whoever_insists_writes_anywhere(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(tmp_path, monkeypatch, "nfs")
    ledger = Ledger(path, any_file_system=True)
    append(ledger, "b")
    ledger.close()
    assert ids_in(path) == ["a", "b"]


def test_where_nothing_is_known_of_mounts_nothing_is_judged(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_systems, "MOUNTS", tmp_path / "not-there")
    ledger = Ledger(path)
    assert ledger.read_only is None
    ledger.close()
    assert facts_of(path)["file system"] == "not known"


def test_no_directory_is_made_on_a_network_unless_someone_insists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(tmp_path, monkeypatch, "cifs")
    with pytest.raises(Refused, match="of type cifs"):
        make_directory(tmp_path / "some" / "plans", None)
    assert not (tmp_path / "some").exists()
    make_directory(tmp_path / "some" / "plans", None, any_file_system=True)
    assert (tmp_path / "some" / "plans").is_dir()
