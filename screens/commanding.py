"""Commanding: the part of the app that does what is typed after `:`, from a code to a whole check-in."""

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kptui.changes import record_check_in
from kptui.changes.meeting import Noted
from kptui.errors import KptuiError
from kptui.models.record import id_after, new_id
from kptui.wait import Wait
from screens.help import Entry
from screens.meeting import MeetingApp
from screens.messages import OpenTarget
from screens.presentation.answer import what_was_saved
from screens.presentation.entry import Entry as EntryTyped
from screens.presentation.line import Span, line
from screens.presentation.order import Order, Scope, Verb, completed_order, understand_order
from screens.widgets.field import Field
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.prompt import Prompt
from screens.widgets.saving_form import SavingForm

DRAFT = "prompt"
TEXT = "line"


class CommandingApp(MeetingApp):
    """Opens the line, and does what it says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon,ctrl+p", "command", "Command", id="command", tooltip="Type a command, a code, or a check-in"),
    ]
    _can_do: dict[str, Entry]
    """What can be done on the screen beneath the line, by the names that are typed."""
    _is_checking_in = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a line can be opened: only over the plan, and not while another one is typed in."""
        is_open = isinstance(self.screen, PlanScreen) and not isinstance(self.focused, Field)
        return (action != "command" or is_open) and super().check_action(action, parameters)

    def action_command(self, begun: str = "") -> None:
        """Open the line, unless something is being typed already."""
        if isinstance(self.screen, PlanScreen) and not isinstance(self.screen, SavingForm):
            self._can_do = {found.id.replace("_", "-"): found for found in self.what_can_be_done()}
            self.open_over(Prompt(lambda typed: self._understand(typed).says, self._complete, begun))

    @property
    def _scope(self) -> Scope:
        from kptui.commands.verbs import VERBS

        shell = {name: verb.does for name, verb in VERBS.items()}
        return Scope(self.plan, self.today, {name: found.why_not or found.tip for name, found in self._can_do.items()}, shell)

    def _complete(self, typed: str) -> str | None:
        return completed_order(self._scope, typed)

    def _understand(self, typed: str) -> Order:
        order = understand_order(self._scope, typed)
        if order.entry is not None:
            self.tools.drafts.keep(DRAFT, {TEXT: typed})  # a check-in is kept, whatever becomes of the line
        return order

    def on_prompt_left(self, message: Prompt.Left) -> None:
        """Close the line, and keep what is typed for Up."""
        self._close(message.prompt)

    def _close(self, prompt: Prompt) -> None:
        if prompt.text.strip():
            self.tools.drafts.keep(DRAFT, {TEXT: prompt.text})
        prompt.close()
        self.on_keys_may_go_on()

    def on_prompt_recall(self, message: Prompt.Recall) -> None:
        """Have the last line there again."""
        message.prompt.have(self.tools.drafts.find(DRAFT).get(TEXT, message.prompt.text))
        self.on_keys_may_go_on()

    def on_prompt_given(self, message: Prompt.Given) -> None:
        """Do it; a line that cannot be understood stays."""
        prompt = message.prompt
        order = self._understand(prompt.text)
        if order.verb is Verb.check_in and order.entry is not None:
            self._check_in(prompt, order.entry)
        elif order.verb is Verb.nothing and prompt.text.strip():
            self.on_keys_may_go_on()
        else:
            self._close(prompt)
            self._obey(order)

    def _obey(self, order: Order) -> None:
        if order.verb is Verb.quit:
            self.exit()
        elif order.verb is Verb.go:
            self.post_message(OpenTarget(order.about, (order.about,)))
        elif order.verb is Verb.run:
            self._run(self._can_do[order.about])
        elif order.verb is Verb.find:
            self.find(order.about)
        elif order.verb is Verb.export:
            self.export(order.about)

    def _run(self, found: Entry) -> None:
        if found.why_not:
            self.notify(f"{found.name}: {found.why_not}.", markup=False)
        else:
            self.call_next(self.run_action, found.action, found.node)

    def find(self, words: str) -> None:
        """Look everywhere for words."""
        raise NotImplementedError

    def export(self, name: str) -> None:
        """Write what is listed to a file."""
        raise NotImplementedError

    def _check_in(self, prompt: Prompt, entry: EntryTyped) -> None:
        if self._may_change() and not self._is_checking_in:
            self._is_checking_in = True
            prompt.say(line(Span("Saving …", "muted")))
            self._save_check_in(prompt, entry)

    @work
    async def _save_check_in(self, prompt: Prompt, entry: EntryTyped) -> None:
        """Save it, and close the line once the file is safe."""
        text, saved = prompt.text, what_was_saved(entry)
        try:
            made = entry.check_in(new_id(), self.now(), self.user)
            await self.save(record_check_in(made, *entry.raised(Noted(id_after(made.id), made.on, made.at, made.by))), Wait())
        except KptuiError as error:
            prompt.say(line(Span(str(error), "bad")))
        else:
            self.tools.drafts.forget(DRAFT, {TEXT: text})
            prompt.close()
            self.go_to_record(entry.target.id)
            self.notify(saved, title="Saved", markup=False)
        finally:
            self._is_checking_in = False
            self.on_keys_may_go_on()
