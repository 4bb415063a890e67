"""QuickBooks Online as destination: a bill or a vendor credit with its file.

Intuit's Accounting API v3 with OAuth 2.0, a refresh token that changes, and `requestid`. The
private note holds the delivery's key. QuickBooks gives out no tax ids, so a vendor is found by its
name; in a company of the United States a bill has no taxes: the supplier's are lines of their own.

Settings: company (its id, the realm), account (the expense account's name). Optional: supplier_NAME
(the vendor of a supplier whose name differs there), tax_RATE (the tax code's name, where several
have one rate), url (the sandbox's address).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from feeds.facts import file_name, single_line
from feeds.grants import Issuer, remedy
from feeds.masters import only, tax_of
from feeds.rest.bill import Bill, Books, Record
from feeds.rest.repeats import once
from feeds.rest.way import way_into
from feeds.rest.wire import Values, Wire, amount, as_itself, records, segment, upload
from feeds.sums import Sums, lines_of, shares_of
from model.clock import Clock
from model.deliveries import Destination, Parcel, ResponseStatus
from model.documents import Line, TaxRow
from model.errors import CredentialRefused, DestinationRefused, SettingsInvalid
from model.money import Money
from model.ports import Lease

ISSUER: Final = Issuer(
    token_url="https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",  # noqa: S106 - an address
    api="https://quickbooks.api.intuit.com",
    scopes=("com.intuit.quickbooks.accounting",),
    authorize="https://appcenter.intuit.com/connect/oauth2",
)
_VERSION: Final = "75"
_MARK: Final = "Billhook "
_NUMBER: Final = 21
_WORDS: Final = 4000
_BATCH: Final = 30
_WITHOUT_TAXES: Final = "US"
_KINDS: Final = ("Bill", "VendorCredit")


@dataclass(frozen=True, slots=True)
class _TaxCode:
    id: str
    name: str
    percent: Decimal
    rate: str


@dataclass(frozen=True, slots=True)
class _Company(Books):
    wire: Wire

    @property
    def destination(self) -> Destination:
        return self.wire.destination

    def prepared(self, parcel: Parcel) -> Parcel:
        """The parcel as this company's country books it."""
        with as_itself(self.destination):
            (company,) = self._query("CompanyInfo")
            taxed = company["Country"] != _WITHOUT_TAXES
        if taxed or parcel.gross is None:
            return parcel
        return _without_taxes(parcel, parcel.gross)

    def suppliers_by_vat_id(self, vat_id: str) -> Sequence[Record]:  # noqa: ARG002 - never told
        return ()

    def suppliers_by_name(self, name: str) -> Sequence[Record]:
        found = {
            str(one["Id"]): Record(str(one["Id"]), str(one["DisplayName"]))
            for field in ("DisplayName", "CompanyName")
            for one in self._query("Vendor", f"{field} = {_quoted(name)}")
        }
        return tuple(found.values())

    def bills(self, parcel: Parcel, supplier: Record, sums: Sums) -> Sequence[Bill]:
        kind = _kind(sums)
        found = self._query(kind, f"DocNumber = {_quoted(_number(parcel))}")
        return [
            _bill(kind, one)
            for one in sorted(found, key=lambda one: int(one["Id"]))
            if one["VendorRef"]["value"] == supplier.id
        ]

    def standing(self, references: Mapping[str, str]) -> Mapping[str, Bill]:
        keys = {reference: key for key, reference in references.items()}
        found: dict[str, Bill] = {}
        for kind in _KINDS:
            ids = [one.partition("/")[2] for one in keys if one.startswith(f"{kind}/")]
            for start in range(0, len(ids), _BATCH):
                listed = ", ".join(_quoted(one) for one in ids[start : start + _BATCH])
                bills = [_bill(kind, one) for one in self._query(kind, f"Id IN ({listed})")]
                found |= {keys[bill.id]: bill for bill in bills}
        return found

    def make(self, parcel: Parcel, supplier: Record, sums: Sums) -> str:
        kind, draft = _kind(sums), self._draft(parcel, supplier, sums)

        def create(key: str) -> str:
            said = self.wire.post(self._path(kind.lower()), draft, requestid=key)
            return f"{kind}/{said[kind]['Id']}"

        return once(self.destination, draft, create, self._is_gone)

    def _is_gone(self, made: str) -> bool:
        """Whether QuickBooks knows a bill no more (fault 610, Object Not Found)."""
        kind, _, number = made.partition("/")
        try:
            self.wire.get(self._path(f"{kind.lower()}/{segment(number)}"))
        except CredentialRefused:
            raise
        except DestinationRefused:
            return True
        return False

    def _draft(self, parcel: Parcel, supplier: Record, sums: Sums) -> Values:
        due = {"DueDate": parcel.due} if parcel.due and not sums.is_credit else {}
        order = f"Order: {single_line(parcel.po_number)}\n" if parcel.po_number else ""
        return {
            "VendorRef": {"value": supplier.id},
            "DocNumber": _number(parcel),
            "TxnDate": parcel.day,
            **due,
            "CurrencyRef": {"value": sums.gross.currency},
            "PrivateNote": f"No. {single_line(parcel.number)}\n{order}{_MARK}{parcel.key}",
            **self._taxed_lines(parcel, sums),
        }

    def _taxed_lines(self, parcel: Parcel, sums: Sums) -> Values:
        account = self._account()
        if not sums.rows:
            lines = [_line(parcel, line, sums, account) for line in lines_of(parcel, sums.net)]
            return {"GlobalTaxCalculation": "NotApplicable", "Line": lines}
        known = self._tax_codes()
        lines, taxes = [], []
        for share in shares_of(parcel, sums):
            row = share.row or TaxRow(share.net, Decimal(0), Decimal(0))
            code = tax_of(self.destination, known, row)
            lines += [_line(parcel, line, sums, account, code.id) for line in share.lines]
            taxes.append(_tax_line(code, row, sums.sign))
        detail = {"TotalTax": sums.tax * sums.sign, "TaxLine": taxes}
        return {"GlobalTaxCalculation": "TaxExcluded", "Line": lines, "TxnTaxDetail": detail}

    def _account(self) -> str:
        name = self.destination.settings["account"]
        found = self._query("Account", f"Name = {_quoted(name)}")
        return str(only(self.destination, found, f"accounts {name}")["Id"])

    def _tax_codes(self) -> Sequence[_TaxCode]:
        """The tax codes that charge one rate on purchases."""
        rates = {one["Id"]: amount(one["RateValue"]) for one in self._query("TaxRate")}
        found = [(one, _purchase_rates(one)) for one in self._query("TaxCode")]
        return [
            _TaxCode(str(one["Id"]), str(one["Name"]), rates[charged[0]], charged[0])
            for one, charged in found
            if len(charged) == 1 and charged[0] in rates
        ]

    def withdraw(self, bill: Bill) -> None:
        kind, _, number = bill.id.partition("/")
        body = {"Id": number, "SyncToken": bill.edition}
        self.wire.post(self._path(kind.lower()), body, operation="delete")

    def has_file(self, bill: Bill, parcel: Parcel) -> bool:
        kind, _, number = bill.id.partition("/")
        at = "AttachableRef.EntityRef"
        where = f"{at}.Type = {_quoted(kind)} AND {at}.value = {_quoted(number)}"
        found = self._query("Attachable", where)
        return any(one.get("FileName") == file_name(parcel) for one in found)

    def attach(self, bill: Bill, parcel: Parcel) -> None:
        kind, _, number = bill.id.partition("/")
        about = {
            "AttachableRef": [{"EntityRef": {"type": kind, "value": number}}],
            "FileName": file_name(parcel),
            "ContentType": parcel.media_type,
        }
        files = [
            ("file_metadata_01", ("about.json", json.dumps(about), "application/json")),
            ("file_content_01", upload(parcel, file_name(parcel))),
        ]
        self.wire.post_form(self._path("upload"), fields={}, files=files)

    def _query(self, entity: str, where: str = "") -> Sequence[Values]:
        text = f"select * from {entity}{f' where {where}' if where else ''} maxresults 1000"  # noqa: S608 - Intuit's own language; what is foreign is quoted
        said = self.wire.get(self._path("query"), query=text)
        return records(said, "QueryResponse", entity)

    def _path(self, resource: str) -> str:
        return f"v3/company/{segment(self.destination.settings['company'])}/{resource}"


def _without_taxes(parcel: Parcel, gross: Money) -> Parcel:
    """The parcel with its taxes among the lines."""
    charged = sum((row.amount for row in parcel.tax_rows), Decimal(0))
    taxes = tuple(Line(_tax_words(row), total=row.amount) for row in parcel.tax_rows if row.amount)
    net = parcel.net.amount if parcel.net else gross.amount - charged
    lines = parcel.lines or (Line(parcel.number, total=net),)
    return replace(parcel, net=gross, tax_rows=(), lines=(*lines, *taxes))


def _tax_words(row: TaxRow) -> str:
    return f"Tax {row.rate.normalize():f} %" if row.rate is not None else "Tax"


def _line(parcel: Parcel, line: Line, sums: Sums, account: str, code: str = "") -> Values:
    taxed = {"TaxCodeRef": {"value": code}} if code else {}
    return {
        "DetailType": "AccountBasedExpenseLineDetail",
        "Amount": (line.total or Decimal(0)) * sums.sign,
        "Description": (line.description.strip() or parcel.number)[:_WORDS],
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": account}, **taxed},
    }


def _tax_line(code: _TaxCode, row: TaxRow, sign: int) -> Values:
    """The tax as the supplier rounded it, which QuickBooks takes in the place of its own."""
    return {
        "DetailType": "TaxLineDetail",
        "Amount": row.amount * sign,
        "TaxLineDetail": {
            "TaxRateRef": {"value": code.rate},
            "PercentBased": True,
            "TaxPercent": code.percent,
            "NetAmountTaxable": row.base * sign,
        },
    }


def _purchase_rates(code: Values) -> Sequence[str]:
    found = records(code, "PurchaseTaxRateList", "TaxRateDetail")
    return [str(one["TaxRateRef"]["value"]) for one in found] if code.get("Active", True) else []


def _kind(sums: Sums) -> str:
    return "VendorCredit" if sums.is_credit else "Bill"


def _number(parcel: Parcel) -> str:
    """The end of the number: its own part, where it is longer than QuickBooks takes."""
    return single_line(parcel.number)[-_NUMBER:]


def _quoted(text: str) -> str:
    """Foreign text as one string of a query."""
    plain = single_line(text).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{plain}'"


def _bill(kind: str, found: Values) -> Bill:
    sign = -1 if kind == "VendorCredit" else 1
    gross, open_ = amount(found["TotalAmt"]), amount(found.get("Balance", found["TotalAmt"]))
    tax = amount((found.get("TxnTaxDetail") or {}).get("TotalTax"))
    note = str(found.get("PrivateNote") or "").splitlines()
    keys = [line.removeprefix(_MARK) for line in note if line.startswith(_MARK)]
    return Bill(
        id=f"{kind}/{found['Id']}",
        name=f"{'vendor credit' if sign < 0 else 'bill'} {found['Id']}",
        key=keys[-1] if keys else "",
        net=(gross - tax) * sign,
        tax=tax * sign,
        gross=gross * sign,
        currency=str(found["CurrencyRef"]["value"]),
        status=_status(gross, open_),
        edition=str(found["SyncToken"]),
    )


def _status(gross: Decimal, open_: Decimal) -> ResponseStatus:
    """What the balance tells: QuickBooks knows no approval, and who pays has accepted."""
    if gross and not open_:
        return ResponseStatus.PAID
    return ResponseStatus.ACKNOWLEDGED if open_ == gross else ResponseStatus.ACCEPTED


def _company(destination: Destination, lease: Lease | None, clock: Clock) -> _Company:
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no consent; {remedy(destination)}")
    headers = {"authorization": f"Bearer {lease.password.reveal()}"}
    base = destination.settings.get("url", ISSUER.api)
    return _Company(
        Wire(destination, clock, headers, _words, base, query={"minorversion": _VERSION})
    )


def _words(said: Any) -> str:
    """What Intuit finds wrong."""
    fault = said.get("Fault") or said["fault"]
    found = [error.get("Detail") or error["Message"] for error in fault.get("Error", ())]
    return " ".join(map(str, found))


WAY: Final = way_into(
    _company,
    settings=("company", "account"),
    secret="a consent",  # noqa: S106 - a word
    issuer=ISSUER,
    largest=100_000_000,
)
