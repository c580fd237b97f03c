"""Stand-up: what changed on some targets since the last one, and what is due, one owner at a time and the worst first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kptui.changes.meeting import Open, settled_on
from kptui.models.check_in import Reading
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.organisation import Person
from kptui.models.stand_up import Action, StandUp
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.readings import standing
from kptui.rules.circumstances import circumstances_of
from kptui.rules.influence import held_back
from kptui.rules.judgement import Judgement
from kptui.rules.progress import judge_readings
from kptui.rules.schedule import is_due
from kptui.wording import figure


@dataclass(frozen=True)
class Item:
    """One target as a stand-up sees it."""

    target: Target
    since: datetime | None
    """When the last stand-up on it was over; None where there was none."""
    then: Judgement | None
    """How it stood then."""
    now: Judgement
    check_ins: tuple[Reading, ...]
    """What was reported since, of what stands."""
    open: tuple[Open, ...]
    """Blockers, calls for help and promises that are open, or were settled since."""
    is_due: bool
    """Whether a check-in is due, or a promise."""
    is_raised: bool
    """Whether any of these was named or settled since."""

    @property
    def is_news(self) -> bool:
        """Whether there is anything to say: something changed, something is due, or it was never gone through."""
        if self.then is None or self.check_ins or self.is_due or self.is_raised:
            return True
        return (self.then.status, self.then.stale) != (self.now.status, self.now.stale)


@dataclass(frozen=True)
class Turn:
    """One owner's part of a stand-up."""

    owner: str | None
    """The id of a person or a team; None for the targets that nobody owns."""
    name: str
    is_here: bool
    items: tuple[Item, ...]

    @cached_property
    def news(self) -> tuple[Item, ...]:
        """What there is to say something about, the worst first."""
        return tuple(item for item in self.items if item.is_news)

    @cached_property
    def as_before(self) -> tuple[Item, ...]:
        """What is as it was at the last stand-up."""
        return tuple(item for item in self.items if not item.is_news)


def agenda(plan: Plan, target_ids: Iterable[str], present: Sequence[str], now: datetime) -> tuple[Turn, ...]:
    """Return the turns of a stand-up at a moment: who is here before who is not, who has news before others, the worst off first.

    Only active targets are gone through. Of a stand-up that is over, `now` is its own moment: what came later is left out.
    """
    since, noted = _last_time(plan, now), _open_by_target(plan, now)
    found: dict[str | None, list[Item]] = {}
    for target_id in dict.fromkeys(target_ids):
        target = plan.get(target_id)
        if isinstance(target, Target) and target.state is State.active and not target.retired:
            item = _item(plan, target, since.get(target_id), noted.get(target_id, ()), now)
            found.setdefault(target.owner, []).append(item)
    turns = [
        Turn(owner, plan.owner_name(owner) or "Nobody", _is_here(plan, owner, present), tuple(sorted(items, key=_rank)))
        for owner, items in found.items()
    ]
    return tuple(sorted(turns, key=lambda turn: (not turn.is_here, not turn.news, _rank(turn.items[0]))))


def _rank(item: Item) -> tuple[int, int, str]:
    """The worst status first, then what is longest overdue."""
    return item.now.status.rank, -item.now.overdue_days, item.target.code


def _is_here(plan: Plan, owner: str | None, present: Sequence[str]) -> bool:
    """A team is here where anyone of it is."""
    here = [person for p in present if isinstance(person := plan.get(p), Person)]
    return owner is None or owner in present or any(person.team == owner for person in here)


def _last_time(plan: Plan, now: datetime) -> Mapping[str, datetime]:
    """When each target was last gone through before `now`."""
    before = now.replace(microsecond=0)  # moments are kept to the second: the stand-up itself is none before it
    held = sorted((s for s in plan.all_of(StandUp) if s.at < before), key=lambda s: s.at)
    return {target_id: stand_up.at for stand_up in held for target_id in stand_up.targets}


def _open_by_target(plan: Plan, now: datetime) -> Mapping[str, tuple[Open, ...]]:
    found: dict[str, tuple[Open, ...]] = {}
    every: tuple[Open, ...] = (*plan.all_of(Blocker), *plan.all_of(SupportRequest), *plan.all_of(Action))
    for record in every:
        if record.on <= plan.today(now):
            found[record.target] = (*found.get(record.target, ()), record)
    return found


def _item(plan: Plan, target: Target, since: datetime | None, noted: tuple[Open, ...], now: datetime) -> Item:
    today = plan.today(now)
    every = plan.readings.get(target.id, ())
    readings = [r for r in standing(r for r in every if r.at <= now) if r.on <= today]
    then = _then(plan, target, every, since)
    is_open = [record for record in noted if settled_on(record) is None]
    raised = [record for record in noted if since is None or record.at > since]
    return Item(
        target=target,
        since=since,
        then=then,
        now=held_back(
            plan, target, judge_readings(plan.policy, target, readings, today, circumstances_of(plan, target, today)), today
        ),
        check_ins=tuple(r for r in readings if since is None or r.at > since),
        open=tuple(record for record in noted if record in is_open or record in raised),
        is_due=is_due(target, readings, plan.policy, today) or any(_is_overdue(record, today) for record in is_open),
        is_raised=bool(raised),
    )


def _then(plan: Plan, target: Target, every: Sequence[Reading], since: datetime | None) -> Judgement | None:
    if since is None:
        return None
    day = plan.today(since)
    readings = [r for r in standing(r for r in every if r.at <= since) if r.on <= day]
    judgement = judge_readings(plan.policy, target, readings, day, circumstances_of(plan, target, day))
    return held_back(plan, target, judgement, day)


def _is_overdue(record: Open, today: date) -> bool:
    return record.due is not None and record.due <= today


def last_stand_up(plan: Plan, target_ids: Iterable[str]) -> StandUp | None:
    """Return the newest stand-up that went through any of these targets; None where none did."""
    wanted = set(target_ids)
    held = [stand_up for stand_up in plan.all_of(StandUp) if wanted & set(stand_up.targets)]
    return max(held, key=lambda stand_up: stand_up.at, default=None)


def who_may_be_there(plan: Plan, target_ids: Iterable[str]) -> tuple[Person, ...]:
    """Return who has part in these targets and has not left: owners, helpers, their teams, and who was there the last time."""
    ids = tuple(target_ids)
    targets = [target for t in ids if isinstance(target := plan.get(t), Target)]
    owners = {owner for target in targets for owner in (target.owner, *target.contributors)}
    last = last_stand_up(plan, ids)
    known = set(last.present) if last else set()
    here = (p for p in plan.people if p.ended_on is None and p.merged_into is None)
    return tuple(p for p in here if {p.id, p.team} & owners or p.id in known)


def what_changed(item: Item) -> tuple[str, ...]:
    """Return what became of a target's figures: `20 h → 18 h`, `confidence 6 → 7`; as they are where nothing did."""
    then, now = item.then.last if item.then else None, item.now.last
    if now is None:
        return ("no check-in yet",)
    unit = item.target.unit
    values = [figure(r.value, unit) for r in (then, now) if r is not None]
    found = [" → ".join(dict.fromkeys(values))]
    sure = [str(r.confidence) for r in (then, now) if r is not None and r.confidence is not None]
    return (*found, f"confidence {' → '.join(dict.fromkeys(sure))}") if now.confidence is not None else tuple(found)
