"""Lists that come only as data: they are read from the answers to the page's requests."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fetchers.portals.autopilot.records import Reading, arrays_in, reading_of
from fetchers.portals.autopilot.templates import template_of
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


class Buttons(Spa):
    """Rows that come as data, each shown by its number and a button that fetches its file."""

    asks = "'/file/' + encodeURIComponent(d.id)"
    said = "Download"

    async def invoices(self, _request: Request) -> Response:
        return self.frame(
            "<h1>Documents</h1><div id=list></div><script>"
            "fetch('/api/documents?from=0').then(r => r.json()).then(told => {"
            " for (const d of told.data.items) { const p = document.createElement('p');"
            " p.textContent = d.no + ' '; const b = document.createElement('button');"
            f" b.textContent = '{self.said}'; b.onclick = async () => {{"
            f" const got = await fetch({self.asks}); const a = document.createElement('a');"
            " a.href = URL.createObjectURL(await got.blob()); a.download = 'f.pdf'; a.click(); };"
            " p.append(b); document.querySelector('#list').append(p); } });</script>"
        )


class FirstOnly(Buttons):
    """Whatever button is pressed, the first file comes."""

    asks = "'/file/' + encodeURIComponent(told.data.items[0].id) + '?of=' + d.no"

    async def file(self, _request: Request) -> Response:
        return self.hand_out(self.docs[0])


class Paid(Buttons):
    """The button beside a number pays."""

    said = "Pay now"


@pytest.mark.e2e
@pytest.mark.slow
def test_files_behind_a_button_of_the_page_are_got_by_the_address_that_it_shows(
    farm: Farm,
) -> None:
    site = Buttons(page_size=9)
    origin = farm.serve(site)
    result = farm.visit(origin, None)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    files = {doc.number: doc.pdf for doc in site.docs}
    brought = {one.listing.number or "": one.path.read_bytes() for one in result.documents}
    assert brought == files
    assert result.recipe is not None
    assert read_recipe(result.recipe).lists[0].document.url == "/file/{id}"
    again = farm.visit(origin, result.recipe)
    assert again.listings == result.listings


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize("make", [FirstOnly, Paid])
def test_a_button_that_proves_no_rule_leaves_the_list_to_a_person(
    farm: Farm, make: type[Buttons]
) -> None:
    site = make(page_size=9)
    result = farm.visit(farm.serve(site), None)
    assert result.outcome.code is OutcomeCode.AMBIGUOUS, result.outcome
    assert result.documents == ()


@pytest.mark.parametrize(
    ("address", "made"),
    [
        ("https://p.example/file/7f0c/pdf?x=1", "/file/{id}/pdf?x=1"),
        ("https://p.example/file?no=INV-1&id=7f0c", "/file?no={no}&id={id}"),
        ("https://p.example/file/INV-10", None),
        ("https://p.example/file/open", None),
        ("https://p.example/file/7f0c/{no}", None),
    ],
)
def test_an_address_is_made_of_values_that_are_the_records_own(
    address: str, made: str | None
) -> None:
    records = [
        {"id": "7f0c", "no": "INV-1", "state": "open"},
        {"id": "7f0d", "no": "INV-2", "state": "open"},
    ]
    assert template_of(address, records) == made
