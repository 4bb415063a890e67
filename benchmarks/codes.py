"""From the arrival of a mailed code or link to its use by a sign-in; the reference is the bar."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import Measured
from benchmarks.mails import percentile, quietly, server
from fetchers.mail.code_mailbox import code_mailbox
from model.suppliers import Mailbox, MailSecurity

if TYPE_CHECKING:
    from tests.dovecot import Dovecot
    from tests.portals.sites import Site

_RUNS: Final = 100
_BAR: Final = 10.0  # seconds from a mail's arrival to its use


@dataclass
class Tally:
    """What became of the sign-ins: how each ended, seconds until use, wrong codes and links."""

    ends: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    stale: int = 0


def run(_data: Path | None) -> Measured:
    """The 95th percentile in seconds of 100 sign-ins, every second one by a link."""
    tally = signed_in(_RUNS)
    details = {
        "sign-ins": len(tally.ends),
        "good": tally.ends.count("OK"),
        "stale_used": tally.stale,
        "p50": quietly(percentile(tally.seconds, 0.5)),
        "most": quietly(max(tally.seconds)),
    }
    return Measured(
        "codes", quietly(percentile(tally.seconds, 0.95)), _BAR, "seconds, p95", details
    )


def signed_in(runs: int) -> Tally:
    """What became of so many sign-ins at portals of the farm, in a real mailbox and browser.

    Beside each true mail come one of the sign-in before, one of another portal and an invoice.
    """
    tally = Tally()
    with server() as dovecot:
        mailbox = dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
        for number in range(runs):
            _sign_in(dovecot, mailbox, tally, by_link=number % 2 == 1)
    return tally


@dataclass
class _Postman:
    """Delivers, and knows when; the first mail of a sign-in is the true one."""

    deliver: Callable[[bytes], None]
    at: float = 0.0

    def __call__(self, content: bytes) -> None:
        self.deliver(content)
        if b"Farm Portal <no-reply@farm.example>" in content and b"invoice" not in content:
            self.at = time.monotonic()


def _sign_in(dovecot: Dovecot, mailbox: Mailbox, tally: Tally, *, by_link: bool) -> None:
    from tests.portals.mailing import mail

    postman = _Postman(lambda content: dovecot.deliver(mailbox, content))
    postman(mail("Your Farm sign-in code", "Your code is 111111."))
    site = _site(postman, by_link=by_link)
    with ExitStack() as stack:
        codes = stack.enter_context(code_mailbox(mailbox, dovecot.password))
        ended, used = _visited(stack, site, codes)
    tally.ends.append(ended)
    if used:
        tally.seconds.append(used - postman.at)
    tally.stale += site.log["entered" if by_link else "codes"] - 1


def _site(postman: _Postman, *, by_link: bool) -> Site:
    from tests.portals.mailing import Linking, Mailing, mail
    from tests.portals.sites import DOCS

    if by_link:
        return Linking(docs=DOCS[:1], post=postman)
    other = mail("Your code", "Your code is 222222.", "Elsewhere <no-reply@elsewhere.example>")
    bill = mail("Your Farm invoice 483920", "Invoice 483920 of 2026 is ready. Order 771122.")
    return Mailing(docs=DOCS[:1], post=postman, stray=(other,), late=(bill, other))


def _visited(stack: ExitStack, site: Site, codes: object) -> tuple[str, float]:
    """How a visit ended, and when its session was opened."""
    from tests.fetchers.portals.conftest import Farm
    from tests.portals import recipes
    from tests.portals.mailing import CODE_STEP, Linking

    opened: list[float] = []
    let_in = site.let_in

    def noted(target: str) -> object:
        opened.append(time.monotonic())
        return let_in(target)

    site.let_in = noted  # type: ignore[method-assign, assignment]  # the moment is what is measured
    spool = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    farm = Farm(stack, spool)
    origin = farm.serve(site)
    if isinstance(site, Linking):
        site.origin = origin
        recipe = recipes.table(origin)
    else:
        recipe = recipes.table(origin, sign_in=CODE_STEP)
    result = farm.visit(origin, recipe, codes=codes)  # type: ignore[arg-type]  # a CodeMailbox
    return result.outcome.code.value, opened[0] if opened else 0.0
