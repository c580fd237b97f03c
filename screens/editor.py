"""Editor: a text goes to the person's own editor and comes back cleaned."""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kptui.errors import Refused
from kptui.text import clean_note, printable

USUAL = "vi"


def edited(text: str, environ: Mapping[str, str]) -> str:
    """Return a text as it comes back from $VISUAL or $EDITOR, which gets it in a file that nobody else can read.

    Raises Refused where the editor cannot be started or says by its exit status that nothing is to be taken over.
    """
    command = environ.get("VISUAL") or environ.get("EDITOR") or USUAL
    try:
        with TemporaryDirectory(prefix="kptui-note-") as folder:
            return clean_note(_written(command, Path(folder) / "note.txt", text))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(f"The editor {printable(command)!r} cannot be used ({reason}); set $EDITOR to one that can.") from error


def _written(command: str, file: Path, text: str) -> str:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as opened:
        opened.write(text)
    with _deaf_to_interrupts():
        status = subprocess.run([*shlex.split(command), str(file)], check=False).returncode  # noqa: S603 - their own editor, no shell
    if status:
        raise Refused(f"The editor ended with status {status}, so the text stays as it was.")
    return file.read_text(encoding="utf-8", errors="replace")


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Leave ctrl-c to the editor: the terminal sends it to both."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
