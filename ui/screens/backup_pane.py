"""The last backup, one made now, and the commands that prove and restore one."""

from __future__ import annotations

from typing import Final

from nicegui.element import Element

from model.settings_desk import BackupRun, BackupState
from ui.components.parts import box, button, text
from ui.languages import number, phrase, say
from ui.seat import Seat
from ui.wording import age

COMMANDS: Final = (
    (phrase("Make one, also while Billhook runs"), "billhook backup FILE"),
    (phrase("Prove one by a restore on trial"), "billhook backup verify FILE"),
    (phrase("Restore one into a new folder"), "billhook restore FILE --data NEW"),
)
KEY: Final = phrase("The vault stays sealed in it, and its key is not in it: keep that elsewhere.")
SAME_DISK: Final = phrase(
    "It lies on the disk of the data it is of: copy it to another machine, and restore it by"
    " command."
)
_UNDER_WAY: Final = (BackupState.ASKED, BackupState.WRITING, BackupState.PROVING)
_UNITS: Final = ("B", "KB", "MB", "GB", "TB")
_STEP: Final = 1024


class BackupPane:
    """The last backup; an admin has another one made, and sees how far it is."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def build(self) -> None:
        """Make room for it."""
        with box("settings") as self.pane:
            with box("acts"):
                self._make = button(
                    say("Back up now"), self._ask, glyph="download", key="b", press="backup"
                )
            self._last = text("", tag="p")
            self._run = text("", "quiet", "p", role="status")
            self._wrong = text("", "wrong", "p", role="alert")
            text(say(KEY), "quiet", "p")
            text(say(SAME_DISK), "quiet", "p")
            with box("conns"):
                for what, command in COMMANDS:
                    with box("conn"):
                        text(say(what))
                        text(command, "mono")
        self._make.visible = self._seat.user.role.backs_up

    async def load(self) -> None:
        """Ask when the last one was made, and how far the one under way is."""
        last = await self._seat.look(self._seat.desk.settings.last_backup)
        run = await self._seat.look(self._seat.desk.settings.backup_run)
        now = await self._seat.look(self._seat.desk.now)
        if now is None or self._last.is_deleted:
            return
        none = say("No backup was ever made.")
        self._last.text = say("Last backup {ago}.").format(ago=age(last, now)) if last else none
        self._run.text = run_words(run) if run else ""
        failed = run is not None and run.state is BackupState.FAILED
        self._wrong.text = run.sentence if run and failed else ""
        under_way = run is not None and run.state in _UNDER_WAY
        self._make.props("disabled") if under_way else self._make.props(remove="disabled")

    async def _ask(self) -> None:
        why = await self._seat.refusal(self._seat.desk.settings.back_up)
        if why is None:
            return
        await self.load()
        if why:
            self._wrong.text = why


def run_words(run: BackupRun) -> str:
    """How far a backup is, or what it holds and where it lies."""
    match run.state:
        case BackupState.ASKED:
            return say("A worker begins with it …")
        case BackupState.WRITING:
            return say(
                "Written: {done} of {all} files.", done=number(run.done), all=number(run.total)
            )
        case BackupState.PROVING:
            return say("Written, {size}. It is restored on trial …", size=size_words(run.size))
        case BackupState.DONE:
            held = say("with the vault, sealed") if run.with_vault else say("without a vault")
            return say(
                "{path}, {size}, proved by a trial restore: {rows} rows, {files} files, {vault}.",
                path=run.path,
                size=size_words(run.size),
                rows=number(run.rows),
                files=number(run.files),
                vault=held,
            )
        case BackupState.FAILED:
            return say("The backup failed.")


def size_words(size: int) -> str:
    """A number of bytes as people read it: "12 MB"."""
    left, unit = size, 0
    while left >= 10 * _STEP and unit < len(_UNITS) - 1:
        left, unit = left // _STEP, unit + 1
    return f"{number(left)} {_UNITS[unit]}"
