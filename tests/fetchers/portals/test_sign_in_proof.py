"""Being signed in is proven by two signs, and a wrong password is told wherever the form stands."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.sites import DOCS, Site, html

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
FEW = DOCS[:3]  # on one page: it is the sign-in that is proven


class Framed(Site):
    """The sign-in stands in a frame of the start page, which is left once it is done."""

    def routes(self) -> list[Route]:
        return [Route("/", self.outside), *super().routes()[1:]]

    async def outside(self, _request: Request) -> Response:
        return html('<h1>Portal</h1><iframe id=door src="/login" width=600 height=400></iframe>')

    def welcome(self) -> Response:
        answer = HTMLResponse("<script>top.location.href = '/home'</script>")
        answer.raw_headers.append(
            next(one for one in self.let_in("/home").raw_headers if one[0] == b"set-cookie")
        )
        return answer


class Nested(Framed):
    """The frame of the sign-in lies in another, which has no name."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/room", self.room)]

    async def outside(self, _request: Request) -> Response:
        return html("<h1>Portal</h1><iframe src=/room width=700 height=500></iframe>")

    async def room(self, _request: Request) -> Response:
        return html('<iframe id=door src="/login" width=600 height=400></iframe>')


class Drawer(Site):
    """The sign-in stands in a drawer of the start page, behind a banner."""

    async def entrance(self, _request: Request) -> Response:
        return html(
            "<div id=cookie-bar>Cookies? <button onclick=this.parentElement.remove()>Reject all"
            "</button></div><a href='#' onclick=\"drawer.hidden = false\">Log in</a>"
            f"<aside id=drawer hidden>{self.login_form()}</aside>"
        )


class Waking(Site):
    """The form is drawn anew, empty, as each of its fields is typed into for the first time."""

    def login_form(self, error: str = "") -> str:
        return (
            super().login_form(error)
            + "<script>const seen = new Set(); addEventListener('input', ({target}) => {"
            " if (seen.has(target.name)) return; seen.add(target.name);"
            " const drawn = target.form.cloneNode(true); drawn.reset();"
            " target.form.replaceWith(drawn); })</script>"
        )


def test_a_form_that_is_drawn_anew_while_it_is_filled_is_filled_again(farm: Farm) -> None:
    site = Waking(docs=FEW)
    result = farm.visit(origin := farm.serve(site), recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["posts"], site.log["refused"]) == (1, 0)


@pytest.mark.parametrize("make", [Framed, Nested, Drawer])
def test_a_sign_in_without_a_recipe_is_proven(farm: Farm, make: type[Site]) -> None:
    site = make(docs=FEW)
    origin = farm.serve(site)
    result = farm.visit(origin, None)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert site.log["posts"] == 1
    assert farm.visit(origin, result.recipe).outcome.code is OutcomeCode.OK


@pytest.mark.parametrize("make", [Framed, Nested, Drawer])
def test_a_wrong_password_is_told_there(farm: Farm, make: type[Site]) -> None:
    site = make(docs=FEW)
    result = farm.visit(farm.serve(site), None, lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED, result.outcome
    assert site.log["posts"] == 1


class Chatty(Site):
    """What answers the sign-in shows a word to sign out, and its form once more."""

    def login_form(self, error: str = "") -> str:
        told = super().login_form()
        return f"{told}<a href='/help'>How to log out safely</a>" if error else told


def test_a_link_that_speaks_of_signing_out_is_no_proof_alone(farm: Farm) -> None:
    site = Chatty(docs=FEW)
    result = farm.visit(farm.serve(site), None, lease={"password": Secret("wrong")})
    assert result.outcome.code is not OutcomeCode.OK
    assert (site.log["posts"], result.documents) == (1, ())


LONGER = 4  # seconds: more than a form that came back is looked at


class Deaf(Site):
    """Its button sends nothing of the form, though something that is refused."""

    sends = "fetch('/pressed', {method: 'POST', body: 'button=signin'})"

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/pressed", self.pressed, methods=["POST"])]

    async def pressed(self, _request: Request) -> Response:
        return Response(status_code=401)

    def login_form(self, error: str = "") -> str:
        press = f"signin.onsubmit = () => {{ {self.sends}; return false }}"
        return f"{super().login_form(error)}<script>{press}</script>"


class Mute(Deaf):
    """Its button does nothing at all."""

    sends = ""


@pytest.mark.parametrize("make", [Deaf, Mute])
def test_a_form_that_was_never_sent_was_never_refused(farm: Farm, make: type[Site]) -> None:
    origin = farm.serve(make(docs=FEW))
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN, result.outcome
    assert result.outcome.facts["step"] == "sign_in.submit"


class Slow(Site):
    """It takes its time to refuse."""

    async def login(self, request: Request) -> Response:
        answer = await super().login(request)
        await asyncio.sleep(LONGER if request.method == "POST" else 0)
        return answer


class Wordless(Slow):
    """It refuses by its form alone."""

    def login_form(self, _error: str = "") -> str:
        return super().login_form()


class Leading(Site):
    """It answers at once, with the way to a page that is slow and has the words."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/refused", self.refused)]

    async def login(self, request: Request) -> Response:
        answer = await super().login(request)
        refused = request.method == "POST" and answer.status_code == HTTPStatus.OK
        return RedirectResponse("/refused", 303) if refused else answer

    async def refused(self, _request: Request) -> Response:
        await asyncio.sleep(LONGER)
        return html(self.login_form("The user name or password is incorrect."))


class Called(Slow):
    """A script sends the form, and writes the refusal into the page that stands."""

    def login_form(self, error: str = "") -> str:
        call = "fetch('/login', {method: 'POST', body: new URLSearchParams(new FormData(signin))})"
        told = "document.querySelector('.error').textContent = 'Your password is wrong.'"
        then = f"answer => answer.status == 401 ? {told} : location = '/home'"
        press = f"signin.onsubmit = () => {{ {call}.then({then}); return false }}"
        return f"{super().login_form(error)}<script>{press}</script>"

    async def login(self, request: Request) -> Response:
        answer = await super().login(request)
        refused = request.method == "POST" and answer.status_code == HTTPStatus.OK
        return Response(status_code=401) if refused else answer


@pytest.mark.parametrize("make", [Slow, Wordless, Leading, Called])
def test_a_slow_refusal_is_waited_for(farm: Farm, make: type[Site]) -> None:
    site = make(docs=FEW)
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin), lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED, result.outcome
    assert site.log["posts"] == 1


@pytest.mark.parametrize("make", [Slow, Called])
def test_a_slow_welcome_is_waited_for(farm: Farm, make: type[Site]) -> None:
    origin = farm.serve(make(docs=FEW))
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
