"""What the dashboard asks and does about connections: it holds no key, and asks a worker."""

from __future__ import annotations

from model.connections import Link, MailboxView, Trial, Typed
from model.errors import VaultError
from model.people import Right, User
from pipeline.rights import guarded, needs
from pipeline.vault_talk import Connect, VaultDoor
from storage import screens
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
