"""Each protection of the ledger, how to remove it, and the test that must fail without it."""

from typing import NamedTuple


class Protection(NamedTuple):
    """What stands in a file of kptui/, what is put in its place, and the test that tells the difference."""

    name: str
    file: str
    there: str
    instead: str
    test: str


_LEDGER, _SHARED, _MADE = "tests/ledger", "tests/kptui/ledger", "tests/kptui"

FIRST = (
    Protection(
        "one writer at a time",
        "ledger/lock.py",
        "fcntl.LOCK_EX | unless",
        "fcntl.LOCK_SH | unless",
        f"{_LEDGER}/test_writers.py",
    ),
    Protection(
        "a sync before it is acknowledged",
        "ledger/file.py",
        "            os.fdatasync(self._held)\n            self._read_back",
        "            self._read_back",
        f"{_LEDGER}/test_power.py::test_whatever_of_the_unsynced_sectors_is_on_the_disk_what_was_acknowledged_is_there",
    ),
    Protection(
        "the seal of each line",
        "ledger/format.py",
        "if seal == _SEAL % sealed and sealed[0] == crc32(body) else None",
        "",
        f"{_LEDGER}/test_flips.py",
    ),
    Protection(
        "remains are kept",
        "ledger/repair.py",
        'kept = name_beside(path, "remains") if remains.strip(b" \\n}") else None',
        "kept = None",
        f"{_LEDGER}/test_kill.py::test_what_a_killed_writer_left_half_written_is_kept_aside",
    ),
    Protection(
        "no writing after a failed sync",
        "ledger/file.py",
        "        raise NotSaved(self._broken) from error",
        "        sentence, self._broken = self._broken, None\n        raise NotSaved(sentence) from error",
        f"{_LEDGER}/test_calls.py::test_after_a_sync_of_the_records_has_failed_the_session_writes_no_more_and_a_new_one_does",
    ),
)

OTHERS = (
    Protection(
        "reading back what was written",
        "ledger/file.py",
        "if os.pread(self._held, len(payload), self._place.end) != payload:",
        "if False:",
        f"{_SHARED}/test_damage.py::test_a_disk_that_does_not_keep_what_it_is_given_is_noticed",
    ),
    Protection(
        "the chain of seals",
        "ledger/format.py",
        "if not self._lost and crc32(body, crc32(before, self._running)) != chained:",
        "if False:",
        f"{_SHARED}/test_format.py::test_a_line_cut_out_is_noticed",
    ),
    Protection(
        "the path still leads to the locked file",
        "ledger/lock.py",
        "            if self._is_same():",
        "            if True:",
        f"{_SHARED}/test_file.py::test_a_file_replaced_while_waiting_for_the_lock_is_not_written_to",
    ),
    Protection(
        "the path still leads to the file that is read",
        "ledger/reader.py",
        "return there.file == self._facts.file",
        "return True",
        f"{_SHARED}/test_file.py::test_a_replaced_file_is_read_anew",
    ),
    Protection(
        "room is made before anything is touched",
        "ledger/file.py",
        "self._size = repair.reserve(self._held, self._size, self._place.end + len(new.payload), ROOM)",
        "pass",
        f"{_SHARED}/test_file.py::test_room_is_written_ahead_so_that_appends_do_not_grow_the_file",
    ),
    Protection(
        "several records count together or not at all",
        "ledger/format.py",
        "        if size > 1:",
        "        if False:",
        f"{_LEDGER}/test_torn.py",
    ),
    Protection(
        "a torn end is mended before the next append",
        "ledger/file.py",
        "            if not self._whole:\n                self._mend_end()\n            new = ",
        "            new = ",
        f"{_SHARED}/test_damage.py::test_a_torn_end_is_kept_aside_and_mended_by_the_next_append",
    ),
    Protection(
        "what stands behind the end is seen before the next append",
        "ledger/file.py",
        "there == (self._proof + TAIL).ljust(len(there))",
        "there.startswith(self._proof + TAIL)",
        f"{_SHARED}/test_damage.py::test_words_written_behind_the_end_are_kept_aside_too",
    ),
    Protection(
        "what was refused is blanked",
        "ledger/file.py",
        "repair.write_all(self._held, TAIL.ljust(len(payload)), end)",
        "pass",
        f"{_LEDGER}/test_calls.py::test_after_a_sync_of_the_records_has_failed_the_session_writes_no_more_and_a_new_one_does",
    ),
    Protection(
        "what looks damaged is looked at twice",
        "ledger/reader.py",
        "if not found.damage or (before is not None and before.damage == found.damage):",
        "if True:",
        f"{_SHARED}/test_damage.py::test_what_looked_damaged_while_it_was_written_is_read_again",
    ),
    Protection(
        "what another program wrote is kept",
        "ledger/repair.py",
        "        kept.hardlink_to(path)\n",
        "",
        f"{_LEDGER}/test_model.py",
    ),
    Protection(
        "what another program wrote is noticed",
        "ledger/reader.py",
        "return os.pread(self._fd, len(known), self._place.end - len(self._proof)) != known",
        "return False",
        f"{_LEDGER}/test_model.py",
    ),
    Protection(
        "an edit is of the newest version",
        "changes/editing.py",
        "if newest is not None and newest.version != read.version:",
        "if False:",
        f"{_LEDGER}/test_model.py",
    ),
    Protection(
        "a record is the next version of what is there",
        "store.py",
        "if known is not None and record.version != known.version + 1:",
        "if False:",
        f"{_MADE}/test_store.py::test_of_two_next_versions_in_one_change_the_second_is_refused",
    ),
    Protection(
        "what was saved before is not saved again",
        "store.py",
        "[record for record in wanted if not self._contents.holds(record)]",
        "list(wanted)",
        f"{_MADE}/test_store.py::test_saving_the_same_again_after_a_doubt_changes_nothing",
    ),
    Protection(
        "a newer plan is read-only",
        "store.py",
        "        if self.read_only:\n            raise ReadOnly(self.read_only)\n        wanted",
        "        wanted",
        f"{_LEDGER}/test_schema.py",
    ),
    Protection(
        "a new file is nobody's yet",
        "ledger/opening.py",
        "os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW",
        "os.O_CREAT | os.O_NOFOLLOW",
        f"{_LEDGER}/test_who.py::test_what_is_under_the_name_of_the_new_file_is_not_written_over",
    ),
    Protection(
        "links are not followed",
        "ledger/opening.py",
        "_FLAGS = os.O_NOFOLLOW | ",
        "_FLAGS = ",
        f"{_SHARED}/test_opening.py::test_a_link_a_directory_and_a_pipe_are_refused_with_what_to_do",
    ),
    Protection(
        "the mode of a new file is set",
        "ledger/opening.py",
        "            os.fchmod(fd, FILE_MODE)\n",
        "",
        f"{_LEDGER}/test_who.py::test_a_shared_plan_is_open_to_its_group_and_to_nobody_else_whatever_the_umask",
    ),
    Protection(
        "the mode of a shared directory is set",
        "ledger/opening.py",
        "            path.chmod(SHARED_DIRECTORY_MODE)\n",
        "",
        f"{_LEDGER}/test_who.py::test_a_shared_plan_is_open_to_its_group_and_to_nobody_else_whatever_the_umask",
    ),
    Protection(
        "a file that takes a plan's place is of the same group",
        "ledger/repair.py",
        "write_whole(documents, keys), os.fstat(fd).st_gid)",
        "write_whole(documents, keys))",
        f"{_LEDGER}/test_who.py::test_a_file_that_takes_the_plans_place_is_of_the_plans_group",
    ),
    Protection(
        "nothing is made over what is there",
        "ledger/opening.py",
        "            path.hardlink_to(beside)\n",
        "            path.unlink(missing_ok=True)\n            path.hardlink_to(beside)\n",
        f"{_SHARED}/test_opening.py::test_nothing_is_written_over_what_stands_at_a_new_plans_path",
    ),
    Protection(
        "a new file is synced before it has its name",
        "ledger/opening.py",
        "            file.flush()\n            os.fsync(fd)\n",
        "            file.flush()\n",
        f"{_LEDGER}/test_power.py::test_a_rewrite_is_safe_before_it_stands_in_the_plans_place_and_its_name_before_it_is_acknowledged",
    ),
    Protection(
        "the name of the remains is synced",
        "ledger/repair.py",
        "        sync_directory(path.parent)\n    write_all(",
        "    write_all(",
        f"{_LEDGER}/test_power.py::test_the_remains_are_safe_before_anything_is_written_over_them",
    ),
    Protection(
        "an index is this person's own",
        "index.py",
        " or facts.st_uid != os.geteuid()",
        "",
        f"{_MADE}/test_index.py::test_one_of_somebody_else_is_not_trusted",
    ),
    Protection(
        "what an index says is checked",
        "index.py",
        "if crc32(data) != check:\n            self.broken",
        "if False:\n            self.broken",
        f"{_MADE}/test_index.py::test_readings_that_were_damaged_are_read_from_the_file_instead",
    ),
    Protection(
        "what was given up is not saved",
        "ledger/lock.py",
        "                self._grant(wait)",
        "                pass",
        f"{_SHARED}/test_lock.py::test_a_wait_that_was_given_up_ends_with_nothing_done_and_the_lock_let_go",
    ),
    Protection(
        "what a script writes through an old handle is noticed",
        "ledger/late.py",
        "not in (None, until)",
        "is until",
        f"{_SHARED}/test_late.py",
    ),
)
