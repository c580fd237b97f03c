"""Where things are: the plan, the settings, a person's own state, and the samples; and who is asking."""

import os
import pwd
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from kptui.text import clean_line

if TYPE_CHECKING:
    from kptui.settings import Settings

NAME = "kptui"
HERE = Path(__file__).resolve().parent


def login() -> str:
    """Return the login of the uid, not of `$USER`; `uid-1234` where the system knows no name for it.

    As root by way of sudo, it is the one who called that.
    """
    uid, caller = os.getuid(), os.environ.get("SUDO_UID", "")
    if uid == 0 and caller.isdecimal():
        uid = int(caller)
    try:
        return clean_line(pwd.getpwuid(uid).pw_name)
    except (KeyError, OverflowError):
        return f"uid-{uid}"


def data_dir(package: Path = HERE) -> Path:
    """Return the folder of the sample plans: inside the package in a wheel, beside it in a checkout or an editable install."""
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def plan_path(given: Path | None, settings: "Settings") -> Path:
    """Return the plan's place: `given`, else the settings' (which know `$KPTUI_PLAN`), else the person's own data folder."""
    chosen = given or settings.plan or platformdirs.user_data_path(NAME) / "plan.json"
    return chosen.expanduser().absolute()


def state_dir() -> Path:
    """Return the person's own folder for drafts and crash files; it may not be there yet."""
    return platformdirs.user_state_path(NAME)


def drafts_dir(plan: Path) -> Path:
    """Return the person's own folder for drafts on the plan at `plan`; another plan may have targets of the same ids."""
    return state_dir() / "drafts" / _name_of(plan)


def index_path(plan: Path) -> Path:
    """Return where the person's own index of the plan at `plan` is kept; it may not be there yet."""
    return platformdirs.user_cache_path(NAME) / "index" / _name_of(plan)


def _name_of(plan: Path) -> str:
    return sha256(os.fsencode(plan.absolute())).hexdigest()[:32]


def settings_paths() -> tuple[Path, ...]:
    """Return the settings files, the house's before the person's: the later one wins."""
    return Path("/etc/kptui/settings.toml"), platformdirs.user_config_path(NAME) / "settings.toml"


def keys_path() -> Path:
    """Return the file in which the person says which keys they want; it may not be there."""
    return platformdirs.user_config_path(NAME) / "keys.toml"
