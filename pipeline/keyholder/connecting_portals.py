"""A supplier's portal that a person adds in the dashboard: kept, then visited while they watch.

Whether the password is right only the portal can say, and a wrong one is one attempt: trying the
form reaches the host and types nothing. The first visit signs in, before the eyes of the person.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from model.connections import Trial, Typed
from model.errors import BillhookError, WrongInput
from model.ids import derived_id
from model.people import User
from model.suppliers import Account, Portal, Supplier
from model.visits import Cause
from pipeline.keyholder.connecting_ground import MOST_SECRET, Fault, Ground, keep_new
from pipeline.live.opening import resume
from pipeline.mails import proposals
from pipeline.portals import schedules
from storage import audit, runs, suppliers
from storage.store import Tx
from vault import Credential, TotpSeed, seed_name
from vault.origins import origin_of

_SECONDS: Final = 10.0
_SCHEMES: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class _New:
    """What was typed: a supplier by name, its portal, our account there."""

    supplier: str
    portal: Portal
    account: str
    username: str
    since: date | None


def connect_portal(ground: Ground, user: User, typed: Typed, keep: bool) -> Trial:  # noqa: FBT001 - every way has these four
    """What came of reaching it; with `keep` it is kept, and visited while the person watches."""
    try:
        if typed.id:
            return _corrected(ground, user, typed) if keep else _nothing_to_try()
        new = _described(ground, typed)
        _reach(new.portal)
        return _kept(ground, user, new, typed) if keep else _reached(new.portal)
    except Fault as fault:
        return fault.trial


def _nothing_to_try() -> Trial:
    return Trial(ok=True, sentence="Only the portal can say whether it is right: save it.")


def _described(ground: Ground, typed: Typed) -> _New:
    """What was typed, proved. Raises Fault."""
    for field, words in (
        ("supplier", "Name the supplier, as Nordwind GmbH."),
        ("url", "Give the address of its sign-in page."),
        ("username", "Type the user name."),
    ):
        if not typed.value(field):
            raise Fault(field, words)
    if not 0 < len(typed.password.reveal()) <= MOST_SECRET:
        raise Fault("password", f"Type the password, of up to {MOST_SECRET} characters.")
    url, account = typed.value("url"), typed.value("account")
    origin = _origin(ground, url)
    portal_id = derived_id("portal", url, account)
    _prove_new(ground, portal_id)
    portal = Portal(
        id=portal_id,
        supplier_id="",
        name=typed.value("name") or typed.value("supplier"),
        start_url=url,
        origins=frozenset({origin}),
        account_id=derived_id("account", typed.value("supplier"), account) if account else None,
    )
    username = typed.value("username")
    return _New(typed.value("supplier"), portal, account, username, _day(typed.value("since")))


def _origin(ground: Ground, url: str) -> str:
    try:
        origin = origin_of(url)
    except WrongInput as refusal:
        raise Fault("url", refusal.message) from None
    if not origin.startswith("https:") and not ground.loopback:
        raise Fault("url", "Portals are visited by https only: write it as https://….")
    return origin


def _prove_new(ground: Ground, portal_id: str) -> None:
    with ground.store.read() as tx:
        known = [one.name for one in suppliers.portals(tx) if one.id == portal_id]
    if known:
        raise Fault("url", f"This portal is connected already, as {known[0]}.")


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Fault("since", "Write the day as 2026-01-01, or leave it empty.") from None


def _reach(portal: Portal) -> None:
    """Raise Fault where nobody answers at its address, or not as whom it says."""
    site = urlsplit(portal.start_url)
    host, port = site.hostname or "", site.port or _SCHEMES[site.scheme]
    try:
        with socket.create_connection((host, port), _SECONDS) as line:
            if site.scheme == "https":
                ssl.create_default_context().wrap_socket(line, server_hostname=host).close()
    except (socket.gaierror, UnicodeError):
        raise Fault("url", f"There is no site called {host}. Correct the address.") from None
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message
        raise Fault("url", f"{host} shows a certificate that can't be trusted: {why}.") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Fault("url", f"{host} does not answer: {why}. Correct the address.") from None


def _reached(portal: Portal) -> Trial:
    host = urlsplit(portal.start_url).netloc
    return Trial(
        ok=True,
        sentence=f"{host} answers. Nothing was typed there: the first visit signs in while you"
        " watch.",
    )


def _kept(ground: Ground, user: User, new: _New, typed: Typed) -> Trial:
    """The portal, kept with its sign-in or neither of them, and on its first visit."""
    record = Credential(
        username=new.username,
        password=typed.password,
        origins=new.portal.origins,
        login_url=new.portal.start_url,
        customer_number=new.account or None,
    )
    seed = _seed(typed)
    name = keep_new(ground.vault, new.portal.name, record, actor=user.name)
    try:
        if seed is not None:
            bound = replace(seed, credential=name)
            ground.vault.put(seed_name(name), bound, actor=user.name)
        with ground.store.begin() as tx:
            _write(tx, user, new, replace(new.portal, credential=name))
    except BillhookError:
        ground.vault.remove(name, actor=user.name)
        raise
    return Trial(ok=True, sentence=f"{new.portal.name} is visited now.", id=new.portal.id)


def _seed(typed: Typed) -> TotpSeed | None:
    """The authenticator's seed, if one was typed. Raises Fault."""
    if not typed.seed.reveal():
        return None
    try:
        return TotpSeed(credential="typed", seed=typed.seed)
    except WrongInput as refusal:
        raise Fault("seed", refusal.message) from None


def _write(tx: Tx, user: User, new: _New, portal: Portal) -> None:
    supplier = _supplier(tx, new.supplier)
    portal = replace(portal, supplier_id=supplier.id)
    if portal.account_id:
        account = Account(portal.account_id, supplier.id, new.account, portal.name, portal.id)
        suppliers.add_account(tx, account)
    suppliers.add_portal(tx, portal)
    proposals.connected(tx, portal)
    if new.since:
        schedules.fetch_since(tx, user, portal.id, new.since)
    audit.note(tx, user.name, "connected", f"portal:{portal.id}", portal.name)
    _visit(tx, user, portal)


def _supplier(tx: Tx, name: str) -> Supplier:
    """The supplier that is known by this name, or a new one."""
    wanted = name.casefold()
    known = (one.supplier for one in suppliers.profiles(tx))
    found = next((one for one in known if one.name.casefold() == wanted), None)
    return found or suppliers.kept(tx, Supplier(derived_id("supplier", wanted), name))


def _visit(tx: Tx, user: User, portal: Portal) -> None:
    """Order the visit that this person watches."""
    why = f"{user.full_name} watches its first sign-in"
    run = runs.request(tx, portal.id, why, cause=Cause.PERSON)
    runs.attend(tx, run.id, user.id)


def _corrected(ground: Ground, user: User, typed: Typed) -> Trial:
    """Another password in the place of the refused one, and another visit with it."""
    if not 0 < len(typed.password.reveal()) <= MOST_SECRET:
        raise Fault("password", f"Type the password, of up to {MOST_SECRET} characters.")
    with ground.store.read() as tx:
        portal = suppliers.portal(tx, typed.id)
    if portal.credential is None:
        raise Fault("", f"{portal.name} has no sign-in; add one to the vault.")
    with ground.vault.lease(portal.credential, purpose="correct", job=portal.id) as lease:
        version = lease.version
    ground.vault.upkeep.replace_secret(
        portal.credential, typed.password, replacing=version, actor=user.name
    )
    with ground.store.begin() as tx:
        resume(tx, user, portal)
        _visit(tx, user, portal)
        audit.note(tx, user.name, "replaced the password", f"vault:{portal.credential}", "")
    return Trial(ok=True, sentence=f"{portal.name} is visited again.", id=portal.id)
