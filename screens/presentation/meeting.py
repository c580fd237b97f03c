"""Meeting: a stand-up while it is held: who is here, what was gone through, what is discussed after, and for how long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from kptui.models.record import new_id
from kptui.models.stand_up import StandUp
from kptui.plan import Plan
from kptui.stand_up import Turn, agenda

_SEPARATOR = " "
_LISTS = ("owners", "targets", "present", "discuss")
_NOBODY = "-"
"""Stands for an owner where there is none."""


@dataclass(frozen=True)
class Meeting:
    """What the record of the stand-up will say, in which order it goes, and where one is in it."""

    id: str
    began_at: datetime
    owners: tuple[str, ...]
    """The keys of those whose turns there are, in their order."""
    targets: tuple[str, ...]
    """In the order of the turns, and of each turn the worst first, as it was when the meeting began."""
    present: tuple[str, ...]
    discuss: tuple[str, ...] = ()
    """The ids of the targets that are put off until after."""
    owner: str = _NOBODY
    """Whose turn it is."""
    target: str = ""
    """The target that one is at."""
    spent: Mapping[str, float] = field(default_factory=dict)
    """The seconds of each turn so far, by owner."""

    @classmethod
    def begin(cls, plan: Plan, targets: Iterable[str], present: Sequence[str], now: datetime) -> "Meeting":
        """Return one that begins now, with the turns in the order in which they are now."""
        turns = agenda(plan, targets, present, now)
        owners = tuple(key_of(turn) for turn in turns)
        in_order = tuple(item.target.id for turn in turns for item in turn.items)
        return cls(new_id(), now, owners, in_order, tuple(present), owner=next(iter(owners), _NOBODY))

    @classmethod
    def from_draft(cls, draft: Mapping[str, str]) -> "Meeting | None":
        """Return one that was left; None where nothing that makes one was kept."""
        try:
            began_at, spent = datetime.fromisoformat(draft["began_at"]), _spent(draft["spent"])
            owners, targets, present, discuss = (tuple(draft[name].split()) for name in _LISTS)
            place = draft["owner"], draft["target"]
            return cls(draft["id"], began_at, owners, targets, present, discuss, *place, spent)
        except (KeyError, ValueError):
            return None

    def as_draft(self) -> dict[str, str]:
        """Return it as it is kept on disk."""
        plain = {"id": self.id, "began_at": self.began_at.isoformat(), "owner": self.owner, "target": self.target}
        spent = _SEPARATOR.join(f"{owner}={seconds:.1f}" for owner, seconds in self.spent.items())
        return {**plain, **{name: _SEPARATOR.join(getattr(self, name)) for name in _LISTS}, "spent": spent}

    def turns(self, plan: Plan, now: datetime) -> tuple[Turn, ...]:
        """Return the turns as they stand now, in the order in which the meeting began; an owner who came later is last."""
        owners, targets = _places(self.owners), _places(self.targets)
        kept = [
            replace(turn, items=tuple(sorted(turn.items, key=lambda item: targets[item.target.id])))
            for turn in agenda(plan, self.targets, self.present, now)
        ]
        in_order = sorted(kept, key=lambda turn: owners.get(key_of(turn), len(owners)))
        return tuple(in_order) or (Turn(None, "Nobody", is_here=True, items=()),)

    def place(self, turns: Sequence[Turn]) -> int:
        """Return which of the turns one is at; where its owner has none any more, the one that comes after."""
        owners = _places(self.owners)
        here = owners.get(self.owner, len(owners))
        exact = (i for i, turn in enumerate(turns) if key_of(turn) == self.owner)
        after = (i for i, turn in enumerate(turns) if owners.get(key_of(turn), len(owners)) > here)
        return next(chain(exact, after), len(turns) - 1)

    def turned_off(self, target_id: str) -> "Meeting":
        """Return it with a target put off until after, or no longer so."""
        rest = tuple(i for i in self.discuss if i != target_id)
        return replace(self, discuss=rest if target_id in self.discuss else (*rest, target_id))

    def record(self, plan: Plan, at: datetime, by: str) -> StandUp:
        """Return the record of it, as it ends at a moment."""
        said = {"id": self.id, "on": plan.today(at), "at": at, "by": by, "began_at": self.began_at}
        return StandUp.model_validate({**said, "present": self.present, "targets": self.targets, "discuss": self.discuss})


def key_of(turn: Turn) -> str:
    """Return by what a meeting knows a turn: its owner's id, or a sign for the targets that nobody owns."""
    return turn.owner or _NOBODY


def _spent(text: str) -> dict[str, float]:
    found = (one.rpartition("=") for one in text.split())
    return {owner: float(seconds) for owner, _, seconds in found}


def _places(ids: Iterable[str]) -> dict[str, int]:
    return {one: place for place, one in enumerate(ids)}


class Clock:
    """Counts the seconds of each turn by its owner, on from those spent already, and stands still while it is paused."""

    def __init__(self, now: datetime, spent: Mapping[str, float]) -> None:
        self._since: datetime | None = now
        self.spent = dict(spent)

    def count(self, owner: str, now: datetime) -> None:
        """Add what has gone by since it was last asked to a turn."""
        if self._since is not None:
            self.spent[owner] = self.spent.get(owner, 0.0) + (now - self._since).total_seconds()
            self._since = now

    def pause(self, owner: str, now: datetime) -> None:
        """Stand still, or go on."""
        self.count(owner, now)
        self._since = now if self._since is None else None

    def words(self, owner: str) -> str:
        """Return the time of a turn and that of all of them: `turn 0:42, in all 3:10`."""
        said = f"turn {_minutes(self.spent.get(owner, 0))}, in all {_minutes(sum(self.spent.values()))}"
        return said if self._since is not None else f"paused · {said}"


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def next_item(targets: Sequence[str], current: str, step: int) -> str | None:
    """Return the target that many places on; None beyond either end, and the first where the current one is not among them."""
    if current not in targets:
        return targets[0] if targets and step > 0 else None
    place = targets.index(current) + step
    return targets[place] if 0 <= place < len(targets) else None
