"""Beginning: what a form for a new record holds already, going by where it is begun."""

from collections.abc import Mapping
from typing import TypeVar

from kptui.forms.asked import Around, Form
from kptui.models.objective import Objective
from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import Target

_R = TypeVar("_R", bound=Record)


def begin(form: Form, around: Around, above: Record | None) -> dict[str, str]:
    """Return the texts of a new record beneath `above`, or beside it where it is of the same kind; a text for each field."""
    known = _KNOWN.get(form.kind, _nothing_known)(around, above)
    written = {asked.name: asked.write(form.default(asked.name), around) for asked in form.asked if asked.empty is None}
    texts = {asked.name: asked.write(known[asked.name], around) for asked in form.asked if known.get(asked.name) is not None}
    return {asked.name: "" for asked in form.asked} | written | texts


def _nothing_known(_around: Around, _above: Record | None) -> Mapping[str, object]:
    return {}


def _of_objective(around: Around, above: Record | None) -> Mapping[str, object]:
    if isinstance(above, Objective):
        return {"parent": above.id, "owner": above.owner, "period": above.period}
    owner = above.id if isinstance(above, Team | Person) else _me(around)
    return {"pillar": _id(above, Pillar), "owner": owner, "period": _id(above, Period) or _now(around)}


def _of_target(around: Around, above: Record | None) -> Mapping[str, object]:
    if isinstance(above, Target):
        alike = ("objective", "owner", "period", "start", "due", "cadence")
        return {name: getattr(above, name) for name in alike}
    if isinstance(above, Objective):
        siblings = around.plan.targets_of(above.id)
        cadence = siblings[-1].cadence if siblings else None
        owner = above.owner or _me(around)
        return {"objective": above.id, "owner": owner, "period": above.period or _now(around), "cadence": cadence}
    owner = above.id if isinstance(above, Team | Person) else _me(around)
    return {"owner": owner, "period": _id(above, Period) or _now(around)}


def _of_team(around: Around, above: Record | None) -> Mapping[str, object]:
    """A team goes beneath a department, and beside another team."""
    if not isinstance(above, Team):
        return {"parent": around.plan.organisation and around.plan.organisation.id}
    return {"parent": above.parent if above.level is Level.team else above.id}


def _of_department(around: Around, above: Record | None) -> Mapping[str, object]:
    if not isinstance(above, Team):
        return {"parent": around.plan.organisation and around.plan.organisation.id}
    return {"parent": above.id if above.level is Level.organisation else above.parent}


def _of_person(_around: Around, above: Record | None) -> Mapping[str, object]:
    return {"team": above.team if isinstance(above, Person) else _id(above, Team)}


def _of_influence(_around: Around, above: Record | None) -> Mapping[str, object]:
    return {"leading": _id(above, Target)}


def _id(record: Record | None, kind: type[_R]) -> str | None:
    return record.id if isinstance(record, kind) else None


def _me(around: Around) -> str | None:
    return _id(around.plan.person_of(around.user), Person)


def _now(around: Around) -> str | None:
    """Return the period that today is in: of several the shortest, which is the nearest to what is set."""
    open_now = [p for p in around.plan.periods if p.start <= around.today <= p.end]
    return min(open_now, key=lambda p: p.end - p.start).id if open_now else None


_KNOWN = {
    "objective": _of_objective,
    "target": _of_target,
    "team": _of_team,
    "department": _of_department,
    "person": _of_person,
    "influence": _of_influence,
}
