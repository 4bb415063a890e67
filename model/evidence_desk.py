"""`EvidenceDesk`: where the values of a document come from, and what people say about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from model.memory import Printed
from model.people import User
from model.teaching import Said
from model.views import SidesView


class EvidenceDesk(Protocol):
    """What is asked and done about the values of one document.

    Calls block: keep them off the loop. Actions raise RecordMissing, and WrongInput with a sentence
    for the person; what they return is such a sentence, too.
    """

    def places(self, sha256: str) -> Mapping[str, tuple[Printed, ...]]:
        """What stands on the pages that could be a field's value, by field, likeliest first.

        Raises FileMissing, DocumentRefused.
        """
        ...

    def sides(self, document_id: str) -> tuple[SidesView, ...]:
        """The page of a hybrid against the XML inside it, what differs first; none for others."""
        ...

    def xml(self, document_id: str) -> str:
        """The XML inside a hybrid, as text. Raises DocumentRefused where there is none."""
        ...

    def mail_page(self, mail_id: str) -> bytes:
        """A mail as it was sent: its HTML, without what loads or leads anywhere.

        Raises RecordMissing, FileMissing, DocumentRefused.
        """
        ...

    def correct(self, user: User, document_id: str, said: Said) -> str:
        """Put a value in a field, and learn from it where it stands."""
        ...

    def undo(self, user: User, document_id: str) -> str:
        """Take back the last correction of a document, and what it taught."""
        ...

    def forget(self, user: User, document_id: str, layout: str, name: str) -> str:
        """Forget where a field stands on a layout of the document's supplier."""
        ...

    def forget_all(self, user: User, document_id: str) -> str:
        """Forget what corrections taught about all layouts of the document's supplier."""
        ...
