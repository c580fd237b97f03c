"""Drafts: what was typed into a check-in and not yet saved, kept on disk as typed, for this person alone."""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


class Drafts:
    """One file a target, in a folder that is for one person and one plan."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, target_id: str, typed: Mapping[str, str]) -> str | None:
        """Put away what was typed; return what to say when that cannot be done."""
        try:
            self._write(self._path(target_id), json.dumps(dict(typed), ensure_ascii=False))
        except OSError as error:
            return f"What you type cannot be kept as a draft ({error.strerror}): save it, or throw it away with ^T."
        return None

    def find(self, target_id: str) -> dict[str, str]:
        """Return what was typed and not saved; nothing where there is no draft, or none that can be read."""
        try:
            found = json.loads(self._path(target_id).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}

    def forget(self, target_id: str, typed: Mapping[str, str]) -> None:
        """Take a draft away, unless another session of the same person has put away something else meanwhile."""
        if self.find(target_id) == typed:
            with suppress(OSError):
                self._path(target_id).unlink()

    def _path(self, target_id: str) -> Path:
        """An id comes from a shared file and may be any text, so it never becomes part of a path."""
        return self._folder / f"{hashlib.sha256(target_id.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"

    def _write(self, path: Path, text: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        new.replace(path)
