"""The private folder of one visit: Chromium's profile, its downloads, the script that starts it.

As root, Chromium runs as an unprivileged user, with its sandbox on; the visit's own process can't
change its user as a whole, since the interpreter may lie in a home that this user can't enter.
"""

from __future__ import annotations

import json
import os
import pwd
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.errors import ProgramMissing, StorageFull

PORTAL_USERS: Final = ("billhook-portal", "nobody")
_CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PREFERENCES: Final = {
    "plugins": {"always_open_pdf_externally": True},  # a PDF is a download, never a viewer's page
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False},
    # the switch of this name alone does not stop WebRTC from asking a STUN server over UDP
    "webrtc": {
        "ip_handling_policy": "disable_non_proxied_udp",
        "multiple_routes_enabled": False,
        "nonproxied_udp_enabled": False,
    },
    "autofill": {"profile_enabled": False, "credit_card_enabled": False},
}
_WITHOUT: Final = (
    "WebUIOmniboxPopup",  # an address bar's suggestions, drawn by a page of their own at the start
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
)
"""Parts of Chromium that no visit needs, and that take a fifth of what a short one costs."""

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - folders of random names are made in there
_ROOM: Final = 256 * 1024 * 1024  # bytes that a profile may need
_LEAST_ROOM: Final = 1024 * 1024  # bytes without which no browser starts
_PREFIX: Final = "billhook-visit-"
_TIDY_TRIES: Final = 40
_TIDY_PAUSE: Final = 0.05  # seconds; a killed Chromium still writes for a moment


@dataclass(frozen=True, slots=True)
class Den:
    """Where Chromium lives during one visit. `sandboxed` says whether its sandbox can be on."""

    folder: Path
    sandboxed: bool

    @property
    def profile(self) -> Path:
        """Chromium's profile and home; it lies in memory where there is room."""
        return self.folder / "profile"

    @property
    def downloads(self) -> Path:
        """Where Chromium puts what it downloads, by names of its own."""
        return self.folder / "downloads"

    @property
    def launcher(self) -> Path:
        """The script that starts Chromium."""
        return self.folder / "launch"

    def prove_room(self) -> None:
        """Nothing, where a browser can write; one that can't ends at its start, without a reason.

        Raises:
            StorageFull: the disk takes nothing more.
        """
        try:
            (self.folder / "room").write_bytes(bytes(_LEAST_ROOM))
        except OSError as problem:
            raise StorageFull from problem


@contextmanager
def den() -> Iterator[Den]:
    """A den, deleted at the end.

    Raises:
        ProgramMissing: Chromium is not installed.
    """
    chromium = _chromium()
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    try:
        yield _furnished(folder, chromium)
    finally:
        _tidy(folder)


@dataclass(frozen=True, slots=True)
class BrowserHere:
    """How a visit's browser would run on this machine, in words, and whether safely."""

    words: str
    sandboxed: bool


def browser_here() -> BrowserHere:
    """Where Chromium is, and how it would run here.

    Raises:
        ProgramMissing: Chromium is not installed.
    """
    chromium, user = _chromium(), _portal_user()
    if os.geteuid() != 0:
        return BrowserHere(f"{chromium}, in its sandbox", sandboxed=True)
    if user is None or shutil.which("setpriv") is None:
        words = f"{chromium}, without its sandbox, since Billhook runs as root: it visits nothing"
        return BrowserHere(f"{words} but the demo's portals on this machine", sandboxed=False)
    return BrowserHere(f"{chromium}, in its sandbox, as the user {user.pw_name}", sandboxed=True)


def _chromium() -> str:
    for name in _CHROMIUMS:
        found = shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":/usr/bin")
        if found:
            return found
    raise ProgramMissing("Chromium is not installed; install it with: apt-get install chromium.")


def _furnished(folder: Path, chromium: str) -> Den:
    setpriv = shutil.which("setpriv")
    user = _portal_user() if setpriv else None
    made = Den(folder, sandboxed=os.geteuid() != 0 or user is not None)
    folder.chmod(0o711)
    made.profile.symlink_to(_in_memory() or _beside(folder))
    for path in (made.downloads, made.profile / "Default"):
        path.mkdir(mode=0o700)
    preferences = made.profile / "Default" / "Preferences"
    preferences.write_text(json.dumps(_PREFERENCES))
    if user:
        for path in (made.profile, made.downloads, preferences.parent, preferences):
            os.chown(path, user.pw_uid, user.pw_gid)
    made.launcher.write_text(_script(chromium, setpriv, user))
    made.launcher.chmod(0o755)
    return made


def _in_memory() -> Path | None:
    """A new folder for the profile in memory, since it holds cookies; None where there is none."""
    if not (_MEMORY.is_mount() and os.access(_MEMORY, os.W_OK)):
        return None
    if shutil.disk_usage(_MEMORY).free < _ROOM:
        return None
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_MEMORY))


def _beside(folder: Path) -> Path:
    """A new folder for the profile on disk, gone with the visit."""
    made = folder / "on-disk"
    made.mkdir(mode=0o700)
    return made


def _portal_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((known[name] for name in PORTAL_USERS if name in known), None)


def _script(chromium: str, setpriv: str | None, user: pwd.struct_passwd | None) -> str:
    words = [chromium]
    if setpriv:
        # the browser dies with what started it, and gains no right on the way
        guard = [setpriv, "--pdeathsig", "KILL", "--no-new-privs"]
        drop = ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid)] if user else []
        words = [*guard, *drop, *(["--clear-groups"] if user else []), chromium]
    return launching(words)


def launching(words: Iterable[str]) -> str:
    """A script that starts Chromium by these words, without the parts that no visit needs."""
    return _LAUNCH.format(without=",".join(_WITHOUT), command=shlex.join(words))


# Chromium takes the last list of this name alone, so ours has to go into Playwright's.
_LAUNCH: Final = """\
#!/bin/sh
for word do
  shift
  case $word in --disable-features=*) word=$word,{without} ;; esac
  set -- "$@" "$word"
done
exec {command} "$@"
"""


def _sweep() -> None:
    """Nothing comes back: dens of processes that were killed are gone; they may hold sessions."""
    for place in (Path(tempfile.gettempdir()), _MEMORY):
        for folder in place.glob(f"{_PREFIX}*-*"):
            owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
            if owner.isdigit() and not Path(f"/proc/{owner}").exists():
                shutil.rmtree(folder, ignore_errors=True)


def clear(folder: Path) -> None:
    """Nothing comes back: the den is gone, with the profile that it points to."""
    profile = folder / "profile"
    if profile.is_symlink():
        shutil.rmtree(profile.resolve(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _tidy(folder: Path) -> None:
    profile = (folder / "profile").resolve()
    for _ in range(_TIDY_TRIES):
        shutil.rmtree(profile, ignore_errors=True)
        clear(folder)
        if not (folder.exists() or profile.exists()):
            return
        time.sleep(_TIDY_PAUSE)
