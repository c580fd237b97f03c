"""Understanding: what is typed into a form, field by field, and what record it would make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import ValidationError

from kptui.changes.fitting import refuse_misfit
from kptui.changes.making import next_code
from kptui.errors import BadInput
from kptui.forms.asked import Around, Asked, Form, Values
from kptui.misfits import Misfit, misfits
from kptui.models.record import Record
from kptui.models.target import State, Target

_BEGUN = (State.active, State.closed)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Understood:
    """What a form holds so far."""

    form: Form
    typed: Mapping[str, str]
    values: Values
    """The record's fields, those that follow from others too; without those that are wrong."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What was understood, in words, by field."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """A sentence for each field that cannot be, in the order of the form."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """A sentence for each field without which it cannot become active."""
    changed: Values = field(default_factory=dict)
    """The fields to save: all of a new record, else those that are not as they were."""
    record: Record | None = None
    """The record that this would be; None while something is wrong."""

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The fields that are asked for, as the others stand."""
        return tuple(asked for asked in self.form.asked if asked.asked_for(self.values))


def understand(form: Form, around: Around, typed: Mapping[str, str]) -> Understood:
    """Return what `typed`, a text for each field that is not empty, means; it raises nothing, whatever was typed."""
    values, said, wrong = _read(form, around, typed)
    missing = form.needs(values)
    wrong = _needed_now(form, around, values, missing) | wrong
    changed = _changed(form, around, values)
    record = None
    if not wrong:
        record, wrong = _made(form, around, changed)
    ordered = {name: wrong[name] for name in (*(a.name for a in form.asked), *wrong) if name in wrong}
    return Understood(form, typed, values, said, ordered, missing, changed, record)


def as_typed(form: Form, around: Around) -> dict[str, str]:
    """Return the texts that one would type for the record that is edited, a text for each field."""
    return {asked.name: asked.write(getattr(around.record, asked.name), around) for asked in form.asked}


def _read(form: Form, around: Around, typed: Mapping[str, str]) -> tuple[dict[str, object], dict[str, str], dict[str, str]]:
    values: dict[str, object] = dict(form.fixed)
    said: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for asked in form.asked:
        if not asked.asked_for(values):
            values[asked.name] = form.default(asked.name)
            continue
        text = typed.get(asked.name, "").strip()
        try:
            values[asked.name] = _value(form, asked, text, values, around)
            words = asked.says(values[asked.name], values, around)
            said[asked.name] = "" if words == text else words
        except BadInput as error:
            wrong[asked.name] = str(error)
    return {**values, **form.also(values, typed, around)}, said, wrong


def _value(form: Form, asked: Asked, text: str, values: Values, around: Around) -> object:
    if text:
        return asked.read(text, values, around)
    return asked.empty(values, around) if asked.empty else form.default(asked.name)


def _needed_now(form: Form, around: Around, values: Values, missing: Mapping[str, str]) -> dict[str, str]:
    """What an active record lacks, but for what it has lacked ever since it became active; a closed one was active once."""
    if values.get("state") not in _BEGUN:
        return {}
    had_begun = isinstance(around.record, Target) and around.record.state in _BEGUN
    before = form.needs(_read(form, around, as_typed(form, around))[0]) if had_begun else {}
    return {name: sentence for name, sentence in missing.items() if name not in before}


def _changed(form: Form, around: Around, values: Values) -> Values:
    """Return what is not as the record says it: compared as understood, so that nothing changes by being read and written."""
    if around.record is None:
        return values
    before = _read(form, around, as_typed(form, around))[0]
    changed = {name: value for name, value in values.items() if before.get(name) != value}
    follows = {name: value for name, value in values.items() if name not in {asked.name for asked in form.asked}}
    return changed and {**changed, **follows}


def _made(form: Form, around: Around, changed: Values) -> tuple[Record | None, dict[str, str]]:
    """Return the record with these fields, or what is wrong with it by field."""
    try:
        record = _record(form, around, changed)
        refuse_misfit(around.plan, record)
    except ValidationError as error:
        return None, dict(_at_its_field(form, misfit) for misfit in reversed(misfits(error)))
    except BadInput as error:
        return None, {error.field: str(error)}
    return record, {}


def _at_its_field(form: Form, misfit: Misfit) -> tuple[str, str]:
    """Return where to say what: what is wrong with the whole is said at the first field."""
    text = f"It {misfit.text}." if misfit.text.startswith(("must ", "is ")) else Misfit("", misfit.text).sentence
    return misfit.field.partition(".")[0] or form.asked[0].name, text


def _record(form: Form, around: Around, changed: Values) -> Record:
    if around.record is not None:
        return around.record.edited(around.record.at, around.user, **changed)
    code = {"code": next_code(around.plan, changed.get("owner"))} if form.makes is Target else {}
    return form.makes.model_validate({**code, **changed, "at": _NEVER, "by": around.user})
