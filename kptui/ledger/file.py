"""Ledger: the open file. Reads what is new, appends under the lock, and refuses with a reason what it cannot do."""

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kptui.errors import BadPlan, NotSaved, ReadOnly
from kptui.ledger import repair
from kptui.ledger.format import HEAD, START, TAIL, Document, Line, encode, parse_foreign, read_line, scan
from kptui.ledger.opening import open_file, same_file

ROOM = 64 * 1024
"""Bytes of blanks written ahead, so that a full disk is met before anything is touched."""
_PROOF = 24
"""Bytes before the known end that are compared to see whether what is known still stands: a seal."""


class News(NamedTuple):
    """What reading found since the last time."""

    fresh: bool
    """Whether everything known before must be dropped, since the file is another one now."""
    lines: Sequence[Line]


class Ledger:
    """One process's hold on the file; not for two threads at once."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises NoPlan when there is none and BadPlan when it cannot be a plan."""
        self.path = path
        self._broken: str | None = None
        self._open()

    def _open(self) -> None:
        self._fd, self._refusal = open_file(self.path)
        self._forget()

    def _forget(self) -> None:
        self._place = START
        self._proof = HEAD
        self._whole = True
        self._foreign: tuple[int, int] | None = None
        self._fresh = True
        self.damage: tuple[str, ...] = ()

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be written; None when it can."""
        return self._broken or self._refusal

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._fd)

    def changed(self) -> bool:
        """Return whether `read` would find anything: a stat and a small read, some microseconds."""
        if self._fresh or not same_file(self._fd, self.path):
            return True
        if self._foreign is not None:
            return self._foreign != self._stamp()
        known = self._proof + TAIL
        return os.pread(self._fd, len(known), self._place.end - len(self._proof)) != known

    def read(self) -> News:
        """Return what was appended since the last call; everything, when the file was replaced or rewritten.

        Raises NoPlan when the file is gone and BadPlan when it is no plan any more.
        """
        if not self.changed():
            return News(False, ())
        if not same_file(self._fd, self.path):
            reopened = open_file(self.path)
            self.close()
            self._fd, self._refusal = reopened
            self._forget()
        elif self._foreign is not None or self._bytes(self._place.end - len(self._proof), len(self._proof)) != self._proof:
            self._forget()
        lines = self._sealed() if self._bytes(0, len(HEAD)) == HEAD else self._written_by_others()
        fresh, self._fresh = self._fresh, False
        return News(fresh, lines)

    def _sealed(self) -> Sequence[Line]:
        found = scan(self._bytes(self._place.end), self._place)
        if self._fresh and not found.whole and not found.lines:
            try:
                return self._written_by_others()
            except BadPlan:
                self._foreign = None
        self._whole = found.whole
        self._place = found.place
        self._proof = self._bytes(max(0, found.place.end - _PROOF), min(_PROOF, found.place.end))
        self.damage += tuple(found.damage)
        return found.lines

    def _written_by_others(self) -> Sequence[Line]:
        self._foreign = self._stamp()
        documents = parse_foreign(self._bytes(0))
        if documents is None:
            raise BadPlan(f"{self.path} is no plan: it is not a TinyDB file with one table; name another with --plan.")
        return [Line(0, 0, key, document) for key, document in enumerate(documents, start=1)]

    def unfinished(self) -> tuple[str, ...]:
        """Return what is unusual about the file's end or origin, for the next writer to mend; one sentence each."""
        if self._foreign is not None:
            return ("another program rewrote the file, without seals; the next check-in takes it in",)
        return () if self._whole else (f"an append after byte {self._place.end} is cut off; the next check-in mends it",)

    def _stamp(self) -> tuple[int, int]:
        found = os.fstat(self._fd)
        return found.st_size, found.st_mtime_ns

    def _bytes(self, offset: int, length: int | None = None) -> bytes:
        wanted = os.fstat(self._fd).st_size - offset if length is None else length
        pieces: list[bytes] = []
        while wanted > 0 and (piece := os.pread(self._fd, wanted, offset)):
            pieces.append(piece)
            offset += len(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def document(self, line: Line) -> Document:
        """Return the document of a line, read again from its place. Raises BadPlan when the file changed meanwhile."""
        if not line.length:
            return line.document
        found = read_line(os.pread(self._fd, line.length, line.offset))
        if found is None:
            raise BadPlan(f"{self.path} was changed at byte {line.offset} while it was read; press r to read it again.")
        return found

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file for this process alone, waiting until others let go; other threads may go on reading.

        Raises ReadOnly where it may not be written, and what opening raises.
        """
        while True:
            held, reason = open_file(self.path)
            try:
                if reason or self._broken:
                    raise ReadOnly(reason or self._broken or "")
                fcntl.flock(held, fcntl.LOCK_EX)
                if same_file(held, self.path):
                    yield
                    return
            finally:
                os.close(held)

    def append(self, documents: Sequence[Mapping[str, object]]) -> None:
        """Write documents in one piece, sync and read back; only then are they acknowledged.

        Call it inside `locked`, after `read`. Raises NotSaved: on a full disk before anything was touched, and after a
        failed sync for good, since a retry could seem to succeed on pages that the kernel has dropped.
        """
        if self._foreign is not None:
            self._append_after_taking_in(documents)
            return
        if not self._whole:
            repair.mend(self.path, self._fd, self._place)
            self._whole = True
        payload = encode(documents, self._place)
        self._reserve(self._place.end + len(payload))
        self._write(payload)

    def _append_after_taking_in(self, documents: Sequence[Mapping[str, object]]) -> None:
        theirs = [line.document for line in self._written_by_others()]
        self._fd = repair.rewrite(self.path, self._fd, [*theirs, *documents])
        self._forget()

    def _reserve(self, end: int) -> None:
        size = os.fstat(self._fd).st_size
        if end <= size:
            return
        try:
            blanks = b" " * (end - size + ROOM)
            while blanks:
                written = os.pwrite(self._fd, blanks, size)
                size, blanks = size + written, blanks[written:]
            os.fsync(self._fd)
        except OSError as error:
            raise NotSaved(f"There is no room for it on the disk ({error.strerror}); the plan is as it was.") from error

    def _write(self, payload: bytes) -> None:
        try:
            written = os.pwrite(self._fd, payload, self._place.end)
            os.fdatasync(self._fd)
        except OSError as error:
            self._broken = f"Writing to {self.path} failed ({error.strerror}); check the disk, then start kptui again."
            raise NotSaved(self._broken) from error
        if written != len(payload) or self._bytes(self._place.end, len(payload)) != payload:
            self._broken = f"{self.path} did not keep what was written to it; check the disk, then start kptui again."
            raise NotSaved(self._broken)
