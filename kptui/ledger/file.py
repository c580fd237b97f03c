"""Ledger: the open file. Reads what is new, appends under the lock, and refuses with a reason what it cannot do."""

import errno
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from kptui.errors import BadPlan, NotSaved, ReadOnly
from kptui.ledger import repair
from kptui.ledger.format import HEAD, START, TAIL, Document, Line, Scan, encode, parse_foreign, read_line, scan
from kptui.ledger.opening import open_file, same_file

ROOM = 16 * 1024
"""Bytes of blanks written ahead, so that a full disk is met before anything is touched."""
_PROOF = 24
"""Bytes before the known end that are compared to see whether what is known still stands: a seal."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class News(NamedTuple):
    """What reading found since the last time."""

    fresh: bool
    """Whether everything known before must be dropped, since the file is another one now."""
    lines: Sequence[Line]


class Ledger:
    """One process's hold on the file; one thread may wait in `locked` while another reads."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises NoPlan when there is none and BadPlan when it cannot be a plan."""
        self.path = path
        self._broken: str | None = None
        self._held = -1
        self._fd, self._refusal = open_file(path)
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
        """Return whether `read` has something to look at: a stat and a small read, some microseconds."""
        if self._fresh or not same_file(self._fd, self.path):
            return True
        if self._foreign is not None:
            return self._foreign != self._stamp()
        known = self._proof + TAIL
        try:
            return os.pread(self._fd, len(known), self._place.end - len(self._proof)) != known
        except OSError:
            return True

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
        lines = self._new_lines()
        fresh, self._fresh = self._fresh, False
        return News(fresh, lines)

    def _new_lines(self) -> Sequence[Line]:
        found = self._steady_scan()
        headed = self._bytes(0, len(HEAD)) == HEAD
        if self._place == START and not found.lines and not (headed and found.whole):
            rows = parse_foreign(self._bytes(0))
            if rows is not None:
                self._foreign = self._stamp()
                return [Line(0, 0, key, document) for key, document in rows]
            if not headed:
                raise BadPlan(f"{self.path} is no plan: it is not a TinyDB file with one table; name another with --plan.")
        damage = found.damage if headed else (f"the first {len(HEAD)} bytes are damaged", *found.damage)
        self.damage = tuple(dict.fromkeys((*self.damage, *damage)))
        self._whole, self._place = found.whole, found.place
        self._proof = self._bytes(max(0, found.place.end - _PROOF), min(_PROOF, found.place.end))
        return found.lines

    def _steady_scan(self) -> Scan:
        """Scan what is new; where it looks damaged, until it looks so twice: it may have been read while it was written."""
        found = scan(self._bytes(self._place.end), self._place)
        while found.damage:
            again = scan(self._bytes(self._place.end), self._place)
            if again.damage == found.damage:
                return again
            found = again
        return found

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
        try:
            while wanted > 0 and (piece := os.pread(self._fd, wanted, offset)):
                pieces.append(piece)
                offset += len(piece)
                wanted -= len(piece)
        except OSError as error:
            raise BadPlan(f"{self.path} cannot be read at byte {offset} ({error.strerror}); check the disk.") from error
        return b"".join(pieces)

    def document(self, line: Line) -> Document:
        """Return the document of a line, read again from its place. Raises BadPlan when the file changed meanwhile."""
        if not line.length:
            return line.document
        found = read_line(self._bytes(line.offset, line.length))
        if found is None:
            raise BadPlan(f"{self.path} was changed at byte {line.offset} while it was read; press r to read it again.")
        return found

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file for this process alone, waiting until others let go; other threads may go on reading.

        Raises ReadOnly where it may not be written, NotSaved where it cannot be locked, and what opening raises.
        """
        while True:
            held, self._refusal = open_file(self.path)
            try:
                if self.read_only:
                    raise ReadOnly(self.read_only)
                self._lock(held)
                if same_file(held, self.path):
                    self._held = held
                    yield
                    return
            finally:
                with suppress(OSError):  # closing lets go as well, but not while a forked child has it open
                    fcntl.flock(held, fcntl.LOCK_UN)
                os.close(held)

    def _lock(self, held: int) -> None:
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
        except OSError as error:
            raise NotSaved(f"{self.path} cannot be locked ({error.strerror}); keep the plan on a local disk.") from error

    def append(self, documents: Sequence[Mapping[str, object]], keys: Sequence[int] | None = None) -> None:
        """Write documents in one piece, sync and read back; only then are they acknowledged.

        `keys`, if given, are greater than the file's greatest, and rise; the keys of what is taken in stay.
        Call it inside `locked`, after `read`. Raises NotSaved: without room on the disk before anything was touched, and
        after any other failure for good, since a retry could seem to succeed on pages that the kernel has dropped.
        """
        try:
            if self._foreign is not None:
                theirs = parse_foreign(self._bytes(0)) or ()
                known = [key for key, _ in theirs]
                more = count(max(known, default=0) + 1) if keys is None else keys
                rows = [*(row for _, row in theirs), *documents]
                repair.rewrite(self.path, self._held, rows, chain(known, more))
                return
            if self._bytes(self._place.end).rstrip() != TAIL:
                kept = repair.mend(self.path, self._held, self._place)
                self.damage += (
                    (f"what stood after byte {self._place.end} was cut off, and is kept in {kept.name}",) if kept else ()
                )
                self._whole = True
            payload = encode(documents, self._place, keys)
            repair.reserve(self._held, self._place.end + len(payload), ROOM)
            self._write(payload)
        except TypeError as error:
            raise NotSaved(f"It cannot be written as JSON ({error}); nothing was saved.") from error
        except OSError as error:
            self._fail(error)

    def sync(self) -> None:
        """Make sure that what is in the file outlasts a power cut. Call it inside `locked`; raises NotSaved."""
        try:
            os.fdatasync(self._held)
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        if error.errno in _NO_ROOM:
            raise NotSaved(f"There is no room for it on the disk ({error.strerror}); nothing was saved.") from error
        self._broken = f"Writing to {self.path} failed ({error.strerror}); check the disk, then start kptui again."
        raise NotSaved(self._broken) from error

    def _write(self, payload: bytes) -> None:
        try:
            self._write_and_read_back(payload)
        except OSError:
            with suppress(OSError):
                os.pwrite(self._held, TAIL.ljust(len(payload)), self._place.end)
            raise

    def _write_and_read_back(self, payload: bytes) -> None:
        os.pwrite(self._held, payload, self._place.end)
        os.fdatasync(self._held)
        if os.pread(self._held, len(payload), self._place.end) != payload:
            raise OSError(errno.EIO, "it did not keep what was written")
