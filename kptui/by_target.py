"""By target: the readings of all targets at one revision; a copy in which some are others costs little."""

from collections.abc import Callable, Iterator, Mapping

from kptui.models.check_in import Reading
from kptui.packing import Authors
from kptui.readings import Gathered, Readings

_LOOSE = 64
"""How many may be others before a copy of all is made."""


class Shared(Mapping[str, Readings]):
    """The readings of all targets as an index has them; each is made when it is asked for."""

    def __init__(
        self, targets: Mapping[str, int], make: Callable[[str], Readings], latest: Callable[[str], Reading | None]
    ) -> None:
        self._targets, self._make, self._latest = targets, make, latest
        self._made: dict[str, Readings] = {}

    def __getitem__(self, target_id: str) -> Readings:
        if target_id not in self._made:
            if target_id not in self._targets:
                raise KeyError(target_id)
            self._made[target_id] = self._make(target_id)
        return self._made[target_id]

    def latest(self, target_id: str) -> Reading | None:
        """Return the latest reading of a target that stands, without making the others."""
        if target_id not in self._targets:
            return None
        found = None if target_id in self._made else self._latest(target_id)
        return self[target_id].latest if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)


_NOTHING = Shared({}, lambda _: Readings(Gathered(Authors())), lambda _: None)


class ByTarget(Mapping[str, Readings]):
    """Readings by the id of their target: what an index has, what many copies share since, and what is another since then."""

    def __init__(
        self,
        first: Shared | None = None,
        since: Mapping[str, Readings] | None = None,
        loose: Mapping[str, Readings] | None = None,
    ) -> None:
        self._first = first or _NOTHING
        self._since = {} if since is None else since
        self._loose = loose or {}

    def with_all(self, changes: Mapping[str, Readings]) -> "ByTarget":
        """Return a copy in which `changes` have been made."""
        loose = {**self._loose, **changes}
        if len(loose) <= _LOOSE:
            return ByTarget(self._first, self._since, loose)
        return ByTarget(self._first, {**self._since, **loose})

    def changed_since(self, before: "ByTarget") -> set[str]:
        """Return the ids of the targets whose readings are others than in another copy; soon, where it is one of the last."""
        near = self._first is before._first and self._since is before._since
        ids = {*self._loose, *before._loose} if near else {*self, *before}
        return {target_id for target_id in ids if self.get(target_id) is not before.get(target_id)}

    def _changed(self, target_id: str) -> Readings | None:
        found = self._loose.get(target_id)
        return self._since.get(target_id) if found is None else found

    def latest(self, target_id: str) -> Reading | None:
        """Return the latest reading of a target that stands; None where there is none."""
        found = self._changed(target_id) if self._loose or self._since else None
        return self._first.latest(target_id) if found is None else found.latest

    def __getitem__(self, target_id: str) -> Readings:
        found = self._changed(target_id)
        return self._first[target_id] if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._first, *self._since, *self._loose)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
