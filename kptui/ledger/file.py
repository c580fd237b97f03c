"""Ledger: the open file. Reads what is new, appends under the lock, and refuses with a reason what it cannot do."""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from kptui.errors import BadPlan, NotSaved, ReadOnly
from kptui.ledger import repair
from kptui.ledger.format import HEAD, START, TAIL, Document, Line, Place, Scan, encode, parse_foreign, read_line, scan
from kptui.ledger.lock import Lock
from kptui.ledger.opening import open_file, same_file
from kptui.wait import Wait

ROOM = 16 * 1024
"""Bytes of blanks written ahead, so that a full disk is met before anything is touched."""
PIECE = 1024 * 1024
"""Bytes of the file that are read at once, so that reading takes no more memory however long it is."""
_PROOF = 24
"""Bytes before the known end that are compared to see whether what is known still stands: a seal."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class News(NamedTuple):
    """What reading found since the last time."""

    fresh: bool
    """Whether everything known before must be dropped, since the file is another one now."""
    lines: Iterable[Line]
    """The lines, read from the file as they are gone through, once; what the ledger knows is up to date at their end."""


class Mark(NamedTuple):
    """How far a file was known, so that reading can go on from there in another process."""

    device: int
    inode: int
    end: int
    running: int
    key: int
    proof: str
    """The bytes before `end` in hexadecimal digits: a seal, which vouches for the whole file up to there."""
    damage: Sequence[str]


class Ledger:
    """One process's hold on the file; one thread may wait in `locked` while another reads."""

    def __init__(self, path: Path, *, any_file_system: bool = False) -> None:
        """Open the file. Raises NoPlan when there is none and BadPlan when it cannot be a plan.

        On a network and the like it is only read, unless `any_file_system`.
        """
        self.path = path
        self._name = os.fspath(path)
        self._open = partial(open_file, path, any_file_system=any_file_system)
        self._broken: str | None = None
        self._held = -1
        self._lock = Lock(path, self._open)
        self._fd, self._refusal = self._open()
        self.forget()

    def forget(self) -> None:
        """Know nothing of the file, so that the next `read` begins anew."""
        self._place = START
        self._proof = HEAD
        self._whole = True
        self._foreign: tuple[int, int] | None = None
        self._fresh = True
        self._unread: Iterator[Line] = iter(())
        """What is left to go through of the last `read`."""
        self.damage: tuple[str, ...] = ()

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be written; None when it can."""
        return self._broken or self._refusal

    @property
    def end(self) -> int:
        """How many bytes of the file are known."""
        return self._place.end

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._fd)
        self._lock.close()

    def mark(self) -> Mark | None:
        """Return how far the file is known; None where it cannot be said, since another program rewrote it."""
        if self._foreign is not None or self._fresh:
            return None
        found = os.fstat(self._fd)
        return Mark(found.st_dev, found.st_ino, *self._place, self._proof.hex(), self.damage)

    def resume(self, mark: Mark) -> bool:
        """Go on from a mark as if this process had read up to there; return False, and do nothing, where it does not fit."""
        found = os.fstat(self._fd)
        proof = bytes.fromhex(mark.proof)
        same = (found.st_dev, found.st_ino) == (mark.device, mark.inode)
        if not same or self._bytes(mark.end - len(proof), len(proof)) != proof:
            return False
        self._place, self._proof = Place(mark.end, mark.running, mark.key), proof
        self.damage, self._fresh = tuple(mark.damage), False
        return True

    def changed(self) -> bool:
        """Return whether `read` has something to look at: a stat and a small read, some microseconds."""
        if self._fresh or not self._is_same():
            return True
        if self._foreign is not None:
            return self._foreign != self._stamp()
        known = self._proof + TAIL
        try:
            return os.pread(self._fd, len(known), self._place.end - len(self._proof)) != known
        except OSError:
            return True

    def _is_same(self) -> bool:
        return same_file(self._fd, self._name)

    def read(self) -> News:
        """Return what was appended since the last call; everything, when the file was replaced or rewritten.

        Raises NoPlan when the file is gone and BadPlan when it is no plan any more, or cannot be read.
        """
        if not self.changed():
            return News(False, ())
        if not self._is_same():
            reopened = self._open()
            os.close(self._fd)
            self._fd, self._refusal = reopened
            self.forget()
        elif self._foreign is not None or self._bytes(self._place.end - len(self._proof), len(self._proof)) != self._proof:
            self.forget()
        self._to_the_end()
        self._unread = iter(self._new_lines())
        fresh, self._fresh = self._fresh, False
        return News(fresh, self._unread)

    def _to_the_end(self) -> None:
        """Leave nothing unread before anything is written."""
        for _ in self._unread:
            pass

    def _new_lines(self) -> Iterable[Line]:
        at_start = self._place == START
        headed = self._bytes(0, len(HEAD)) == HEAD
        first = self._next_lines()
        if at_start and not first and not (headed and self._whole):
            rows = parse_foreign(self._bytes(0))
            if rows is not None:
                self._foreign = self._stamp()
                return [Line(key, 0, key, document) for key, document in rows]
            if not headed:
                raise BadPlan(f"{self.path} is no plan: it is not a TinyDB file with one table; name another with --plan.")
        if not headed:
            self._note_damage(f"the first {len(HEAD)} bytes are damaged")
        return self._on_from(first)

    def _on_from(self, lines: Sequence[Line]) -> Iterator[Line]:
        while lines:
            yield from lines
            lines = self._next_lines()

    def _next_lines(self) -> Sequence[Line]:
        """Read on, a piece of the file at a time; nothing at its end."""
        size = PIECE
        while True:
            complete, found = self._steady_scan(size)
            if found.lines or complete:
                break
            size *= 2  # what was appended in one go, or what is damaged, is longer than that
        self._note_damage(*found.damage)
        self._whole = found.whole
        if found.place != self._place:
            self._place = found.place
            self._proof = self._bytes(max(0, found.place.end - _PROOF), min(_PROOF, found.place.end))
        return found.lines

    def _steady_scan(self, size: int) -> tuple[bool, Scan]:
        """Scan what is new; where it looks damaged, until it looks so twice: it may have been read while it was written."""
        before: Scan | None = None
        while True:
            data = self._bytes(self._place.end, size)
            complete = len(data) < size
            found = scan(data, self._place, complete=complete)
            if not found.damage or (before is not None and before.damage == found.damage):
                return complete, found
            before = found

    def _note_damage(self, *sentences: str) -> None:
        self.damage = tuple(dict.fromkeys((*self.damage, *sentences)))

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
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def document_at(self, offset: int, length: int) -> Document:
        """Return the document of a line, read again from its place. Raises BadPlan when the file changed meanwhile."""
        found = read_line(self._bytes(offset, length)) if length else self._foreign_document(offset)
        if found is None:
            raise BadPlan(f"{self.path} was changed at byte {offset} while it was read; press r to read it again.")
        return found

    def _foreign_document(self, key: int) -> Document | None:
        return dict(parse_foreign(self._bytes(0)) or ()).get(key)

    @contextmanager
    def locked(self, wait: Wait | None = None, *, at_once: bool = False) -> Iterator[None]:
        """Hold the file for this process alone, waiting until others let go; other threads may go on reading.

        Raises ReadOnly where it may not be written, NotSaved where it cannot be locked, GivenUp when `wait` was given up,
        BlockingIOError where it is not to be had `at_once`, and what opening raises.
        """
        if self._broken:
            raise ReadOnly(self._broken)
        try:
            self._held = self._lock.take(wait or Wait(), at_once=at_once)
        finally:
            self._refusal = self._lock.refusal
        try:
            yield
        finally:
            self._lock.let_go()

    def append(self, documents: Sequence[Mapping[str, object]]) -> Sequence[Line]:
        """Write documents in one piece, sync and read back; only then are they acknowledged. Return their lines.

        Call it inside `locked`, after `read`; what stands in the way is mended first. A file that another program wrote is
        replaced by one in this format: then no lines are returned, and all is to be read anew. Raises NotSaved: without room on
        the disk before anything was touched, and after any other failure for good, since a retry could seem to succeed on pages
        that the kernel has dropped.
        """
        self._to_the_end()
        try:
            if self._foreign is not None:
                self._take_foreign_in(documents)
                return ()
            self._mend_end()
            payload = encode(documents, self._place)
            repair.reserve(self._held, self._place.end + len(payload), ROOM)
            self._write(payload)
        except TypeError as error:
            raise NotSaved(f"It cannot be written as JSON ({error}); nothing was saved.") from error
        except OSError as error:
            self._fail(error)
        return self._step_over(payload)

    def _step_over(self, payload: bytes) -> Sequence[Line]:
        found = scan(payload, self._place)
        self._place, self._whole = found.place, True
        self._proof = payload[-len(TAIL) - _PROOF : -len(TAIL)]
        return found.lines

    def mend(self) -> None:
        """Mend what is `unfinished`. Call it inside `locked`, after `read`; raises NotSaved."""
        self._to_the_end()
        try:
            if self._foreign is not None:
                self._take_foreign_in(())
            else:
                self._mend_end()
        except OSError as error:
            self._fail(error)

    def _take_foreign_in(self, documents: Sequence[Mapping[str, object]]) -> None:
        theirs = parse_foreign(self._bytes(0)) or ()
        repair.rewrite(self.path, self._held, [*(row for _, row in theirs), *documents])

    def _mend_end(self) -> None:
        after = self._bytes(self._place.end)
        if after != TAIL.ljust(len(after)) and after.rstrip() != TAIL:
            kept = repair.mend(self.path, self._held, self._place)
            if kept:
                self._note_damage(f"what stood after byte {self._place.end} was cut off, and is kept in {kept.name}")
            self._whole = True

    def sync(self) -> None:
        """Make sure that what is in the file outlasts a power cut. Call it inside `locked`; raises NotSaved."""
        try:
            os.fdatasync(self._held)
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
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
