import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.lookalikes import distance, is_disguised, looks_like, skeleton


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("acrne-billing.test", "acme-billing.example"),
        ("vvaldkauz.test", "waldkauz.example"),
        ("wa1dkauz.test", "waldkauz.example"),
        ("wald-kauz.test", "waldkauz.example"),
        ("waldkauzrechnung.test", "waldkauz.example"),
        ("meinwaldkauz.test", "waldkauz.example"),
        ("waldkauz24.test", "waldkauz.example"),
        ("waldkauz.example.evil.test", "waldkauz.example"),
        ("waldkauz.kunden.evil.test", "waldkauz.example"),
        ("waldkauz.co.uk", "waldkauz.example"),
        ("waldkaux.test", "waldkauz.example"),
        ("wladkauz.test", "waldkauz.example"),
        ("nordlihct-storm.test", "nordlicht-strom.example"),
        ("xn--wldkauz-5wa.test", "waldkauz.example"),
        ("w\u0430ldkauz.test", "waldkauz.example"),
        ("w\u00e4ldkauz.test", "waldkauz.example"),
        ("\uff57aldkauz.test", "waldkauz.example"),
    ],
)
def test_what_could_be_taken_for_a_suppliers_domain_is_seen(host: str, domain: str) -> None:
    assert looks_like(host, domain)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("waldkauz.example", "waldkauz.example"),
        ("a.b.waldkauz.example", "waldkauz.example"),
        ("waldkauzen-freunde.test", "waldkauz.example"),
        ("waldkauz.zendesk.com", "waldkauz.example"),
        ("nordwindenergie.test", "nordwind.example"),
        ("sommerwind.test", "nordwind.example"),
        ("suedwind.test", "nordwind.example"),
        ("ups.test", "ubs.example"),
        ("", "waldkauz.example"),
    ],
)
def test_other_names_are_not(host: str, domain: str) -> None:
    assert not looks_like(host, domain)


@pytest.mark.parametrize(
    ("host", "disguised"),
    [
        ("xn--pple-43d.test", True),
        ("xn--80ak6aa92e.test", True),
        ("xn--mller-kva.test", False),
        ("xn--80aswg.test", False),
        ("example.test", False),
        ("xn--fsqu00a.test", False),
    ],
)
def test_letters_of_several_scripts_are_a_disguise(host: str, disguised: bool) -> None:
    assert is_disguised(host) is disguised


@given(st.text(max_size=30))
def test_a_skeleton_is_its_own_skeleton_after_two_turns(text: str) -> None:
    twice = skeleton(skeleton(text))
    assert skeleton(twice) == twice or len(skeleton(twice)) < len(twice)


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_distance_counts_the_same_both_ways(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)
