"""Naming: which record a typed name means, by name, login, code, id or a unique beginning; and the other way round."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from kptui.errors import BadInput
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.text import clean_line

_LISTED = 6
"""Names that a sentence can hold."""


class Named(NamedTuple):
    """What a name may be of."""

    what: str
    """What people call it."""
    kinds: tuple[type[Record], ...]


OWNER = Named("person or team", (Person, Team))
TEAM = Named("team", (Team,))
PERSON = Named("person", (Person,))
PILLAR = Named("pillar", (Pillar,))
PERIOD = Named("period", (Period,))
OBJECTIVE = Named("objective", (Objective,))
TARGET = Named("target", (Target,))
ANYTHING = Named("target, objective, team, person, pillar or period", (Target, Team, Person, Pillar, Period, Objective))


def names_of(record: Record) -> tuple[str, ...]:
    """Return what people may type for a record: its code, login or short code, then its name."""
    found = (getattr(record, key, None) for key in ("code", "login", "short", "name"))
    return tuple(str(name) for name in found if name)


def find(plan: Plan, text: str, named: Named, field: str) -> Record:
    """Return the record that `text` means; a duplicate stands for the record that it was merged into.

    Raises BadInput for a name that nobody has, with the nearest, and for one that could mean several.
    """
    wanted = clean_line(text)
    by_id = plan.standing(wanted)
    if isinstance(by_id, named.kinds):
        return by_id
    known = _every(plan, named)
    exact = [r for r in known if wanted.casefold() in map(str.casefold, names_of(r))]
    found = _present(exact) or exact or [r for r in _present(known) if _begins(r, wanted)]
    if not found:
        raise _unknown(wanted, named, field, [n for r in _present(known) for n in names_of(r)])
    if len(found) > 1:
        raise _ambiguous(wanted, field, found, is_exact=bool(exact))
    return found[0]


def typed_name(plan: Plan, record_id: str, named: Named) -> str:
    """Return what one would type to name a record: its name where that is enough, else its code, login, short code or id."""
    record = plan.get(record_id)
    names = () if record is None else reversed(names_of(record))
    return next((name for name in names if _means(plan, name, named, record_id)), record_id)


def choices_of(plan: Plan, named: Named) -> tuple[str, ...]:
    """Return a name for everything that could be meant, without people who left."""
    return tuple(typed_name(plan, record.id, named) for record in _present(_every(plan, named)))


def _means(plan: Plan, name: str, named: Named, record_id: str) -> bool:
    try:
        return not any(sign in name for sign in ",;") and find(plan, name, named, "").id == record_id
    except BadInput:
        return False


def _every(plan: Plan, named: Named) -> list[Record]:
    return [record for kind in named.kinds for record in plan.all_of(kind)]


def _present(records: Iterable[Record]) -> list[Record]:
    return [r for r in records if not (isinstance(r, Person) and r.ended_on)]


def _begins(record: Record, wanted: str) -> bool:
    return bool(wanted) and any(name.casefold().startswith(wanted.casefold()) for name in names_of(record))


def _unknown(wanted: str, named: Named, field: str, known: Sequence[str]) -> BadInput:
    near = get_close_matches(wanted, known, n=1, cutoff=0.5)
    some = list(dict.fromkeys(known))
    listed = f"known: {', '.join(some)}." if len(some) <= _LISTED else "type its name or the beginning of it."
    hint = f"did you mean {near[0]}?" if near else listed if some else "the plan has none yet; add one first."
    return BadInput(field, f"There is no {named.what} {_shown(wanted)}; {hint}")


def _ambiguous(wanted: str, field: str, found: Sequence[Record], *, is_exact: bool) -> BadInput:
    if is_exact:
        ways = " or ".join(_apart(record, wanted) for record in found)
        return BadInput(field, f"{_shown(wanted)} is the name of {len(found)}; type {ways}.")
    names = [names_of(record)[-1] for record in found]
    some = ", ".join(names[: _LISTED - 1]) + ("…" if len(names) >= _LISTED else "")
    return BadInput(field, f"{_shown(wanted)} could be {some}; type more of it.")


def _apart(record: Record, wanted: str) -> str:
    others = (name for name in names_of(record) if name.casefold() != wanted.casefold())
    return next(others, record.id)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "…")
