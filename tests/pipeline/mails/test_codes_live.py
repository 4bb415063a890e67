"""A visit of the pipeline whose portal mails a code: real mailbox, watch and browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest

from fetchers.mail.triage import triage
from fetchers.portals import visit
from model.clock import SystemClock
from model.mail import TriagedMail
from model.outcomes import OutcomeCode
from model.ports import Lease
from model.secret import Secret
from model.suppliers import MailSecurity, Portal, SupplierProfile
from pipeline.portals import visits
from pipeline.works import Works
from storage import mail as stored
from storage import runs, suppliers
from tests.dovecot import Dovecot, dovecot
from tests.pipeline.conftest import Opened
from tests.pipeline.mails.test_watch import watched
from tests.portals import recipes
from tests.portals.mailing import CODE_STEP, Mailing, mail
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, USER
from tests.standin import StandIn
from vault import BrowserSession

__all__ = ["dovecot"]
pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@dataclass
class TwoPasswords(StandIn):
    """A vault with the mailbox's password and the portal's."""

    mailbox: Secret
    origin: str
    leased: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        assert purpose
        assert job
        self.leased.append(name)
        if name == "farm":
            origins = frozenset({self.origin})
            yield Opened(name, username=USER, password=Secret(PASSWORD), origins=origins)
        else:
            yield Opened(name, password=self.mailbox)

    def put(self, name: str, record: object, **_how: object) -> int:
        """What the visit keeps of its sign-in."""
        assert isinstance(record, BrowserSession)
        self.kept.append(name)
        return 1


def understood(raw: bytes, suppliers: tuple[SupplierProfile, ...]) -> TriagedMail:
    return triage(raw, suppliers, trusted=frozenset(), today=SystemClock().today())


def test_the_code_comes_from_the_watched_mailbox_and_an_old_one_never(
    works: Works, dovecot: Dovecot
) -> None:
    box = replace(dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK), id="farm-box")
    dovecot.deliver(box, mail("Your Farm sign-in code", "Your code is 111111."))
    site = Mailing(post=lambda content: dovecot.deliver(box, content))
    with serve(site.app()) as origin:
        live = replace(
            works,
            vault=TwoPasswords(dovecot.password, origin),
            visit=visit,
            triage=understood,
            clock=SystemClock(),
            loopback_http=True,
        )
        run_id = prepared(live, origin)
        with live.store.begin() as tx:
            stored.add_mailbox(tx, box)
        with watched(live, box):
            wait_for_mail(live)
            brought = visits.go(live, run_id)
    assert brought.outcome.code is OutcomeCode.OK, brought.outcome
    assert len(brought.fetched) == len(DOCS)
    assert site.log["codes"] == 1


def prepared(works: Works, origin: str) -> str:
    """The run of a portal at this origin."""
    (works.recipes / "farm").mkdir(parents=True)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    (works.recipes / "farm" / "recipe.yaml").write_text(recipe, encoding="utf-8")
    with works.store.begin() as tx:
        portal = Portal(
            *("farm", "nw", "Farm", f"{origin}/", frozenset({origin})),
            credential="farm",
            recipe="farm",
        )
        suppliers.add_portal(tx, portal)
        runs.request(tx, "farm", "a test")
    with works.store.read() as tx:
        (run,) = runs.unfinished(tx)
    return run.id


def wait_for_mail(works: Works) -> None:
    """Until the mail that came before the visit is in the journal."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with works.store.read() as tx:
            if stored.newest(tx, 1):
                return
        time.sleep(0.1)
    raise TimeoutError
