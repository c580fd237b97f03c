"""Naming: which record a typed name means, by name, login, code, id or a unique beginning; and the other way round."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar, cast

from kptui.errors import BadInput
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import Influence, Target
from kptui.plan import Plan
from kptui.text import clean_line

R = TypeVar("R", bound=Record, covariant=True)
_LISTED = 6
"""Names that a sentence can hold."""
_COMPARED = 1000
"""Names among which the nearest is looked for; among more that takes longer than a key may."""


class Named(NamedTuple, Generic[R]):
    """What a name may be of."""

    what: str
    """What people call it."""
    kinds: tuple[type[R], ...]
    """In the order of listing them."""


OWNER: Named[Person | Team] = Named("person or team", (Person, Team))
TEAM = Named("team", (Team,))
PERSON = Named("person", (Person,))
PILLAR = Named("pillar", (Pillar,))
PERIOD = Named("period", (Period,))
OBJECTIVE = Named("objective", (Objective,))
TARGET = Named("target", (Target,))
ANYTHING: Named[Record] = Named(
    "target, objective, team, person, pillar or period", (Target, Team, Person, Pillar, Period, Objective, Influence)
)


def names_of(record: Record) -> tuple[str, ...]:
    """Return what people may type for a record: its code, login or short code, then its name."""
    fields = vars(record)
    return tuple(str(name) for key in ("code", "login", "short", "name") if (name := fields.get(key)))


def find(plan: Plan, text: str, named: Named[R], field: str) -> R:
    """Return the record that `text` means; a duplicate stands for the record that it was merged into.

    Raises BadInput for a name that nobody has, with the nearest, and for one that could mean several.
    """
    wanted = clean_line(text)
    by_id = plan.standing(wanted)
    if isinstance(by_id, named.kinds):
        return by_id
    holders = _holders(plan, named)
    found = holders.get(wanted.casefold()) or _beginning(holders, wanted.casefold())
    if not found:
        raise _unknown(wanted, named, field, holders)
    if len(found) > 1:
        raise _ambiguous(wanted, field, found, holders)
    return cast(R, found[0])


def typed_name(plan: Plan, record_id: str, named: Named[Record], *, in_list: bool = False) -> str:
    """Return what one would type to name a record, perhaps in a list of names.

    It is a target's code; of others the name where that is enough, else login or short code, else the id.
    """
    record = plan.get(record_id)
    return record_id if record is None else _own_name(record, _holders(plan, named), in_list=in_list)


def choices_of(plan: Plan, named: Named[Record], *, in_list: bool = False) -> tuple[str, ...]:
    """Return a name for everything that could be meant, without people who left."""
    records, holders = (record for kind in named.kinds for record in plan.all_of(kind)), _holders(plan, named)
    return tuple(_own_name(record, holders, in_list=in_list) for record in records if not _has_left(record))


def _own_name(record: Record, holders: Mapping[str, tuple[Record, ...]], *, in_list: bool = False) -> str:
    """Return a name that is of this record alone, and in a list would not be read as several; else its id."""
    names = names_of(record) if isinstance(record, Target) else reversed(names_of(record))
    own = (name for name in names if [r.id for r in holders.get(name.casefold(), ())] == [record.id])
    return next((name for name in own if not (in_list and ("," in name or ";" in name))), record.id)


def _has_left(record: Record) -> bool:
    return isinstance(record, Person) and record.ended_on is not None


@lru_cache(maxsize=8)
def _holders(plan: Plan, named: Named[Record]) -> Mapping[str, tuple[Record, ...]]:
    """Return who has each name, without regard to case; people who left only where no one else has it."""
    found: dict[str, list[Record]] = defaultdict(list)
    for kind in named.kinds:
        for record in plan.all_of(kind):
            for name in {name.casefold() for name in names_of(record)}:
                found[name].append(record)
    return {name: tuple(r for r in records if not _has_left(r)) or tuple(records) for name, records in found.items()}


def _beginning(holders: Mapping[str, tuple[Record, ...]], wanted: str) -> tuple[Record, ...]:
    begun = {r.id: r for name, records in holders.items() for r in records if wanted and name.startswith(wanted)}
    return tuple(r for r in begun.values() if not _has_left(r))


def _unknown(wanted: str, named: Named[Record], field: str, holders: Mapping[str, tuple[Record, ...]]) -> BadInput:
    present = {r.id: r for records in holders.values() for r in records if not _has_left(r)}
    names = {name.casefold(): name for record in present.values() for name in names_of(record)}
    near = get_close_matches(wanted.casefold(), names, n=1, cutoff=0.5) if len(names) <= _COMPARED else []
    known = [names_of(record)[-1] for record in present.values()]
    listed = f"known: {', '.join(known)}." if len(known) <= _LISTED else "type its name or the beginning of it."
    hint = f"did you mean {names[near[0]]}?" if near else listed if known else "the plan has none yet; add one first."
    return BadInput(field, f"There is no {named.what} {_shown(wanted)}; {hint}")


def _ambiguous(wanted: str, field: str, found: Sequence[Record], holders: Mapping[str, tuple[Record, ...]]) -> BadInput:
    names = [names_of(record)[-1] for record in found]
    if len({name.casefold() for name in names}) < len(names):
        ways = " or ".join(_own_name(record, holders) for record in found)
        return BadInput(field, f"{_shown(wanted)} could be {len(found)} of that name; type {ways}.")
    some = ", ".join(names[: _LISTED - 1]) + ("…" if len(names) >= _LISTED else "")
    return BadInput(field, f"{_shown(wanted)} could be {some}; type more of it.")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "…")
