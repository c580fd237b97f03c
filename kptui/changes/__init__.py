"""Every way the plan can change: each function makes a Change, which runs on the newest Plan inside the lock."""

from kptui.changes.checking_in import check_in_as_before, record_check_in
from kptui.changes.editing import Change, add_records, edit_record, sentence_of

__all__ = ["Change", "add_records", "check_in_as_before", "edit_record", "record_check_in", "sentence_of"]
