from __future__ import annotations

import pytest

from model.errors import WrongInput
from vault.origins import origin_of


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Portal.Acme.example/login?x=1#top", "https://portal.acme.example"),
        ("https://portal.acme.example:443", "https://portal.acme.example"),
        (" https://portal.acme.example:8443/ ", "https://portal.acme.example:8443"),
        ("https://m\u00fcller.example", "https://xn--mller-kva.example"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]"),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("imaps://mail.example:993", "imaps://mail.example"),
        ("imap://mail.example", "imap://mail.example"),
        ("http://127.0.0.1:8080/login", "http://127.0.0.1:8080"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin
    assert origin_of(origin) == origin


@pytest.mark.parametrize(
    "url",
    [
        "",
        "portal.acme.example",
        "http://portal.acme.example",
        "http://localhost.evil.example",
        "https://",
        "https://user@portal.acme.example",
        "https://portal.acme.example:99999",
        "https://*.acme.example",
        "https://acme.example\\@evil.example",
        "https://" + "a" * 100,
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a\u0000b.example",
    ],
)
def test_what_is_no_place_for_a_secret_is_refused(url: str) -> None:
    with pytest.raises(WrongInput, match="no origin"):
        origin_of(url)
