"""File systems: of which type the one is that a plan is on, and why a plan on some is only read."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
"""Where the kernel says what is mounted; where it is not there, nothing is judged."""
_NETWORK = {"afs", "cifs", "coda", "davfs", "kafs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
_CLUSTER = {"beegfs", "ceph", "glusterfs", "gpfs", "lustre", "orangefs", "pvfs2"}
_GUEST = {"9p", "prl_fs", "vboxsf", "virtiofs", "vmhgfs"}
UNFIT = frozenset(_NETWORK | _CLUSTER | _GUEST | {"fuse", "fuseblk"})
"""Types whose locks, or whose writes as another process reads them, are not kept as those of a local disk are."""
_ESCAPE = re.compile(r"\\([0-7]{3})")


def type_in(mountinfo: str, device: int, path: Path) -> str | None:
    """Return the type of the file system that is `device` in the text of mountinfo (proc(5)); None for one not found there.

    Some, such as btrfs, give their files other device numbers than the kernel lists; for these the longest mount point
    above the absolute `path` counts, and of several at one place the last.
    """
    number = f"{os.major(device)}:{os.minor(device)}"
    lines = mountinfo.splitlines()
    found = [kind for its, _, kind in _mounts(line for line in lines if f" {number} " in line) if its == number]
    if not found:
        above = [(point, kind) for _, point, kind in _mounts(lines) if path.is_relative_to(point)]
        found = [kind for _, kind in sorted(above, key=lambda mount: len(mount[0]))]
    return found[-1] if found else None


def _mounts(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Give device, mount point and type of each line."""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, kind = before.split(), after.split()[:1]
        if len(fields) >= 6 and kind:
            yield fields[2], _ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields[4]), kind[0]


@lru_cache(maxsize=64)
def file_system(device: int, path: Path) -> str | None:
    """Return the type of the file system that `path`, whose device is `device`, is on; None where the kernel does not say."""
    try:
        return type_in(os.fsdecode(MOUNTS.read_bytes()), device, path.resolve())
    except OSError:
        return None


def objection(path: Path, device: int) -> str | None:
    """Return the sentence that says why a plan at or in `path`, on `device`, is only read; None where it may be written."""
    kind = file_system(device, path)
    if kind is None or not (kind in UNFIT or kind.startswith("fuse.")):
        return None
    return (
        f"{path} is on a file system of type {kind}, which does not keep apart what several people write at once; "
        "keep the plan on a local disk, or set any_file_system = true in the settings if only one person writes it."
    )
