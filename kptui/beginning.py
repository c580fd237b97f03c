"""Beginning: the first records of a new plan, and what the server knows of whoever begins it."""

import os
import pwd
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record
from kptui.tables.nesting import short_code
from kptui.text import clean_line

OUR_ORGANISATION = "Our organisation"


@dataclass(frozen=True)
class Span:
    """A period that is no record yet."""

    name: str
    start: date
    end: date
    """The last day, which counts as inside."""


@dataclass(frozen=True)
class Beginning:
    """What a plan begins with."""

    period: Span
    organisation: str = OUR_ORGANISATION
    pillars: Sequence[str] = ()
    team: str = ""
    """The first team; none where it is empty."""
    person: str = ""
    """The name of whoever begins it; the server's where it is empty."""


def first_records(beginning: Beginning, at: datetime, by: str) -> list[Record]:
    """Return the records of a new plan: Policy, organisation, team, period, pillars, and the person who begins it."""
    who = {"at": at, "by": by}
    name = clean_line(beginning.organisation) or OUR_ORGANISATION
    root = Team(name=name, short=short_code(name, ()), level=Level.organisation, **who)
    team = clean_line(beginning.team)
    teams = [root, *([Team(name=team, short=short_code(team, {root.short}), parent=root.id, **who)] if team else [])]
    person = Person(name=clean_line(beginning.person) or full_name(by), login=by, team=teams[-1].id, **who)
    span = beginning.period
    period = Period(name=span.name, start=span.start, end=span.end, **who)
    pillars = [Pillar(name=pillar, rank=rank, **who) for rank, pillar in enumerate(beginning.pillars)]
    return [Policy(time_zone=time_zone(), **who), *teams, period, *pillars, person]


def this_quarter(at: datetime) -> Span:
    """Return the quarter of the calendar that a moment is in, on this server's day."""
    today = at.astimezone(ZoneInfo(time_zone())).date()
    number = (today.month - 1) // 3 + 1
    start = date(today.year, 3 * number - 2, 1)
    end = (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    return Span(f"Q{number} {today.year}", start, end)


def full_name(login: str) -> str:
    """Return the name that the server knows for a login; the login where it knows none."""
    try:
        return clean_line(pwd.getpwnam(login).pw_gecos.partition(",")[0]) or login
    except KeyError:
        return login


def time_zone() -> str:
    """Return this server's time zone by its IANA name; UTC where it does not say."""
    local = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(local).key
    except (KeyError, ValueError, OSError):
        return "UTC"
