"""A parcel as a draft supplier invoice in Tryton, once, equal to the document to the cent.

Tryton knows no idempotency key: the invoice's description holds ours, and is looked for before
anything is made. Taxes are entered row by row as the supplier states them, since Tryton's own sums
may round otherwise; what it makes of the whole is read back and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from feeds.facts import file_name, single_line
from feeds.tryton import masters
from feeds.tryton.rpc import Session, Values, signed_in
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.documents import Line, TaxRow
from model.errors import DestinationRefused
from model.money import Money
from model.ports import Lease

INVOICE: Final = "account.invoice"
_ONE: Final = Decimal(1)
_SUMS: Final = ("untaxed_amount", "tax_amount", "total_amount")


def mark(key: str) -> str:
    """What tells an invoice of ours in Tryton: the delivery's key in its description."""
    return f"Billhook {key}"


def enter(
    destination: Destination, parcel: Parcel, lease: Lease | None, *, clock: Clock
) -> Acknowledgement:
    """The invoice's record in Tryton. One that is there under the parcel's key is taken as entered.

    Raises:
        DestinationUnreachable: Tryton does not answer, or had trouble of its own.
        DestinationRefused: it lacks a record that the bill refers to, or makes other sums of it.
        SettingsInvalid: the destination has no address, database or user.
    """
    with signed_in(destination, lease, clock) as session:
        known = _ours(session, parcel.key)
        invoice = known or _create(session, parcel)
        _attach(session, invoice, parcel)
    words = "was there already" if known else "entered as a draft"
    return Acknowledgement(f"{INVOICE},{invoice}", f"Invoice {invoice} in Tryton: {words}.")


def _ours(session: Session, key: str) -> int | None:
    """The first invoice under this key; a copy that somebody made of it came later."""
    found = session.find(INVOICE, [["description", "=", mark(key)]])
    return int(found[0]["id"]) if found else None


def _create(session: Session, parcel: Parcel) -> int:
    (made,) = session.call(f"{INVOICE}.create", [_invoice(session, parcel)])
    first = _ours(session, parcel.key)
    if first is not None and first != made:  # an attempt that was thought lost came first
        session.call(f"{INVOICE}.delete", [made])
        return first
    _compare(session, int(made), parcel)
    return int(made)


def _invoice(session: Session, parcel: Parcel) -> Values:
    gross, net, rows = _sums(session, parcel)
    values = {
        "type": "in",
        "company": session.company,
        "party": masters.party(session, parcel),
        "currency": masters.currency(session, gross.currency),
    }
    lines = [{**line, "currency": values["currency"]} for line in _lines(session, parcel, net)]
    return {
        **values,
        **_derived(session, values),
        "reference": single_line(parcel.number),
        "description": mark(parcel.key),
        "invoice_date": parcel.day,
        "payment_term": None,
        "payment_term_date": parcel.due,
        "comment": _comment(parcel),
        "lines": [["create", lines]],
        "taxes": [["create", list(_taxes(session, rows, gross))]],
    }


def _derived(session: Session, values: Values) -> Values:
    """What Tryton itself derives from the party: its address, the account it is owed on, journal.

    Raises:
        DestinationRefused: the party can't be billed by as it is.
    """
    derived = session.call(f"{INVOICE}.on_change", values, ["type", "party"])
    for name in ("invoice_address", "account", "journal"):
        if not derived.get(name):
            raise DestinationRefused(
                f"Tryton finds no {name.replace('_', ' ')} for this supplier; complete its party"
                " or the accounting configuration there, then send again."
            )
    return {name: derived[name] for name in ("invoice_address", "account", "journal")}


def _sums(session: Session, parcel: Parcel) -> tuple[Money, Decimal, tuple[TaxRow, ...]]:
    """What is owed, its net part, and the taxes that make the difference between them."""
    gross = parcel.gross
    if gross is None:
        raise DestinationRefused(f"{session.destination.name} needs the gross amount.")
    charged = sum((row.amount for row in parcel.tax_rows), Decimal(0))
    net = parcel.net.amount if parcel.net else gross.amount - charged
    if charged == gross.amount - net:
        return gross, net, tuple(row for row in parcel.tax_rows if row.amount)
    if parcel.tax_rows:
        raise DestinationRefused(
            f"The taxes of {parcel.number} add up to {charged}, and its totals differ by"
            f" {gross.amount - net}; correct the totals, then send again."
        )
    return gross, net, (TaxRow(net, gross.amount - net),)


def _lines(session: Session, parcel: Parcel, net: Decimal) -> Iterator[Values]:
    """The document's lines, where they add up to its net sum; else that sum as one line."""
    account = masters.expense_account(session)
    total = sum((line.total for line in parcel.lines if line.total is not None), Decimal(0))
    lines = parcel.lines if total == net and parcel.lines else (Line(parcel.number, total=net),)
    for line in lines:
        if line.total is not None:
            quantity, price = _priced(line, line.total)
            yield {
                "type": "line",
                "account": account,
                "description": line.description.strip() or parcel.number,
                "quantity": float(quantity),
                "unit_price": price,
            }


def _priced(line: Line, total: Decimal) -> tuple[Decimal, Decimal]:
    """Quantity and price of one, as long as they make the line's total; else once the total."""
    quantity, price = line.quantity, line.unit_price
    if quantity is None or price is None or quantity * price != total:
        return _ONE, total
    return quantity, price


def _taxes(session: Session, rows: tuple[TaxRow, ...], gross: Money) -> Iterator[Values]:
    known = masters.taxes(session) if rows else ()
    for row in rows:
        tax = masters.tax_of(session, known, row)
        yield {
            "description": tax.name,
            "tax": tax.id,
            "account": tax.account if gross.amount >= 0 else tax.account_of_credit,
            "base": row.base,
            "amount": row.amount,
            "manual": True,
        }


def _comment(parcel: Parcel) -> str:
    said = {"Order": parcel.po_number, "Customer number": parcel.account}
    return "\n".join(f"{name}: {single_line(value)}" for name, value in said.items() if value)


def _compare(session: Session, invoice: int, parcel: Parcel) -> None:
    """Nothing comes back where Tryton's sums are the document's; else the draft is taken back."""
    gross, net, _ = _sums(session, parcel)
    (made,) = session.call(f"{INVOICE}.read", [invoice], list(_SUMS))
    wanted = (net, gross.amount - net, gross.amount)
    if tuple(made[name] for name in _SUMS) == wanted:
        return
    session.call(f"{INVOICE}.delete", [invoice])
    raise DestinationRefused(
        f"{session.destination.name} makes {made['total_amount']} of {parcel.number}, and the"
        f" document says {gross.amount}; nothing was entered."
    )


def _attach(session: Session, invoice: int, parcel: Parcel) -> None:
    """The file at the invoice, once."""
    at = {"resource": f"{INVOICE},{invoice}", "name": file_name(parcel)}
    if not session.find("ir.attachment", [[name, "=", value] for name, value in at.items()]):
        session.call("ir.attachment.create", [{**at, "type": "data", "data": parcel.content}])
