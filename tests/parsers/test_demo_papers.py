"""Every paper of the demo company, read as a person would read it."""

import pytest

import parsers
from billhook.demo.archive import Archive
from billhook.demo.printing import press
from billhook.demo.shapes import Document
from billhook.demo.world import WORLD
from model.documents import DocumentKind
from model.money import Money
from model.suppliers import Supplier, SupplierProfile
from parsers.hints import Hints

pytestmark = pytest.mark.slow

PROFILES = tuple(
    SupplierProfile(Supplier(one.slug, one.name, one.vat_id, (one.iban,), (one.domain,)))
    for one in WORLD.sellers
)
INVOICES = [one for one in WORLD.documents if one.kind is not DocumentKind.STATEMENT]
STATEMENTS = [one for one in WORLD.documents if one.kind is DocumentKind.STATEMENT]

NAMES = (
    *("invoice_number", "issue_date", "po_number", "seller_name"),
    *("customer_number", "preceding_invoice"),
)


def told(document: Document) -> list[str | None]:
    issued, name = document.issued.isoformat(), WORLD.seller(document.seller).name
    own = [document.number, issued, document.po_number, name]
    return [*own, document.account, document.refers_to]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(WORLD, tmp_path_factory.mktemp("papers"))


@pytest.mark.parametrize("seller", sorted({one.seller for one in INVOICES}))
def test_invoices_and_credit_notes_are_read_right_and_accepted(
    seller: str, archive: Archive
) -> None:
    for document in (one for one in INVOICES if one.seller == seller):
        for blind in (False, True):
            hints = Hints(profiles=PROFILES, ignore_attachments=blind)
            reading = parsers.read(archive.pdf(document), hints)
            assert reading.kind is document.kind
            assert [reading.text(name) for name in NAMES] == told(document), document.number
            totals = [reading.money(f"{name}_total") for name in ("gross", "net")]
            owed = [Money(one, document.currency) for one in (document.gross, document.net)]
            assert totals == owed, document.number
            assert reading.accept, document.number


@pytest.mark.parametrize("blind", [True, False])
def test_the_items_of_every_paper_are_read(blind: bool, archive: Archive) -> None:
    for document in INVOICES:
        reading = parsers.read(archive.pdf(document), Hints(ignore_attachments=blind))
        read = [(one.description, abs(one.quantity or 0), one.unit_price) for one in reading.lines]
        printed = [
            (one.description, abs(one.quantity or 0), one.unit_price) for one in document.lines
        ]
        assert read == printed, document.number


@pytest.mark.parametrize("document", STATEMENTS, ids=lambda one: one.number)
@pytest.mark.parametrize("form", ["pdf", "csv"])
def test_statements_are_read_line_by_line(document: Document, form: str) -> None:
    content = press.pdf(WORLD, document) if form == "pdf" else press.statement_csv(document)
    reading = parsers.read(content)
    statement = reading.statement
    assert statement is not None
    read = [(x.kind, x.reference, x.day, x.due, x.amount, x.balance) for x in statement.lines]
    printed = [
        (x.kind, x.reference, x.day, x.due, x.amount, x.balance) for x in document.statement_lines
    ]
    assert read == printed
    assert (statement.opening, statement.closing) == (document.opening, document.gross)
    assert reading.accept
