"""Which imported sign-ins are probably no portals: by rules, and never by force."""

from __future__ import annotations

import pytest

from model.takeovers import BARRED, Doubt
from pipeline.portals.doubts import Candidate, doubt_of, is_local


def doubt(origin: str, account: str = "a", *, loopback: bool = False) -> Doubt | None:
    found = doubt_of(Candidate(origin, account), connected={"c"}, taken={"t"}, loopback=loopback)
    return found.doubt if found else None


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://portal.nordwind.example", None),
        ("https://billing.nordwind.co.uk", None),
        ("https://mailchimp.com", None),
        ("", Doubt.NO_ORIGIN),
        ("https://www.facebook.com", Doubt.CONSUMER),
        ("https://forum.lamps.example", Doubt.CONSUMER),
        ("https://x.com", Doubt.CONSUMER),
        ("https://fax.com", None),
        ("https://mail.us.example", Doubt.MAIL),
        ("https://accounts.gmail.com", Doubt.MAIL),
        ("https://192.168.1.1", Doubt.LOCAL),
        ("https://10.1.2.3:8443", Doubt.LOCAL),
        ("https://[::1]", Doubt.LOCAL),
        ("https://fritz.box", Doubt.LOCAL),
        ("https://printer", Doubt.LOCAL),
        ("https://nas.local", Doubt.LOCAL),
    ],
)
def test_a_site_is_doubted_for_what_it_is(origin: str, expected: Doubt | None) -> None:
    assert doubt(origin) is expected


def test_what_is_connected_or_there_twice_is_barred() -> None:
    found = {doubt("https://nw.example", account) for account in ("c", "t")}
    assert found == {Doubt.CONNECTED, Doubt.DUPLICATE}
    assert found < BARRED
    assert not {Doubt.MAIL, Doubt.CONSUMER} & BARRED


def test_this_machine_counts_only_where_it_may_be_visited() -> None:
    assert doubt("http://127.0.0.2:8000") is Doubt.LOCAL
    assert doubt("http://127.0.0.2:8000", loopback=True) is None
    assert is_local("0x7f000001", loopback=True)
