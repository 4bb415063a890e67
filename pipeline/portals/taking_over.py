"""From imported sign-ins to suppliers' portals: proposed, ticked by a person, settled by a visit.

Nothing is visited before a person ticked it, and by that confirmed its host. What a visit proves to
be no portal for documents is set aside, and nobody is asked about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from fetchers.mail.hosts import host_of, is_ip, registrable
from model.errors import WrongInput
from model.hosts import shown_host
from model.ids import derived_id
from model.outcomes import Outcome
from model.people import User
from model.schedules import Schedule
from model.suppliers import Portal, Supplier
from model.takeovers import Standing, Takeover, verdict
from model.vaults import SecretKind
from model.visits import Cause, Run
from pipeline.mails import proposals
from pipeline.portals.doubts import Candidate, doubt_of
from storage import audit, documents, runs, schedules, suppliers, takeovers
from storage.store import Tx
from vault import Entry, ImportLine, masked

_LONGEST_NAME: Final = 60
_WHY: Final = "a sign-in that was taken over"


@dataclass(frozen=True, slots=True)
class SignIn:
    """An imported sign-in: `credential` names it in the vault, `start` is its page or ""."""

    credential: str
    username: str
    shown: str
    origins: tuple[str, ...]
    start: str = ""


def propose(
    tx: Tx,
    sign_ins: Iterable[SignIn],
    usernames: Mapping[str, str],
    *,
    loopback: bool,
    dry_run: bool = False,
) -> tuple[Takeover, ...]:
    """The sign-ins as proposals, each with what speaks against it; what was ticked stays so.

    `usernames` are those of the vault's records by name; `loopback` says that this machine's own
    sites may be visited.
    """
    known = {one.id: one for one in takeovers.every(tx)}
    connected = _connected(tx, usernames)
    taken = {one.account for one in known.values() if one.chosen or not one.doubt}
    proposed = []
    for sign_in in sign_ins:
        made = _takeover(tx, sign_in)
        before = known.get(made.id)
        if before is not None and before.chosen:
            proposed.append(before)
            continue
        others = taken - {before.account} if before and not before.doubt else taken
        entry = Candidate(made.start_url, made.account)
        found = doubt_of(entry, connected=connected, taken=others, loopback=loopback)
        if found is not None:
            made = replace(made, doubt=found.doubt, why=found.why)
        else:
            taken.add(made.account)
        if not dry_run:
            takeovers.put(tx, made)
        proposed.append(made)
    return tuple(proposed)


def propose_imported(
    tx: Tx,
    lines: Iterable[ImportLine],
    entries: Iterable[Entry],
    *,
    loopback: bool,
    dry_run: bool = False,
) -> dict[str, str]:
    """What an import proposes, by the names of its entries: "proposed", or what speaks against it.

    `entries` are the vault's after it. What the import left out, and what is no portal's sign-in,
    is not named. The rest as `propose`.
    """
    kept = {entry.name: entry for entry in entries}
    sign_ins = [
        SignIn(line.name, line.username, masked(line.username), line.origins, line.start)
        for line in lines
        if line.action in ("new", "same")
        and (line.name not in kept or kept[line.name].kind == SecretKind.CREDENTIAL)
    ]
    usernames = {name: entry.username for name, entry in kept.items()}
    found = propose(tx, sign_ins, usernames, loopback=loopback, dry_run=dry_run)
    return {one.credential: one.doubt or Standing.PROPOSED for one in found}


def _takeover(tx: Tx, sign_in: SignIn) -> Takeover:
    origins = tuple(one for one in sign_in.origins if urlsplit(one).scheme in ("https", "http"))
    start = _start(sign_in.start, origins)
    site = site_of(start)
    return Takeover(
        id=derived_id("takeover", sign_in.credential),
        credential=sign_in.credential,
        name=" ".join(sign_in.credential.split())[:_LONGEST_NAME],
        site=site,
        account=_account(site, sign_in.username),
        username=sign_in.shown,
        start_url=start,
        origins=frozenset(origins),
        created=tx.now(),
    )


def _start(start: str, origins: tuple[str, ...]) -> str:
    """The page to begin at; what follows a ? or # is mostly left of an old session."""
    page = urlsplit(start)
    if f"{page.scheme}://{page.netloc}" in origins:
        return f"{page.scheme}://{page.netloc}{page.path or '/'}"
    return f"{origins[0]}/" if origins else ""


def site_of(url: str) -> str:
    """What one owner registered of an address; "" where it has no host."""
    host = host_of(url)
    return host if is_ip(host) else registrable(host)


def _account(site: str, username: str) -> str:
    return derived_id("account at", site, username.casefold())


def _connected(tx: Tx, usernames: Mapping[str, str]) -> set[str]:
    """The accounts that portals sign in to."""
    ours = {one.portal_id for one in takeovers.every(tx)}
    return {
        _account(site_of(origin), usernames[portal.credential or ""])
        for portal in suppliers.portals(tx)
        if portal.credential in usernames and portal.id not in ours
        for origin in portal.origins
    }


@dataclass(frozen=True, slots=True)
class Wish:
    """How ticked sign-ins are visited: `at_once` or by night, for documents `since` a day."""

    at_once: bool = False
    since: date | None = None


def choose(tx: Tx, user: User | str, takeover_ids: Iterable[str], wish: Wish) -> int:
    """How many sign-ins a person ticked: each becomes a portal that is visited once.

    Raises:
        RecordMissing: there is none of this id.
        WrongInput: it was ticked before, or there is nothing to visit.
    """
    chosen = [takeovers.get(tx, takeover_id) for takeover_id in dict.fromkeys(takeover_ids)]
    for takeover in chosen:
        if not takeover.can_be_chosen:
            raise WrongInput(f"{takeover.name} can't be taken over: {takeover.why or _TICKED}")
    sites = _sites(tx)
    for takeover in chosen:
        _choose(tx, takeover, _supplier(tx, takeover, sites), wish)
        name = user if isinstance(user, str) else user.name
        audit.note(tx, name, "took over", f"takeover:{takeover.id}", takeover.start_url)
    return len(chosen)


_TICKED: Final = "it was ticked before."


def _choose(tx: Tx, takeover: Takeover, supplier: Supplier, wish: Wish) -> None:
    portal = Portal(
        id=derived_id("portal", takeover.start_url, takeover.credential),
        supplier_id=supplier.id,
        name=takeover.name,
        start_url=takeover.start_url,
        origins=takeover.origins,
        credential=takeover.credential,
    )
    suppliers.add_portal(tx, portal)
    if wish.since is not None:
        schedules.put(tx, portal.id, Schedule(since=wish.since))
    takeovers.choose(tx, takeover.id, portal.id, at_once=wish.at_once)
    runs.request(tx, portal.id, _WHY, cause=Cause.TAKEOVER)


def _sites(tx: Tx) -> dict[str, Supplier]:
    """The suppliers by their sites."""
    found: dict[str, Supplier] = {}
    for profile in suppliers.profiles(tx):
        sites = {registrable(domain.lower()) for domain in profile.supplier.domains}
        sites |= {site_of(origin) for portal in profile.portals for origin in portal.origins}
        found |= dict.fromkeys(sites, profile.supplier)
    return found


def _supplier(tx: Tx, takeover: Takeover, sites: dict[str, Supplier]) -> Supplier:
    """The supplier whose site it is; a new one has no domain before its documents have come."""
    if takeover.site not in sites:
        new = Supplier(derived_id("supplier", takeover.site), shown_host(takeover.site))
        sites[takeover.site] = suppliers.kept(tx, new)
    return sites[takeover.site]


def visited(tx: Tx, run: Run, outcome: Outcome, fetched: int) -> None:
    """Draw the consequences of a visit for a portal that came from an imported sign-in.

    What brought documents, or proved that it has none, has a supplier from now on, named by its
    documents; what is no portal for documents is set aside, its supplier nobody's.
    """
    takeover = takeovers.of_portal(tx, run.portal_id)
    if takeover is None:
        return
    portal = suppliers.portal(tx, run.portal_id)
    match verdict(outcome, fetched):
        case Standing.AUTOMATIC:
            _welcome(tx, takeover, portal, first=run.cause is Cause.TAKEOVER)
        case Standing.NO_PORTAL if run.cause is Cause.TAKEOVER:
            suppliers.set_aside_portal(tx, portal.id, outcome.sentence)
            _doubt_supplier(tx, portal)


def _welcome(tx: Tx, takeover: Takeover, portal: Portal, *, first: bool) -> None:
    supplier = suppliers.get(tx, portal.supplier_id)
    if first or supplier.proposed or not supplier.domains:
        named = supplier.name == shown_host(takeover.site) and _name_on_documents(tx, supplier.id)
        domains = supplier.domains or (() if is_ip(takeover.site) else (takeover.site,))
        suppliers.add(tx, replace(supplier, name=named or supplier.name, domains=domains))
        proposals.connected(tx, portal)


def _name_on_documents(tx: Tx, supplier_id: str) -> str:
    """What most of a supplier's documents call it; "" where none says it."""
    papers = documents.of_supplier(tx, supplier_id)
    said = (documents.reading(tx, paper.id).text("seller_name") for paper in papers)
    counted = Counter(name for name in said if name)
    return max(counted, key=lambda name: (counted[name], name), default="")


def _doubt_supplier(tx: Tx, portal: Portal) -> None:
    supplier = suppliers.get(tx, portal.supplier_id)
    others = [one for one in suppliers.portals(tx) if one.supplier_id == supplier.id]
    if not supplier.domains and len(others) == 1:
        suppliers.add(tx, replace(supplier, proposed=True))
