import pytest

from fetchers.mail.headers import Headers
from fetchers.mail.hops import last_server, own_fields

OURS = frozenset({"mx.buyer.example"})
MARK = ("x-mark", "1")


def marked(*received: str) -> list[bool]:
    """For a mark below each Received line that is ours, whether it lies below the border."""
    fields = [field for line in received for field in (("received", line), MARK)]
    return [own.below for own in own_fields(Headers(tuple(fields)), OURS) if own.name == "x-mark"]


@pytest.mark.parametrize(
    "inside",
    [
        "by 2002:a05:6a10:1 with SMTP id x",
        "from localhost (localhost [127.0.0.1]) by mx.buyer.example with ESMTP",
        "from scan.buyer.example (scan.buyer.example [10.0.0.7]) by mx.buyer.example",
        "from store (unknown [192.168.3.4]) by mx.buyer.example with LMTP",
        "from a.buyer.example by b.buyer.example with ESMTP",
        "from [10.1.2.3] by mx.buyer.example",
        "from a.buyer.example (2603:10a6:10::1) by b.buyer.example with HTTPS",
    ],
)
def test_a_hop_between_our_own_servers_is_not_the_border(inside: str) -> None:
    assert marked(inside, "from out.acme.example by mx.buyer.example") == [False, True]


@pytest.mark.parametrize(
    "border",
    [
        "from out.acme.example (out.acme.example [198.51.100.7]) by mx.buyer.example",
        "from mx.buyer.example (unknown [203.0.113.9]) by mx.buyer.example",
        "from mx.buyer.example (out.evil.test [203.0.113.9]) by mx.buyer.example",
        "from mx.buyer.example ([203.0.113.9]) by mx.buyer.example",
        "from out.acme.example by mx.buyer.example",
        "from [203.0.113.9] by mx.buyer.example",
    ],
)
def test_below_the_border_nothing_more_is_ours(border: str) -> None:
    assert marked(border, "from mx.buyer.example by mx.buyer.example") == [True]


def test_a_line_of_a_foreign_server_ends_it_at_once() -> None:
    assert marked("from a by relay.elsewhere.example") == []


@pytest.mark.parametrize(
    ("received", "server"),
    [
        (("by 2002:a05:1 with SMTP", "from x by mx.google.com with ESMTPS"), {"google.com"}),
        (("from x by imap.mail.buyer.co.uk",), {"buyer.co.uk"}),
        (("from x by localhost", "from y by mx.buyer.example"), {"buyer.example"}),
        (("from x by 198.51.100.7",), set()),
        ((), set()),
    ],
)
def test_the_server_that_stored_the_mail_is_ours(
    received: tuple[str, ...], server: set[str]
) -> None:
    headers = Headers(tuple(("received", line) for line in received))
    assert last_server(headers) == server
