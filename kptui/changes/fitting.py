"""Fitting: what a record must be like among the others, so that nothing turns in a circle, hangs on nothing or is there twice."""

from collections.abc import Iterable

from kptui.differences import title_of
from kptui.errors import BadInput
from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record
from kptui.models.target import Influence
from kptui.plan import Plan
from kptui.rules.influence import loop_of

_ABOVE = {"team": "parent", "objective": "parent", "target": "part_of"}
"""The field that names what is above a record of the same type."""
_LINKS = ("parent", "pillar", "objective", "period", "owner", "team", "part_of", "leading", "lagging")


def refuse_misfit(plan: Plan, record: Record) -> None:
    """Raise BadInput, with the field and a sentence, where a new record or version does not fit among the others."""
    _refuse_what_is_gone(plan, record)
    _refuse_circle(plan, record)
    if isinstance(record, Influence):
        _refuse_influence(plan, record)
    if isinstance(record, Policy):
        _refuse_policy(record)
    if isinstance(record, Team):
        _refuse_team(plan, record)
    if isinstance(record, Person) and record.login and record.ended_on is None:
        same_login = (p for p in plan.people if p.login == record.login and p.ended_on is None)
        _refuse_twice("login", "login", record.login, record, same_login)
    if isinstance(record, Team | Pillar | Period) and _is_new(plan, record, "name"):
        same_name = (r for r in plan.all_of(type(record)) if r.name.casefold() == record.name.casefold())
        _refuse_twice("name", record.record, record.name, record, same_name)


def _refuse_policy(policy: Policy) -> None:
    if policy.off_track_pace > policy.at_risk_pace:
        pace = f"{policy.at_risk_pace:g}"
        raise BadInput("off_track_pace", f"A target is at risk below a pace of {pace}; off track cannot begin above it.")
    if policy.off_track_chance < policy.at_risk_chance:
        chance = f"{policy.at_risk_chance:g}"
        raise BadInput("off_track_chance", f"A target is at risk from a chance of {chance} on; off track cannot begin below it.")


def _is_new(plan: Plan, record: Record, field: str) -> bool:
    """Return whether a field is not as the plan has it in sight: what was there before is not complained of."""
    known = plan.get(record.id)
    return known is None or known.retired or bool(getattr(known, field) != getattr(record, field))


def _refuse_twice(field: str, what: str, name: str, record: Record, others: Iterable[Record]) -> None:
    for other in others:
        if other.id != record.id:
            held = f" ({title_of(other, {})})" if title_of(other, {}) != name else ""
            raise BadInput(field, f"There is a {what} {name} already{held}; choose another.")


def _refuse_what_is_gone(plan: Plan, record: Record) -> None:
    for field in _LINKS:
        linked = getattr(record, field, None)
        if linked is None or not _is_new(plan, record, field):
            continue
        above = plan.get(linked)
        if above is None or above.retired:
            name = title_of(above, plan.records) if above else "What it names"
            raise BadInput(field, f"{name} is not in the plan any more; choose another.")


def _refuse_circle(plan: Plan, record: Record) -> None:
    field = _ABOVE.get(record.record, "")
    chain = [record]
    above = plan.get(getattr(record, field, None))
    while above is not None and above.id not in {r.id for r in chain}:
        chain.append(above)
        above = plan.get(getattr(above, field, None))
    if above is not None and above.id == record.id:
        shown = " → ".join(title_of(r, plan.records) for r in (*chain, record))
        raise BadInput(field, f"It would turn in a circle: {shown}; choose another.")


def _refuse_team(plan: Plan, team: Team) -> None:
    others = (t for t in plan.teams if t.short == team.short)
    _refuse_twice("short", "short code", team.short, team, others)
    root = plan.organisation
    if team.level is Level.organisation and team.parent is None and root is not None and root.id != team.id:
        raise BadInput("name", f"{root.name} is the organisation already; make a department beneath it.")


def _refuse_influence(plan: Plan, link: Influence) -> None:
    if link.leading == link.lagging:
        raise BadInput("lagging", "A target cannot act on itself; name another.")
    if any((i.leading, i.lagging) == (link.leading, link.lagging) and i.id != link.id for i in plan.influences):
        raise BadInput("lagging", f"There is a link {title_of(link, plan.records)} already; edit that one.")
    if loop := loop_of(plan, link.leading, link.lagging, instead_of=link.id):
        shown = " → ".join(title_of(plan.records[one], plan.records) for one in (*loop, loop[0]))
        raise BadInput("lagging", f"It would turn in a circle: {shown}; leave one of these links out.")
