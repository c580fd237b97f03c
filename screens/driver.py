"""Driver: the terminal's edge. The mouse only clicks, nothing wakes up while idle, and the terminal may go away."""

import os
import selectors
import signal

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.messages import InBandWindowResize

from screens.keyboard import Keyboard
from screens.rows_written import RowsWritten

_CHUNK = 4096
_PATIENCE = ESCAPE_DELAY + 0.005
"""Seconds after which a lone Escape is a key and not the beginning of a sequence."""


class Terminal(LinuxDriver):
    """Textual's driver dies of one Latin-1 byte, asks for every movement of the mouse, and looks for keys ten times a second."""

    _wake: tuple[int, int] | None = None

    _rows: RowsWritten | None = None
    _frame_begins = False
    """Whether a frame was begun and nothing of it was written yet."""

    def write(self, data: str) -> None:
        """Write what the terminal does not show yet; of a frame without news not even its beginning and end."""
        if data == SYNC_START:
            self._frame_begins = True
        elif data == SYNC_END and self._frame_begins:
            self._frame_begins = False
        elif news := self._shown.news_in(data):
            super().write(SYNC_START + news if self._frame_begins else news)
            self._frame_begins = False

    @property
    def _shown(self) -> RowsWritten:
        self._rows = self._rows or RowsWritten()
        return self._rows

    def forget_rows(self) -> None:
        """Write everything anew the next time: something else may have written to the terminal."""
        self._shown.forget()

    def start_application_mode(self) -> None:
        """Take the terminal, for the first time or back from the shell or an editor, which have written to it meanwhile."""
        self.forget_rows()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it untyped

    def resume_application_mode(self) -> None:
        """Take the terminal back, and draw everything; Textual waits for something to change."""
        super().resume_application_mode()
        self._app.call_later(self._app.refresh, layout=True)

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return the size, which is asked for whenever there is another one: then nobody knows what is left of the rows.

        It comes from where the app has it. Of a terminal that does not know its own, Textual would take two in turn, for ever.
        """
        self.forget_rows()
        return self._app.console.size

    def process_message(self, message: Message) -> None:
        """Hand a key on; a terminal that tells its size by itself has another one now."""
        if isinstance(message, InBandWindowResize):
            self.forget_rows()
        super().process_message(message)

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")
            self.flush()

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1000l\x1b[?1006l")
            self.flush()

    def disable_input(self) -> None:
        """Stop reading keys at once."""
        if self._wake is not None:
            os.write(self._wake[1], b".")
        super().disable_input()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - a bug in the keys is a bug of the program, and ends in the same place
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until the program ends, or the terminal does."""
        wake = self._wake = os.pipe()
        try:
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                selector.register(wake[0], selectors.EVENT_READ)
                self._read_keys(selector)
        finally:
            self._wake = None
            for end in wake:
                os.close(end)

    def _read_keys(self, selector: selectors.SelectSelector) -> None:
        keyboard = Keyboard(debug=self._debug)
        patience: float | None = None
        while not self.exit_event.is_set():
            ready = selector.select(patience)
            if any(key.fileobj == self.fileno for key, _ in ready):
                typed = self._read()
                if not typed:
                    self._app.call_later(self._app.exit, None, 128 + signal.SIGHUP)
                    return
                for event in keyboard.feed(typed):
                    self.process_message(event)
            for event in keyboard.tick():
                self.process_message(event)
            patience = _PATIENCE if ready else None

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _CHUNK)
        except OSError:  # the terminal is gone
            return b""
