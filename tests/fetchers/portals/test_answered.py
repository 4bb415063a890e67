"""Lists that come only as data: they are read from the answers to the page's requests."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fetchers.portals.autopilot.records import Reading, arrays_in, reading_of
from fetchers.portals.recipe import read_recipe
from fetchers.portals.values import NO_CURRENCY
from model.documents import DocumentKind
from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals.sites import DOCS, Doc, Spa


def record(at: int, **more: Any) -> dict[str, Any]:
    """A row of an interface, as many portals answer it."""
    return {
        "id": f"5f0c-{at}",
        "invoiceNumber": f"INV-{1000 + at}",
        "issuedAt": f"2026-07-0{at + 1}T08:00:00Z",
        "createdAt": "2026-08-01T00:00:00Z",
        "dueDate": f"2026-08-0{at + 1}" if at else None,
        "netTotal": "1.00",
        "grossTotal": 88 + at / 2,
        "currency": "EUR",
        "status": "paid",
        "links": {"self": f"/api/invoices/{at}", "pay": f"/pay/{at}.pdf", "pdf": f"/file/{at}.pdf"},
        **more,
    }


def read(*records: dict[str, Any], shown: str = "", currency: str = NO_CURRENCY) -> Reading | None:
    return reading_of(records, shown, currency)


def paths(reading: Reading | None) -> dict[str, str | None]:
    named = reading.columns.named() if reading else {}
    return {name: column.json_path for name, column in named.items()}


USUAL = {
    "number": "invoiceNumber",
    "day": "issuedAt",
    "amount": "grossTotal",
    "due": "dueDate",
    "currency": "currency",
}


def test_keys_say_what_all_records_confirm() -> None:
    told = read(record(0), record(1), record(2))
    assert paths(told) == USUAL
    assert told is not None
    assert told.addresses == ("links.pdf",)


def test_whole_numbers_may_count_cents_and_are_no_amounts() -> None:
    told = read(*(record(at, grossTotal=8800 + at) for at in range(3)))
    assert "amount" not in paths(told)


def test_an_amount_without_a_currency_is_none() -> None:
    records = [record(at, currency=None) for at in range(3)]
    assert "amount" not in paths(read(*records))
    assert paths(read(*records, currency="EUR"))["amount"] == "grossTotal"


def test_two_days_that_differ_are_not_chosen_from() -> None:
    records = [record(at, invoiceDate=f"2026-06-0{at + 1}") for at in range(3)]
    assert "day" not in paths(read(*records))


def test_a_technical_key_counts_only_where_the_page_shows_it() -> None:
    records = [record(at, invoiceNumber=None) for at in range(3)]
    assert paths(read(*records)).get("number") is None
    assert paths(read(*records, shown="Invoice 5f0c-1, paid"))["number"] == "id"


@pytest.mark.parametrize("word", ["draft", "quote", "ORDER"])
def test_records_of_which_one_is_no_document_are_no_list(word: str) -> None:
    assert read(record(0), record(1, type=word)) is None


def test_kinds_are_told_by_their_words() -> None:
    told = read(record(0, type="INVOICE"), record(1, type="CREDIT_NOTE"))
    assert told is not None
    assert told.kinds is not None
    assert told.kinds["CREDIT_NOTE"] is DocumentKind.CREDIT_NOTE


@pytest.mark.parametrize(
    ("answer", "path", "total"),
    [
        ([record(0)], None, None),
        ({"data": {"items": [record(0)], "total": 7}}, "data.items", "data.total"),
        ({"results": [record(0)], "count": 1}, "results", "count"),
        ({"results": [record(0)], "count": 0}, "results", None),
        ({"results": [record(0)], "other": {"total": 9}}, "results", None),
    ],
)
def test_an_array_of_records_is_found_with_its_total(
    answer: Any, path: str | None, total: str | None
) -> None:
    told = next(arrays_in(answer))
    assert (told.path, told.total) == (path, total)


class Addressed(Spa):
    """A page that shows numbers alone; its interface says where each file is."""

    async def answer(self, request: Request) -> Response:
        start = int(request.query_params["from"])
        shown = self.docs[start : start + self.page_size]
        items = [self.item(start + at, doc) for at, doc in enumerate(shown)]
        return JSONResponse({"data": {"items": items, "total": len(self.docs)}})

    def item(self, at: int, doc: Doc) -> dict[str, Any]:
        """A row."""
        return {
            "id": at,
            "no": doc.number,
            "date": "-".join(reversed(doc.day.split("/"))),
            "gross": {"value": doc.amount.replace(",", ""), "cur": "EUR"},
            "pdf": f"/file/d/{at}",
        }


class Elsewhere(Addressed):
    """The same, whose files would come from somebody else's."""

    def item(self, at: int, doc: Doc) -> dict[str, Any]:
        return {**super().item(at, doc), "pdf": f"http://127.0.0.2:9/file/{at}.pdf"}


@pytest.mark.e2e
@pytest.mark.slow
def test_a_list_that_comes_as_data_is_found_and_written_down(farm: Farm) -> None:
    origin = farm.serve(Addressed())
    first = farm.visit(origin, None)
    assert first.outcome.code is OutcomeCode.OK, first.outcome
    assert [one.listing.number for one in first.documents] == [doc.number for doc in DOCS]
    assert first.counter == len(DOCS)
    assert first.recipe is not None
    (part,) = read_recipe(first.recipe).lists
    assert part.json_twin is not None
    assert part.document.address == "pdf"
    second = farm.visit(origin, first.recipe)
    assert second.listings == first.listings
    assert [one.sha256 for one in second.documents] == [one.sha256 for one in first.documents]


@pytest.mark.e2e
@pytest.mark.slow
def test_an_address_of_somebody_elses_is_not_asked(farm: Farm) -> None:
    result = farm.visit(farm.serve(Elsewhere()), None)
    assert result.outcome.code is OutcomeCode.AMBIGUOUS, result.outcome
    assert result.documents == ()
