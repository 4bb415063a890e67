"""A contact is erased wherever it stands but in the trail, which keeps a digest."""

from __future__ import annotations

import base64
import io

import pytest
from sqlalchemy import text

from model.errors import WrongInput
from model.filing import Channel, DocumentSource, MessageState
from model.mail import RawMail
from storage import audit, backup, documents, erasure, examining, holds, mail, settings, suppliers
from storage.erasure import Contact
from storage.store import Store
from tests.storage import samples

pytestmark = pytest.mark.slow
MARIA = Contact("Maria.Nunez@nordwind.example", ("María Núñez",))
HEAD = b"From: maria.nunez@NORDWIND.example\n\nHello"
HIDDEN = b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(
    b"Ask maria.nunez@nordwind.example, she knows everything about this and more than that."
)
OTHER = b"From: ana.maria.nunez@nordwind.example.org\n\nHello"


def _mail(store: Store, number: int, raw: bytes, state: MessageState = MessageState.DONE) -> str:
    sha256 = store.files.put(raw)
    with store.begin() as tx:
        arrived = RawMail(f"<{number}>", number, samples.NOON, b"")
        message_id = mail.journal(tx, "mailbox-1", arrived, sha256)
        assert message_id
        if state is MessageState.DONE:
            mail.finish(tx, message_id, state)
    return message_id


@pytest.fixture
def company(store: Store) -> Store:
    """A company to which Maria wrote, and where her name stands in several places."""
    with store.begin() as tx:
        samples.found_company(tx)
        tx.connection.execute(
            text("UPDATE supplier SET domains = :d"),
            {"d": '["nordwind.example","maria.nunez@nordwind.example"]'},
        )
        filed = samples.file_invoice(tx, sha256=store.files.put(b"paper"), note="Ask María Núñez!")
        label = "E-mail from maria.nunez@nordwind.example"
        source = DocumentSource(Channel.MAIL, "m-1", label, samples.NOON)
        documents.add_source(tx, filed.id, source)
        settings.put(tx, "company", "maria.nunez@nordwind.example")
    for number, raw in enumerate((HEAD, HIDDEN, OTHER), 1):
        _mail(store, number, raw)
    return store


def _everything(store: Store) -> str:
    stream = io.BytesIO()
    backup.write(store, stream)
    return stream.getvalue().decode("utf-8", "replace").casefold()


def test_nothing_of_a_person_is_left_but_in_our_own_settings_and_the_trail(company: Store) -> None:
    with company.read() as tx:
        found = erasure.traces(company, tx, MARIA)
    assert len(found.mails) == 2
    assert found.rows["document"] == 1
    done = erasure.erase(company, MARIA, actor="Sam")
    assert done.mails == found.mails
    with company.read() as tx:
        assert examining.damages(tx) == ()
        assert documents.get(tx, "doc-1").note == f"Ask {MARIA.token}!"
        (supplier,) = suppliers.every(tx)
        assert supplier.domains == ("nordwind.example",)
        assert settings.get(tx, "company", "") == MARIA.address.lower()
        (event,) = audit.of_subject(tx, f"contact:{MARIA.digest}")
        assert event.detail.startswith("2 mails")
        assert MARIA.address.casefold() not in f"{event}".casefold()
        assert audit.verify(tx) > 0
        assert erasure.traces(company, tx, MARIA).mails == ()
    left = _everything(company).replace("ana.maria.nunez@nordwind.example.org", "")
    assert left.count("maria.nunez@") == 1  # our own setting
    assert "n\\\\u00fa\\\\u00f1ez" not in left


def test_a_mail_that_is_held_or_worked_on_keeps_all_as_it_is(company: Store) -> None:
    with company.begin() as tx:
        hold = holds.place(tx, "all", "Audit", actor="Sam")
    before = _everything(company)
    with pytest.raises(WrongInput, match="hold"):
        erasure.erase(company, MARIA, actor="Sam")
    assert _everything(company) == before
    with company.begin() as tx:
        holds.lift(tx, hold.id, actor="Sam")
    _mail(company, 9, HEAD + b" again", MessageState.JOURNALLED)
    with pytest.raises(WrongInput, match="worked on"):
        erasure.erase(company, MARIA, actor="Sam")


@pytest.mark.parametrize(
    ("address", "names"), [("maria", ()), ("", ()), ("a@b c", ()), ("a@b.example", ("Al",))]
)
def test_what_would_hit_others_is_refused(address: str, names: tuple[str, ...]) -> None:
    with pytest.raises(WrongInput):
        Contact(address, names)


@pytest.mark.parametrize("before", range(9))
def test_base64_hides_no_address_wherever_it_stands(before: int) -> None:
    contact = Contact("maria@nordwind.example")
    hidden = base64.encodebytes(b"x" * before + b" maria@nordwind.example " + b"y" * 90)
    assert contact.is_in(b"Subject: x\r\n\r\n" + hidden.replace(b"\n", b"\r\n"))
    assert not contact.is_in(b"Subject: x\n\n" + base64.encodebytes(b"nothing of the kind" * 9))
