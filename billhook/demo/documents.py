"""Every document of the demo company's suppliers, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from billhook.demo.calendar import day_of, first_of_month, month_name
from billhook.demo.sellers import SELLERS, iban
from billhook.demo.shapes import Document, Seller
from model.documents import DocumentKind, Line, TaxRow

CENT: Final = Decimal("0.01")
STANDARD_RATES: Final = {"de": "19", "en": "20", "es": "21", "fr": "20", "nl": "21"}
NEW_IBAN: Final = iban("NL", "INGB0006814430")


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to cents, halves away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def item(text: str, quantity: str, unit: str, price: str, rate: str) -> Line:
    """A line of an invoice; its total is quantity times price."""
    total = cents(Decimal(quantity) * Decimal(price))
    return Line(text, Decimal(quantity), unit, Decimal(price), total, Decimal(rate))


def tax_rows(lines: Iterable[Line]) -> tuple[TaxRow, ...]:
    """The tax breakdown: one row a rate, highest first, tax computed on the row's sum."""
    bases: dict[Decimal, Decimal] = {}
    for line in lines:
        rate, total = line.tax_rate or Decimal(0), line.total or Decimal(0)
        bases[rate] = bases.get(rate, Decimal(0)) + total
    return tuple(
        TaxRow(base, cents(base * rate / 100), rate) for rate, base in sorted(bases.items())[::-1]
    )


class Paper(NamedTuple):
    """What distinguishes one document of a supplier from the next."""

    number: str
    issued: date
    lines: tuple[Line, ...]
    po_number: str | None
    period: str = ""
    booked: bool = False
    mailed: bool = False
    kind: DocumentKind = DocumentKind.INVOICE
    refers_to: str | None = None
    iban: str | None = None
    hybrid: bool = False


def document(slug: str, paper: Paper, account: int = 0) -> Document:
    """The document of a supplier's account, due after the supplier's terms."""
    seller = seller_of(slug)
    place = seller.accounts[account]
    payable = paper.kind is DocumentKind.INVOICE
    return Document(
        seller=slug,
        account=place.number,
        number=paper.number,
        kind=paper.kind,
        issued=paper.issued,
        due=paper.issued + timedelta(days=seller.terms) if payable else None,
        period=paper.period,
        currency=seller.currency,
        lines=paper.lines,
        tax_rows=tax_rows(paper.lines),
        iban=paper.iban or seller.iban,
        po_number=paper.po_number,
        portal=place.portal,
        mailed=paper.mailed or place.portal is None,
        booked=paper.booked,
        hybrid=paper.hybrid,
        refers_to=paper.refers_to,
    )


def seller_of(slug: str) -> Seller:
    """The supplier of that slug."""
    return next(seller for seller in SELLERS if seller.slug == slug)


def nordwind(today: date) -> tuple[Document, ...]:
    """Six months of electricity, the last as a hybrid above its order, and a credit note."""
    months = (
        (6, 14, "100264", "3977", "1021", "PO-46912"),
        (5, 14, "101177", "4055", "1034", "PO-46912"),
        (4, 14, "102088", "4102", "1067", "PO-47560"),
        (3, 14, "103012", "4310", "1088", "PO-47560"),
        (2, 15, "103941", "4488", "1143", "PO-47560"),
        (1, 14, "104877", "4812", "1182", "PO-48213"),
    )
    bills = [
        document(
            "nordwind",
            Paper(
                number=f"RE-{day_of(today, back, day).year}-{serial}",
                issued=day_of(today, back, day),
                lines=_power(kwh, kvarh),
                po_number=po_number,
                period=_span(today, back + 1),
                booked=back > 1,
                hybrid=back == 1,
            ),
        )
        for back, day, serial, kwh, kvarh, po_number in months
    ]
    issued = day_of(today, 1, 22)
    credit = Paper(
        number=f"GU-{issued.year}-001206",
        issued=issued,
        lines=(
            item("Korrektur Netznutzung Leistungspreis", "-6", "kW", "6.1100", "19"),
            item("Korrektur Messstellenbetrieb, Zähler 1EMH0012345", "-1", "St", "38.9000", "19"),
        ),
        po_number="PO-47560",
        period=_span(today, 3),
        kind=DocumentKind.CREDIT_NOTE,
        refers_to=bills[4].number,
        mailed=True,
    )
    return (*bills, document("nordwind", credit))


def _power(kwh: str, kvarh: str) -> tuple[Line, ...]:
    return (
        item("Stromlieferung Werk Nord, Zähler 1EMH0012345", kwh, "kWh", "0.2210", "19"),
        item("Netznutzung Leistungspreis", "42", "kW", "6.1100", "19"),
        item("Messstellenbetrieb", "1", "St", "38.9000", "19"),
        item("Konzessionsabgabe", kwh, "kWh", "0.0011", "19"),
        item("Stromsteuer", kwh, "kWh", "0.0205", "19"),
        item("KWKG-Umlage", kwh, "kWh", "0.00277", "19"),
        item("Offshore-Netzumlage", kwh, "kWh", "0.00816", "19"),
        item("Blindstrom", kvarh, "kvarh", "0.0890", "19"),
    )


def _span(today: date, back: int) -> str:
    first, last = first_of_month(today, back), first_of_month(today, back - 1) - timedelta(days=1)
    return f"{first:%d.%m.}\u2013{last:%d.%m.%Y}"


def lumen(today: date) -> tuple[Document, ...]:
    """Eight months of cloud hours and a credit note for an outage."""
    months = (
        (8, "00412", "1488", "610"),
        (7, "00533", "1440", "655"),
        (6, "00671", "1488", "702"),
        (5, "00798", "1440", "731"),
        (4, "00920", "1488", "764"),
        (3, "01041", "1488", "790"),
        (2, "01126", "1440", "818"),
        (1, "01187", "1488", "853"),
    )
    bills = [
        document(
            "lumen",
            Paper(
                number=f"FA-{day_of(today, back, 31).year}-{serial}",
                issued=day_of(today, back, 31),
                lines=_cloud(hours, gigabytes, back),
                po_number="PO-47702",
                period=month_name("fr", first_of_month(today, back)),
                booked=back > 1,
            ),
        )
        for back, serial, hours, gigabytes in months
    ]
    issued = day_of(today, 1, 12)
    credit = Paper(
        number=f"AV-{issued.year}-00038",
        issued=issued,
        lines=(item("Avoir SLA : indisponibilité du 18 au 19", "-36", "h", "0.4120", "20"),),
        po_number="PO-47702",
        period=month_name("fr", first_of_month(today, 2)),
        kind=DocumentKind.CREDIT_NOTE,
        refers_to=bills[6].number,
    )
    return (*bills, document("lumen", credit))


def _cloud(hours: str, gigabytes: str, back: int) -> tuple[Line, ...]:
    return (
        item("Instance compute LX-4 (2 nœuds)", hours, "h", "0.4120", "20"),
        item("Stockage objet, classe standard", gigabytes, "Go", "0.0210", "20"),
        item("Trafic sortant", str(180 - 9 * back), "Go", "0.0800", "20"),
        item("Sauvegarde managée PostgreSQL", "1", "mois", "48.0000", "20"),
        item("Support Premium", "1", "mois", "149.0000", "20"),
    )


def kestrel(today: date) -> tuple[Document, ...]:
    """Managed services every month, and one support visit billed twice under two numbers."""
    months = (
        (4, "KIT-20874", "22"),
        (3, "KIT-20893", "22"),
        (2, "KIT-20912", "24"),
        (1, "KIT-20951", "25"),
    )
    managed = [
        document(
            "kestrel",
            Paper(
                number=number,
                issued=day_of(today, back, 31),
                lines=(
                    item("Managed workplace, per seat", seats, "seats", "31.50", "20"),
                    item("Endpoint protection, per seat", seats, "seats", "4.20", "20"),
                    item("Off-site backup, 2 TB", "1", "month", "86.00", "20"),
                ),
                po_number="PO-47115",
                period=month_name("en", first_of_month(today, back)),
                booked=back > 1,
            ),
        )
        for back, number, seats in months
    ]
    visit = (item("On-site support, server room, 1 day", "1", "day", "533.33", "20"),)
    visits = [
        document(
            "kestrel",
            Paper(
                number=number,
                issued=day_of(today, 1, day),
                lines=visit,
                po_number="PO-48040",
                booked=day == 14,
            ),
        )
        for number, day in (("KIT-20931", 14), ("KIT-20944", 28))
    ]
    return (*managed, *visits)


def ondanet(today: date) -> tuple[Document, ...]:
    """Four months of one brand's three services, each with an account of its own."""
    return tuple(
        bill
        for back in (4, 3, 2, 1)
        for bill in (_fijo(today, back), *_mobile_and_fibre(today, back))
    )


def _fijo(today: date, back: int) -> Document:
    issued = day_of(today, back, 28)
    lines = (
        item("Cuota de línea RDSI primario", "1", "mes", "96.4000", "21"),
        item("Cuota de línea analógica", "4", "mes", "14.9000", "21"),
        item("Llamadas nacionales", str(1210 + 37 * back), "min", "0.0190", "21"),
        item("Llamadas internacionales", str(188 - 11 * back), "min", "0.1450", "21"),
    )
    paper = Paper(
        number=f"F{issued:%y}-{issued:%m}-{884601 - 137 * back}",
        issued=issued,
        lines=lines,
        po_number="PO-46655",
        period=month_name("es", issued),
        booked=back > 1,
    )
    return document("ondanet", paper, account=0)


def _mobile_and_fibre(today: date, back: int) -> tuple[Document, Document]:
    mobile, fibre = day_of(today, back, 29), day_of(today, back, 30)
    seats = str(19 - back)
    lines = (
        item("Tarifa Empresa 20 GB", seats, "líneas", "15.5000", "21"),
        item("Datos en itinerancia zona 2", str(6 + back), "GB", "4.2000", "21"),
        item("Plazo terminal 7/24", "6", "cuotas", "18.2500", "21"),
    )
    first = Paper(
        number=f"M-{mobile:%y%m}-{55170342 + 4021 * (4 - back)}",
        issued=mobile,
        lines=lines,
        po_number="PO-46656",
        period=month_name("es", mobile),
        booked=back > 1,
    )
    second = Paper(
        number=f"FB/{fibre:%Y}/{fibre:%m}/{775 - back:05d}",
        issued=fibre,
        lines=(
            item("Fibra simétrica 1 Gb/s con IP fija", "1", "mes", "79.9000", "21"),
            item("Router gestionado", "1", "mes", "9.9000", "21"),
        ),
        po_number="PO-46657" if back > 1 else None,
        period=month_name("es", fibre),
        booked=back > 1,
    )
    return document("ondanet", first, account=1), document("ondanet", second, account=2)


def vandermeer(today: date) -> tuple[Document, ...]:
    """Fourteen freight invoices; the newest asks for payment to another account."""
    trips = (
        (5, 8, "0318", 3, "412.00", "1.6"),
        (5, 22, "0327", 2, "398.50", "0.9"),
        (4, 3, "0336", 4, "405.00", "2.2"),
        (4, 17, "0344", 2, "405.00", "1.1"),
        (4, 30, "0352", 3, "418.75", "1.8"),
        (3, 7, "0361", 1, "640.00", "0.4"),
        (3, 21, "0370", 3, "418.75", "1.5"),
        (2, 2, "0379", 2, "421.00", "1.3"),
        (2, 11, "0388", 5, "421.00", "2.9"),
        (2, 19, "0396", 2, "427.50", "1.0"),
        (2, 29, "0405", 1, "655.00", "0.5"),
        (1, 9, "0417", 3, "427.50", "1.7"),
        (1, 21, "0432", 4, "431.25", "2.4"),
        (1, 30, "0451", 2, "431.25", "1.2"),
    )
    bills = []
    for back, day, serial, count, price, tonnes in trips:
        issued = day_of(today, back, day)
        newest = serial == "0451"
        lines = (
            item("Wegtransport Rotterdam \u2013 Harwich, trailer", str(count), "rit", price, "21"),
            item(
                "Brandstoftoeslag 11 %",
                str(count),
                "rit",
                str(cents(Decimal(price) * 11 / 100)),
                "21",
            ),
            item("Douaneafhandeling T1", str(count), "st", "55.00", "21"),
            item("Overslag en opslag Waalhaven", tonnes, "ton", "28.60", "21"),
        )
        paper = Paper(
            number=f"VDM{issued:%y}-{serial}",
            issued=issued,
            lines=lines,
            po_number="PO-47333",
            booked=serial not in {"0432", "0451"},
            iban=NEW_IBAN if newest else None,
        )
        bills.append(document("vandermeer", paper))
    return tuple(bills)


def brightline(today: date) -> tuple[Document, ...]:
    """Eight invoices and two credit notes; nobody is told of the one of the 19th."""
    sales = (
        (2, 8, "BR-70361", (("Nitrile gloves, box of 100", "24", "box", "9.85"),)),
        (2, 22, "BR-70377", (("Isopropanol 99.9 %, 5 l", "8", "can", "21.40"), _WIPES)),
        (1, 5, "BR-70392", (("Label rolls 62 mm", "60", "roll", "3.15"), _WIPES)),
        (1, 9, "BR-70405", (("Stretch film 500 mm", "30", "roll", "13.00"),)),
        (1, 14, "BR-70411", (("Safety glasses, clear", "40", "pair", "4.62"),)),
        (1, 19, "BR-70418", (("Cable ties 200 mm, bag", "50", "bag", "2.95"), _GLOVES)),
        (1, 26, "BR-70424", (_GLOVES, ("Heat-shrink set", "6", "set", "18.90"))),
        (1, 29, "BR-70433", (("Thermal paste 30 g", "12", "tube", "11.70"), _WIPES)),
    )
    bills = [
        document(
            "brightline",
            Paper(
                number=number,
                issued=day_of(today, back, day),
                lines=tuple(item(*row, "20") for row in rows),
                po_number="PO-47880",
                booked=number not in {"BR-70418", "BR-70433"},
            ),
        )
        for back, day, number, rows in sales
    ]
    returns = (
        (
            12,
            "CR-2214",
            ("Returned: isopropanol, damaged in transit", "-2", "can", "21.40"),
            "BR-70377",
        ),
        (28, "CR-2231", ("Price correction: heat-shrink set", "-6", "set", "1.90"), "BR-70424"),
    )
    credits_ = [
        document(
            "brightline",
            Paper(
                number=number,
                issued=day_of(today, 1, day),
                lines=(item(*row, "20"),),
                po_number="PO-47880",
                kind=DocumentKind.CREDIT_NOTE,
                refers_to=refers_to,
                booked=number == "CR-2214",
            ),
        )
        for day, number, row, refers_to in returns
    ]
    return (*bills, *credits_)


_WIPES: Final = ("Lint-free wipes, pack of 300", "10", "pack", "12.20")
_GLOVES: Final = ("Nitrile gloves, box of 100", "20", "box", "9.85")


def papierhaus(today: date) -> tuple[Document, ...]:
    """Two orders of office paper and books, with two rates of tax; both come by mail."""
    overdue = Paper(
        number="PK-88107",
        issued=day_of(today, 1, 6),
        lines=(
            item("Kopierpapier A4 80 g, Karton", "12", "Krt", "22.9000", "19"),
            item("Ordner 80 mm, grau", "30", "St", "2.1500", "19"),
            item("Fachbuch Energierecht, 7. Auflage", "2", "St", "64.4860", "7"),
        ),
        po_number="PO-48102",
        mailed=True,
    )
    fresh = Paper(
        number="PK-88213",
        issued=day_of(today, 1, 30),
        lines=(
            item("Kopierpapier A4 80 g, Karton", "16", "Krt", "22.9000", "19"),
            item("Toner TN-3480 schwarz", "3", "St", "74.5000", "19"),
            item("Versandtaschen C4, 250 Stück", "4", "Pkg", "18.7500", "19"),
            item("Normensammlung Elektrotechnik", "1", "St", "88.7850", "7"),
        ),
        po_number="PO-48166",
        mailed=True,
    )
    return (document("papierhaus", overdue), document("papierhaus", fresh))


def sablefinch(today: date) -> tuple[Document, ...]:
    """Two print jobs behind a sign-in that refuses the stored password."""
    jobs = (
        (2, 24, "SF-5518", ("Product catalogue, 48 pages, saddle-stitched", "500", "copy", "1.94")),
        (1, 27, "SF-5587", ("Business cards, letterpress, set of 250", "9", "set", "62.00")),
    )
    return tuple(
        document(
            "sablefinch",
            Paper(
                number, day_of(today, back, day), (item(*row, "20"),), "PO-48011", booked=back > 1
            ),
        )
        for back, day, number, row in jobs
    )


def every_document(today: date) -> tuple[Document, ...]:
    """All invoices and credit notes; the statements follow from the books."""
    makers = (nordwind, lumen, kestrel, ondanet, vandermeer, brightline, papierhaus, sablefinch)
    return tuple(document for maker in makers for document in maker(today))
