"""Being signed in is proven by two signs, and a wrong password is told wherever the form stands."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.conftest import Farm
from tests.portals.sites import Site, html

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


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


class Drawer(Site):
    """The sign-in stands in a drawer of the start page, behind a banner."""

    async def entrance(self, _request: Request) -> Response:
        return html(
            "<div id=cookie-bar>Cookies? <button onclick=this.parentElement.remove()>Reject all"
            "</button></div><a href='#' onclick=\"drawer.hidden = false\">Log in</a>"
            f"<aside id=drawer hidden>{self.login_form()}</aside>"
        )


@pytest.mark.parametrize("make", [Framed, Drawer])
def test_a_sign_in_without_a_recipe_is_proven(farm: Farm, make: type[Site]) -> None:
    site = make()
    result = farm.visit(farm.serve(site), None)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert site.log["posts"] == 1


@pytest.mark.parametrize("make", [Framed, Drawer])
def test_a_wrong_password_is_told_there(farm: Farm, make: type[Site]) -> None:
    site = make()
    result = farm.visit(farm.serve(site), None, lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED, result.outcome
    assert site.log["posts"] == 1


class Chatty(Site):
    """What answers the sign-in shows a word to sign out, and its form once more."""

    def login_form(self, error: str = "") -> str:
        told = super().login_form()
        return f"{told}<a href='/help'>How to log out safely</a>" if error else told


def test_a_link_that_speaks_of_signing_out_is_no_proof_alone(farm: Farm) -> None:
    site = Chatty()
    result = farm.visit(farm.serve(site), None, lease={"password": Secret("wrong")})
    assert result.outcome.code is not OutcomeCode.OK
    assert (site.log["posts"], result.documents) == (1, ())
