import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.authenticity import MICROSOFT_365, judge
from fetchers.mail.headers import Headers
from fetchers.mail.results import parse_results
from model.mail import Alert, Authenticity

PASS, FAIL, UNKNOWN = Authenticity.PASS, Authenticity.FAIL, Authenticity.UNKNOWN
FROM = ("from", "Billing <billing@acme.example>")
M365 = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=pass (signature was"
    " verified) header.d=acme.example;dmarc=pass action=none"
    " header.from=acme.example;compauth=pass reason=100"
)
GOOGLE = (
    "mx.google.com; dkim=pass header.i=@acme.example header.s=s1 header.b=abc; spf=pass"
    " (google.com: domain of b@acme.example designates 192.0.2.1 as permitted sender)"
    " smtp.mailfrom=b@acme.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE)"
    " header.from=acme.example"
)
RSPAMD = (
    'mx.buyer.example; dkim=pass header.d=acme.example header.s=k header.b="x/y;z"; dmarc=pass'
    " (policy=reject) header.from=acme.example; spf=pass (mx: domain) smtp.mailfrom=b@acme.example"
)
OPENDKIM = (
    "mx.buyer.example/1; dkim=pass (2048-bit key) header.d=acme.example header.i=@acme.example"
)


def verdict(*fields: tuple[str, str], trusted: str) -> Authenticity:
    return judge(Headers((*fields, FROM)), frozenset({trusted})).authenticity


@pytest.mark.parametrize(
    ("value", "trusted"),
    [
        (M365, MICROSOFT_365),
        (GOOGLE, "mx.google.com"),
        (RSPAMD, "mx.buyer.example"),
    ],
)
def test_the_dialects_of_the_large_servers_are_understood(value: str, trusted: str) -> None:
    assert verdict(("authentication-results", value), trusted=trusted) is PASS


def test_results_without_a_server_name_are_trusted_only_where_microsoft_365_is_ours() -> None:
    assert verdict(("authentication-results", M365), trusted="mx.buyer.example") is UNKNOWN


def test_a_result_with_a_version_after_the_server_is_read() -> None:
    results = parse_results(OPENDKIM.replace("/1", " 1"))
    assert results.server == "mx.buyer.example"
    assert results.results[0].named("header.d") == "acme.example"


def test_a_server_that_is_not_ours_proves_nothing() -> None:
    assert verdict(("authentication-results", GOOGLE), trusted="mx.buyer.example") is UNKNOWN


def test_only_the_topmost_block_counts() -> None:
    fields = (
        ("authentication-results", "mx.buyer.example; dmarc=fail header.from=acme.example"),
        ("received", "from evil.example by mx.buyer.example"),
        ("authentication-results", RSPAMD),
    )
    assert verdict(*fields, trusted="mx.buyer.example") is FAIL


def test_results_below_a_foreign_hop_were_written_by_the_sender() -> None:
    fields = (
        ("received", "from relay by relay.elsewhere.example with ESMTP"),
        ("authentication-results", RSPAMD),
    )
    assert verdict(*fields, trusted="mx.buyer.example") is UNKNOWN


def test_two_filters_of_one_server_make_one_block() -> None:
    fields = (
        ("authentication-results", "mx.buyer.example; spf=none smtp.mailfrom=x.example"),
        ("authentication-results", OPENDKIM.replace("/1", "")),
    )
    assert verdict(*fields, trusted="mx.buyer.example") is PASS


@pytest.mark.parametrize(
    "value",
    [
        "mx.buyer.example; dkim=pass header.d=other.example",
        "mx.buyer.example; spf=pass smtp.mailfrom=bounce@mailer.example",
        "mx.buyer.example; dmarc=pass header.from=other.example",
        "mx.buyer.example; none",
    ],
)
def test_a_pass_of_another_domain_proves_nothing(value: str) -> None:
    assert verdict(("authentication-results", value), trusted="mx.buyer.example") is UNKNOWN


@pytest.mark.parametrize(
    "value",
    [
        "mx.buyer.example; dmarc=fail header.from=acme.example; dkim=pass header.d=evil.example",
        "mx.buyer.example; spf=fail smtp.mailfrom=acme.example; dkim=fail header.d=acme.example",
    ],
)
def test_a_failed_check_is_an_alert(value: str) -> None:
    fields = (("authentication-results", value), FROM)
    judgement = judge(Headers(fields), frozenset({"mx.buyer.example"}))
    assert judgement.authenticity is FAIL
    assert [alert for alert, _ in judgement.alerts] == [Alert.AUTHENTICATION_FAILED]


def test_a_second_subject_above_a_signed_one_is_an_alert_and_proves_nothing() -> None:
    fields = (
        ("authentication-results", RSPAMD),
        ("subject", "New bank details"),
        FROM,
        ("subject", "Invoice"),
    )
    judgement = judge(Headers(fields), frozenset({"mx.buyer.example"}))
    assert judgement.authenticity is UNKNOWN
    assert [alert for alert, _ in judgement.alerts] == [Alert.HEADERS_DOUBLED]


def test_a_signature_over_the_beginning_of_the_body_proves_nothing() -> None:
    signature = ("dkim-signature", "v=1; a=rsa-sha256; d=acme.example; l=120; h=from; b=x")
    results = ("authentication-results", RSPAMD)
    assert verdict(results, signature, trusted="mx.buyer.example") is UNKNOWN


def test_without_servers_of_ours_everything_is_unknown() -> None:
    judgement = judge(Headers((("authentication-results", GOOGLE), FROM)), frozenset())
    assert judgement.authenticity is UNKNOWN


PIECES = st.sampled_from(
    ["mx.buyer.example", ";", " dkim=pass", "(", ")", "\\", '"', "header.d=acme.example", "=", " 1"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=25).map("".join))
def test_any_results_are_read_and_never_pass_for_a_domain_that_is_not_named(value: str) -> None:
    fields = (("authentication-results", value), ("from", "x@unnamed.test"))
    assert judge(Headers(fields), frozenset({"mx.buyer.example"})).authenticity is not PASS
