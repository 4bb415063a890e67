"""A destination that a person connects or changes in the dashboard, tried before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from feeds import FORMS, attempt, check_settings, sftp
from model.connections import KindForm, SecretNeed, Trial, Typed
from model.deliveries import Admits, Destination, DestinationKind, Terms
from model.documents import DocumentKind
from model.errors import BillhookError, SettingsInvalid
from model.ids import derived_id
from model.people import User
from model.secret import Secret
from pipeline.access import four_eyes
from pipeline.deliveries import replaying, reply_desk
from pipeline.documents import checking
from pipeline.keyholder.connecting_ground import MOST_SECRET, Fault, Ground, keep_new
from storage import audit, deliveries, suppliers
from storage.store import Tx
from vault import ApiKey, Credential

_FORMS: Final = MappingProxyType({form.kind: form for form in FORMS})
_PLACE: Final = ("url", "host", "host_key", "port", "security", "database", "tenant", "status_url")
"""Settings that say where a secret goes."""
_LAST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class TypedLease:
    """What was typed, as a lease: it is not in the vault yet."""

    username: str
    password: Secret
    name: str = "typed"
    edition: str | None = None
    totp: Secret | None = None
    customer_number: str | None = None
    origins: frozenset[str] = frozenset()


def connect_destination(ground: Ground, user: User, typed: Typed, keep: bool) -> Trial:  # noqa: FBT001 - every way has these four
    """What came of reaching it; documents go there from then on, if `keep`."""
    try:
        form, before, receiver = _described(ground, typed)
        receiver = _known_by_key(receiver)
        _prove_secret(typed, form, receiver, before)
        came = _tried(ground, typed, receiver, before)
    except Fault as fault:
        return fault.trial
    if not (came.ok and keep):
        return came
    return replace(came, id=_kept(ground, user, receiver, typed))


def _described(ground: Ground, typed: Typed) -> tuple[KindForm, Destination | None, Destination]:
    """The form of its kind, the destination as it was, and as it was typed. Raises Fault."""
    form = _form(typed.value("kind"))
    name = typed.value("name")
    if not name:
        raise Fault("name", "Give it a name, such as Approval.")
    settings = _settings(typed, form)
    with ground.store.read() as tx:
        before = deliveries.destination(tx, typed.id) if typed.id else None
        if before is not None and before.kind is not form.kind:
            raise Fault("", f"{before.name} is of another kind; connect a new one.")
        _prove_name(tx, name, before)
        receiver = Destination(
            id=before.id if before else derived_id("destination", name),
            name=name,
            kind=form.kind,
            settings=MappingProxyType(_merged(before, form, settings)),
            credential=before.credential if before else None,
            kinds=_kinds(typed),
            suppliers=_suppliers(tx, typed),
            paused=before.paused if before else False,
            terms=_terms(typed),
        )
        return form, before, reply_desk.with_address(tx, receiver)


def _known_by_key(receiver: Destination) -> Destination:
    """The destination with the public key of its server, once compared. Raises Fault."""
    given = receiver.settings.get("host_key", "")
    if receiver.kind is not DestinationKind.SFTP or (given and not given.startswith("SHA256:")):
        return receiver
    try:
        shown = sftp.offered(receiver)
    except BillhookError as trouble:
        raise Fault("host", trouble.message) from None
    if given != shown.fingerprint:
        raise Fault(
            "host_key",
            f"The server shows {shown.fingerprint}. Ask whoever runs it; if that is its own, write"
            " it here.",
        )
    settings = MappingProxyType({**receiver.settings, "host_key": str(shown)})
    return replace(receiver, settings=settings)


def _form(kind: str) -> KindForm:
    try:
        return _FORMS[DestinationKind(kind)]
    except (ValueError, KeyError):
        raise Fault("", "There is no such kind of destination; reload the page.") from None


def _settings(typed: Typed, form: KindForm) -> dict[str, str]:
    for field in form.fields:
        value = typed.value(field.name)
        if field.required and not value:
            raise Fault(field.name, f"Fill this in: {field.label}.")
        if field.choices and value not in dict(field.choices):
            raise Fault(field.name, "Choose one of those that are offered.")
        if field.name == "port" and not _is_port(value):
            raise Fault("port", f"A port is a number up to {_LAST_PORT}.")
    return {field.name: typed.value(field.name) for field in form.fields}


def _is_port(value: str) -> bool:
    return value.isascii() and value.isdecimal() and 0 < int(value) <= _LAST_PORT


def _merged(
    before: Destination | None, form: KindForm, settings: Mapping[str, str]
) -> dict[str, str]:
    """The settings as typed, and those of before that the form does not ask for."""
    asked = {field.name for field in form.fields}
    kept = before.settings if before else {}
    others = {name: value for name, value in kept.items() if name not in asked}
    return others | {name: value for name, value in settings.items() if value}


def _prove_name(tx: Tx, name: str, before: Destination | None) -> None:
    for one in deliveries.destinations(tx):
        if one.name.casefold() == name.casefold() and (before is None or one.id != before.id):
            raise Fault("name", f"Another destination is called {one.name}; choose another name.")


def _kinds(typed: Typed) -> frozenset[DocumentKind]:
    try:
        kinds = frozenset(map(DocumentKind, filter(None, typed.value("kinds").split(","))))
    except ValueError:
        raise Fault("kinds", "Choose which documents it takes.") from None
    return kinds or frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE})


def _suppliers(tx: Tx, typed: Typed) -> frozenset[str]:
    known = {one.supplier.name.casefold(): one.supplier.id for one in suppliers.profiles(tx)}
    named = _lines(typed, "suppliers")
    if unknown := [name for name in named if name.casefold() not in known]:
        raise Fault("suppliers", f"There is no supplier {unknown[0]}; write it as it is known.")
    return frozenset(known[name.casefold()] for name in named)


def _terms(typed: Typed) -> Terms:
    try:
        admits = Admits(typed.value("admits") or Admits.RELEASED)
    except ValueError:
        raise Fault("admits", "Choose one of those that are offered.") from None
    return Terms(
        buyers=frozenset(_lines(typed, "buyers")),
        least=_amount(typed, "least"),
        most=_amount(typed, "most"),
        admits=admits,
        in_order=typed.value("in_order") == "yes",
    )


def _lines(typed: Typed, field: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed.value(field).splitlines() if line.strip())


def _amount(typed: Typed, field: str) -> Decimal | None:
    if not (value := typed.value(field)):
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise Fault(field, "Write an amount such as 500 or 99.50.")
    return amount


def _prove_secret(
    typed: Typed, form: KindForm, receiver: Destination, before: Destination | None
) -> None:
    """Raise Fault where the sign-in that this kind needs is missing, or goes elsewhere now."""
    if len(typed.password.reveal()) > MOST_SECRET:
        raise Fault("password", f"This is longer than {MOST_SECRET} characters.")
    match form.secret:
        case SecretNeed.CONSENT if before is None:
            raise Fault("", form.about)
        case SecretNeed.NONE | SecretNeed.CONSENT:
            return
    if typed.password.reveal():
        if form.secret is not SecretNeed.KEY and not typed.value("username"):
            raise Fault("username", f"Fill this in: {form.user_label}.")
        return
    _prove_kept(typed, form, receiver, before)


def _prove_kept(
    typed: Typed, form: KindForm, receiver: Destination, before: Destination | None
) -> None:
    """Raise Fault where the secret in the vault, if any, does not do."""
    if typed.value("username"):
        raise Fault("password", f"Fill this in, too: {form.secret_label}.")
    if before is None or before.credential is None:
        if form.secret is not SecretNeed.MAYBE:
            raise Fault("password", f"Fill this in: {form.secret_label}.")
        return
    if any(before.settings.get(name) != receiver.settings.get(name) for name in _PLACE):
        raise Fault("password", "Type it again: it goes elsewhere than before.")


def _tried(
    ground: Ground, typed: Typed, receiver: Destination, before: Destination | None
) -> Trial:
    """What came of reaching it. Raises Fault."""
    typed_now = bool(typed.password.reveal())
    try:
        check_settings(replace(receiver, credential=receiver.credential or "typed"))
    except SettingsInvalid as refusal:
        raise Fault("", refusal.message) from None
    if typed_now:
        lease = TypedLease(typed.value("username"), typed.password)
        return attempt(receiver, lease, clock=ground.clock)
    if before is None or before.credential is None:
        return attempt(receiver, None, clock=ground.clock)
    with ground.vault.lease(before.credential, purpose="try", job=before.id) as held:
        return attempt(receiver, held, clock=ground.clock)


def _kept(ground: Ground, user: User, receiver: Destination, typed: Typed) -> str:
    """The id of the destination, kept with its secret, or neither of them."""
    new = ""
    if typed.password.reveal():
        record = _record(typed)
        if receiver.credential is None:
            new = keep_new(ground.vault, receiver.name, record, actor=user.name)
            receiver = replace(receiver, credential=new)
        else:
            ground.vault.put(receiver.credential, record, actor=user.name)
    try:
        _write(ground, user, receiver, known=bool(typed.id))
    except BillhookError:
        if new:
            ground.vault.remove(new, actor=user.name)
        raise
    return receiver.id


def _record(typed: Typed) -> Credential | ApiKey:
    if username := typed.value("username"):
        return Credential(username=username, password=typed.password)
    return ApiKey(key=typed.password)


def _write(ground: Ground, user: User, receiver: Destination, *, known: bool) -> None:
    with ground.store.begin() as tx:
        deliveries.add_destination(tx, receiver)
        replaying.let_in(tx, user.name, receiver.id)
        checking.recheck_held(tx)
        verb = "changed" if known else "connected"
        audit.note(tx, user.name, verb, f"destination:{receiver.id}", receiver.name)
        four_eyes.hold_destination(tx, user.name, receiver)
