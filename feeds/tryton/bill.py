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
from feeds.masters import tax_of
from feeds.sums import Sums, lines_of, priced, sums_of
from feeds.tryton import masters
from feeds.tryton.rpc import Session, Values, signed_in
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel
from model.errors import DestinationRefused
from model.ports import Lease

INVOICE: Final = "account.invoice"
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
    sums = sums_of(parcel, session.destination.name)
    values = {
        "type": "in",
        "company": session.company,
        "party": masters.party(session, parcel),
        "currency": masters.currency(session, sums.gross.currency),
    }
    lines = [{**line, "currency": values["currency"]} for line in _lines(session, parcel, sums.net)]
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
        "taxes": [["create", list(_taxes(session, sums))]],
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


def _lines(session: Session, parcel: Parcel, net: Decimal) -> Iterator[Values]:
    account = masters.expense_account(session)
    for line in lines_of(parcel, net):
        quantity, price = priced(line)
        yield {
            "type": "line",
            "account": account,
            "description": line.description.strip() or parcel.number,
            "quantity": float(quantity),
            "unit_price": price,
        }


def _taxes(session: Session, sums: Sums) -> Iterator[Values]:
    known = masters.taxes(session) if sums.rows else ()
    for row in sums.rows:
        tax = tax_of(session.destination, known, row)
        yield {
            "description": tax.name,
            "tax": tax.id,
            "account": tax.account_of_credit if sums.is_credit else tax.account,
            "base": row.base,
            "amount": row.amount,
            "manual": True,
        }


def _comment(parcel: Parcel) -> str:
    said = {"Order": parcel.po_number, "Customer number": parcel.account}
    return "\n".join(f"{name}: {single_line(value)}" for name, value in said.items() if value)


def _compare(session: Session, invoice: int, parcel: Parcel) -> None:
    """Nothing comes back where Tryton's sums are the document's; else the draft is taken back."""
    sums = sums_of(parcel, session.destination.name)
    (made,) = session.call(f"{INVOICE}.read", [invoice], list(_SUMS))
    wanted = (sums.net, sums.tax, sums.gross.amount)
    if tuple(made[name] for name in _SUMS) == wanted:
        return
    session.call(f"{INVOICE}.delete", [invoice])
    raise DestinationRefused(
        f"{session.destination.name} makes {made['total_amount']} of {parcel.number}, and the"
        f" document says {sums.gross.amount}; nothing was entered."
    )


def _attach(session: Session, invoice: int, parcel: Parcel) -> None:
    """The file at the invoice, once."""
    at = {"resource": f"{INVOICE},{invoice}", "name": file_name(parcel)}
    if not session.find("ir.attachment", [[name, "=", value] for name, value in at.items()]):
        session.call("ir.attachment.create", [{**at, "type": "data", "data": parcel.content}])
