"""Ledger: the open file, written too. It appends under the lock, and refuses with a reason what it cannot do."""

import errno
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Self

from kptui.errors import NotSaved, ReadOnly
from kptui.ledger import repair
from kptui.ledger.format import TAIL, Encoded, Line, encoded, parse_foreign
from kptui.ledger.late import Late
from kptui.ledger.lock import Lock
from kptui.ledger.reader import NOTHING, PROOF, News, Reader
from kptui.wait import Wait

ROOM = 16 * 1024
"""Bytes of blanks written ahead, so that a full disk is met before anything is touched."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Ledger(Reader):
    """One process's hold on the file; one thread may wait in `locked` while another reads."""

    def __init__(self, path: Path, *, any_file_system: bool = False) -> None:
        """Open the file, on a network and the like only to read unless `any_file_system`. Raises NoPlan and BadPlan."""
        self._broken: str | None = None
        self._held = -1
        """A descriptor to write with; -1 unless the lock is held."""
        self._size = 0
        """Bytes of the file, while the lock is held."""
        self._late = Late(path)
        super().__init__(path, any_file_system=any_file_system)
        has_line = not any_file_system  # on a network both locks may be one, and wait for each other
        self._lock = Lock(path, self._open, has_line=has_line)

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be written; None when it can."""
        return self._broken or super().read_only

    def changed(self) -> bool:
        """Return whether `read` or `mend` has something to look at: a stat and a small read, some microseconds."""
        return super().changed() or bool(self._late.written() and not self.read_only)

    def _is_same(self) -> bool:
        """Return whether the path still leads to the open file; whoever holds the lock has just asked that of the locked one."""
        locked = self._lock.facts if self._held >= 0 else None
        return super()._is_same() if locked is None else locked.file == self._facts.file

    def read(self) -> News:
        """Return what was appended since the last call, as Reader does; under the lock in the fewest steps where nothing was."""
        return NOTHING if self._held >= 0 and self._stands() else super().read()

    def _stands(self) -> bool:
        """Return whether the locked file ends where it is known to, with nothing but room after that."""
        if self._fresh or not self._whole or self._foreign is not None or not self._is_same():
            return False
        start = self._place.end - len(self._proof)
        try:
            there = os.pread(self._held, self._size - start, start)
        except OSError:
            return False
        self._whole = there == (self._proof + TAIL).ljust(len(there))
        return self._whole

    def forget(self) -> None:
        """Know nothing of the file, so that the next `read` begins anew."""
        super().forget()
        self._late.look()

    def unfinished(self) -> tuple[str, ...]:
        """Return what is to be mended, by the next writer at the latest; one sentence each."""
        late = (f"a program has {kept.name} open still, and wrote to it" for kept in self._late.written())
        return (*super().unfinished(), *late)

    @property
    def foreign(self) -> bool:
        """Whether another program rewrote the file, without seals."""
        return self._foreign is not None

    def close(self) -> None:
        """Let go of the file."""
        super().close()
        self._lock.close()

    def locked(self, wait: Wait | None = None, meanwhile: Callable[[], None] | None = lambda: None) -> Self:
        """Hold the file for this process alone, waiting until others let go, for a `with`; other threads may go on reading.

        What can be done `meanwhile` is done before waiting, so that others wait less; with None there is no waiting. Raises
        ReadOnly where it may not be written, NotSaved where it cannot be locked, GivenUp when `wait` was given up,
        BlockingIOError where it is not to be had without waiting, and what opening and `meanwhile` raise.
        """
        if self._broken:
            raise ReadOnly(self._broken)
        try:
            held = self._lock.take(wait, meanwhile)
            self._size, self._held = self._lock.size, held
        finally:
            self._refusal = self._lock.refusal
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._held = -1
        self._lock.let_go()

    def append(
        self,
        documents: Sequence[Mapping[str, object] | bytes],
        keys: Sequence[int] | None = None,
        meanwhile: Callable[[Sequence[Line]], None] = lambda _: None,
    ) -> Sequence[Line]:
        """Write documents in one piece, sync and read back; only then are they acknowledged. Return their lines.

        They may be JSON already; the lines of such have no document. `keys`, if given, are greater than the file's greatest, and
        rise. `meanwhile` is given the lines while the disk is at work; where that fails, everything is to be read anew. Call it
        inside `locked`, after `read`, of a file that is not `foreign`; a torn end is mended first. Raises NotSaved:
        without room on the disk before anything was touched, and after a failed sync for good, since a retry could seem to
        succeed on pages that the kernel has dropped.
        """
        self._to_the_end()
        if self.foreign:
            raise NotSaved(f"Another program rewrote {self.path} just now; do it again.")
        try:
            if not self._whole:
                self._mend_end()
            new = encoded(documents, self._place, keys)
            self._size = repair.reserve(self._held, self._size, self._place.end + len(new.payload), ROOM)
        except TypeError as error:
            raise NotSaved(f"It cannot be written as JSON ({error}); nothing was saved.") from error
        except OSError as error:
            self._fail(error)
        self._write(new, meanwhile)
        self._place, self._proof = new.place, new.payload[-len(TAIL) - PROOF : -len(TAIL)]
        return new.lines

    def mend(self) -> None:
        """Mend what is `unfinished`. Call it inside `locked`, after `read`; raises NotSaved.

        Where the file was `foreign`, the path leads to a new one then, which is to be locked anew before anything is appended.
        """
        self._to_the_end()
        try:
            if self.foreign:
                self._take_foreign_in()
            else:
                self._mend_end()
                self._take_late_in()
        except OSError as error:
            self._fail(error)

    def _take_late_in(self) -> None:
        read = written = self._place, self._proof
        for kept in self._late.written():
            found = self._late.rows(kept)
            if found is not None:
                documents, name = found
                self._place, self._proof = written
                if documents:
                    self.append(documents)
                written = self._place, self._proof
                with suppress(OSError):  # in a directory where only its owner may rename it, it is looked at again
                    kept.rename(name)
        self._place, self._proof = read  # so that they are read like anything that others append
        self._late.look()

    def _take_foreign_in(self) -> None:
        written_at = os.fstat(self._held).st_mtime_ns
        keys, documents = zip(*(parse_foreign(self._bytes(0)) or ()), strict=True)
        repair.rewrite(self.path, self._held, documents, keys, written_at)

    def _mend_end(self) -> None:
        after = self._bytes(self._place.end)
        if after != TAIL.ljust(len(after)) and after.rstrip() != TAIL:
            kept = repair.mend(self.path, self._held, self._place)
            if kept:
                self._note_damage(f"what stood after byte {self._place.end} was cut off, and is kept in {kept.name}")
            self._whole = True
            self._size = max(self._size, self._place.end + len(TAIL))

    def sync(self) -> None:
        """Make sure that what is in the file outlasts a power cut. Call it inside `locked`; raises NotSaved."""
        try:
            os.fdatasync(self._held)
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError, *, for_good: bool = False) -> NoReturn:
        if error.errno in _NO_ROOM and not for_good:
            raise NotSaved(f"There is no room for it on the disk ({error.strerror}); nothing was saved.") from error
        self._broken = f"Writing to {self.path} failed ({error.strerror}); check the disk, then start kptui again."
        raise NotSaved(self._broken) from error

    def _write(self, new: Encoded, meanwhile: Callable[[Sequence[Line]], None]) -> None:
        payload, end, written = new.payload, self._place.end, False
        try:
            repair.write_all(self._held, payload, end)
            written = True
            _begin_to_write_out(self._held, end, len(payload))
            meanwhile(new.lines)
            os.fdatasync(self._held)
            self._read_back(payload)
        except OSError as error:
            with suppress(OSError):
                repair.write_all(self._held, TAIL.ljust(len(payload)), end)
            self.forget()
            self._fail(error, for_good=written)
        except BaseException:
            self.forget()
            raise

    def _read_back(self, payload: bytes) -> None:
        if os.pread(self._held, len(payload), self._place.end) != payload:
            raise OSError(errno.EIO, "it did not keep what was written")


def _begin_to_write_out(fd: int, offset: int, length: int) -> None:
    """Have the kernel begin with what a sync would begin with, so that there is something to do in the meantime."""
    try:
        os.posix_fadvise(fd, offset, length, os.POSIX_FADV_DONTNEED)
    except OSError:
        return  # the sync begins with it, then
