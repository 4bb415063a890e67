"""Files of our own books in a watched folder: each read once, or refused with its reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from fetchers.mail import dropped as dropping
from model.books import BooksTable, Shape
from model.clock import FixedClock
from model.exceptions import ExceptionReason
from model.suppliers import MailboxKind
from pipeline.reconciling import books_files, books_folder, ledger_books
from pipeline.works import Works
from storage import audit, ledger, orders
from tests.pipeline.mails.test_files import Post, names

pytestmark = pytest.mark.slow  # each file is read in a child

LEDGER = (
    "id,supplier,kind,reference,doc_date,amount,currency\n"
    "1,Nordwind,invoice,R-1,2026-10-05,119.00,EUR\n"
    "2,Nordwind,payment,,2026-10-20,-119.00,EUR\n"
)
OWN_WORDS = (
    "Beleg;Konto;Art;Nummer;Vom;Betrag;Währung\n1;Nordwind;Rechnung;R-1;05.10.2026;1.119,00;EUR\n"
)
OWN_COLUMNS = {
    "id": "Beleg",
    "supplier": "Konto",
    "reference": "Nummer",
    "doc_date": "Vom",
}
ORDER = """<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>PO-1</cbc:ID><cbc:IssueDate>2026-10-01</cbc:IssueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>Nordwind</cbc:Name></cac:PartyName>
</cac:Party></cac:SellerSupplierParty>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="C62">10</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">2.50</cbc:PriceAmount></cac:Price>
<cac:Item><cbc:Name>Rope</cbc:Name></cac:Item></cac:LineItem></cac:OrderLine></Order>"""
ARRIVED = """<DespatchAdvice xmlns="urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>D-1</cbc:ID><cbc:IssueDate>2026-10-08</cbc:IssueDate>
<cac:OrderReference><cbc:ID>PO-1</cbc:ID></cac:OrderReference>
<cac:DespatchLine><cbc:ID>1</cbc:ID><cbc:DeliveredQuantity unitCode="C62">4</cbc:DeliveredQuantity>
<cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference>
</cac:DespatchLine></DespatchAdvice>"""


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def folder(works: Works, clock: FixedClock, tmp_path: Path) -> Post:
    (tmp_path / "erp").mkdir()
    return Post(works, clock, tmp_path / "erp", MailboxKind.BOOKS)


def drop(folder: Post, name: str, text: str) -> None:
    (folder.folder / name).write_text(text, encoding="utf-8")


def held(folder: Post) -> list[str]:
    with folder.works.store.read() as tx:
        return sorted(one.id for one in ledger.entries(tx, "nw"))


def loaded(folder: Post) -> list[str]:
    """What the audit trail says of files that were loaded."""
    with folder.works.store.read() as tx:
        return [one.detail for one in audit.of_subject(tx, "mailbox:post")]


def test_ledger_orders_and_receipts_are_told_by_what_they_hold(folder: Post) -> None:
    drop(folder, "1-ledger.csv", LEDGER)
    drop(folder, "2-order.xml", ORDER)
    drop(folder, "3-arrived.xml", ARRIVED)
    assert folder.settle() == 0  # none of them is a mail
    assert held(folder) == ["1", "2"]
    with folder.works.store.read() as tx:
        (order,) = orders.by_number(tx, "PO-1")
    assert order.lines[0].received == 4
    assert names(folder.folder / "done") == ["1-ledger.csv", "2-order.xml", "3-arrived.xml"]
    assert loaded(folder) == [
        "1-ledger.csv: 2 of ledger",
        "2-order.xml: 1 of orders",
        "3-arrived.xml: 1 of receipts",
    ]


def test_a_shape_that_was_taught_is_read_so_and_a_whole_ledger_is_whole(folder: Post) -> None:
    headers = tuple(OWN_WORDS.splitlines()[0].split(";"))
    with folder.works.store.begin() as tx:
        books_files.teach(tx, Shape(headers, BooksTable.LEDGER, OWN_COLUMNS, whole=True))
    drop(folder, "a.csv", OWN_WORDS + "2;Nordwind;Rechnung;R-2;06.10.2026;10,00;EUR\n")
    folder.settle()
    drop(folder, "b.csv", OWN_WORDS)
    folder.settle()
    assert held(folder) == ["1"]
    assert loaded(folder)[-1] == "b.csv: 1 of ledger; 1 taken out"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (OWN_WORDS, "fits neither ledger, orders nor receipts; load it once by hand"),
        (LEDGER.replace("119.00", "much"), "Line 2: 'much' is no number for amount."),
        (LEDGER.replace("Nordwind", "Nobody"), "There is no supplier Nobody; connect it first."),
        (ARRIVED, "There is no order PO-1; load it before its receipts."),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "document type"),
    ],
    ids=["shape", "cell", "supplier", "order", "unsafe"],
)
def test_what_cannot_be_loaded_is_refused_with_its_reason_beside_it(
    folder: Post, text: str, why: str
) -> None:
    drop(folder, "x.csv", text)
    folder.settle()
    assert held(folder) == []
    assert names(folder.folder / "refused") == ["x.csv", "x.csv.txt"]
    assert why in (folder.folder / "refused" / "x.csv.txt").read_text(encoding="utf-8")
    (question,) = folder.asked()
    assert question.reason is ExceptionReason.BOOKS_UNREAD
    assert why in question.sentence


def test_a_file_that_grows_is_not_read_before_it_stands_still(folder: Post) -> None:
    drop(folder, "a.csv", LEDGER[:90])
    folder.look.look()
    drop(folder, "a.csv", LEDGER)
    folder.clock.move(timedelta(seconds=dropping.SETTLED + 1))
    folder.look.look()
    assert held(folder) == []
    folder.settle()
    assert held(folder) == ["1", "2"]


@pytest.mark.parametrize("step", ["before it is kept", "before it moves", "before it is refused"])
def test_a_crash_between_two_steps_loads_a_file_once(
    folder: Post, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object, **_said: object) -> None:
        raise Killed

    refused = step == "before it is refused"
    drop(folder, "a.csv", OWN_WORDS if refused else LEDGER)
    place = (audit, "note") if "kept" in step else (dropping, "set_aside")
    with monkeypatch.context() as dying:
        dying.setattr(*place, killed)
        with pytest.raises(Killed):
            folder.settle()
    assert held(folder) == (["1", "2"] if step == "before it moves" else [])
    folder.look = books_folder.BooksLook(folder.works, folder.box)
    folder.settle()
    assert held(folder) == ([] if refused else ["1", "2"])
    assert names(folder.folder / ("refused" if refused else "done"))[0] == "a.csv"
    assert len(loaded(folder)) == (0 if refused else 1)
    assert len(folder.asked()) == (1 if refused else 0)


def test_the_same_export_put_there_again_counts_again(folder: Post) -> None:
    drop(folder, "a.csv", LEDGER)
    folder.settle()
    with folder.works.store.begin() as tx:
        ledger_books.settle(tx, "files", {"1"}, ledger_books.Taken(1), why="gone")
    drop(folder, "a.csv", LEDGER)
    folder.settle()
    assert held(folder) == ["1", "2"]
    assert len(names(folder.folder / "done")) == 2
