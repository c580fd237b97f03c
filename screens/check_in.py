"""Check-in: a form that shows what it understood and what it would do to the status, and closes once the file is safe."""

from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from kptui.changes import Change, record_check_in
from kptui.changes.meeting import Noted
from kptui.grammar import completed
from kptui.models.record import id_after
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import judge_with_warnings
from screens.presentation.answer import (
    as_last_time,
    doubt,
    heard,
    hint_of,
    preview,
    stands_in_for,
    steps_row,
    what_was_saved,
    where_it_stands,
)
from screens.presentation.entry import FIELDS, Entry, understand
from screens.presentation.line import BLANK, Line, Span, wrap_line
from screens.presentation.why import status_line
from screens.widgets.form import Form
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.saving_form import FormTools, SavingForm
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

NEXT_FIELD = "Go to the next field, as Enter does; Enter on the last one saves"


class CheckInForm(SavingForm):
    """The form; it ends with THEN_NEXT where the person wants to go on to the next target."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "app.focus_next", "Next field", id="next_field", tooltip=NEXT_FIELD, show=False),
        Binding("shift+tab,up", "app.focus_previous", "Field before", id="field_before", tooltip="Go one back", show=False),
    ]

    def __init__(self, plan: Plan, today: date, target: Target, tools: FormTools) -> None:
        self._opened_on = target
        self._shown: tuple[object, ...] = ()
        self._offered = as_last_time(plan, target, today)
        super().__init__(plan, today, target.id, tools)

    def is_there(self, record_id: str) -> bool:
        """Return whether a check-in is in the plan."""
        return record_id in {r.id for r in self.plan.readings.get(self._opened_on.id, ())}

    @property
    def target(self) -> Target:
        """The target as it stands now."""
        found = self.plan.get(self._opened_on.id)
        return found if isinstance(found, Target) else self._opened_on

    def is_text(self, field: str) -> bool:
        """Return whether a field takes a text of several lines: the notes, and not the first line."""
        return any(asked.name == field and asked.is_note for asked in FIELDS[1:])

    @property
    def entry(self) -> Entry:
        """What was understood of what is typed."""
        return understand(self.plan, self.target, self.today, self.query_one(Form).typed)

    def compose(self) -> ComposeResult:
        """Lay out the target, the fields, what they would do, and the keys."""
        yield TitleLine(id="head")
        yield Lines(id="stand")
        yield Form(self.draft or self._offered, self._offered, lambda line: completed(self.plan, line))
        yield Lines(id="answer")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin at the value, which is the last one or came back as a draft; it is replaced by what is typed."""
        self.show()
        self.query_one(Form).begin()

    def watch_plan(self) -> None:
        """Show what others have changed; what is typed stays, and what is not is theirs."""
        if self.can_show and self._shown != self._to_show:
            self._offer_anew()
            self.show()

    watch_today = on_resize = on_descendant_focus = watch_plan

    def _offer_anew(self) -> None:
        """Have the last value and confidence of now where nothing is typed; beside a value that is typed the confidence alone."""
        form, offered = self.query_one(Form), as_last_time(self.plan, self.target, self.today)
        if any(self.typed.values()):
            is_untouched = form.typed["confidence"] == self._offered["confidence"]
            offered = {**self._offered, **({"confidence": offered["confidence"]} if is_untouched else {})}
        if offered != self._offered:
            self._offered = offered
            form.offer(offered)

    @property
    def _to_show(self) -> tuple[object, ...]:
        """What else than the text is shown of; when the screen opens each part of it is told once more, and is the same."""
        return self.plan, self.today, self.app.size, self.focused

    def show(self) -> None:
        """Show the target, what was understood, and what it would do."""
        self._shown = self._to_show
        entry, room = self.entry, self.app.size.width - 2
        title: Line = (Span(" Check in  "), Span(f"{self.target.code} ", "accent"), Span(self.target.name, "strong"))
        status = status_line(self.target, judge_with_warnings(self.plan, self.target, self.today))
        self.query_one("#head", TitleLine).say(title, (Span(" "), *status, Span(" ")))
        self.query_one("#stand", Lines).say([where_it_stands(self.plan, self.target, self.today)])
        hints = {f.name: hint_of(self.plan, self.target, self.today, f) for f in FIELDS if f.name not in entry.on_first_line}
        self.query_one(Form).answer(entry.said, entry.wrong, hints)
        sentence = entry.wrong.get(self.field_name) or next(iter(entry.wrong.values()), "")
        said: Line = (Span(sentence, "bad"),) if sentence else self.said
        notes = [text for text in (doubt(entry), stands_in_for(entry, self.user)) if text]
        warned = [row for text in notes for row in wrap_line((Span(text, "at_risk"),), room)]
        answer = [*heard(entry, room), *steps_row(entry, room), *preview(entry, room), *warned, BLANK, *wrap_line(said, room)]
        self.query_one("#answer", Lines).say([(Span(" "), *row) for row in answer])

    @property
    def typed(self) -> dict[str, str]:
        """What is in the fields, as typed; what stands there from the beginning is nothing typed."""
        typed = self.query_one(Form).typed
        untouched = typed == {name: self._offered.get(name, "") for name in typed}
        return dict.fromkeys(typed, "") if untouched else typed

    @property
    def subject(self) -> str:
        """The code of the target."""
        return self.target.code

    def change(self, record_id: str, at: datetime) -> Change:
        """Return the Change that adds the check-in and what it raises. Raises BadInput for the first field that is wrong."""
        entry = self.entry
        made = entry.check_in(record_id, at, self.user)
        self._saving_now = what_was_saved(entry)
        return record_check_in(made, *entry.raised(Noted(id_after(made.id), made.on, made.at, made.by)))

    def what_was_saved(self) -> str:
        """Return code, value and what else there is to say of it."""
        return self._saving_now

    def go_to(self, field: str) -> None:
        """Put the cursor into a field."""
        self.query_one(Form).go_to(field)

    def clear(self) -> None:
        """Have the last value and confidence there again, and nothing else."""
        self.query_one(Form).fill(self._offered)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field; from the last one, save."""
        if event.input.name == FIELDS[-1].name:
            self.action_save()
        else:
            self.app.action_focus_next()
