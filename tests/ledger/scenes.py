"""What the next check-in meets: a plan with room, one that must grow, a torn end, a rewrite by another program."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tinydb import TinyDB

from kptui.store import FileStore
from tests.ledger.plans import check_in_once, ids_seen, make_plan, new_check_in


class Scene(NamedTuple):
    """A plan as it is found, with what is acknowledged in it."""

    path: Path
    acknowledged: list[str]
    file: bytes

    def again(self) -> None:
        """Put the plan back as it was, and take away what was made beside it."""
        for beside in self.path.parent.iterdir():
            beside.unlink()
        self.path.write_bytes(self.file)

    def store(self) -> FileStore:
        """Open the plan as it is, so that the next check-in is the one that mends it."""
        return FileStore(self.path, mends=False)


def with_room(path: Path) -> None:
    check_in_once(path)


def without_room(path: Path) -> None:
    check_in_once(path)
    path.write_bytes(path.read_bytes().rstrip())


def torn(path: Path) -> None:
    check_in_once(path)
    whole = path.read_bytes()
    end = len(whole.rstrip())
    path.write_bytes(whole[: end - 2].rstrip() + b',\n"9":{"record":"check_in","id":"torn' + whole[end + 40 :])


def rewritten(path: Path) -> None:
    check_in_once(path)
    with TinyDB(path) as database:
        database.insert(new_check_in("theirs").document())


SCENES: tuple[Callable[[Path], None], ...] = (with_room, without_room, torn, rewritten)


def scene(folder: Path, happens: Callable[[Path], None]) -> Scene:
    path = make_plan(folder / "scene" / "plan.json")
    happens(path)
    return Scene(path, ids_seen(path), path.read_bytes())
