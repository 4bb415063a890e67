from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import httpx
import pytest

from billhook.demo import authenticator
from billhook.demo.books import POSTED_LATE
from billhook.demo.portals import PORTALS
from billhook.demo.world import WORLD
from model.clock import FixedClock

Visit = Callable[[str], httpx.Client]
ONE_PAGE = sorted(set(PORTALS) - {"lumen", "kestrel"})
WITH_FILES = sorted(set(PORTALS) - {"lumen", "harbourlane"})
LISTS = {
    "nordwind": ("/rechnungen", "7 Belege"),
    "kestrel": ("/billing/invoices", "Showing 6 of 6 invoices"),
    "ondanet-fijo": ("/facturas.asp", "Facturas encontradas: 4"),
    "ondanet-movil": ("/mi-cuenta/facturas", "Mostrando 4 facturas de 4"),
    "ondanet-fibra": ("/area/recibos", "Total de recibos: 4"),
    "vandermeer": ("/facturen", "1\u201310 van 14"),
    "brightline": ("/account/invoices", "Showing 1 to 7 of 7 entries"),
    "harbourlane": ("/invoices", "0 invoices"),
    "sablefinch": ("/account/invoices", "2 invoices"),
}


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def knock(
    client: httpx.Client, slug: str, password: str | None = None, target: str = ""
) -> httpx.Response:
    """The answer to the sign-in form of a one-page portal."""
    door, known = PORTALS[slug].door, WORLD.portal(slug).sign_in
    page = client.get(door.path, params={"next": target}).text
    form = {
        "csrf_token": token(page),
        "next": target,
        door.user.name: known.username,
        door.key.name: password or known.password,
    }
    return client.post(door.path, data=form)


def sign_in_to_kestrel(client: httpx.Client, clock: FixedClock) -> None:
    known = WORLD.portal("kestrel").sign_in
    page = client.get("/signin?next=/billing/invoices").text
    page = client.post("/signin", data={"csrf_token": token(page), "email": known.username}).text
    assert 'type="email"' not in page
    form = {"csrf_token": token(page), "password": known.password}
    page = client.post("/signin/password", data=form).text
    code = authenticator.code(known.totp or "", int(clock.now().timestamp()) // 30)
    page = client.post("/signin/verify", data={"csrf_token": token(page), "code": code}).text
    assert "<h1>Invoices</h1>" in page


def enter(client: httpx.Client, slug: str, clock: FixedClock) -> None:
    if slug == "kestrel":
        sign_in_to_kestrel(client, clock)
    else:
        knock(client, slug)


def log(client: httpx.Client) -> dict[str, Any]:
    counts: dict[str, Any] = client.get("/_peers/log").json()
    return counts


@pytest.mark.parametrize("slug", ONE_PAGE)
def test_the_right_password_opens_the_list_that_was_asked_for(visit: Visit, slug: str) -> None:
    client = visit(slug)
    path, counter = LISTS[slug]
    door = client.get(path)
    assert door.url.path == PORTALS[slug].door.path
    answer = knock(client, slug, target=path)
    assert answer.url.path == path
    assert counter in unescape(answer.text)
    assert log(client)["sign_ins"] == log(client)["attempts"] == 1


@pytest.mark.parametrize("slug", ONE_PAGE)
def test_a_wrong_password_is_one_attempt_and_says_so(visit: Visit, slug: str) -> None:
    client = visit(slug)
    answer = knock(client, slug, password="wrong")
    assert PORTALS[slug].door.wrong in unescape(answer.text)
    counts = log(client)
    assert (counts["attempts"], counts["refused"], counts["sign_ins"]) == (1, 1, 0)


def test_the_stored_password_of_sable_and_finch_is_refused(visit: Visit) -> None:
    client = visit("sablefinch")
    stored = WORLD.portal("sablefinch").sign_in.stored
    assert "password is incorrect" in knock(client, "sablefinch", password=stored).text
    assert knock(client, "sablefinch").url.path == "/account/invoices"


@pytest.mark.parametrize("slug", ONE_PAGE)
def test_three_wrong_passwords_lock_the_account(visit: Visit, slug: str) -> None:
    client = visit(slug)
    for _ in range(3):
        answer = knock(client, slug, password="wrong")
    assert PORTALS[slug].door.locked in unescape(answer.text)
    assert PORTALS[slug].door.locked in unescape(knock(client, slug).text)


@pytest.mark.parametrize("slug", ONE_PAGE)
def test_a_form_without_its_token_is_no_attempt(visit: Visit, slug: str) -> None:
    client = visit(slug)
    door, known = PORTALS[slug].door, WORLD.portal(slug).sign_in
    client.get(door.path)
    form = {door.user.name: known.username, door.key.name: known.password}
    answer = client.post(door.path, data=form)
    assert answer.status_code == 403
    assert log(client)["attempts"] == 0
    assert log(client)["forged_forms"] == 1


def test_nobody_is_sent_to_another_site_after_the_sign_in(visit: Visit) -> None:
    client = visit("sablefinch")
    answer = knock(client, "sablefinch", target="//evil.example/x")
    assert answer.url.host == "portal.test"


@pytest.mark.parametrize("slug", WITH_FILES)
def test_every_document_of_the_list_can_be_fetched(
    visit: Visit, clock: FixedClock, slug: str
) -> None:
    client = visit(slug)
    enter(client, slug, clock)
    pages = [LISTS[slug][0]]
    if slug == "vandermeer":
        pages.append("/facturen?pagina=2")
    if slug == "brightline":
        pages += ["/account/credit-notes", "/account/statements"]
    links = {link for page in pages for link in links_of(client, page)}
    files = [client.get(link) for link in sorted(links)]
    assert all(file.content.startswith(b"%PDF") for file in files)
    expected = {document.number for document in WORLD.on_portal(slug)} - {POSTED_LATE}
    assert len(files) == len(expected)
    assert set(log(client)["downloads"]) == expected


def test_what_is_posted_late_is_listed_from_the_second_sign_in_on(
    visit: Visit, clock: FixedClock
) -> None:
    client = visit("brightline")
    seen = []
    for _ in range(2):
        client.cookies.clear()
        enter(client, "brightline", clock)
        seen.append(POSTED_LATE in client.get("/account/invoices").text)
    assert seen == [False, True]


def links_of(client: httpx.Client, page: str) -> set[str]:
    html = unescape(client.get(page).text)
    if "/facturen/" in html:
        details = set(re.findall(r'href="(/facturen/[^"]+)"', html))
        return {f"{detail}/pdf" for detail in details}
    wanted = r'href="([^"]*(?:/beleg\?|/download|factura\.asp\?|\.pdf|/ver/|/pdf)[^"]*)"'
    return set(re.findall(wanted, html))


def test_nordwinds_links_are_good_once_and_only_for_the_last_list(visit: Visit) -> None:
    client = visit("nordwind")
    knock(client, "nordwind")
    old = links_of(client, "/rechnungen").pop()
    new = links_of(client, "/rechnungen").pop()
    assert client.get(old).status_code == 403
    assert client.get(new).status_code == 200
    assert client.get(new).status_code == 403


def test_nordwinds_list_can_be_filtered_by_year_down_to_nothing(visit: Visit) -> None:
    client = visit("nordwind")
    knock(client, "nordwind")
    assert "7 Belege" in client.get("/rechnungen?jahr=2026").text
    assert "Keine Belege vorhanden" in client.get("/rechnungen?jahr=2019").text


def test_harbour_lane_says_that_it_has_nothing(visit: Visit) -> None:
    client = visit("harbourlane")
    assert (
        '<p class="empty">No invoices</p>' in knock(client, "harbourlane", target="/invoices").text
    )


def test_lumen_gives_its_list_in_pages_to_the_bearer_of_its_token(visit: Visit) -> None:
    client = visit("lumen")
    known = WORLD.portal("lumen").sign_in
    body = {"email": known.username, "password": known.password}
    headers = {"authorization": f"Bearer {client.post('/api/session', json=body).json()['token']}"}
    assert client.get("/api/invoices").status_code == 401
    first = client.get("/api/invoices", headers=headers).json()
    second = client.get(f"/api/invoices?offset={first['next']}", headers=headers).json()
    items = first["items"] + second["items"]
    assert (len(first["items"]), second["next"], len(items)) == (5, None, first["total"])
    file = client.get(f"/api/invoices/{items[0]['id']}/pdf", headers=headers)
    assert file.content.startswith(b"%PDF")
    wrong = client.post("/api/session", json=body | {"password": "x"})
    assert wrong.status_code == 401
    assert wrong.json()["error"] == PORTALS["lumen"].door.wrong


def test_kestrel_takes_no_code_twice(visit: Visit, clock: FixedClock) -> None:
    client = visit("kestrel")
    sign_in_to_kestrel(client, clock)
    client.get("/signout")
    with pytest.raises(AssertionError, match="Invoices"):
        sign_in_to_kestrel(client, clock)
    assert log(client)["codes_refused"] == 1


def test_kestrel_refuses_at_the_password_and_never_asks_for_a_code(visit: Visit) -> None:
    client = visit("kestrel")
    page = client.post(
        "/signin",
        data={"csrf_token": token(client.get("/signin").text), "email": "nobody@x.example"},
    )
    form = {"csrf_token": token(page.text), "password": "x"}
    answer = client.post("/signin/password", data=form)
    assert "That email and password don" in answer.text
    assert client.get("/signin/verify").url.path == "/signin"


def test_the_codes_are_those_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert authenticator.code(secret, 59 // 30) == "287082"
    assert authenticator.code(secret, 1111111109 // 30) == "081804"
    assert authenticator.matching_step(secret, "081804", 1111111109 + 30) == 1111111109 // 30
    assert authenticator.matching_step(secret, "081804", 1111111109 + 90) is None


@pytest.mark.parametrize("slug", sorted(PORTALS))
def test_maintenance_closes_everything_but_the_tests_own_addresses(visit: Visit, slug: str) -> None:
    client = visit(slug)
    assert client.post("/_peers/switch", json={"maintenance": True}).json()["maintenance"] is True
    assert client.get("/").status_code == 503
    assert PORTALS[slug].door.maintenance in unescape(client.get("/").text)
    client.post("/_peers/switch", json={"maintenance": False})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("slug", sorted(set(LISTS) - {"kestrel"}))
def test_a_redesign_renames_every_class_and_keeps_every_document(visit: Visit, slug: str) -> None:
    client = visit(slug)
    knock(client, slug)
    path, counter = LISTS[slug]
    before = client.get(path).text
    client.post("/_peers/switch", json={"redesigned": True})
    after = client.get(path).text
    assert classes(before).isdisjoint(classes(after))
    assert counter in unescape(after)
    assert after.index("<main") < after.index("<nav")
    if slug != "nordwind":
        assert links_in(after) == links_in(before)


def classes(html: str) -> set[str]:
    return {name for value in re.findall(r' class="([^"]+)"', html) for name in value.split()}


def links_in(html: str) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', html))
