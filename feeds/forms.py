"""What each kind of destination asks of whoever connects it, in the words of its form."""

from __future__ import annotations

from typing import Final

from model.connections import FormField, KindForm, SecretNeed
from model.deliveries import DestinationKind as Kind
from model.suppliers import MailSecurity

_SECURITY: Final = (
    (MailSecurity.STARTTLS.value, "STARTTLS"),
    (MailSecurity.TLS.value, "TLS"),
    (MailSecurity.PLAIN_LOOPBACK.value, "None (this machine only)"),
)
_EINVOICE: Final = FormField(
    "einvoice",
    "E-invoice beside it",
    "Made of what was read: docs/e-invoices.md.",
    choices=(
        ("", "None"),
        ("ubl", "UBL 2.1"),
        ("peppol", "Peppol BIS"),
        ("facturx", "Factur-X"),
        ("csv", "Rows"),
    ),
    required=False,
)
_REQUIRES: Final = FormField(
    "requires",
    "Fields that it demands",
    "With commas, as po_number, cost_centre; who releases a document is asked for them.",
    required=False,
)
_ANSWERS: Final = FormField(
    "status_url", "Where decisions are asked for", "Empty where none are.", required=False
)
_NOTHING_SENT: Final = "Trying it asks the server whether it would take a mail. Nothing is sent."
_NO_TEST: Final = "The network knows no test: trying it reaches its host, no more."
_BOOKS: Final = "Trying it asks about a bill that is not there. Nothing is entered."
_MESSAGE: Final = (
    "Trying it sends a signed message of type billhook.test, without a document: there is no other"
    " way."
)
_KEY_LABEL: Final = "Signing key"
_WEBHOOK_URL: Final = FormField("url", "Address", "As https://approval.example/hook.")
_BASE: Final = FormField("url", "Address", "As https://books.us.example.")
_MAIL_SERVER: Final = (
    FormField("host", "Mail server"),
    FormField("port", "Port", default="587"),
    FormField("security", "Protection", default="starttls", choices=_SECURITY),
)
_IMAP_SERVER: Final = (
    FormField("host", "IMAP server"),
    FormField("port", "Port", default="993"),
    FormField("security", "Protection", default="tls", choices=_SECURITY),
)

FORMS: Final[tuple[KindForm, ...]] = (
    KindForm(
        Kind.EMAIL,
        "E-mail",
        "Each document is one mail with one PDF, to one address: what every approval tool takes.",
        _NOTHING_SENT,
        (
            FormField("recipient", "To", "The address that your approval tool gave you."),
            FormField("sender", "From", "An address of yours that it knows."),
            *_MAIL_SERVER,
            _EINVOICE,
            _REQUIRES,
        ),
        SecretNeed.MAYBE,
    ),
    KindForm(
        Kind.FOLDER,
        "Folder",
        "Each document is a file with its values beside it.",
        "Trying it writes an empty file there and removes it.",
        (
            FormField("path", "Folder", "Of the machine that Billhook runs on, as /srv/bills."),
            _EINVOICE,
            _REQUIRES,
        ),
    ),
    KindForm(
        Kind.SFTP,
        "Folder on a server (SFTP)",
        "Each document is a file with its values beside it. A private key instead of a password is"
        " given by command: docs/destinations/sftp.md.",
        "Trying it signs in and looks at the folder. Nothing is written there.",
        (
            FormField("host", "Server"),
            FormField("port", "Port", default="22"),
            FormField("folder", "Folder", "Empty: where the sign-in leads.", required=False),
            FormField(
                "host_key",
                "Its fingerprint",
                "As SHA256:…; leave it empty to be shown the one to compare.",
                required=False,
            ),
            FormField(
                "answers_folder", "Where answers are dropped", "Empty: nowhere.", required=False
            ),
            _EINVOICE,
            _REQUIRES,
        ),
        SecretNeed.SIGN_IN,
    ),
    KindForm(
        Kind.WEBHOOK,
        "Webhook",
        "Each document is a signed message (Standard Webhooks 1.0) with values and file.",
        _MESSAGE,
        (_WEBHOOK_URL, _ANSWERS, _EINVOICE, _REQUIRES),
        SecretNeed.KEY,
        secret_label=_KEY_LABEL,
    ),
    KindForm(
        Kind.IMAP,
        "Folder of a mailbox",
        "Each document is one mail, put into a folder by IMAP.",
        "Trying it opens the folder. Nothing is put into it.",
        (
            *_IMAP_SERVER,
            FormField("folder", "Folder", default="INBOX"),
            FormField("also_in", "Folders that mails move on to", required=False),
            FormField("sender", "From", "Empty: the user name.", required=False),
            _REQUIRES,
        ),
        SecretNeed.SIGN_IN,
    ),
    KindForm(
        Kind.TRYTON,
        "Tryton",
        "Each document is a draft supplier invoice. Nothing else is made there.",
        _BOOKS,
        (
            _BASE,
            FormField("database", "Database"),
            FormField("account", "Account for expenses", required=False),
            _REQUIRES,
        ),
        SecretNeed.SIGN_IN,
    ),
    KindForm(
        Kind.ERPNEXT,
        "ERPNext",
        "Each document is a draft purchase invoice: docs/destinations/erpnext.md.",
        _BOOKS,
        (_BASE, FormField("company", "Company"), _REQUIRES),
        SecretNeed.SIGN_IN,
        "API key",
        "API secret",
    ),
    KindForm(
        Kind.ODOO,
        "Odoo",
        "Each document is a draft vendor bill: docs/destinations/odoo.md.",
        _BOOKS,
        (_BASE, FormField("database", "Database"), FormField("company", "Company"), _REQUIRES),
        SecretNeed.SIGN_IN,
        "User",
        "API key",
    ),
    KindForm(
        Kind.CXML,
        "cXML (Coupa, SAP Ariba)",
        "Each document is an InvoiceDetailRequest: docs/e-invoices.md.",
        _NO_TEST,
        (
            FormField("url", "Address", "As https://us.coupahost.example/cxml/invoices."),
            FormField("sender", "Sender", "As DUNS:123456789."),
            FormField("receiver", "Receiver", "As DUNS:987654321."),
            FormField(
                "dialect",
                "Dialect",
                default="coupa",
                choices=(("coupa", "Coupa"), ("ariba", "SAP Ariba")),
            ),
            _REQUIRES,
        ),
        SecretNeed.KEY,
        secret_label="Shared secret",  # noqa: S106 - a label
    ),
    KindForm(
        Kind.PIDX,
        "PIDX (OpenInvoice)",
        "Each document is a PIDX invoice: docs/e-invoices.md.",
        _NO_TEST,
        (_BASE, FormField("buyer_duns", "Our DUNS number"), _REQUIRES),
        SecretNeed.SIGN_IN,
    ),
    KindForm(
        Kind.PEPPOL,
        "Peppol access point",
        "Each document goes to an access point as Peppol BIS: docs/e-invoices.md.",
        _NO_TEST,
        (
            _BASE,
            FormField("sender", "Sender", "As 0088:7300010000001.", required=False),
            FormField("receiver", "Receiver", "As 0088:7300010000001.", required=False),
            _ANSWERS,
            _REQUIRES,
        ),
        SecretNeed.KEY,
        secret_label="Token",  # noqa: S106 - a label
    ),
    KindForm(
        Kind.EVENTS,
        "Events",
        "News of documents, not the documents: docs/api.md.",
        _MESSAGE,
        (
            _WEBHOOK_URL,
            FormField("types", "Events", "With commas; empty for all.", required=False),
        ),
        SecretNeed.KEY,
        secret_label=_KEY_LABEL,
    ),
    *(
        KindForm(
            kind,
            kind.system,
            f"Needs a consent, given at the provider by command: docs/destinations/{page}.md.",
            _BOOKS,
            secret=SecretNeed.CONSENT,
        )
        for kind, page in (
            (Kind.XERO, "xero"),
            (Kind.QUICKBOOKS, "quickbooks"),
            (Kind.BUSINESS_CENTRAL, "business-central"),
        )
    ),
)
"""One form for each kind, the plainest first."""
