"""What is kept of a program error: its traceback, in a private file, without the values of local variables."""

import os
import platform
import traceback
from datetime import datetime
from pathlib import Path

from kptui import __version__


def keep_crash(error: BaseException, folder: Path, now: datetime) -> Path | None:
    """Write the traceback of `error` to a new file in `folder` that only this person can read, and return its path.

    Returns None where it cannot be written: an error must never hide behind another one.
    """
    text = "".join(traceback.format_exception(error))
    name = f"crash-{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    head = f"kptui {__version__}, Python {platform.python_version()}, {platform.platform()}, {now.isoformat()}\n\n"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(head + text)
    except OSError:
        return None
    return folder / name
