from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.headers import Address, addresses_of, headers_of


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Billing <b@acme.example>", [("b@acme.example", "Billing")]),
        ('"Acme, Inc." <B@Acme.Example>', [("b@acme.example", "Acme, Inc.")]),
        ("b@acme.example", [("b@acme.example", "")]),
        ("b@acme.example (Billing)", [("b@acme.example", "")]),
        ("=?utf-8?b?TsO8cg==?= <x@y.example>", [("x@y.example", "Nür")]),
        ('"a@good.example" <evil@bad.example>', [("evil@bad.example", "a@good.example")]),
        ("a@good.example <evil@bad.example>", [("evil@bad.example", "a@good.example")]),
        ("<@relay.example,@b.example:joe@x.example>", [("joe@x.example", "")]),
        ("A <a@x.example>, B <b@y.example>", [("a@x.example", "A"), ("b@y.example", "B")]),
        ("Team: a@x.example, b@y.example;", [("a@x.example", ""), ("b@y.example", "")]),
        ('"<a@good.example>" <evil@bad.example>', [("evil@bad.example", "<a@good.example>")]),
        ("x (<a@good.example>) <evil@bad.example>", [("evil@bad.example", "x (<a@good.example>)")]),
        ("undisclosed-recipients:;", []),
        ("Billing", []),
    ],
)
def test_the_address_is_what_stands_in_the_brackets(
    value: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.address, one.name) for one in addresses_of(value)] == found


def test_an_encoded_name_never_becomes_the_address() -> None:
    value = "=?utf-8?q?Acme_=3Cbilling=40acme.example=3E=2C?= <x@evil.test>"
    assert addresses_of(value) == (Address("x@evil.test", "Acme <billing@acme.example>,"),)


def test_encoded_words_are_text_in_a_subject_and_nothing_in_results() -> None:
    word = "=?utf-8?q?a=3Bb?="
    raw = f"Subject: {word}\r\nAuthentication-Results: {word}\r\n\r\n".encode()
    headers = headers_of(message_from_bytes(raw))
    assert headers.first("subject") == "a;b"
    assert headers.first("authentication-results") == word


@given(st.text(max_size=80))
def test_any_text_gives_addresses_that_have_one_domain(value: str) -> None:
    for found in addresses_of(value):
        assert found.address.count("@") == 1
        assert not set(found.address) & set("<>,;: \t")
