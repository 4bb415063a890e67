"""Honest mails with the oddities of real ones: by resellers, lists, forwarders, old programs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

import pikepdf

TRUSTED = frozenset(
    {
        "mx.buyer.example",
        "mx.google.com",
        "protection.outlook.com",
        "protonmail.ch",
        "amazonses.com",
        "messagingengine.com",
        "yahoo.com",
    }
)


@dataclass(frozen=True)
class Firm:
    """Who writes, in which language, and where its invoices lie."""

    name: str
    address: str
    language: str
    site: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


FIRMS = (
    Firm(
        "Nordlicht Strom",
        "rechnung@nordlicht-strom.example",
        "de",
        "portal.nordlicht-strom.example",
    ),
    Firm("Blauwal Telecom GmbH", "r@post.blauwal.example", "de", "mobile.blauwal.example"),
    Firm("Südwind Reisen", "info@suedwind.test", "de", "www.suedwind.test"),
    Firm("Müller & Söhne GmbH", "büro@müller-söhne.test", "de", "müller-söhne.test"),
    Firm("Quill & Sons Ltd.", "billing@quill.co.uk", "en", "my.quill.co.uk"),
    Firm("billing@harbour.test", "billing@harbour.test", "en", "app.harbour.test"),
    Firm("Harbour, Inc. (Billing)", "no-reply@mail.harbour.test", "en", "app.harbour.test"),
    Firm("Les Ateliers du Nord", "compta@ateliers-nord.fr", "fr", "client.ateliers-nord.fr"),
    Firm("Taller Río Azul", "facturas@rioazul.es", "es", "clientes.rioazul.es"),
    Firm("Officina Verde S.r.l.", "fatture@officinaverde.it", "it", "area.officinaverde.it"),
    Firm("De Groene Hoek B.V.", "facturen@groenehoek.nl", "nl", "mijn.groenehoek.nl"),
    Firm("Zielona Droga", "faktury@zielonadroga.pl", "pl", "konto.zielonadroga.pl"),
    Firm("Jana Krause", "jana.krause.fliesen@gmx.de", "de", ""),
    Firm("", "rechnungen@ohne-namen.test", "de", ""),
)

TEXTS = {
    "de": (
        "Ihre neue Rechnung {n}",
        (
            "Guten Tag,\n\nIhre neue Rechnung {n} über 118,40 € steht bereit. Wir buchen es am"
            " 30.11.2026 von Ihrem Konto ab.\nBankverbindung: Musterbank, IBAN DE00 1234\nKunde"
            " 90{n}\nRechnungsstand: neu\n"
        ),
        "Rechnung ansehen",
    ),
    "en": (
        "Your new invoice {n} is ready",
        (
            "Hello,\n\nyour new invoice {n} over EUR 118.40 is ready. Please pay as ever; our bank"
            " details are unchanged and stand on it.\nQuestions? New on our blog: tips.\n"
        ),
        "View invoice",
    ),
    "fr": (
        "Votre nouvelle facture {n}",
        (
            "Bonjour,\n\nvotre nouvelle facture {n} de 118,40 € est disponible. Elle est débitée de"
            " votre compte le 30/11/2026.\n"
        ),
        "Consulter la facture",
    ),
    "es": (
        "Su nueva factura {n}",
        "Hola:\n\nsu nueva factura {n} por 118,40 € ya está disponible en el área de cliente.\n",
        "Ver factura",
    ),
    "it": (
        "Nuova fattura {n}",
        "Buongiorno,\n\nla nuova fattura {n} di 118,40 € è disponibile nell'area clienti.\n",
        "Visualizza la fattura",
    ),
    "nl": (
        "Uw nieuwe factuur {n}",
        (
            "Beste klant,\n\nuw nieuwe factuur {n} van € 118,40 staat klaar. Wij schrijven het"
            " bedrag"
            " af.\n"
        ),
        "Bekijk de factuur",
    ),
    "pl": (
        "Nowa faktura {n}",
        "Dzień dobry,\n\nnowa faktura {n} na kwotę 118,40 zł jest dostępna.\n",
        "Zobacz fakturę",
    ),
}

Top = list[tuple[str, str]]


def _aligned(domain: str) -> str:
    return f"dkim=pass header.d={domain} header.s=s1 header.b=Ab/c;"


def _from_outside(domain: str, by: str) -> tuple[str, str]:
    return ("Received", f"from out.{domain} (out.{domain} [198.51.100.7]) by {by} with ESMTPS id 7")


def google(d: str) -> Top:
    value = (
        f"mx.google.com; dkim=pass header.i=@{d} header.s=s1 header.b=x1; spf=pass (google.com:"
        f" domain of bounce+1=a=b@{d} designates 198.51.100.7 as permitted sender)"
        f" smtp.mailfrom=bounce+1@{d}; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from={d}"
    )
    return [
        ("Delivered-To", "ap@buyer.example"),
        ("Received", "by 2002:a05:6a10:1234 with SMTP id x; Fri, 20 Nov 2026 00:00:01 -0800"),
        _from_outside(d, "mx.google.com"),
        ("Received-SPF", f"pass (google.com: domain of b@{d} designates 198.51.100.7)"),
        ("Authentication-Results", value),
    ]


def microsoft(d: str) -> Top:
    value = (
        "spf=pass (sender IP is 198.51.100.7) smtp.mailfrom=bounces.mailer.test; dkim=pass"
        f" (signature was verified) header.d={d};dmarc=pass action=none"
        f" header.from={d};compauth=pass reason=100"
    )
    return [
        (
            "Received",
            (
                "from DB8PR04MB1.eurprd04.prod.outlook.com (2603:10a6:10:0::1) by"
                " AM0PR04MB2.eurprd04.prod.outlook.com with HTTPS; Fri, 20 Nov 2026 08:00:02 +0000"
            ),
        ),
        _from_outside(d, "AM0EUR02FT1.mail.protection.outlook.com"),
        ("Authentication-Results", value),
    ]


def proton(d: str) -> Top:
    return [
        (
            "Authentication-Results",
            f"mailin012.protonmail.ch; dkim=pass (Good 2048 bit signature; x) header.d={d}",
        ),
        (
            "Authentication-Results",
            f"mailin012.protonmail.ch; dmarc=pass (p=none dis=none) header.from={d}",
        ),
        ("Authentication-Results", f"mailin012.protonmail.ch; spf=pass smtp.mailfrom={d}"),
        _from_outside(d, "mailin012.protonmail.ch"),
    ]


def amazon(d: str) -> Top:
    value = (
        f"amazonses.com; spf=pass (spfCheck: domain of {d} designates 198.51.100.7 as permitted"
        f" sender) client-ip=198.51.100.7; envelope-from=b@{d}; helo=out.{d}; dkim=pass"
        f" header.i=@{d}; dmarc=pass header.from={d};"
    )
    return [
        _from_outside(d, "inbound-smtp.eu-west-1.amazonses.com"),
        ("Authentication-Results", value),
    ]


def postfix(d: str) -> Top:
    return [
        (
            "Received",
            "from localhost (localhost [127.0.0.1]) by mx.buyer.example (Postfix) with ESMTP",
        ),
        (
            "Authentication-Results",
            (
                f"mx.buyer.example (amavis); dkim=pass (2048-bit key; unprotected) header.d={d}"
                f' header.i=@{d} header.b="q/w+"; dkim-atps=neutral'
            ),
        ),
        _from_outside(d, "mx.buyer.example"),
    ]


def rspamd(d: str) -> Top:
    value = (
        f"mx.buyer.example; dkim=pass header.d={d} header.s=k header.b=x; dkim=pass"
        f" header.d=mailer.test; dmarc=pass (policy=none) header.from={d}; spf=pass"
        " (mx.buyer.example: domain of bounce@mailer.test designates 198.51.100.7)"
        " smtp.mailfrom=bounce@mailer.test"
    )
    return [("Authentication-Results", value), _from_outside(d, "mx.buyer.example")]


def fastmail(d: str) -> Top:
    value = (
        f"mx6.messagingengine.com; {_aligned(d)} arc=none (no signatures found); bimi=skipped"
        f" (DMARC Policy is not at enforcement); dmarc=pass policy.published-domain-policy=none"
        f" header.from={d}; iprev=pass smtp.remote-ip=198.51.100.7 (out.{d}); spf=pass"
        f" smtp.mailfrom=b@{d} smtp.helo=out.{d}; x-ptr=pass smtp.helo=out.{d}"
    )
    return [("Authentication-Results", value), _from_outside(d, "mx6.messagingengine.com")]


def yahoo(d: str) -> Top:
    value = (
        f"atlas206.free.mail.gq1.yahoo.com; dkim=pass header.i=@{d} header.s=s1; spf=pass"
        f" smtp.mailfrom={d}; dmarc=pass(p=NONE) header.from={d};"
    )
    return [("Authentication-Results", value), _from_outside(d, "atlas206.free.mail.gq1.yahoo.com")]


def no_dmarc(d: str) -> Top:
    value = f"mx.buyer.example; spf=softfail smtp.mailfrom=b@mailer.test; {_aligned(d)} dmarc=none"
    return [("Authentication-Results", value), _from_outside(d, "mx.buyer.example")]


def nothing_checked(d: str) -> Top:
    return [_from_outside(d, "mx.buyer.example")]


def nothing_said(d: str) -> Top:
    return [
        ("Authentication-Results", "mx.buyer.example; none"),
        _from_outside(d, "mx.buyer.example"),
    ]


def by_hand(_: str) -> Top:
    return []


CHECKS = (
    google,
    microsoft,
    proton,
    amazon,
    postfix,
    rspamd,
    fastmail,
    yahoo,
    no_dmarc,
    nothing_checked,
    nothing_said,
    by_hand,
)


def _signature(domain: str, covers: str) -> tuple[str, str]:
    value = f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1; h={covers}; bh=x; b=Ab/c"
    return ("DKIM-Signature", value)


def _habits(number: int, firm: Firm) -> Top:
    """Headers of senders' programs."""
    d = firm.domain
    choices: tuple[Top, ...] = (
        [],
        [("Return-Path", "<bounce-77@mailer.test>"), ("Feedback-ID", "1:2:mailer")],
        [("Reply-To", f"hilfe@service.{d}")],
        [
            ("List-Unsubscribe", "<https://click.mailer.test/u?x=1>, <mailto:u@mailer.test>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Precedence", "bulk"),
        ],
        [
            _signature(d, "from:to:subject:date:message-id:mime-version:from"),
            ("X-Mailer", "Old 1.0"),
        ],
        [_signature(d, "From:To:Subject:MIME-Version:Content-Type:Date:Message-ID:Reply-To")],
        [_signature("mailer.test", "from:subject"), _signature(d, "from:subject:date:to")],
        [("Auto-Submitted", "auto-generated"), ("Sender", "robot@mailer.test")],
    )
    if "gmx" in d and number % len(choices) == 2:
        return []
    return choices[number % len(choices)]


@cache
def _pdf(kind: int) -> bytes:
    """PDFs as firms make them: with a place to open at, a form, an XML inside, a password."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    if kind == 1:
        document.Root.OpenAction = pikepdf.Array([page.obj, pikepdf.Name.Fit])
        uri = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://quill.co.uk"))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=uri)
        page.obj.Annots = pikepdf.Array([link])
    if kind == 2:
        document.attachments["factur-x.xml"] = b"<?xml version='1.0'?><x/>"
    if kind == 3:
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))
    kept = io.BytesIO()
    lock = pikepdf.Encryption(owner="o", user="u") if kind == 4 else False
    document.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate, encryption=lock)
    return kept.getvalue()


@cache
def _zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, name in enumerate(names):
            archive.writestr(name, _pdf(place % 3) if name.endswith("pdf") else b"<x/>" * 40)
    return packed.getvalue()


UBL = (
    b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
    b"<ID>1</ID><Note>Table, form &amp; script: see on page 1 = ok</Note></Invoice>"
)
PAGE = (
    b"<!DOCTYPE html><html><body onlyprint><table><tr><td>Rechnung 1</td></tr></table>"
    b'<img src="data:image/png;base64,iVBORw0KGgo="></body></html>'
)
FILES: tuple[tuple[tuple[str, str, bytes], ...], ...] = (
    (),
    (("Rechnung für Büro, Größe 5.pdf", "application/pdf", _pdf(0)),),
    (("Invoice 2026.11.pdf", "application/pdf", _pdf(1)), ("AGB.pdf", "application/pdf", _pdf(3))),
    (("\u041f\u0440\u043e\u0448\u0443 12.pdf", "application/octet-stream", _pdf(2)),),
    (("fattura.xml.p7m", "application/pkcs7-mime", b"0\x80" + UBL),),
    (("rechnung.xml", "application/xml", UBL),),
    (("Rechnungen.zip", "application/zip", _zip("Rechnung 1.pdf", "Rechnung 2.pdf", "Ü/xr.xml")),),
    (("Belege.zip", "application/zip", _zip("11-2026.zip.xml", "a/b/c.pdf")),),
    (
        (
            "Einzelposten.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _zip("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        ),
    ),
    (("beleg.html", "text/html", PAGE),),
    (("Nachweis.csv", "text/csv", b"Datum;Betrag;Text\n1.11.;-3,50;a<b\n"),),
    (("gesperrt.pdf", "application/pdf", _pdf(4)),),
    (("termin.ics", "text/calendar", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"),),
    (("C:\\Users\\maier\\Desktop\\Rechnung.pdf", "application/pdf", _pdf(0)),),
    (("smime.p7s", "application/pkcs7-signature", b"0\x80x"),),
)


def _page(firm: Firm, number: int, *, proven: bool) -> str:
    """The HTML of a notice; "" where a firm writes plain text."""
    if not firm.site:
        return ""
    subject, body, action = TEXTS[firm.language]
    site = f"https://{firm.site}"
    labels = 3 if firm.domain.endswith(".co.uk") else 2
    home = ".".join(firm.domain.split(".")[-labels:])
    links = (
        f"{site}/login",
        f"{site}/invoice/{number}?utm_source=mail&next=/documents",
        f"https://www.{home}/i/{number}",
        f"https://click.mailer.test/c?u={number}" if proven else site,
        "https://eur02.safelinks.protection.outlook.com/?url="
        + f"{site}/i".replace(":", "%3A").replace("/", "%2F")
        + "&data=05%7C01",
        f"https://urldefense.com/v3/__{site}/i/{number}__;!!AbC",
    )
    counted = f"https://click.{home}/f?x=2" if number % 2 else "https://u77.ct.sendgrid.net/ls?x=1"
    return (
        f"<html><body><h1>{subject.format(n=number)}</h1><p>{body.format(n=number)}</p>"
        f'<a href="{links[number % len(links)]}">{action}</a>'
        f'<p><a href="{counted}">www.{home}</a> · <a href="https://www.facebook.com/{number}">Facebook</a>'
        f' · <a href="https://www.linkedin.com/sharing?url={site}">Share</a>'
        f' · <a href="{site}/d">Rechnung-{number}.pdf</a> <a href="{site}/z">Alle.zip</a>'
        f' · <a href="mailto:{firm.address}">{firm.address}</a> · <a href="tel:+49">Tel</a></p>'
        "</body></html>"
    )


def _mail(number: int) -> bytes:
    firm = FIRMS[number % len(FIRMS)]
    check = CHECKS[number // 3 % len(CHECKS)]
    ascii_domain = firm.domain.encode("idna").decode()
    proven = check not in (nothing_checked, nothing_said, by_hand)
    subject, body, _ = TEXTS[firm.language]
    mail = EmailMessage(policy=SMTP)
    mail["To"] = "ap@buyer.example"
    mail["Subject"] = subject.format(n=number)
    mail["Date"] = "Fri, 20 Nov 2026 09:00:00 +0100"
    mail["Message-ID"] = f"<{number}@{ascii_domain}>"
    mail.set_content(body.format(n=number) + (f"https://{firm.site}/login\n" if firm.site else ""))
    if page := _page(firm, number, proven=proven):
        mail.add_alternative(page, subtype="html")
    for name, media_type, content in FILES[number // 2 % len(FILES)]:
        kind, _, subtype = media_type.partition("/")
        mail.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    quoted = f'"{firm.name}" ' if firm.name else ""
    top = [*check(ascii_domain), *_habits(number, firm), ("From", f"{quoted}<{firm.address}>")]
    return "".join(f"{name}: {value}\r\n" for name, value in top).encode() + mail.as_bytes()


def _passed_on(number: int) -> bytes:
    """A mail that a colleague, a group or a scanner of ours hands on."""
    firm = FIRMS[number % len(FIRMS)]
    senders = (
        "Jana Maier <jana.maier@buyer.example>",
        f"\"'{firm.name or 'Firma'}' via Rechnungen\" <rechnungen@buyer.example>",
        f"\"'{firm.address}' via Rechnungen\" <rechnungen@buyer.example>",
        "Scanner 2. OG <scanner@buyer.example>",
    )
    mail = EmailMessage(policy=SMTP)
    mail["To"] = "ap@buyer.example"
    mail["Subject"] = ("WG: ", "Fwd: ", "TR : ", "")[number % 4] + f"Rechnung {number}"
    mail["Date"] = "Fri, 20 Nov 2026 09:00:00 +0100"
    mail["Message-ID"] = f"<fwd{number}@buyer.example>"
    mail.set_content(
        f"Bitte buchen.\n\nVon: {firm.name} <{firm.address}>\nAn: jana.maier@buyer.example\n"
        + TEXTS[firm.language][1].format(n=number)
    )
    if page := _page(firm, number, proven=False):
        mail.add_alternative(page, subtype="html")
    for name, media_type, content in FILES[number // 4 % len(FILES)]:
        kind, _, subtype = media_type.partition("/")
        mail.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    top: Top = [
        *(rspamd("buyer.example") if number % 2 else by_hand("")),
        ("From", senders[number % 4]),
    ]
    return "".join(f"{name}: {value}\r\n" for name, value in top).encode() + mail.as_bytes()


def benign(count: int = 480, passed_on: int = 80) -> Iterator[bytes]:
    """So many honest mails, and so many that somebody of ours passed on."""
    yield from (_mail(number) for number in range(count))
    yield from (_passed_on(number) for number in range(passed_on))
