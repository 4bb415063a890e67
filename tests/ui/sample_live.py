"""Live pages without visits: each line brings what a test has scripted, and keeps what is said."""

from __future__ import annotations

import io
import socket

from PIL import Image

from model.errors import BillhookError, RecordMissing
from model.ids import derived_id
from model.live import Hands, Pages, Stage, Standing, written
from model.live_line import FRAME, MESSAGE, packed
from model.people import User

RUN = derived_id("a run that is attended")


class SampleLive:
    """`model.live.LiveDesk` over scripts."""

    def __init__(self) -> None:
        self.far: list[socket.socket] = []
        self.guests: list[User] = []
        self.opened: list[str] = []
        self.shown: list[str] = []
        self.refusal: BillhookError | None = None

    def open(self, _user: User, portal_id: str, *, shows: bool = False) -> str:
        (self.shown if shows else self.opened).append(portal_id)
        return RUN

    def line(self, user: User, run_id: str) -> socket.socket:
        if self.refusal:
            raise self.refusal
        if run_id != RUN:
            raise RecordMissing(f"There is no run {run_id}.")
        near, far = socket.socketpair()
        self.guests.append(user)
        self.far.append(far)
        for message in (
            Standing(Stage.WAITING, "Castello Fornitori shows a CAPTCHA.", 540.0),
            Pages(("Sign in", "<img src=x onerror='window.hurt=1'>"), 0),
            Hands("", yours=False, may=True),
        ):
            far.sendall(packed(MESSAGE, written(message)))
        far.sendall(packed(FRAME, picture()))
        return near


def picture() -> bytes:
    """A frame."""
    drawn = io.BytesIO()
    Image.new("RGB", (1280, 900), "#cde").save(drawn, "JPEG")
    return drawn.getvalue()
