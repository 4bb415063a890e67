import pytest

from fetchers.mail.authenticity import judge
from fetchers.mail.headers import Headers
from fetchers.mail.signatures import signatures_of, unsigned_bytes
from model.mail import Alert, Authenticity

TRUSTED = frozenset({"mx.buyer.example"})
FROM = ("from", "b@acme.example")
DMARC = "dmarc=pass header.from=acme.example"
SIGNED = ("authentication-results", f"mx.buyer.example; dkim=pass header.d=acme.example; {DMARC}")
SENT = ("authentication-results", f"mx.buyer.example; spf=pass smtp.mailfrom=acme.example; {DMARC}")


def signature(covers: str, more: str = "", domain: str = "acme.example") -> tuple[str, str]:
    return ("dkim-signature", f"v=1; c=relaxed/relaxed; d={domain}; h={covers}; {more} b=x")


def verdict(*fields: tuple[str, str], body: bytes = b"") -> Authenticity:
    return judge(Headers((*fields, FROM)), TRUSTED, body=body).authenticity


def test_a_signature_that_leaves_out_the_subject_counts_as_none() -> None:
    assert verdict(SIGNED, signature("from:date")) is Authenticity.UNKNOWN
    assert verdict(SIGNED, signature("From : Subject: Date")) is Authenticity.PASS


def test_a_mail_from_the_domains_own_server_needs_no_whole_signature() -> None:
    assert verdict(SENT, signature("from:date")) is Authenticity.PASS


def test_one_whole_signature_of_the_domain_is_enough() -> None:
    assert verdict(SIGNED, signature("from"), signature("from:subject:date")) is Authenticity.PASS
    stranger = signature("from", domain="mailer.test")
    assert verdict(SIGNED, stranger) is Authenticity.PASS  # says nothing of the sender's own


def test_an_answer_address_elsewhere_must_be_signed_too() -> None:
    elsewhere = ("reply-to", "x@other.example")
    assert verdict(SIGNED, signature("from:subject:date"), elsewhere) is Authenticity.UNKNOWN
    whole = signature("from:subject:date:reply-to")
    assert verdict(SIGNED, whole, elsewhere) is Authenticity.PASS


@pytest.mark.parametrize(
    ("body", "length", "unsigned"),
    [
        (b"Hello\r\n", 7, 0),
        (b"Hello\n", 7, 0),
        (b"Hello \t \r\n\r\n\r\n", 7, 0),
        (b"Hello\r\nNEW BANK\r\n", 7, 10),
        (b"", 0, 0),
        (b"x\r\n", 0, 3),
    ],
)
def test_what_follows_the_signed_part_is_counted(body: bytes, length: int, unsigned: int) -> None:
    headers = Headers((signature("from:subject:date", f"l={length};"), FROM))
    (found,) = signatures_of(headers, "acme.example")
    assert unsigned_bytes(found, body) == unsigned
    alerts = [alert for alert, _ in judge(headers, TRUSTED, body=body).alerts]
    assert alerts == [Alert.PARTLY_SIGNED] * bool(unsigned)


def test_a_trusted_forwarders_seal_vouches_for_what_it_saw() -> None:
    fields = (
        ("arc-seal", "i=1; a=rsa-sha256; cv=none; d=forward.example; s=a; b=z"),
        (
            "arc-authentication-results",
            f"i=1; mx.forward.example; dkim=pass header.d=acme.example; {DMARC}",
        ),
        (
            "authentication-results",
            "mx.buyer.example; arc=pass (i=1); dmarc=fail header.from=acme.example",
        ),
        FROM,
    )
    sealers = frozenset({"forward.example"})
    assert judge(Headers(fields), TRUSTED).authenticity is Authenticity.FAIL
    assert judge(Headers(fields), TRUSTED, sealers=sealers).authenticity is Authenticity.PASS
    broken = tuple((name, value.replace("arc=pass", "arc=fail")) for name, value in fields)
    assert judge(Headers(broken), TRUSTED, sealers=sealers).authenticity is Authenticity.FAIL
    doubled = (fields[1], *fields)
    assert judge(Headers(doubled), TRUSTED, sealers=sealers).authenticity is Authenticity.FAIL
