"""The books of the demo company in Tryton: its chart, year, taxes and the suppliers it knows."""

from __future__ import annotations

from collections.abc import Sequence
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


def seller(clerk: Clerk, name: str, vat_id: str) -> int:
    """The party of one more supplier."""
    identifiers = [["create", [{"type": None, "code": vat_id}]]]
    address = [["create", [{"street_unstructured": "Hafenstr. 1", "city": "Kiel"}]]]
    return clerk.make("party.party", name=name, identifiers=identifiers, addresses=address)


def bill(clerk: Clerk, party: int, reference: str, net: str, *, currency: str = "EUR") -> int:
    """A draft supplier invoice of one line without tax."""
    code = clerk.one("currency.currency", ["code", "=", currency])
    values: dict[str, object] = {
        "type": "in",
        "company": clerk.context["company"],
        "party": party,
        "currency": code,
        "reference": reference,
        "invoice_date": date(YEAR, 10, 5),
    }
    derived = clerk.call("account.invoice.on_change", values, ["type", "party"])
    values |= {name: derived[name] for name in ("invoice_address", "account", "journal")}
    line = {
        "type": "line",
        "currency": code,
        "account": _account(clerk, ACCOUNTS["expense"]),
        "description": "Rope",
        "quantity": 1.0,
        "unit_price": Decimal(net),
    }
    return clerk.make("account.invoice", **values, lines=[["create", [line]]])


def product(clerk: Clerk, name: str, code: str) -> int:
    """Something that is bought by the piece and kept in stock."""
    unit = clerk.one("product.uom", ["name", "=", "Unit"])
    template = {
        "name": name,
        "type": "goods",
        "default_uom": unit,
        "purchasable": True,
        "purchase_uom": unit,
        "list_price": Decimal(0),
        "products": [["create", [{"suffix_code": code}]]],
    }
    made = clerk.make("product.template", **template)
    return clerk.one("product.product", ["template", "=", made])


def order(
    clerk: Clerk,
    party: int,
    item: int,
    *quantities: float,
    buttons: Sequence[str] = ("quote", "confirm"),
) -> int:
    """A purchase order with a line for each quantity, on which these buttons were pressed."""
    values: dict[str, object] = {
        "company": clerk.context["company"],
        "party": party,
        "purchase_date": date(YEAR, 10, 1),
        "currency": clerk.one("currency.currency", ["code", "=", "EUR"]),
        "invoice_method": "manual",
        "warehouse": clerk.one("stock.location", ["type", "=", "warehouse"]),
    }
    derived = clerk.call("purchase.purchase.on_change", values, ["party"])
    values |= {"invoice_address": derived["invoice_address"]}
    unit = clerk.one("product.uom", ["name", "=", "Unit"])
    lines = [
        {
            "type": "line",
            "product": item,
            "unit": unit,
            "quantity": quantity,
            "unit_price": Decimal("2.50"),
        }
        for quantity in quantities
    ]
    made = clerk.make("purchase.purchase", **values, lines=[["create", lines]])
    for button in buttons:
        clerk.call(f"purchase.purchase.{button}", [made])
    return made


def receive(clerk: Clerk, party: int, purchase: int, *quantities: float) -> None:
    """Nothing comes back: so much of each line of an order has arrived."""
    lines = clerk.find("purchase.line", [["purchase", "=", purchase]], "moves")
    moves = [line["moves"][0] for line in lines]
    for move, quantity in zip(moves, quantities, strict=True):
        clerk.call("stock.move.write", [move], {"quantity": quantity})
    shipment = clerk.make(
        "stock.shipment.in",
        supplier=party,
        company=clerk.context["company"],
        warehouse=clerk.one("stock.location", ["type", "=", "warehouse"]),
        warehouse_input=clerk.one("stock.location", ["code", "=", "IN"]),
        warehouse_storage=clerk.one("stock.location", ["code", "=", "STO"]),
        incoming_moves=[["add", moves]],
    )
    clerk.call("stock.shipment.in.receive", [shipment])


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
