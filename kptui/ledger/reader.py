"""Reader: the open file, read in pieces and followed as it grows; what looks damaged is told from what is being written."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kptui.errors import BadPlan
from kptui.ledger.format import HEAD, START, TAIL, Document, Line, Place, Scan, parse_foreign, read_line, scan
from kptui.ledger.looking import Look
from kptui.ledger.opening import close_file, open_file

PIECE = 1024 * 1024
"""Bytes of the file that are read at once, so that reading takes no more memory however long it is."""
_FIRST = 32 * 1024
"""Bytes that are asked for first, since mostly there are no more; asking how many there are makes writing dearer (see Look)."""
PROOF = 24
"""Bytes before the known end that are compared to see whether what is known still stands: a seal."""


class News(NamedTuple):
    """What reading found since the last time."""

    fresh: bool
    """Whether everything known before must be dropped, since the file is another one now."""
    lines: Iterable[Line]
    """The lines, read from the file as they are gone through, once; what the ledger knows is up to date at their end."""


NOTHING = News(False, ())


class Mark(NamedTuple):
    """How far a file was known, so that reading can go on from there in another process."""

    file: Sequence[int]
    """What tells it from every other."""
    end: int
    running: int
    key: int
    proof: str
    """The bytes before `end` in hexadecimal digits: a seal, which vouches for the whole file up to there."""
    damage: Sequence[str]


class Reader:
    """One process's view of the file, as far as it knows it; the file is let go of when nobody holds this any more."""

    _fd = -1

    def __init__(self, path: Path, *, any_file_system: bool = False) -> None:
        """Open the file. Raises NoPlan when there is none and BadPlan when it cannot be a plan.

        On a network and the like it is only read, unless `any_file_system`.
        """
        self.path = path
        self._look = Look(os.fspath(path))
        self._open = partial(open_file, path, any_file_system=any_file_system)
        self._reopen()
        self.forget()

    def _reopen(self) -> None:
        self._fd, self._refusal, self._facts = self._open()

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
        return self._refusal

    @property
    def end(self) -> int:
        """How many bytes of the file are known."""
        return self._place.end

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            close_file(self._fd)
        self._fd = -1

    def __del__(self) -> None:
        Reader.close(self)

    def mark(self) -> Mark | None:
        """Return how far the file is known; None where it cannot be said, since another program rewrote it."""
        if self._foreign is not None or self._fresh:
            return None
        return Mark(self._facts.file, *self._place, self._proof.hex(), self.damage)

    def resume(self, mark: Mark) -> bool:
        """Go on from a mark as if this process had read up to there; return False, and do nothing, where it does not fit."""
        proof = bytes.fromhex(mark.proof)
        if tuple(mark.file) != self._facts.file or self._bytes(mark.end - len(proof), len(proof)) != proof:
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
        """Return whether the path still leads to the open file, which another program may have replaced."""
        try:
            there = self._look.now()
        except OSError:
            return False
        if self._refusal and there.rights != self._facts.rights:
            return False  # it may be written again
        return there.file == self._facts.file

    def read(self) -> News:
        """Return what was appended since the last call; everything, when the file was replaced or rewritten.

        Raises NoPlan when the file is gone and BadPlan when it is no plan any more, or cannot be read.
        """
        if not self.changed():
            if not self._whole:  # someone else may have mended it
                self._whole = self._bytes(self._place.end).rstrip() == TAIL
            return NOTHING
        if not self._is_same():
            before = self._fd
            self._reopen()
            close_file(before)
            self.forget()
        elif self._foreign is not None or self._bytes(self._place.end - len(self._proof), len(self._proof)) != self._proof:
            self.forget()
        self._to_the_end()
        self._unread = iter(self._first_lines() if self._place == START else self._on_from(self._next_lines()))
        fresh, self._fresh = self._fresh, False
        return News(fresh, self._unread)

    def _to_the_end(self) -> None:
        """Leave nothing unread before anything is written."""
        for _ in self._unread:
            pass

    def _first_lines(self) -> Iterable[Line]:
        headed = self._bytes(0, len(HEAD)) == HEAD
        first = self._next_lines()
        if not first and not (headed and self._whole):
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
            data, found = self._steady_scan(size)
            if found.lines or len(data) < size:
                break
            size *= 2  # what was appended in one go, or what is damaged, is longer than that
        if found.damage:
            self._note_damage(*found.damage)
        self._whole = found.whole
        if found.lines:
            known = found.place.end - self._place.end
            self._place, self._proof = found.place, data[max(0, known - PROOF) : known]
        return found.lines

    def _steady_scan(self, size: int) -> tuple[bytes, Scan]:
        """Scan what is new; where it looks damaged, until it looks so twice: it may have been read while it was written."""
        before: Scan | None = None
        while True:
            data = self._bytes(self._place.end, size)
            found = scan(data, self._place, complete=len(data) < size)
            if not found.damage or (before is not None and before.damage == found.damage):
                return data, found
            before = found

    def _note_damage(self, *sentences: str) -> None:
        self.damage = tuple(dict.fromkeys((*self.damage, *sentences)))

    def unfinished(self) -> tuple[str, ...]:
        """Return what is unusual about the file's end or origin, for the next writer to mend; one sentence each."""
        if self._foreign is not None:
            return ("another program rewrote the file, without seals; the next check-in takes it in",)
        return () if self._whole else (f"an append after byte {self._place.end} is cut off; the next check-in mends it",)

    def _stamp(self) -> tuple[int, int]:
        try:
            found = os.fstat(self._fd)
        except OSError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    def _bytes(self, offset: int, most: int | None = None) -> bytes:
        """Return the file's bytes from `offset` on, `most` of them."""
        pieces: list[bytes] = []
        size, wanted = _FIRST, sys.maxsize if most is None else most
        try:
            while wanted > 0 and (piece := os.pread(self._fd, min(size, wanted), offset)):
                pieces.append(piece)
                offset += len(piece)
                wanted -= len(piece)
                size = PIECE
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
