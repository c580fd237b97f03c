"""Archives: the files beside a plan that hold the check-ins of past periods, each a store of its own, opened on demand."""

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Protocol

from kptui.errors import BadPlan, NoPlan
from kptui.models.archive import Archive
from kptui.models.check_in import CheckIn, Reading
from kptui.plan import Plan
from kptui.readings import each_once


class Opened(Protocol):
    """An archive that is open."""

    def read(self) -> Plan:
        """Return what it holds."""

    def history(self, target_id: str) -> tuple[CheckIn, ...]:
        """Return its check-ins on a target in the order of saving."""

    def close(self) -> None:
        """Let go of it."""


class Archives:
    """Those of the plan at `path`. One that is gone or cannot be read hides only what it holds."""

    def __init__(self, path: Path, open_one: Callable[[Path], Opened]) -> None:
        self._path, self._open_one = path, open_one
        self._opened: dict[str, Opened] = {}

    def of(self, target_id: str, named: Iterable[Archive]) -> list[Opened]:
        """Open those that hold check-ins of a target, in the order of their making."""
        files = [archive.file for archive in named if target_id in archive.targets and archive.file != self._path.name]
        return [found for file in files if (found := self._open(file))]

    def _open(self, file: str) -> Opened | None:
        try:
            if file not in self._opened:
                self._opened[file] = self._open_one(self._path.with_name(file))
            self._opened[file].read()
        except (NoPlan, BadPlan):
            return None
        return self._opened[file]

    def readings(self, target_id: str, named: Iterable[Archive]) -> tuple[Reading, ...]:
        """Return the readings of a target that were moved out, in the order of saving."""
        found = (archive.read().readings.get(target_id, ()) for archive in self.of(target_id, named))
        return tuple(each_once(chain.from_iterable(found)))

    def missing(self, named: Iterable[Archive]) -> list[str]:
        """Return a sentence for each that is not there."""
        gone = [archive for archive in named if not self._path.with_name(archive.file).exists()]
        return [f"the archive {a.file} is not beside the plan; put it back to see the check-ins of {a.name}" for a in gone]

    def close(self) -> None:
        """Let go of those that are open."""
        for archive in self._opened.values():
            archive.close()
