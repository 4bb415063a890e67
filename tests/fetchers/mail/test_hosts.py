import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.hosts import host_of, is_ip, redirect_target, registrable, within
from fetchers.mail.lookalikes import distance, looks_like


@pytest.mark.parametrize(
    "host",
    [
        "nord1icht-strom.example",
        "nordlight-strom.example",
        "nordlichtstrom.example",
        "nordlicht-strom.test",
        "nordlicht-strom.example.evil.test",
        "xn--nrdlicht-strom-swb.example",
        "nоrdlicht-strom.example",  # noqa: RUF001 - the Cyrillic o is the point
        "nordlciht-strom.example",
    ],
)
def test_hosts_that_look_like_a_suppliers_are_seen(host: str) -> None:
    assert looks_like(host, "nordlicht-strom.example")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("stripe-billing.com", "stripe.com"),
        ("stripe.co", "stripe.com"),
        ("strlpe.com", "stripe.com"),
        ("rnicrosoft.com", "microsoft.com"),
    ],
)
def test_a_borrowed_name_or_other_ending_is_seen(host: str, domain: str) -> None:
    assert looks_like(host, domain)


@pytest.mark.parametrize(
    "host",
    ["portal.nordlicht-strom.example", "nordlicht-strom.example", "suedlicht.example", "mail.test"],
)
def test_a_suppliers_own_and_quite_other_hosts_are_no_look_alikes(host: str) -> None:
    assert not looks_like(host, "nordlicht-strom.example")


def test_the_registrable_part_knows_countries_rented_names_and_addresses() -> None:
    assert registrable("a.b.co.uk") == "b.co.uk"
    assert registrable("a.b.example") == "b.example"
    assert registrable("tenant.sharepoint.com") == "tenant.sharepoint.com"
    assert registrable("1.2.3.4") == "1.2.3.4"


def test_bare_addresses_are_known_however_they_are_written() -> None:
    assert all(map(is_ip, ["1.2.3.4", "2130706433", "0x7f000001", "::1"]))
    assert not is_ip("example.com")


def test_a_domain_within_is_not_a_domain_that_ends_alike() -> None:
    assert within("a.b.example", "b.example")
    assert not within("notb.example", "b.example")
    assert not within("b.example", "")


def test_a_redirect_parameter_gives_its_host() -> None:
    assert redirect_target("https://a.example/r?url=https%3A%2F%2Fevil.test%2Fx") == "evil.test"
    assert redirect_target("https://a.example/r?next=//evil.test") == "evil.test"
    assert redirect_target("https://a.example/r?page=2") == ""


@given(st.text(max_size=40))
def test_any_text_is_a_host_or_none(text: str) -> None:
    assert host_of(text) == host_of(text).lower()
    redirect_target("https://a.example/?url=" + text)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_symmetric_and_zero_only_for_equals(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)


def test_swapped_neighbours_are_one_edit() -> None:
    assert distance("stripe", "stirpe") == 1
