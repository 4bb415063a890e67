"""What the dashboard asks and does about connections: it holds no key, and asks a worker."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from feeds import FORMS
from model.connections import (
    ConnectedDestination,
    Consent,
    DestinationTies,
    FirstSteps,
    FirstVisit,
    KindForm,
    Link,
    MailboxTies,
    MailboxView,
    Trial,
    Typed,
)
from model.deliveries import Destination
from model.errors import SecondPersonNeeded, VaultError
from model.people import Right, User
from model.secret import Secret
from pipeline.access.rights import guarded, needs
from pipeline.deliveries import removing
from pipeline.deliveries.reply_desk import DIGEST
from pipeline.keyholder import first_steps
from pipeline.keyholder.vault_talk import Connect, Consenting, VaultDoor
from storage import deliveries, outbox, screens, suppliers
from storage.store import Store


@guarded
class ConnectScreenDesk:
    """`model.connections.ConnectDesk` on a store and the workers' door."""

    def __init__(self, store: Store, door: VaultDoor) -> None:
        self._store = store
        self._door = door

    def mailboxes(self) -> tuple[MailboxView, ...]:
        """All watched mailboxes, those in trouble first."""
        with self._store.read() as tx:
            return screens.mailbox_views(tx)

    def kinds(self) -> tuple[KindForm, ...]:
        """All kinds of destinations, the plainest first."""
        return FORMS

    def destinations(self) -> tuple[ConnectedDestination, ...]:
        """All destinations, those in trouble first."""
        with self._store.read() as tx:
            waiting, failed = outbox.waiting(tx), outbox.failed(tx)
            names = {one.supplier.id: one.supplier.name for one in suppliers.profiles(tx)}
            views = []
            for one in deliveries.destinations(tx):
                stands = outbox.standing(tx, one.id)
                views.append(
                    ConnectedDestination(
                        destination=_without_digest(one),
                        suppliers=tuple(sorted(names.get(id_, id_) for id_ in one.suppliers)),
                        waiting=waiting.get(one.id, 0),
                        failed=failed.get(one.id, 0),
                        down_since=stands.down_since,
                        answered=stands.taken_at,
                    )
                )
        return tuple(sorted(views, key=lambda one: (_fine(one), one.destination.name.casefold())))

    def mailbox_ties(self, mailbox_id: str) -> MailboxTies:
        """What hangs on a mailbox. Raises RecordMissing."""
        with self._store.read() as tx:
            return removing.mailbox_ties(tx, mailbox_id)

    @needs(Right.CONNECT)
    def remove_mailbox(self, user: User, mailbox_id: str) -> None:
        """Watch a mailbox no longer. Raises NotAllowed, RecordMissing."""
        with self._store.begin() as tx:
            removing.remove_mailbox(tx, user, mailbox_id)

    @needs(Right.CONNECT)
    def destination_ties(self, user: User, destination_id: str) -> DestinationTies:
        """What hangs on a destination. Raises NotAllowed, RecordMissing."""
        with self._store.read() as tx:
            return removing.destination_ties(tx, user, destination_id)

    @needs(Right.CONNECT)
    def remove_destination(self, user: User, destination_id: str) -> None:
        """Send to a destination no longer. Raises NotAllowed, SecondPersonNeeded, RecordMissing."""
        with self._store.begin() as tx:
            removed = removing.ask_to_remove(tx, user, destination_id)
        if not removed:
            raise SecondPersonNeeded

    def first_visit(self, portal_id: str) -> FirstVisit:
        """How far a portal is on its way in. Raises RecordMissing."""
        with self._store.read() as tx:
            return first_steps.first_visit(tx, portal_id)

    @needs(Right.CONNECT)
    def accept_portal(self, user: User, portal_id: str) -> None:
        """Take what the first visit found. Raises WrongInput, RecordMissing."""
        with self._store.begin() as tx:
            first_steps.accept_portal(tx, user, portal_id)

    def first_steps(self) -> FirstSteps:
        """How far a new company is."""
        with self._store.read() as tx:
            return first_steps.first_steps(tx)

    @needs(Right.CONNECT)
    def skip_first_steps(self, user: User) -> None:
        """Open on the inbox from now on."""
        with self._store.begin() as tx:
            first_steps.skip(tx, user)

    @needs(Right.CONNECT)
    def consent(self, user: User, consent_id: str, *, stop: bool = False) -> Consent:
        """How far a consent is, in a worker. Raises NotAllowed, RecordMissing, VaultError."""
        return self._consent(Consenting(user.id, consent_id, Secret(""), stop))

    @needs(Right.CONNECT)
    def paste(self, user: User, consent_id: str, address: Secret) -> Consent:
        """How far it is after an address was pasted. Raises as `consent`, and WrongInput."""
        return self._consent(Consenting(user.id, consent_id, address, stop=False))

    def _consent(self, question: Consenting) -> Consent:
        came = self._door.ask(question)
        if not isinstance(came, Consent):
            raise VaultError("The worker's answer is not understood; start Billhook again.")
        return came

    @needs(Right.CONNECT)
    def attempt(self, user: User, link: Link, typed: Typed, *, keep: bool) -> Trial:
        """What came of trying it, in a worker. Raises NotAllowed, VaultError."""
        question = Connect(
            user_id=user.id,
            link=link,
            id=typed.id,
            values=typed.values,
            password=typed.password,
            seed=typed.seed,
            keep=keep,
        )
        came = self._door.ask(question)
        if not isinstance(came, Trial):
            raise VaultError("The worker's answer is not understood; start Billhook again.")
        return came


def _without_digest(one: Destination) -> Destination:
    """A destination without the digest of the address that its answers come to."""
    settings = {name: value for name, value in one.settings.items() if name != DIGEST}
    return replace(one, settings=MappingProxyType(settings))


def _fine(view: ConnectedDestination) -> bool:
    return not (view.destination.paused or view.down_since or view.failed)
