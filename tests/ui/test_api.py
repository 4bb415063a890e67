from __future__ import annotations

import httpx
import pytest

from model.deliveries import CameIn
from model.views import InboxPage, InboxQuery
from tests.ui.sample_desk import ADDRESS, SampleDesk
from tests.ui.sample_documents import HOSTILE

SHA = "0" * 64


def sha_of(desk: SampleDesk, document_id: str) -> str:
    return desk.document(document_id).sha256


async def test_a_block_of_the_inbox_holds_what_was_asked_for(clerk: httpx.AsyncClient) -> None:
    answer = (await clerk.get("/api/inbox", params={"start": 2, "end": 5})).json()
    assert (answer["total"], len(answer["rows"])) == (28, 3)
    assert answer["rows"][0]["title"] == "Papyrus Verpackung AG"


@pytest.mark.parametrize(
    ("asked", "around"),
    [
        ("inbox", "view=all&text="),
        ("statements", ""),
        ("deliveries", "view=trouble"),
        ("vault", "sort=state"),
    ],
)
async def test_the_block_around_a_record_is_the_one_in_which_it_stands(
    clerk: httpx.AsyncClient, asked: str, around: str
) -> None:
    every = (await clerk.get(f"/api/{asked}?{around}")).json()["rows"]
    assert len(every) > 2
    for at, row in enumerate(every):
        said = await clerk.get(f"/api/{asked}?{around}&start=0&end=2&around={row['id']}")
        assert said.json()["start"] == at // 2 * 2
        assert row in said.json()["rows"]
    elsewhere = (await clerk.get(f"/api/{asked}?{around}&start=1&end=3&around=nowhere")).json()
    assert (elsewhere["start"], elsewhere["rows"]) == (1, every[1:3])
    assert (await clerk.get(f"/api/{asked}?{around}&end=0&around={row['id']}")).json()["rows"] == []


async def test_search_and_filters_narrow_the_inbox(clerk: httpx.AsyncClient) -> None:
    found = (await clerk.get("/api/inbox", params={"text": "fisher"})).json()
    credits_ = (await clerk.get("/api/inbox", params={"kind": "credit_note"})).json()
    assert [row["number"] for row in found["rows"]] == ["INV-0093341"]
    assert {row["tag"] for row in credits_["rows"]} == {"Credit"}


async def test_a_search_with_markup_finds_text(clerk: httpx.AsyncClient) -> None:
    found = (await clerk.get("/api/inbox", params={"text": HOSTILE})).json()
    assert [row["title"] for row in found["rows"]] == [HOSTILE]


@pytest.mark.parametrize("asked", [{"start": -1}, {"start": "x"}, {"text": "x" * 201}, {"end": -5}])
async def test_a_nonsense_question_is_refused(
    clerk: httpx.AsyncClient, asked: dict[str, str | int]
) -> None:
    assert (await clerk.get("/api/inbox", params=asked)).status_code == 422


async def test_no_more_than_500_rows_come_at_once(
    clerk: httpx.AsyncClient, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    real = desk.inbox

    def inbox(query: InboxQuery, start: int, end: int) -> InboxPage:
        asked.append((start, end))
        return real(query, start, end)

    monkeypatch.setattr(desk, "inbox", inbox)
    await clerk.get("/api/inbox", params={"start": 100, "end": 10**9})
    assert asked == [(100, 600)]


async def test_deliveries_in_trouble_stand_alone(clerk: httpx.AsyncClient) -> None:
    rows = (await clerk.get("/api/deliveries", params={"view": "trouble"})).json()["rows"]
    assert {row["word"] for row in rows} == {"Failed", "Retrying", "Rejected", "Under query"}


async def test_statements_are_found_by_supplier(clerk: httpx.AsyncClient) -> None:
    found = (await clerk.get("/api/statements", params={"text": "HILTI"})).json()
    assert found["total"] == 1


async def test_a_page_image_is_kept_for_ever(clerk: httpx.AsyncClient, desk: SampleDesk) -> None:
    answer = await clerk.get(f"/doc/{sha_of(desk, 'd0')}/1.png", params={"scale": 1})
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


async def test_an_original_is_downloaded_and_never_opened_here(
    clerk: httpx.AsyncClient, desk: SampleDesk
) -> None:
    answer = await clerk.get(f"/doc/{sha_of(desk, 'd0')}/original")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"].startswith("sandbox")


async def test_a_name_that_breaks_out_of_its_header_can_not(
    clerk: httpx.AsyncClient, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = 'a"; filename=evil.html\r\nx-bad: 1'
    monkeypatch.setattr(desk, "original", lambda _sha: (b"x", name))
    headers = (await clerk.get(f"/doc/{SHA}/original")).headers
    assert "x-bad" not in headers
    assert '"' not in headers["content-disposition"]


@pytest.mark.parametrize(
    "path", ["/doc/../etc/passwd/1.png", "/doc/abc/1.png", f"/doc/{SHA}/0.png", f"/doc/{SHA}/x.png"]
)
async def test_a_path_that_is_no_document_is_refused(clerk: httpx.AsyncClient, path: str) -> None:
    assert (await clerk.get(path)).status_code in (404, 422)


@pytest.mark.parametrize("scale", ["0.5", "40", "nan"])
async def test_a_page_is_drawn_within_limits_only(
    clerk: httpx.AsyncClient, desk: SampleDesk, scale: str
) -> None:
    path = f"/doc/{sha_of(desk, 'd0')}/1.png"
    assert (await clerk.get(path, params={"scale": scale})).status_code == 422


async def test_what_is_written_of_a_statement_is_downloaded(
    clerk: httpx.AsyncClient, desk: SampleDesk
) -> None:
    (held, *_) = [row for row in desk.statements() if row.open]
    said = await clerk.get(f"/statement/{held.id}/report.pdf")
    assert said.text == f"report.pdf of {held.id}"
    assert said.headers["content-disposition"] == 'attachment; filename="report.pdf"'
    assert (await clerk.get("/statement/none/letter.eml")).status_code == 404
    assert (await clerk.get(f"/statement/{held.id}/other.exe")).status_code == 422


HOOK = {"webhook-id": "m1", "webhook-timestamp": "1762070400", "webhook-signature": "v1,eA=="}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (CameIn.TAKEN, 200),
        (CameIn.KNOWN, 200),
        (CameIn.FORGED, 401),
        (CameIn.UNTIMELY, 400),
        (CameIn.UNREADABLE, 422),
        (CameIn.LATER, 503),
    ],
)
async def test_a_receiver_s_webhook_needs_no_session(
    stranger: httpx.AsyncClient, desk: SampleDesk, said: CameIn, status: int
) -> None:
    desk.receivers.said = said
    answer = await stranger.post(f"/answers/{ADDRESS}", content=b"{}", headers=HOOK)
    assert answer.status_code == status
    assert desk.receivers.came[-1].body == "{}"
    assert ("retry-after" in answer.headers) is (said is CameIn.LATER)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (CameIn.TAKEN, "200"),
        (CameIn.KNOWN, "200"),
        (CameIn.FORGED, "401"),
        (CameIn.UNREADABLE, "406"),
        (CameIn.LATER, "560"),
    ],
)
async def test_a_network_that_posts_cxml_is_answered_in_cxml(
    stranger: httpx.AsyncClient, desk: SampleDesk, said: CameIn, code: str
) -> None:
    desk.receivers.said = said
    answer = await stranger.post(f"/answers/{ADDRESS}", content=b"\n<cXML/>")
    assert desk.receivers.posted[-1] == b"\n<cXML/>"
    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "text/xml; charset=utf-8",
    )
    assert f'<Status code="{code}"' in answer.text


async def test_a_webhook_without_its_headers_or_address_is_not_taken(
    stranger: httpx.AsyncClient, desk: SampleDesk
) -> None:
    elsewhere = await stranger.post(f"/answers/{'x' * 30}", content=b"{}", headers=HOOK)
    assert elsewhere.status_code == 404
    before = len(desk.receivers.came)
    bare = await stranger.post(f"/answers/{ADDRESS}", content=b"{}")
    broken = await stranger.post(f"/answers/{ADDRESS}", content=b"\xff", headers=HOOK)
    large = await stranger.post(f"/answers/{ADDRESS}", content=b"x" * 70_000, headers=HOOK)
    assert [bare.status_code, broken.status_code, large.status_code] == [400, 400, 413]
    assert len(desk.receivers.came) == before
