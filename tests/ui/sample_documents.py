"""Sample documents: about forty, of every status, with what stands on their paper."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from model.documents import Box, Check, DocumentKind, EvidenceSource, Line, TaxRow
from model.exceptions import Action, Answer, ExceptionReason
from model.money import Money
from model.views import (
    DocumentView,
    ExceptionView,
    FieldView,
    InboxRow,
    PageView,
    ReasonCard,
    SourceView,
    StoryLine,
)
from tests.ui.sample_evidence import lesson
from tests.ui.sample_paper import Invoice, draw

NOW = datetime(2026, 10, 27, 10, 15, tzinfo=UTC)
HOSTILE = (
    '<script>window.hurt=1</script><img src=x onerror="window.hurt=1">"\'\N{RIGHT-TO-LEFT OVERRIDE}'
)
A4 = PageView(595.28, 841.89)

ACCEPT = Answer("a", "Accept", Action.ACCEPT)
OTHER_PO = Answer("p", "Other PO", Action.DISMISS)
ASK = Answer("q", "Ask", Action.DISMISS)
REJECT = Answer("x", "Reject", Action.REJECT)
RETRY = Answer("t", "Try again", Action.RETRY)
DISMISS = Answer("d", "Dismiss", Action.DISMISS)

KINDS = {"i": DocumentKind.INVOICE, "c": DocumentKind.CREDIT_NOTE, "s": DocumentKind.STATEMENT}
# supplier, number, kind, status, source, amount, currency, due in days, order, note
ROWS = """
Nordwind Energie GmbH|RE-2026-104877|i|exception|portal|1928.64|EUR|17|PO-48213|PO over by €48.20
Orange Business|F26-10-88310|i|review|portal|418.20|EUR|28||2 fields unsure
Papyrus Verpackung AG|GS-77120|c|review|mail|-236.10|EUR||PO-47990|Which invoice?
Fisher Lab Instruments|INV-0093341|i|exception|mail|12845.00|GBP|3|PO-48107|Bank details changed
Amazon Business|1PX4-Y7QK-33LD|i|ready|portal|86.99|GBP|30|PO-48240|
DHL Express|FRA0031288|i|ready|peppol|312.44|EUR|14||
Meridian Freight B.V.|2026/4471|i|review|mail|2761.00|EUR|4|PO-48188|Line 3 unclear
Kestrel IT Services|KIT-20931|i|duplicate|mail|640.00|GBP|6|PO-47810|Same as KIT-20931 (14 Oct)
Thornfield Legal LLP|TL/5520|i|waiting|mail|4500.00|GBP|23||Asked supplier for PO
Würth Industrie|8310077124|i|ready|peppol|158.73|EUR|15|PO-48230|
Brightline Cleaning Ltd|BC-1182|i|ready|mail|720.00|GBP|13|PO-47001|
Hilti Deutschland|STMT 09/26|s|review|mail|8842.12|EUR|||5 lines open
Zeiss Microscopy|ZM-640081|i|review|portal|21900.00|EUR|29|PO-48011|VAT rate?
Harbour Water Board|HWB 220391|i|ready|portal|384.17|GBP|2||
Castello Catering|0447/26|i|exception|mail|584.50|EUR|9||No PO, limit €500
Lumen Telecom|LT-9930214|i|ready|portal|129.99|EUR|19||
Iberia Cables SL|FV26-00718|i|review|mail|991.20|EUR|32|PO-48199|Total vs lines
Solstice Solar|SOL-7741|c|ready|mail|-180.00|EUR||PO-47733|
Rentokil Initial|RI3390127|i|ready|mail|224.10|GBP|16|PO-47640|
Juniper Print Co.|JP-3382|i|review|upload|341.50|GBP|8|PO-48166|Supplier new
Novatel Networks|NN-55102|i|ready|peppol|1180.00|EUR|24|PO-48122|
Vattenfall Sales|VS 8801273|i|ready|portal|5073.10|EUR|12||
Papyrus Verpackung AG|9635201|i|waiting|portal|2066.66|EUR|12||
Kyoto Precision KK|KP-10077|i|ready|mail|184500|JPY|25|PO-43312|
Gulf Instruments WLL|GI-4471|i|ready|upload|429.295|BHD|9|PO-42880|
Brightline Cleaning Ltd|1115676|c|ready|mail|-1498.82|EUR|||
Aster Packaging|AP-20991|i|ready|mail|76.40|EUR|-5||
Corvus Analytics|CA/1177|i|delivered|portal|990.00|EUR|11|PO-47001|
Delmar Office|DO-77881|i|delivered|mail|212.35|EUR|8|PO-47222|
Ember Gas|EG-1000211|i|delivered|portal|1404.18|GBP|15||
Fjord Logistics AS|FL-30021|i|delivered|peppol|8800.00|NOK|20|PO-47118|
Granite Tools|GT-5561|i|delivered|mail|64.90|EUR|4||
Helios Print|HP-8812|i|delivered|upload|118.00|EUR|1||
Indigo Textiles|IT-0091|i|delivered|mail|3020.50|EUR|21|PO-46990|
Juno Facilities|JF-2211|i|delivered|portal|540.00|GBP|13|PO-46001|
Kilo Coffee|KC-118|i|delivered|mail|88.20|EUR|6||
Larch Timber|LA-7003|c|delivered|mail|-75.00|EUR|||
Marlin Marine|MM-4410|i|delivered|portal|15200.00|EUR|26|PO-45777|
"""

# number, reason, title, sentence, answers
REASONS = {
    "RE-2026-104877": (
        ExceptionReason.PO_OVER,
        "€48.20 more than the PO has left",
        "PO-48213 has €1,572.51 net open. This invoice is €1,620.71 net (+3.1 %). Limit: 2 %.",
        (ACCEPT, OTHER_PO, ASK),
    ),
    "F26-10-88310": (
        ExceptionReason.FIELDS_UNSURE,
        "2 fields are not certain",
        "The due date reads 23 or 28 Nov, and the account number is missing.",
        (ACCEPT, ASK),
    ),
    "GS-77120": (
        ExceptionReason.EXPECTATION_DISAGREES,
        "Credit for which invoice?",
        "GS-77120 credits €236.10, and two open invoices name that amount: GS-76001 and GS-76044.",
        (ACCEPT, ASK),
    ),
    "INV-0093341": (
        ExceptionReason.BANK_DETAILS_CHANGED,
        "Bank details are not those on file",
        "The invoice names IBAN GB29 NWBK 6016 1331 9268 19, on file is GB33 BUKB 2020 1555 55.",
        (ACCEPT, REJECT, ASK),
    ),
    "2026/4471": (
        ExceptionReason.FIELDS_UNSURE,
        "Line 3 is not certain",
        "Line 3 reads 14 or 74 pallets; only 14 makes the sum.",
        (ACCEPT, ASK),
    ),
    "KIT-20931": (
        ExceptionReason.DUPLICATE_POSSIBLE,
        "Same number and amount as on 14 Oct",
        "KIT-20931 over £640.00 is on file since 14 Oct, delivered on 15 Oct.",
        (ACCEPT, REJECT),
    ),
    "0447/26": (
        ExceptionReason.PO_MISSING,
        "No order named, and the limit is €500.00",
        "Castello Catering bills €584.50 without an order; up to €500.00 needs none.",
        (ACCEPT, OTHER_PO, ASK),
    ),
    "ZM-640081": (
        ExceptionReason.FIELDS_UNSURE,
        "The VAT rate is not certain",
        "VAT of €3,496.64 is 19 % of the net total, the document prints 16 %.",
        (ACCEPT, ASK),
    ),
    "FV26-00718": (
        ExceptionReason.FIELDS_UNSURE,
        "Total and lines differ by €1.20",
        "The lines add up to €817.98 net, the document says €819.18.",
        (ACCEPT, ASK),
    ),
    "JP-3382": (
        ExceptionReason.SUPPLIER_UNKNOWN,
        "First invoice of this supplier",
        "Juniper Print Co. (GB 411 2233 07) is in no record.",
        (ACCEPT, REJECT),
    ),
    HOSTILE: (
        ExceptionReason.SUSPICIOUS_MAIL,
        HOSTILE,
        HOSTILE,
        (Answer("a", HOSTILE, Action.ACCEPT), REJECT),
    ),
}


@dataclass(frozen=True)
class Item:
    """One document of the sample with what is needed to draw it."""

    row: InboxRow
    view: DocumentView
    paper: Invoice


def items() -> dict[str, Item]:
    """All documents by id, newest first; the last one is full of markup."""
    facts = [line.split("|") for line in ROWS.strip().splitlines()]
    hostile = [
        HOSTILE,
        HOSTILE,
        "i",
        "exception",
        "mail",
        "13.37",
        "EUR",
        "18",
        HOSTILE,
        HOSTILE,
    ]
    made = [item(index, fact) for index, fact in enumerate([*facts, hostile])]
    return {one.row.id: one for one in made}


def item(index: int, facts: list[str]) -> Item:
    """One document from its facts."""
    supplier, number, kind, status, source, amount, currency, due, order, note = facts
    gross = Money(Decimal(amount), currency)
    due_day = NOW.date() + timedelta(days=int(due)) if due else None
    row = InboxRow(
        id=f"d{index}",
        supplier=supplier,
        number=number,
        kind=KINDS[kind],
        status=status,
        source=source,
        amount=gross,
        due=due_day,
        po_number=order,
        note=note,
        received=NOW - timedelta(hours=index),
    )
    paper = Invoice(supplier, number, gross, NOW.date() - timedelta(days=13), due_day, order)
    return Item(row, _view(row, paper), paper)


_PAGES = {"ZM-640081": (A4, A4), "NN-55102": (), HOSTILE: (A4,)}


def _view(row: InboxRow, paper: Invoice) -> DocumentView:
    _, places = draw(paper)
    sha = hashlib.sha256(f"{row.id} {row.number}".encode()).hexdigest()
    reason = REASONS.get(row.number)
    cards = (ReasonCard(f"x-{row.id}", *reason),) if reason else ()
    unsure = reason is not None and reason[0] is ExceptionReason.FIELDS_UNSURE
    return DocumentView(
        id=row.id,
        version=1,
        supplier=row.supplier,
        kind=row.kind,
        number=row.number,
        status=row.status,
        status_note=row.note,
        sha256=sha,
        media_type="application/pdf",
        pages=_PAGES.get(row.number, (A4,)),
        fields=_fields(paper, places, unsure=unsure),
        currency=paper.gross.currency,
        lines=tuple(Line(d, quantity=q, unit_price=p, total=t) for d, q, p, t in paper.lines()),
        checks=_checks(paper, over=row.number == "RE-2026-104877"),
        reasons=cards if row.status != "delivered" else (),
        sources=(_source(row),),
        story=_story(row),
        xml="<Invoice>\n  <ID>FRA0031288</ID>\n</Invoice>" if row.source == "peppol" else "",
        hybrid=row.number == "FRA0031288",
        tax_rows=(TaxRow(paper.net().amount, paper.tax().amount, Decimal(19)),),
        can_deliver=row.status == "ready",
        learned=(lesson("due_date"), lesson("po_number"))
        if row.supplier.startswith("Harbour")
        else (),
    )


def _source(row: InboxRow) -> SourceView:
    label = {"portal": f"{row.supplier.split()[0]} portal", "mail": "invoices@aldermoor.example"}
    mail_id = f"mail of {row.supplier}" if row.source in ("mail", "portal") else ""
    return SourceView(
        row.source, label.get(row.source, row.source), NOW - timedelta(minutes=33), mail_id
    )


def _story(row: InboxRow) -> tuple[StoryLine, ...]:
    at = NOW - timedelta(minutes=33)
    told = [("read", "9 fields and 8 lines"), ("matched", "supplier by its VAT id")]
    if row.source == "portal":
        told.insert(0, ("announced", "a new invoice is ready"))
    return tuple(
        StoryLine(at + timedelta(seconds=n), "Billhook", verb, detail)
        for n, (verb, detail) in enumerate(told)
    )


def _fields(paper: Invoice, places: dict[str, Box], *, unsure: bool) -> tuple[FieldView, ...]:
    facts = {
        "seller_name": paper.supplier,
        "invoice_number": paper.number,
        "issue_date": paper.day.isoformat(),
        "due_date": paper.due.isoformat() if paper.due else "",
        "po_number": paper.order,
        "net_total": str(paper.net().amount),
        "tax_total": str(paper.tax().amount),
        "gross_total": str(paper.gross.amount),
        "iban": "DE89370400440532013000",
    }
    doubtful = (
        {"iban", "due_date"} if unsure else {"iban"} if paper.number.startswith("RE-") else set()
    )
    return tuple(
        FieldView(
            name,
            value,
            sure=name not in doubtful,
            source=EvidenceSource.TEXT,
            why="the label beside it",
            page=1 if name in places else None,
            box=places.get(name),
        )
        for name, value in facts.items()
        if value
    )


def _checks(paper: Invoice, *, over: bool) -> tuple[Check, ...]:
    within = (Check("Within PO", ok=False, detail="+48.20"),) if over else ()
    return (
        Check("Net + VAT = total", ok=True, detail=f"{paper.gross.amount:,}"),
        Check("Lines add up to net", ok=True, detail="8 lines"),
        Check("IBAN as on file", ok=True, detail="since 2023"),
        Check("Not seen before", ok=True, detail="0 hits"),
        *(within or (Check("Within PO", ok=None, detail="no order"),)),
    )


def question(item: Item) -> ExceptionView:
    card = item.view.reasons[0]
    return ExceptionView(
        id=card.exception_id,
        reason=card.reason,
        title=card.title,
        sentence=card.sentence,
        supplier=item.row.supplier,
        subject=f"document:{item.row.id}",
        document_id=item.row.id,
        opened=item.row.received,
        number=item.row.number,
        answers=card.answers,
    )


def lacking(item: Item, field: str) -> ExceptionView:
    """The question for a field that a destination demands of a document."""
    return ExceptionView(
        id="lack",
        reason=ExceptionReason.DELIVERY_LACKS,
        title="",
        sentence=f"Approvals needs the {field.replace('_', ' ')}.",
        supplier=item.row.supplier,
        subject=f"document:{item.row.id}",
        document_id=item.row.id,
        opened=item.row.received,
        number=item.row.number,
        answers=(Answer("1", "Look again", Action.RETRY),),
        fields=(field,),
    )


def questions_without_document() -> list[ExceptionView]:
    facts = (
        (
            "q1",
            "portal_needs_person",
            "Castello asks for a code by phone",
            "Castello Fornitori asks for a code (text message to ··41) that Billhook can't supply.",
            "Castello Catering",
            3,
        ),
        (
            "q2",
            "document_not_fetched",
            "INV 88213 was announced, and is not there",
            "Notice of 21 Oct over €312.00; four visits found no such document.",
            "Orange Business",
            50,
        ),
        (
            "q3",
            "document_not_fetched",
            "INV 88240 was announced, and is not there",
            "Notice of 22 Oct over €75.10; three visits found no such document.",
            "Orange Business",
            30,
        ),
        (
            "q4",
            "rejected",
            "Rejected: PO missing",
            "The approval system rejected JF-2211: “PO missing”.",
            "Juno Facilities",
            20,
        ),
    )
    return [
        _suspicious(),
        *_without_document(facts),
    ]


def _suspicious() -> ExceptionView:
    return ExceptionView(
        "q5",
        ExceptionReason.SUSPICIOUS_MAIL,
        "",
        f"A mail from {HOSTILE} is not what it says.",
        "",
        f"message:mail of {HOSTILE}",
        None,
        NOW - timedelta(hours=1),
        "",
        (Answer("1", "Seen", Action.DISMISS),),
        mail_id=f"mail of {HOSTILE}",
    )


def _without_document(
    facts: tuple[tuple[str, str, str, str, str, int], ...],
) -> list[ExceptionView]:
    return [
        ExceptionView(
            held_id,
            ExceptionReason(reason),
            title,
            sentence,
            supplier,
            "expectation:e",
            None,
            NOW - timedelta(hours=hours),
            "",
            (RETRY, DISMISS),
        )
        for held_id, reason, title, sentence, supplier, hours in facts
    ]
