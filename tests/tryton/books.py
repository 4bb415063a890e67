"""The books of the demo company in Tryton: its chart, year, taxes and the suppliers it knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billhook.demo.sellers import SELLERS
from billhook.demo.shapes import Seller
from billhook.demo.world import WORLD
from tests.tryton.stand import Clerk, Stand

ACCOUNTS = {"receivable": "1.2.1", "payable": "2.1.1", "revenue": "4.1.1", "expense": "5.1.1"}
CASH, TAX = "1.1.1", "6.3.6"
RATES = ("7", "19", "20", "21")
YEAR = 2026


def open_books(stand: Stand) -> None:
    """Nothing comes back: bills of the demo's suppliers can be entered, posted and paid."""
    clerk = Clerk(stand)
    euro = _currency(clerk, "EUR", "1")
    _currency(clerk, "GBP", "0.87")
    company = _company(clerk, euro)
    _chart(clerk, company)
    _year(clerk, company)
    for rate in RATES:
        _tax(clerk, rate)
    for seller in SELLERS:
        _supplier(clerk, seller)
    _payment_method(clerk)


def _currency(clerk: Clerk, code: str, rate: str) -> int:
    rates = [["create", [{"date": date(YEAR, 1, 1), "rate": Decimal(rate)}]]]
    cent = {"rounding": Decimal("0.01"), "digits": 2}
    return clerk.make("currency.currency", name=code, code=code, symbol=code, rates=rates, **cent)


def _company(clerk: Clerk, currency: int) -> int:
    party = clerk.make("party.party", name=WORLD.company.name)
    company = clerk.make("company.company", party=party, currency=currency)
    user = clerk.one("res.user", ["login", "=", "admin"])
    clerk.call("res.user.write", [user], {"companies": [["add", [company]]], "company": company})
    clerk.at_work()
    return company


def _chart(clerk: Clerk, company: int) -> None:
    template = clerk.one("account.account.template", ["parent", "=", None])
    chart = {"account": {"account_template": template, "company": company}}
    _wizard(clerk, "account.create_chart", chart, "create_account")
    code = {name: _account(clerk, number) for name, number in ACCOUNTS.items()}
    defaults = {
        "default_account_receivable": code["receivable"],
        "default_account_payable": code["payable"],
        "default_category_account_revenue": code["revenue"],
        "default_category_account_expense": code["expense"],
    }
    clerk.call("account.configuration.write", [1], defaults)


def _year(clerk: Clerk, company: int) -> None:
    def sequence(kind: str) -> int:
        named = clerk.one("ir.sequence.type", ["name", "=", kind])
        facts = {"name": f"{kind} {YEAR}", "sequence_type": named, "company": company}
        return clerk.make("ir.sequence.strict", **facts)

    bills = sequence("Invoice")
    numbered = {
        f"{way}_{kind}_sequence": bills
        for way in ("in", "out")
        for kind in ("invoice", "credit_note")
    }
    year = clerk.make(
        "account.fiscalyear",
        name=str(YEAR),
        company=company,
        start_date=date(YEAR, 1, 1),
        end_date=date(YEAR, 12, 31),
        move_sequence=sequence("Account Move"),
        invoice_sequences=[["create", [{"company": company, **numbered}]]],
    )
    clerk.call("account.fiscalyear.create_period", [year])


def _tax(clerk: Clerk, rate: str) -> None:
    account = _account(clerk, TAX)
    clerk.make(
        "account.tax",
        name=f"Input VAT {rate} %",
        description=f"VAT {rate} %",
        type="percentage",
        rate=Decimal(rate) / 100,
        invoice_account=account,
        credit_note_account=account,
    )


def _supplier(clerk: Clerk, seller: Seller) -> None:
    """The party under another name than ours: it is known by its VAT id."""
    identifiers = [["create", [{"type": None, "code": seller.vat_id}]]]
    address = [["create", [{"street_unstructured": seller.street, "city": seller.city}]]]
    clerk.make("party.party", name=f"{seller.slug} (V)", identifiers=identifiers, addresses=address)


def _payment_method(clerk: Clerk) -> None:
    journal = clerk.one("account.journal", ["type", "=", "cash"])
    cash = _account(clerk, CASH)
    clerk.make(
        "account.invoice.payment.method",
        name="Bank transfer",
        journal=journal,
        credit_account=cash,
        debit_account=cash,
    )


def pay(clerk: Clerk, invoice: int, day: date) -> None:
    """Nothing comes back: an invoice is paid in full."""
    context = {
        **clerk.context,
        "active_model": "account.invoice",
        "active_id": invoice,
        "active_ids": [invoice],
    }
    wizard = clerk.ask("wizard.account.invoice.pay.create", {})[0]
    asked = "wizard.account.invoice.pay.execute"
    shown = clerk.ask(asked, wizard, {}, "start", context)["view"]["defaults"]
    kept = ("payee", "payees", "amount", "currency", "invoice_account", "company")
    method = clerk.one("account.invoice.payment.method")
    start = {
        **{name: shown[name] for name in kept if name in shown},
        "company": clerk.context["company"],
        "date": day,
        "payment_method": method,
        "description": "",
    }
    clerk.ask(asked, wizard, {"start": start}, "choice", context)


def _account(clerk: Clerk, code: str) -> int:
    return clerk.one("account.account", ["code", "=", code])


def _wizard(clerk: Clerk, name: str, form: dict[str, object], button: str) -> None:
    wizard = clerk.ask(f"wizard.{name}.create", {})[0]
    clerk.ask(f"wizard.{name}.execute", wizard, form, button, clerk.context)
