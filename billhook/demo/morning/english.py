"""The English mails: notices, a statement, a receipt, an order, a code."""

from __future__ import annotations

from typing import Final

from billhook.demo.calendar import month_name
from billhook.demo.notices import Mail, due, find, gross, issued, noticed
from billhook.demo.shapes import World

_BRIGHTLINE: Final = "Brightline Supplies <accounts@brightline-supplies.example>"


def mails(world: World) -> tuple[Mail, ...]:
    """Kestrel, Brightline, Harbour Lane, Sable & Finch."""
    return (*_kestrel(world), *_brightline(world), *_harbour_and_sable(world))


def _kestrel(world: World) -> tuple[Mail, ...]:
    managed, visit = (find(world.documents, tail) for tail in ("KIT-20951", "KIT-20944"))
    notices = [
        Mail(
            key=key,
            batch=batch,
            minute=minute,
            sender="Kestrel IT Services <billing@kestrel-it.example>",
            subject=f"Invoice {bill.number} is ready to view",
            language="en",
            mail_class="invoice_available",
            paragraphs=(
                "Hello,",
                (
                    f"Invoice {bill.number} for {gross(world, bill)} has been posted to your"
                    f" account {bill.account} and is due on {due(world, bill)}. For security we"
                    " no longer send invoices by email; please sign in to the Client Hub to"
                    " download it."
                ),
                "Kind regards,\nKestrel Accounts",
            ),
            facts=(
                ("Invoice number", bill.number),
                ("Amount due", gross(world, bill)),
                ("Due date", due(world, bill)),
                ("Your order", bill.po_number or ""),
            ),
            button="View invoice",
            portal="kestrel",
            path="/billing/invoices",
        )
        for key, batch, minute, bill in (
            ("kestrel-invoice", 1, 36, managed),
            ("kestrel-visit", 2, 51, visit),
        )
    ]
    receipt = Mail(
        key="kestrel-receipt",
        batch=3,
        minute=70,
        sender="Kestrel IT Services <billing@kestrel-it.example>",
        subject="Payment received: thank you",
        language="en",
        mail_class="payment_receipt",
        paragraphs=(
            "Hello,",
            (
                "We have received your payment of £1,131.36 for invoice KIT-20912. Nothing"
                " further is due for this invoice."
            ),
            "Kind regards,\nKestrel Accounts",
        ),
        facts=(("Invoice", "KIT-20912"), ("Amount paid", "£1,131.36"), ("Method", "Bank transfer")),
    )
    return (*notices, receipt)


def _brightline(world: World) -> tuple[Mail, ...]:
    return (
        _brightline_invoice(world),
        _brightline_credit(world),
        _brightline_statement(world),
        _brightline_order(),
        _brightline_code(),
    )


def _brightline_invoice(world: World) -> Mail:
    bill = find(world.documents, "BR-70433")
    return Mail(
        key="brightline-invoice",
        batch=1,
        minute=40,
        sender=_BRIGHTLINE,
        subject=f"Your Brightline invoice {bill.number}",
        language="en",
        mail_class="invoice_available",
        paragraphs=(
            "Dear customer,",
            (
                f"Your invoice {bill.number} dated {issued(world, bill)} is now available"
                " in the Account Centre."
            ),
            "Brightline Supplies, Accounts Receivable",
        ),
        facts=(
            ("Invoice", bill.number),
            ("Account", bill.account),
            ("Total", gross(world, bill)),
            ("Pay by", due(world, bill)),
        ),
        button="Open the Account Centre",
        portal="brightline",
        path="/account/invoices",
    )


def _brightline_credit(world: World) -> Mail:
    credit = find(world.documents, "CR-2231")
    return Mail(
        key="brightline-credit",
        batch=2,
        minute=55,
        sender=_BRIGHTLINE,
        subject=f"Credit note {credit.number} has been raised on your account",
        language="en",
        mail_class="credit_note",
        paragraphs=(
            "Dear customer,",
            (
                f"Credit note {credit.number} against invoice {credit.refers_to} is"
                " available to download in the Account Centre."
            ),
            "Brightline Supplies, Accounts Receivable",
        ),
        facts=(
            ("Credit note", credit.number),
            ("Account", credit.account),
            ("Credit", gross(world, credit).replace("£-", "£")),
        ),
        button="Open the Account Centre",
        portal="brightline",
        path="/account/credit-notes",
    )


def _brightline_statement(world: World) -> Mail:
    statement = noticed(world.documents, "ST-last")
    return Mail(
        key="brightline-statement",
        batch=4,
        minute=88,
        sender=_BRIGHTLINE,
        subject=f"Your statement for {month_name('en', statement.issued)} is ready",
        language="en",
        mail_class="statement",
        paragraphs=(
            "Dear customer,",
            (
                f"Your monthly statement of account as at {issued(world, statement)} is"
                " ready to view online, as PDF and as CSV."
            ),
            "Brightline Supplies, Accounts Receivable",
        ),
        facts=(
            ("Statement", statement.number),
            ("Account", statement.account),
            ("Closing balance", gross(world, statement)),
        ),
        button="View statement",
        portal="brightline",
        path="/account/statements",
    )


def _brightline_order() -> Mail:
    return Mail(
        key="brightline-order",
        batch=5,
        minute=118,
        sender="Brightline Supplies <orders@brightline-supplies.example>",
        subject="Order confirmation PO-48231",
        language="en",
        mail_class="order_confirmation",
        paragraphs=(
            "Dear customer,",
            (
                "Thank you for your order PO-48231. We have confirmed 40 packs of lint-free"
                " wipes for delivery this Thursday. The invoice will follow after dispatch."
            ),
            "Brightline Supplies, Sales Desk",
        ),
    )


def _brightline_code() -> Mail:
    return Mail(
        key="brightline-code",
        batch=5,
        minute=121,
        sender="Brightline Supplies <no-reply@brightline-supplies.example>",
        subject="Your verification code",
        language="en",
        mail_class="otp_magic",
        paragraphs=(
            "Someone asked to change the delivery address of account BL10482.",
            (
                "Your verification code is 482 913. It is valid for 10 minutes. If this"
                " wasn't you, you can ignore this message."
            ),
        ),
    )


def _harbour_and_sable(world: World) -> tuple[Mail, ...]:
    bill = find(world.documents, "SF-5587")
    return (
        Mail(
            key="harbourlane-invoice",
            batch=2,
            minute=58,
            sender="Harbour Lane Catering <hello@harbourlane.example>",
            subject="New invoice HL-5521 in your customer area",
            language="en",
            mail_class="invoice_available",
            paragraphs=(
                "Hi there,",
                "Invoice HL-5521 for £212.40 is now in your customer area. Sign in to view it.",
                "The Harbour Lane galley",
            ),
            facts=(("Invoice", "HL-5521"), ("Customer", "HL-221"), ("Amount", "£212.40")),
            button="View invoice",
            portal="harbourlane",
            path="/invoices",
        ),
        Mail(
            key="sablefinch-invoice",
            batch=2,
            minute=62,
            sender="Sable & Finch Printers <accounts@sableandfinch.example>",
            subject=f"Invoice {bill.number} is waiting on the Trade Desk",
            language="en",
            mail_class="invoice_available",
            paragraphs=(
                "Good morning,",
                (
                    f"Invoice {bill.number} for your letterpress cards is waiting for you on"
                    " the Trade Desk. Please log in to download it."
                ),
                "With thanks,\nSable & Finch",
            ),
            facts=(
                ("Invoice", bill.number),
                ("Account", bill.account),
                ("Amount due", gross(world, bill)),
                ("Due", due(world, bill)),
            ),
            button="Go to the Trade Desk",
            portal="sablefinch",
            path="/account/invoices",
        ),
    )
