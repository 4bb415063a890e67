"""The desk's part about evidence: places on the pages, corrections, and what they taught."""

from __future__ import annotations

from collections.abc import Mapping

from fetchers.mail import shown as mail_shown
from model.deeds import DeedKind
from model.memory import Printed
from model.people import User
from model.teaching import Said
from model.views import SidesView
from parsers.safety import sandbox
from pipeline import deeds
from pipeline.access.rights import guarded
from pipeline.documents import comparing, correcting
from pipeline.undoing import undoable
from pipeline.works import Reader
from storage import documents, suppliers
from storage import mail as stored_mail
from storage.store import Store


@guarded
class EvidenceScreenDesk:
    """`model.evidence_desk.EvidenceDesk` on a store; pages are read outside of transactions."""

    def __init__(self, store: Store, read: Reader) -> None:
        self._store = store
        self._read = read

    def places(self, sha256: str) -> Mapping[str, tuple[Printed, ...]]:
        """What could be a field's value, by field. Raises FileMissing, DocumentRefused."""
        return sandbox.places_safely(self._store.files.get(sha256))

    def sides(self, document_id: str) -> tuple[SidesView, ...]:
        """The page of a hybrid against the XML inside it, what differs first."""
        return comparing.sides(self._store, document_id)

    def xml(self, document_id: str) -> str:
        """The XML inside a hybrid, as text. Raises DocumentRefused where there is none."""
        return comparing.xml(self._store, document_id)

    def mail_page(self, mail_id: str) -> bytes:
        """A mail as it was sent: its HTML, without what loads or leads anywhere."""
        with self._store.read() as tx:
            sha256 = stored_mail.message(tx, mail_id).sha256
        return bytes(sandbox.run_limited(mail_shown.page, self._store.files.get(sha256)))

    @undoable(DeedKind.CORRECTION)
    def correct(self, user: User, document_id: str, said: Said) -> str:
        """Put a value in a field, and learn from it where it stands."""
        with self._store.begin() as tx:
            learn = deeds.correct(tx, user, document_id, said)
        return learn(self._store, self._read)

    def undo(self, user: User, document_id: str) -> str:
        """Take back the last correction of a document, and what it taught."""
        with self._store.begin() as tx:
            undone = correcting.undo(tx, user, document_id)
        return f"The {undone.name.replace('_', ' ')} is again as it was."

    @undoable(DeedKind.LESSON)
    def forget(self, user: User, document_id: str, layout: str, name: str) -> str:
        """Forget where a field stands on a layout of the document's supplier."""
        with self._store.begin() as tx:
            correcting.forget_field(tx, user, document_id, layout=layout, name=name)
        return f"Where the {name.replace('_', ' ')} stands is forgotten."

    @undoable(DeedKind.LESSON)
    def forget_all(self, user: User, document_id: str) -> str:
        """Forget what corrections taught about all layouts of the document's supplier."""
        with self._store.begin() as tx:
            correcting.forget(tx, user, document_id)
            supplier = suppliers.get(tx, documents.get(tx, document_id).supplier_id)
        return f"What was learned about the layouts of {supplier.name} is forgotten."
