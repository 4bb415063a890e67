"""Telling forms to sign in from all others, on small pages as portals build them today."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from fetchers.portals.autopilot.entrance import find_entrance, put_consent_aside
from fetchers.portals.autopilot.forms import find_sign_in
from fetchers.portals.autopilot.forms.facts import forms_in
from fetchers.portals.autopilot.forms.judging import is_code
from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import Fence
from fetchers.portals.recipe import Alternatives, SignIn
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from fetchers.portals.wire import Credential
from model.clock import SystemClock
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitOrder
from tests.chromium import chromium
from tests.fetchers.portals.ways_in import DOORS, FIRST_STEPS, OTHERS, SIGN_INS

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ORIGIN = "https://portal.example"
Show = Callable[[str], Page]


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    """Shows a page at the portal's address, in a browser without network."""
    with sync_playwright() as playwright, chromium() as program:
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page()

        def opened(body: str) -> Page:
            def answer(route: Route) -> None:
                route.fulfill(
                    content_type="text/html; charset=utf-8",
                    body=f"<!doctype html><html><title>Portal</title><body>{body}</body></html>",
                )

            page.unroute_all()
            page.route("**/*", answer)
            page.goto(f"{ORIGIN}/")
            return page

        yield opened
        browser.close()


def session_of(page: Page) -> Session:
    """A session at the page."""
    origins = frozenset({ORIGIN})
    return Session(
        context=page.context,
        page=page,
        order=VisitOrder(
            run_id="r",
            portal="P",
            start_url=f"{ORIGIN}/",
            origins=origins,
            spool=None,  # type: ignore[arg-type]  # nothing is written
        ),
        credential=Credential(username=Secret("u"), password=Secret("p")),
        fence=Fence(origins),
        clock=SystemClock(),
        tell=lambda _progress: None,
    )


def meant(page: Page, selectors: Alternatives | None) -> str | None:
    """What the page says the selectors find."""
    found = first_visible(page, selectors or ())
    return found.get_attribute("data-is") if found else None


def found(page: Page) -> SignIn:
    steps = find_sign_in(page)
    assert steps is not None
    assert meant(page, steps.username) == "username"
    return steps


def test_of_several_alternatives_the_first_that_shows_something_is_found(show: Show) -> None:
    page = show(
        "<p id=gone data-is=hidden style='display:none'>a</p>"
        "<ul><li data-is=last>b</li></ul><button data-is=middle>Next</button>"
    )
    hidden, last, middle = "css=#gone", "css=li", 'role=button[name="Next"]'
    assert meant(page, (hidden, "label=None", middle, last)) == "middle"
    assert meant(page, (hidden, last, middle)) == "last"
    assert meant(page, (hidden, "css=.none", "text=Nothing", "label=None")) is None
    assert meant(page, ()) is None
    nothing_there = page.locator("ul")
    assert first_visible(nothing_there, (hidden, middle, "css=b")) is None
    assert first_visible(nothing_there, ("css=b", middle, "xpath=./li")) is not None


@pytest.mark.parametrize("name", SIGN_INS)
def test_a_form_to_sign_in_is_found_with_its_parts(show: Show, name: str) -> None:
    page = show(SIGN_INS[name])
    steps = found(page)
    assert steps.next is None
    assert meant(page, steps.password) == "password"
    assert meant(page, steps.submit) == "submit"
    assert (meant(page, steps.customer_number) == "customer") == ("customer" in name)


@pytest.mark.parametrize("name", FIRST_STEPS)
def test_a_first_step_is_found_with_what_leads_on(show: Show, name: str) -> None:
    page = show(FIRST_STEPS[name])
    assert meant(page, found(page).next) == "submit"


@pytest.mark.parametrize("name", OTHERS)
def test_a_form_for_something_else_is_none(show: Show, name: str) -> None:
    page = show(OTHERS[name])
    assert find_sign_in(page) is None
    assert any(map(is_code, forms_in(page.main_frame))) == ("code" in name)


@pytest.mark.parametrize("name", DOORS)
def test_a_form_behind_a_control_is_opened(show: Show, name: str) -> None:
    page = show(DOORS[name])
    steps = find_entrance(session_of(page)).steps
    assert meant(page, steps.username) == "username"
    assert meant(page, steps.password) == "password"


def test_a_frame_of_the_page_may_hold_the_form(show: Show) -> None:
    page = show(f'<iframe id=login srcdoc="{SIGN_INS["German"].replace(chr(34), "")}"></iframe>')
    page.frame_locator("#login").locator("input").first.wait_for()
    steps = find_sign_in(page)
    assert steps is not None
    assert steps.frame == 'iframe[id="login"]'


def test_two_forms_that_are_equally_good_are_refused(show: Show) -> None:
    page = show(SIGN_INS["French"] * 2)
    with pytest.raises(VisitEnded) as ended:
        find_sign_in(page)
    assert ended.value.outcome.code is OutcomeCode.FILL_REFUSED


def test_a_page_with_other_services_alone_says_so(show: Show) -> None:
    page = show("<h1>Sign in</h1><button>Continue with Google</button>")
    with pytest.raises(VisitEnded) as ended:
        find_entrance(session_of(page))
    assert "another service" in ended.value.outcome.facts["reason"]


def test_a_link_to_a_sign_in_elsewhere_is_not_followed(show: Show) -> None:
    page = show("<a href='https://login.elsewhere.example/'>Log in</a>")
    with pytest.raises(VisitEnded) as ended:
        find_entrance(session_of(page))
    assert ended.value.outcome.code is OutcomeCode.ORIGIN_MISMATCH


@pytest.mark.parametrize(
    ("refuse", "accept"),
    [
        ("Reject all", "Accept all"),
        ("Nur notwendige Cookies", "Alle akzeptieren"),
        ("Continuer sans accepter", "Tout accepter"),
        ("拒否する", "同意する"),
        ("Απόρριψη όλων", "Αποδοχή"),
    ],
)
def test_a_banner_is_answered_with_the_least(show: Show, refuse: str, accept: str) -> None:
    gone = 'onclick="this.parentElement.remove();document.title=this.innerText"'
    page = show(
        f"<div id=cookie-banner>Cookies <button {gone}>{accept}</button>"
        f"<button {gone}>{refuse}</button></div>"
    )
    assert put_consent_aside(session_of(page)) is not None
    assert page.title() == refuse


def test_a_banner_without_a_choice_is_accepted_and_a_page_without_one_left_alone(
    show: Show,
) -> None:
    page = show("<div class=consent>We use cookies <button onclick=this.remove()>OK</button></div>")
    assert put_consent_aside(session_of(page)) is not None
    assert page.locator("button").count() == 0
    assert put_consent_aside(session_of(show("<p>Cookies<button>Accept</button></p>"))) is None
