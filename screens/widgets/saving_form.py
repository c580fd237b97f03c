"""Saving form: what every form has that saves; what is typed is kept as a draft all along, and nothing of it is ever lost."""

import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from kptui.changes import Change
from kptui.errors import BadInput, Refused
from kptui.models.record import new_id
from kptui.plan import Plan
from screens.drafts import Drafts
from screens.presentation.line import BLANK, Span, in_lines, in_one_row
from screens.widgets.field import Field
from screens.widgets.saving_screen import Saving, SavingScreen

THEN_NEXT = "next"
"""What a form ends with where the person wants to go on with the next one."""
ID = "id"
"""Where a draft remembers under which id it was last given to the store."""


class FormTools(NamedTuple):
    """What a form needs beside the plan: where drafts are, how it saves, what time it is, and who types."""

    drafts: Drafts
    saving: Saving
    now: Callable[[], datetime]
    user: str
    restricted: bool = False
    """Whether a form leads to no other program."""


class SavingForm(SavingScreen):
    """A subclass has the fields, and makes the Change of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="save", tooltip="Save what is typed"),
        Binding("escape", "leave", "Leave", id="leave", tooltip="Leave; what you typed is kept as a draft"),
        Binding("ctrl+n", "save(True)", "Save, next", id="save_next", tooltip="Save, then go on with the next one"),
        Binding("ctrl+g,f4", "edit_text", "Editor", id="edit_text", tooltip="Write this text in your own editor", show=False),
        Binding("ctrl+t", "discard", "Throw away", id="discard", tooltip="Throw away what is typed", show=False),
    ]

    def __init__(self, plan: Plan, today: date, draft_of: str, tools: FormTools) -> None:
        super().__init__(plan, today, tools.saving)
        self.user, self._restricted = tools.user, tools.restricted
        self._drafts, self._now, self._draft_of = tools.drafts, tools.now, draft_of
        self.draft = self._find_draft()
        self._saved_id = ""
        """The id that is being saved: saving the same thing again after a doubt is harmless."""
        if self.draft:
            self.said = (Span("Your draft is back; ^T throws it away.", "accent"),)

    @property
    def typed(self) -> dict[str, str]:
        """What is in the fields, as typed, with what else the draft is to keep."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """What the form is about, as the notices call it."""
        raise NotImplementedError

    def is_there(self, record_id: str) -> bool:
        """Return whether what was given to the store under an id is in the plan."""
        raise NotImplementedError

    def is_worth_keeping(self, draft: Mapping[str, str]) -> bool:
        """Return whether anything is typed at all."""
        return any(draft.values())

    def change(self, record_id: str, at: datetime) -> Change:
        """Return the Change to save, with this id for what is new. Raises BadInput for the first field that is wrong."""
        raise NotImplementedError

    def what_was_saved(self) -> str:
        """Return what to say once it is saved."""
        raise NotImplementedError

    def go_to(self, field: str) -> None:
        """Put the cursor into a field."""
        raise NotImplementedError

    def clear(self) -> None:
        """Have the fields as they were before anything was typed."""
        raise NotImplementedError

    def _find_draft(self) -> dict[str, str]:
        draft = self._drafts.find(self._draft_of)
        if ID in draft and self.is_there(draft[ID]):
            self._drafts.forget(self._draft_of, draft)
            return {}
        return draft

    def on_input_changed(self) -> None:
        """Keep what is typed, and say what it means."""
        typed = self._typed()
        if typed is not self.draft:
            given_up = self.give_up()
            trouble = self._keep(typed)
            self._saved_id = ""
            if trouble or not given_up:
                self.said = (Span(trouble, "bad"),) if trouble else BLANK
        self.show()

    def _typed(self) -> dict[str, str]:
        """What is in the fields; while that is what the draft has, the draft itself."""
        typed = self.typed
        return self.draft if typed == {name: self.draft.get(name, "") for name in typed} else typed

    def _keep(self, draft: dict[str, str]) -> str | None:
        """Have this as the draft; return what to say when it cannot be kept."""
        before, self.draft = self.draft, draft
        if self.is_worth_keeping(draft):
            return self._drafts.keep(self._draft_of, draft)
        self._drafts.forget(self._draft_of, before)
        return None

    def action_save(self, then_next: bool = False) -> None:  # noqa: FBT001, FBT002 - an action's argument has no name
        """Save, unless something cannot be understood, or is being saved already."""
        if self.is_saving:
            return
        try:
            self._saved_id = self._saved_id or new_id()
            change = self.change(self._saved_id, self._now())
        except BadInput as error:
            self.go_to(error.field)
            self.say(str(error), "bad")
        else:
            self._keep({**self.typed, ID: self._saved_id})
            draft, then = self.draft, THEN_NEXT if then_next else ""
            self.put_away(change, lambda: self._saved(draft, then), saying="Saving … ^Q quits at once and keeps the draft.")

    def _saved(self, draft: dict[str, str], then: str) -> None:
        self._drafts.forget(self._draft_of, draft)
        self.notify(self.what_was_saved(), title="Saved", markup=False)
        self.dismiss(then)

    def action_leave(self) -> None:
        """Leave, once what is typed is kept as a draft: another session may have taken it away meanwhile.

        While it waits to be saved, give up the wait, and stay.
        """
        if self.is_saving:
            self.give_up()
            return
        if trouble := self._keep(self._typed()):
            self.say(trouble, "bad")
            return
        if self.is_worth_keeping(self.draft):
            self.notify(f"What you typed on {self.subject} is kept as a draft.", markup=False)
        self.dismiss("")

    def is_text(self, field: str) -> bool:
        """Return whether a field takes a text of several lines."""
        del field
        return False

    def action_edit_text(self) -> None:
        """Have the text of this field written in the person's own editor; the lock of the file is nobody's meanwhile."""
        field = self.focused
        if self.is_saving or not isinstance(field, Field) or not self.is_text(self.field_name):
            self.say("Move to a text first: that can be written in your editor.", "muted")
            return
        if self._restricted:
            self.say("No editor here: kptui was started so that it leads to no other program.", "muted")
            return
        text, trouble = self._edited(in_lines(field.value))
        if trouble:
            self.say(trouble, "bad")
        else:
            field.value = in_one_row(text)
            field.action_end()

    def _edited(self, text: str) -> tuple[str, str]:
        """Return the text from the editor, and what went wrong; Textual takes the terminal back only where nothing is raised."""
        from screens.editor import edited

        driver = self.app._driver
        with self.app.suspend() if driver is not None and driver.can_suspend else nullcontext():
            try:
                return edited(text, os.environ), ""
            except Refused as error:
                return text, str(error)

    @property
    def field_name(self) -> str:
        """The name of the field that is typed into."""
        return (self.focused.name or "") if self.focused else ""

    def action_discard(self) -> None:
        """Empty the fields; the draft goes with them."""
        self.clear()
