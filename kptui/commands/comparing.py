"""`kptui diff`: what became of the plan since a day, or between two."""

from collections import Counter
from datetime import date

import click

from kptui.commands.layout import Column, Line
from kptui.commands.marks import status_cell
from kptui.commands.shell import Shell, forms, plan_option, say
from kptui.comparison import Comparison, Course, Day, compare
from kptui.errors import BadInput
from kptui.log import Deed, details, kind, title
from kptui.past import plan_after
from kptui.plan import Plan
from kptui.rules.judgement import Judgement
from kptui.wording import day, figure

_COURSES = (
    Column("Code"),
    Column("Check-ins", right=True, spare=2),
    Column("Then", right=True),
    Column("Now", right=True),
    Column("Status then"),
    Column("Status now"),
    Column("Name", least=12, spare=1),
)
_DEEDS = (Column("What"), Column("Of", least=12), Column("Details", least=30))


@click.command
@click.argument("then", metavar="DATE")
@click.argument("now", metavar="[DATE]", required=False)
@forms("json", "plain")
@plan_option
@click.pass_obj
def diff(shell: Shell, /, then: str, now: str | None, form: str) -> None:
    """Compare the plan as it stood when DATE ended with now, or with the end of a second DATE.

    It goes by when things were recorded, in the plan's time zone; each target is judged as on either day. --json is one object:
    from and to (days), targets (code, name, unit, check_ins: how many were recorded meanwhile, value_then, value_now,
    status_then, status_now) and records (does: added, changed, retired or brought_back; record, name, id, version, at, by and
    changes: field, old and new, with names in place of ids).
    """
    store = shell.store()
    newest = store.read()
    today = newest.today(shell.now())
    first, last = (_past_day(shell, newest, text) for text in (then, now or "today"))
    if last < first:
        raise BadInput("date", f"{first} is after {last}; name the earlier day first.")
    begun, ended = (Day(newest if on == today else plan_after(newest, store.documents(), on), on) for on in (first, last))
    found = compare(begun, ended)
    out = shell.printer(form)
    if form == "json":
        out.json(_document(begun, ended, found))
        return
    courses = [_course_line(course, glyphs=out.glyphs) for course in found.courses]
    deeds = [_deed_line(ended.plan, done, last) for done in found.deeds]
    if courses:
        out.listing((), (), _COURSES, courses)
    if courses and deeds:
        out.lines([""])
    if deeds:
        out.listing((), (), _DEEDS, deeds)
    say(f"From the end of {day(first, today)} to {'now' if last == today else day(last, today)}: {_summary(found)}.")


def _past_day(shell: Shell, plan: Plan, text: str) -> date:
    """Return the day that was typed. Raises BadInput for what is no day or still to come."""
    found = shell.day(plan, text)
    if found > plan.today(shell.now()):
        raise BadInput("date", f"{found} is still to come; name a day that was.")
    return found


def _document(begun: Day, ended: Day, found: Comparison) -> dict[str, object]:
    return {
        "from": begun.day.isoformat(),
        "to": ended.day.isoformat(),
        "targets": [_course_document(course) for course in found.courses],
        "records": [_deed_document(ended.plan, done) for done in found.deeds],
    }


def _course_document(course: Course) -> dict[str, object]:
    target = course.target
    return {
        "code": target.code,
        "name": target.name,
        "unit": target.unit,
        "check_ins": course.check_ins,
        "value_then": _value(course.then),
        "value_now": _value(course.now),
        "status_then": course.then and course.then.status.value,
        "status_now": course.now and course.now.status.value,
    }


def _value(judgement: Judgement | None) -> float | None:
    return judgement.last.value if judgement and judgement.last else None


def _deed_document(plan: Plan, done: Deed) -> dict[str, object]:
    record = done.record
    return {
        "does": done.does.replace(" ", "_"),
        "record": record.record,
        "name": title(plan, record),
        "id": record.id,
        "version": record.version,
        "at": record.document()["at"],
        "by": record.by,
        "changes": [difference._asdict() for difference in done.differences],
    }


def _course_line(course: Course, *, glyphs: bool) -> Line:
    target = course.target
    values = (figure(_value(judgement), target.unit) for judgement in (course.then, course.now))
    stood = "" if course.then is None else status_cell(target, course.then, glyphs=glyphs)
    return target.code, str(course.check_ins), *values, stood, status_cell(target, course.now, glyphs=glyphs), target.name


def _deed_line(plan: Plan, done: Deed, today: date) -> Line:
    return kind(done), title(plan, done.record), details(plan, done, today)


def _summary(found: Comparison) -> str:
    check_ins = sum(course.check_ins for course in found.courses)
    counts = [f"{check_ins} {'check-in' if check_ins == 1 else 'check-ins'}"] * bool(check_ins)
    counts += [f"{count} {does}" for does, count in Counter(done.does for done in found.deeds).items()]
    silent = sum(not course.check_ins for course in found.courses)
    counts += [f"{silent} {'target stands' if silent == 1 else 'targets stand'} otherwise without a check-in"] * bool(silent)
    return ", ".join(counts) or "nothing changed"
