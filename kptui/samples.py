"""The sample plans that come with the program, and the demo: a copy that is as fresh as on the sample's own day."""

from collections.abc import Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

from kptui.errors import BadInput
from kptui.models.organisation import Person
from kptui.models.record import Record
from kptui.models.schema import Schema, record_of
from kptui.paths import data_dir
from kptui.store import FileStore

USUAL = "company"
"""The sample that is shown where none is named."""
_DAY = "sample_day"
"""An extra field of a sample's Policy: the day on which it is meant to be looked at."""
_LOGIN = "sample_login"
"""Another: the person whom the one who runs the demo stands in for."""


def sample_names() -> tuple[str, ...]:
    """Return the names of the samples, as `kptui demo` takes them."""
    return tuple(sorted(path.stem for path in data_dir().glob("*.json")))


def sample_path(name: str) -> Path:
    """Return where a sample's plan is. Raises BadInput for an unknown name, with the nearest one."""
    names = sample_names()
    if name not in names:
        near = get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"the samples are {', '.join(names)}."
        raise BadInput("name", f"There is no sample {name!r}; {hint}")
    return data_dir() / f"{name}.json"


def write_demo(name: str, path: Path, today: date, login: str) -> str:
    """Make a new plan at `path`: the sample, moved by whole weeks so that its day is today or at most six days ago.

    `login` takes the place of one of the sample's people, who has targets to look at and a check-in to make: returns their name.
    It may be on any file system, since nobody shares it yet. Raises BadInput for an unknown sample, and Refused when there
    is something at `path` already.
    """
    sample = FileStore(sample_path(name))
    about = sample.read().policy.model_dump()
    records = [record_of(document) for document in sample.documents()]
    sample.close()
    weeks = (today - date.fromisoformat(about[_DAY])).days // 7
    swapped = {about[_LOGIN]: login, login: about[_LOGIN]}
    moved = [_moved(r, timedelta(weeks=weeks), swapped) for r in records if not isinstance(r, Schema)]
    FileStore.create(path, records=moved, any_file_system=True).close()
    return next(r.name for r in moved if isinstance(r, Person) and r.login == login)


def _moved(record: Record, distance: timedelta, logins: Mapping[str, str]) -> Record:
    fields = {name: value for name, value in record.model_dump().items() if name not in (_DAY, _LOGIN)}
    for name, value in fields.items():
        fields[name] = logins.get(value, value) if name in ("by", "login") else _later(value, distance)
    return type(record).model_validate(fields)


def _later(value: object, distance: timedelta) -> object:
    """Return a field's value with every day in it moved, such as those of a curve's points."""
    if isinstance(value, date):
        return value + distance
    if isinstance(value, dict):
        return {name: _later(part, distance) for name, part in value.items()}
    return [_later(part, distance) for part in value] if isinstance(value, list | tuple) else value
