from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.documents import DocumentKind
from model.money import Money
from model.outcomes import Outcome, OutcomeCode
from model.plain import from_plain, to_plain
from model.secret import Secret
from model.visits import Listing, VisitOrder, VisitResult

AMOUNTS = st.integers(-(10**9), 10**9).map(lambda units: Money.of_minor(units, "EUR"))
LISTINGS = st.builds(
    Listing,
    st.sampled_from(DocumentKind),
    st.none() | st.text(),
    st.none() | st.dates(),
    st.none() | AMOUNTS,
)


@given(st.lists(LISTINGS).map(tuple), st.dictionaries(st.text(), st.text()))
def test_what_is_written_down_comes_back_equal(
    listings: tuple[Listing, ...], facts: dict[str, str]
) -> None:
    result = VisitResult(Outcome(OutcomeCode.OK, MappingProxyType(facts)), listings=listings)
    written = json.loads(json.dumps(to_plain(result)))
    assert from_plain(VisitResult, written) == result


def test_sets_paths_and_tuples_come_back_as_what_they_were() -> None:
    order = VisitOrder(
        "r",
        "p",
        "https://p.example",
        frozenset({"https://p.example"}),
        Path("/spool"),
        known=frozenset({(DocumentKind.INVOICE, "12"), (DocumentKind.CREDIT_NOTE, "3")}),
        since=date(2026, 1, 2),
    )
    assert from_plain(VisitOrder, to_plain(order)) == order


def test_bytes_instants_and_decimals_come_back_equal() -> None:
    for value in (b"\x00\xff", datetime(2026, 1, 2, 3, 4, tzinfo=UTC), Decimal("1.50"), 2.0):
        assert from_plain(type(value), to_plain(value)) == value


@pytest.mark.parametrize("value", [Secret("x"), object(), {"a": Secret("x")}])
def test_a_secret_is_never_written_down(value: object) -> None:
    with pytest.raises(TypeError):
        to_plain(value)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (str, 1),
        (int, "1"),
        (float, "1.0"),
        (Listing, {"nonsense": 1}),
        (DocumentKind, "spell"),
        (date, "yesterday"),
        (Listing, []),
        (bytes, "not base64!"),
    ],
)
def test_data_of_another_shape_is_refused(kind: type, data: object) -> None:
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
        from_plain(kind, data)
