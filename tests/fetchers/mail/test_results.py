import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.results import parse_received_spf, parse_results


def found(value: str) -> list[tuple[str, str]]:
    return [(one.method, one.verdict) for one in parse_results(value).results]


@pytest.mark.parametrize(
    ("value", "methods"),
    [
        ("mx.a.example 1; spf=pass smtp.mailfrom=b@c.example", [("spf", "pass")]),
        ("mx.a.example; none", []),
        ("mx.a.example; dkim/1=pass header.d=a.example", [("dkim", "pass")]),
        ('mx.a.example; spf=none smtp.mailfrom="a;dmarc=pass"@b.example', [("spf", "none")]),
        (r'mx.a.example; spf=none smtp.mailfrom="a\";dmarc=pass"@b.example', [("spf", "none")]),
        ("mx.a.example; spf=none (a;dmarc=pass (b;dkim=pass)) x.y=z", [("spf", "none")]),
        (r"mx.a.example; spf=none (a\); dmarc=pass)", [("spf", "none")]),
        ("spf=pass (x) smtp.mailfrom=a.example; dkim=none", [("spf", "pass"), ("dkim", "none")]),
        ("mx.a.example;dmarc=pass(p=NONE) header.from=a.example;", [("dmarc", "pass")]),
    ],
)
def test_results_are_read_with_their_quotes_and_remarks(
    value: str, methods: list[tuple[str, str]]
) -> None:
    assert found(value) == methods


@pytest.mark.parametrize(
    "value",
    [
        "mx.a.example; spf=none (a) ) ; dmarc=pass header.from=a.example",
        "mx.a.example; spf=none (a ; dmarc=pass header.from=a.example",
        'mx.a.example; spf=none smtp.mailfrom="a; dmarc=pass header.from=a.example',
    ],
)
def test_a_line_that_somebody_broke_out_of_proves_nothing(value: str) -> None:
    assert parse_results(value).results == ()
    assert parse_results(value).server == "mx.a.example"


@pytest.mark.parametrize(
    ("value", "server", "verdict", "domain"),
    [
        (
            (
                "Pass (EX01.buyer.example: domain of b@acme.example designates 198.51.100.7 as"
                " permitted sender) receiver=EX01.buyer.example; client-ip=198.51.100.7; helo=out;"
            ),
            "ex01.buyer.example",
            "pass",
            "acme.example",
        ),
        (
            (
                "pass (google.com: domain of b@acme.example designates 198.51.100.7)"
                " client-ip=198.51.100.7;"
            ),
            "google.com",
            "pass",
            "acme.example",
        ),
        (
            'softfail (mx: x) receiver=mx.buyer.example; envelope-from="b@acme.example"',
            "mx.buyer.example",
            "softfail",
            "acme.example",
        ),
        ("nonsense", "", "", ""),
    ],
)
def test_received_spf_names_its_receiver_and_sender(
    value: str, server: str, verdict: str, domain: str
) -> None:
    results = parse_received_spf(value)
    assert results.server == server
    assert [one.verdict for one in results.results] == ([verdict] if verdict else [])
    assert [one.named("smtp.mailfrom") for one in results.results] == ([domain] if domain else [])


@given(st.text(alphabet='ab;()"\\= .dmarcpass', max_size=60))
def test_no_quoted_or_remarked_text_adds_a_result(inside: str) -> None:
    quoted = inside.replace("\\", "\\\\").replace('"', '\\"')
    value = f'mx.a.example; spf=none smtp.mailfrom="{quoted}"@b.example'
    assert found(value) in ([("spf", "none")], [])
