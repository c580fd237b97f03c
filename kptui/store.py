"""Store: the shared plan, read and saved; FileStore keeps it in a TinyDB file that many processes append to."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from kptui.archives import Archives
from kptui.changes import Change
from kptui.changes.conflict import conflict
from kptui.contents import Contents
from kptui.errors import BadPlan, KptuiError, NotSaved, ReadOnly
from kptui.index import Index, read_index, write_index
from kptui.ledger.file import Ledger
from kptui.ledger.format import Document, Line, write_whole
from kptui.ledger.lock import holder_of
from kptui.ledger.opening import facts_of, make_directory, make_file
from kptui.ledger.reader import NOTHING, News
from kptui.models.check_in import CheckIn, Reading
from kptui.models.record import Record
from kptui.models.schema import SCHEMA, Schema, too_new
from kptui.paths import index_path
from kptui.plan import Plan
from kptui.readings import each_once
from kptui.wait import Wait

_INDEX_FROM = 512 * 1024
"""Bytes of a file that are read sooner than an index of them is."""
_INDEX_SHARE = 64
"""An index is made anew when the file has grown by one part in so many since."""


class Store(Protocol):
    """Where the plan is; nothing outside may assume that it is a file."""

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be saved; None when it can."""

    def read(self) -> Plan:
        """Return the newest Plan."""

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        """Run a Change on the newest Plan and save what it returns, all or nothing; return the Plan after it.

        Another thread may give up `wait` for as long as others are at it.
        """

    def waiting_for(self) -> str | None:
        """Return the login of who is saving just now; None where nobody is."""

    def changed(self) -> bool:
        """Return whether `read` would return another Plan than it last did."""

    def history(self, target_id: str) -> tuple[CheckIn, ...]:
        """Return every check-in on a target in the order of saving, corrected and withdrawn ones too."""

    def documents(self) -> Iterator[Document]:
        """Go through every document as it stands there, older versions and unknown types too."""


class FileStore:
    """A plan in one file; safe for several threads, and for any number of processes."""

    def __init__(self, path: Path, *, mends: bool = True, any_file_system: bool = False) -> None:
        """Open the plan at `path`, on a network and the like only to read unless `any_file_system`.

        What another program left unfinished in the file is mended as soon as it is seen, unless `mends` is False. Raises NoPlan
        or BadPlan with what to do.
        """
        self.path = path
        self._mends = mends
        self._saving = threading.Lock()
        self._reading = threading.RLock()
        self._ledger = Ledger(path, any_file_system=any_file_system)
        self._archives = Archives(path, partial(FileStore, mends=False))
        self._contents = Contents(self._archived)
        self._index: Index | None = None
        self._epoch = 0
        self._plan = Plan()
        try:
            self._begin()
            self.read()
        except KptuiError:
            self.close()
            raise

    @classmethod
    def create(
        cls, path: Path, *, records: Sequence[Record], group: str | None = None, any_file_system: bool = False
    ) -> "FileStore":
        """Make a new plan with `records`, at least one, and open it; with `group` in a directory shared with that group.

        Raises Refused when there is something at `path` already, and on a network and the like unless `any_file_system`.
        """
        make_directory(path.parent, group, any_file_system=any_file_system)
        schema = Schema(id="schema", at=records[0].at, by=records[0].by)
        make_file(path, write_whole(record.document() for record in (schema, *records)), group)
        return cls(path, any_file_system=any_file_system)

    def _begin(self) -> None:
        """Take in what the file holds: from the index what it knows, the rest from the file; index what was much."""
        place = index_path(self.path)
        known = read_index(place, self._archived, self._reread)
        if known and self._ledger.resume(known[0]):
            _, self._contents, self._index = known
        elif known:
            known[2].remove()  # it is of another file
        indexed = self._ledger.end
        self._take_in(self._ledger.read())
        self._show()
        mark = self._ledger.mark()
        if mark and mark.end - indexed > max(_INDEX_FROM, mark.end // _INDEX_SHARE):
            write_index(place, mark, self._contents)
            again = read_index(place, self._archived, self._reread)
            if again and again[0].proof == mark.proof:
                _, self._contents, self._index = again
                self._show()

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be saved; None when it can."""
        newest = self._contents.schema
        return too_new(self.path, newest) if newest > SCHEMA else self._ledger.read_only

    def read(self) -> Plan:
        """Return the newest Plan. Raises NoPlan when the file is gone, and BadPlan when it is no plan any more."""
        with self._reading:
            self._read()
            if self._mends and self._ledger.unfinished() and not self.read_only:
                self._mend()
            return self._plan

    def _read(self) -> None:
        if self._index is not None and self._index.broken:
            self._ledger.forget()
        news = self._ledger.read()
        try:
            if news is not NOTHING and self._take_in(news):
                self._show()
        except BaseException:
            self._ledger.forget()  # what was not taken in is read again
            raise

    def _take_in(self, news: News) -> bool:
        if news.fresh:
            self._contents, self._index = Contents(self._archived), None
            self._epoch += 1
        return self._contents.take_in(news.lines) or news.fresh

    def _show(self) -> None:
        archives = self._contents.archives
        missing = self._archives.missing(archives.values()) if archives else ()
        self._plan = self._contents.plan(self._epoch, (*self._ledger.damage, *missing))

    def _archived(self, target_id: str) -> tuple[Reading, ...]:
        with self._reading:
            return self._archives.readings(target_id, self._contents.archives.values())

    def _mend(self) -> None:
        """Mend the end or the origin of the file, unless someone is writing: then it is theirs to finish."""
        if not self._saving.acquire(blocking=False):
            return
        try:
            with suppress(BlockingIOError, NotSaved, ReadOnly), self._ledger.locked(meanwhile=None):
                self._read()
                self._ledger.mend()
                self._read()
                self._show()
        finally:
            self._saving.release()

    def changed(self) -> bool:
        """Return whether another Plan can be read; False while this process itself is at it."""
        if not self._reading.acquire(blocking=False):
            return False
        try:
            return self._ledger.changed() or (self._index is not None and self._index.broken)
        finally:
            self._reading.release()

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        """Run a Change on the newest Plan, inside the lock, and return the Plan after it once it is safe on the disk.

        Raises what the Change raises, EditConflict for an edit of a version that has moved on, ReadOnly and NotSaved, and
        GivenUp when `wait` was given up before the lock was there.
        """
        with self._saving:
            while True:
                with self._ledger.locked(wait, self._catch_up), self._reading:
                    self._read()
                    if not self._ledger.foreign:
                        return self._save(change)
                    self._ledger.mend()  # the path leads to another file then, which is to be locked anew

    def _catch_up(self) -> None:
        """Know what is known so far before others have to wait for it."""
        with self._reading:
            self._read()
            self._contents.load()

    def _save(self, change: Change) -> Plan:
        if self.read_only:
            raise ReadOnly(self.read_only)
        wanted = change(self._plan)
        records = [record for record in wanted if not self._contents.holds(record)]
        _refuse_unless_next(records, self._plan)
        if records:
            self._ledger.append([record.as_json() for record in records], meanwhile=partial(self._take_saved, records))
        if len(records) < len(wanted):
            self._ledger.sync()
        return self._plan

    def _take_saved(self, records: Sequence[Record], lines: Sequence[Line]) -> None:
        """Know what is being saved while the disk is at work; where that fails, the ledger has everything read anew."""
        self._contents.take_saved(records, lines)
        self._show()

    def waiting_for(self) -> str | None:
        """Return the login of who is writing to the plan just now; None where nobody is."""
        return holder_of(self.path)

    def history(self, target_id: str) -> tuple[CheckIn, ...]:
        """Return every check-in on a target in the order of the file, corrected and withdrawn ones too."""
        with self._reading:
            self._read()
            archives = self._archives.of(target_id, self._contents.archives.values())
            archived = [check_in for archive in archives for check_in in archive.history(target_id)]
            return tuple(each_once((*archived, *map(CheckIn.model_validate, self._documents_of(target_id)))))

    def _documents_of(self, target_id: str) -> list[Document]:
        found = self._contents.known(target_id)
        try:
            return [self._ledger.document_at(*place) for place in found.places()] if found else []
        except BadPlan:
            if self._index is None:
                raise
            self._index.remove()  # the file was damaged since: without the index that is seen, and named
            self._ledger.forget()
            self._read()
            return self._documents_of(target_id)

    def documents(self) -> Iterator[Document]:
        """Go through every document of the file as it stands there, older versions and unknown types too."""
        return (line.document for line in self._lines())

    def _lines(self) -> Iterator[Line]:
        fresh = Ledger(self.path)
        try:
            yield from fresh.read().lines
        finally:
            fresh.close()

    def _reread(self, authors: Iterable[str]) -> Contents:
        """Return what the file holds, without the index."""
        contents = Contents(self._archived, authors=authors)
        contents.take_in(self._lines())
        return contents

    def facts(self) -> dict[str, object]:
        """Return what `kptui info` says of the file: size in bytes, owner, group, mode, schema, documents."""
        documents = self.read().revision.length
        return {**facts_of(self.path), "schema": self._contents.schema, "documents": documents}

    def close(self) -> None:
        """Let go of the file."""
        self._archives.close()
        self._ledger.close()


def _refuse_unless_next(records: Sequence[Record], plan: Plan) -> None:
    newest: dict[str, Record] = {}
    for record in records:
        if isinstance(record, CheckIn):
            continue  # they are only ever added
        known = newest.get(record.id) or plan.get(record.id)
        if known is not None and record.version != known.version + 1:
            raise conflict(plan, known.by, f"changed {_title(known)}", known.at, "look at that version, then edit it again")
        newest[record.id] = record


def _title(record: Record) -> str:
    return f"{record.record} {getattr(record, 'code', None) or getattr(record, 'name', None) or record.id}"
