"""What can go wrong that a person can mend: each kind has a title and one sentence that says what to do."""

from collections.abc import Sequence


class KptuiError(Exception):
    """A refusal or failure with a sentence for the person; `str(error)` is that sentence."""

    title = "That did not work"


class BadInput(KptuiError):
    """Something typed cannot be understood; `field` names where it was typed."""

    title = "That cannot be right"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class BadTable(KptuiError):
    """A file to import has bad rows; `rows` has one sentence for each, and nothing was imported."""

    title = "Nothing was imported"

    def __init__(self, sentence: str, rows: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.rows = tuple(rows)


class BadSettings(KptuiError):
    """A settings file has a mistake; the sentence names file, key and the nearest match."""

    title = "The settings cannot be used"


class Refused(KptuiError):
    """A Change that the newest Plan does not allow."""

    title = "Not saved"


class EditConflict(Refused):
    """An edit of a record that someone else has changed since it was read."""

    title = "Someone changed it first"


class NoPlan(KptuiError):
    """There is no plan where one was looked for."""

    title = "No plan here"


class BadPlan(KptuiError):
    """The file is no plan, or one that cannot be read."""

    title = "The plan cannot be read"


class ReadOnly(KptuiError):
    """The plan may be read but not written; the sentence says why."""

    title = "The plan is read-only"


class NotSaved(KptuiError):
    """Writing failed: nothing was saved and the file is as it was."""

    title = "NOT SAVED"


class GivenUp(KptuiError):
    """The one who was saving gave up waiting for the file; nothing was saved."""

    title = "Given up"
