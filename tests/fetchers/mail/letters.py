"""Mails for the mail room's tests, and the suppliers that they speak of."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from model.suppliers import Account, Portal, Supplier, SupplierProfile

TELECOM = SupplierProfile(
    supplier=Supplier(
        id="telecom", name="Blauwal Telecom GmbH", domains=("blauwal.example",), currency="EUR"
    ),
    accounts=(
        Account("a-land", "telecom", "111-222-333", "Festnetz Büro", "p-land"),
        Account("a-mobile", "telecom", "444-555-666", "Mobilfunk Außendienst", "p-mobile"),
        Account("a-wire", "telecom", "777-888-999", "Glasfaser Lager", "p-wire"),
    ),
    portals=tuple(
        Portal(
            id=f"p-{name}",
            supplier_id="telecom",
            name=name,
            start_url=f"https://{name}.blauwal.example/",
            origins=frozenset({f"https://{name}.blauwal.example"}),
            account_id=f"a-{name}",
        )
        for name in ("land", "mobile", "wire")
    ),
)
POWER = SupplierProfile(
    supplier=Supplier(id="power", name="Nordlicht Strom AG", domains=("nordlicht-strom.example",)),
    accounts=(Account("a-power", "power", "900417", "Strom"),),
    portals=(
        Portal(
            id="p-power",
            supplier_id="power",
            name="Nordlicht",
            start_url="https://portal.nordlicht-strom.example/",
            origins=frozenset({"https://portal.nordlicht-strom.example"}),
        ),
    ),
)
SUPPLIERS = (TELECOM, POWER)

OURS = frozenset({"mx.buyer.example"})
PASSED = (
    "mx.buyer.example; dkim=pass header.d=nordlicht-strom.example;"
    " dmarc=pass header.from=nordlicht-strom.example"
)

INVOICE_PAGE = (
    "<p>Ihre Rechnung <b>Nr. 2026-8841</b> steht bereit.</p>"
    "<table><tr><td>Rechnungsbetrag</td><td>1.204,50 €</td></tr>"
    "<tr><td>Fällig am</td><td>30.11.2026</td></tr></table>"
    '<p><a href="{link}">Rechnung ansehen</a></p>'
)
PORTAL_LINK = "https://portal.nordlicht-strom.example/rechnungen"


def letter(
    subject: str = "Ihre Rechnung ist da",
    text: str = "Guten Tag",
    *,
    sender: str = "Nordlicht Strom <rechnung@nordlicht-strom.example>",
    page: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    files: tuple[tuple[str, str, bytes], ...] = (),
    sent: str = "Fri, 20 Nov 2026 09:00:00 +0100",
) -> bytes:
    """The bytes of a mail; `headers` stand on top, `files` are (name, media type, content)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = "ap@buyer.example"
    mail["Subject"] = subject
    mail["Date"] = sent
    mail["Message-ID"] = "<4711@nordlicht-strom.example>"
    mail.set_content(text)
    if page:
        mail.add_alternative(page, subtype="html")
    for name, media_type, content in files:
        kind, _, subtype = media_type.partition("/")
        mail.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    top = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return top.encode() + mail.as_bytes()
