"""Meeting: a stand-up while it is held: who is here, what was gone through, what is discussed after, and for how long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kptui.models.record import new_id
from kptui.models.stand_up import StandUp
from kptui.plan import Plan
from kptui.stand_up import Item, Turn, agenda

_SEPARATOR = " "


@dataclass(frozen=True)
class Meeting:
    """What the record of the stand-up will say, and where one is in it."""

    id: str
    began_at: datetime
    targets: tuple[str, ...]
    present: tuple[str, ...]
    discuss: tuple[str, ...] = ()
    """The ids of the targets that are put off until after."""
    turn: int = 0
    """The turn that one is at, from 0."""

    @classmethod
    def begin(cls, targets: Iterable[str], present: Iterable[str], now: datetime) -> "Meeting":
        """Return one that begins now."""
        return cls(new_id(), now, tuple(targets), tuple(present))

    @classmethod
    def from_draft(cls, draft: Mapping[str, str]) -> "Meeting | None":
        """Return one that was left; None where nothing that makes one was kept."""
        try:
            began_at, turn = datetime.fromisoformat(draft["began_at"]), int(draft["turn"])
            targets, present, discuss = (tuple(draft[name].split()) for name in ("targets", "present", "discuss"))
            return cls(draft["id"], began_at, targets, present, discuss, turn)
        except (KeyError, ValueError):
            return None

    def as_draft(self) -> dict[str, str]:
        """Return it as it is kept on disk."""
        lists = {"targets": self.targets, "present": self.present, "discuss": self.discuss}
        plain = {"id": self.id, "began_at": self.began_at.isoformat(), "turn": str(self.turn)}
        return plain | {name: _SEPARATOR.join(ids) for name, ids in lists.items()}

    def turned_off(self, target_id: str) -> "Meeting":
        """Return it with a target put off until after, or no longer so."""
        rest = tuple(i for i in self.discuss if i != target_id)
        return replace(self, discuss=rest if target_id in self.discuss else (*rest, target_id))

    def record(self, plan: Plan, at: datetime, by: str) -> StandUp:
        """Return the record of it, as it ends at a moment."""
        said = {"id": self.id, "on": plan.today(at), "at": at, "by": by, "began_at": self.began_at}
        return StandUp.model_validate({**said, "present": self.present, "targets": self.targets, "discuss": self.discuss})


class Order:
    """The turns in the order in which the meeting began: what is said in it moves nobody."""

    def __init__(self, plan: Plan, meeting: Meeting, now: datetime) -> None:
        turns = agenda(plan, meeting.targets, meeting.present, now)
        self._owners = {turn.owner: place for place, turn in enumerate(turns)}
        self._targets = {item.target.id: place for place, item in enumerate(i for turn in turns for i in turn.items)}

    def turns(self, plan: Plan, meeting: Meeting, now: datetime) -> tuple[Turn, ...]:
        """Return the turns as they stand now; an owner who came later is last."""
        turns = agenda(plan, meeting.targets, meeting.present, now)
        kept = [replace(turn, items=tuple(sorted(turn.items, key=self._place))) for turn in turns]
        return tuple(sorted(kept, key=lambda turn: self._owners.get(turn.owner, len(self._owners))))

    def _place(self, item: Item) -> int:
        return self._targets.get(item.target.id, len(self._targets))


class Clock:
    """Counts the seconds of each turn, and stands still while it is paused."""

    def __init__(self, now: datetime) -> None:
        self._since: datetime | None = now
        self._spent: dict[int, float] = {}

    @property
    def is_paused(self) -> bool:
        """Whether it stands still."""
        return self._since is None

    def count(self, turn: int, now: datetime) -> None:
        """Add what has gone by since it was last asked to a turn."""
        if self._since is not None:
            self._spent[turn] = self._spent.get(turn, 0.0) + (now - self._since).total_seconds()
            self._since = now

    def pause(self, turn: int, now: datetime) -> None:
        """Stand still, or go on."""
        self.count(turn, now)
        self._since = now if self._since is None else None

    def words(self, turn: int) -> str:
        """Return the time of a turn and that of all of them, `0:42 of 3:10`."""
        said = f"{_minutes(self._spent.get(turn, 0))} of {_minutes(sum(self._spent.values()))}"
        return f"paused, {said}" if self.is_paused else said


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def next_item(targets: Sequence[str], current: str, step: int) -> str | None:
    """Return the target that many places on; None beyond either end, and the first where the current one is not among them."""
    if current not in targets:
        return targets[0] if targets and step > 0 else None
    place = targets.index(current) + step
    return targets[place] if 0 <= place < len(targets) else None
