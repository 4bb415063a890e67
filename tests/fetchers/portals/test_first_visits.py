"""First visits: one password, once; and what is no portal for documents, by proof."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from starlette.responses import HTMLResponse
from starlette.routing import Route

from model.outcomes import NO_FORM, OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.conftest import Farm
from tests.portals.farm.site import FarmSite, page
from tests.portals.others import OTHERS
from tests.portals.sites import Site

pytestmark = pytest.mark.e2e


@dataclass
class Kept:
    """What a visit kept of its sign-in, in memory; fulfils `model.ports.SignInMemory`."""

    states: list[Secret] = field(default_factory=list)

    def recall(self) -> Secret | None:
        return self.states[-1] if self.states else None

    def keep(self, state: Secret) -> None:
        self.states.append(state)


def test_movements_of_an_account_are_no_documents(farm: Farm) -> None:
    site = OTHERS["Bank DE"]()
    result = farm.visit(farm.serve(site), None)
    assert result.outcome.code is OutcomeCode.NO_DOCUMENTS, result.outcome
    assert (site.log["posts"], site.log["paid"]) == (1, 0)


def test_a_site_without_a_door_says_so(farm: Farm) -> None:
    result = farm.visit(farm.serve(OTHERS["Doorless EN"]()), None)
    assert result.outcome.facts["reason"] == NO_FORM


def test_a_page_that_speaks_of_invoices_is_never_called_no_portal(farm: Farm) -> None:
    class Wordy(FarmSite):
        def listing(self, _number: int) -> str:
            return "<p>Our new design is on its way.</p>"

    result = farm.visit(farm.serve(Wordy()), None)
    assert result.outcome.code is OutcomeCode.AMBIGUOUS, result.outcome


def test_a_list_behind_a_word_of_the_portals_own_is_found_before_it_is_called_none(
    farm: Farm,
) -> None:
    class OwnWords(FarmSite):
        def frame(self, body: str) -> HTMLResponse:
            links = "<a href=/home>Start</a> <a href=/nebula>Nebula</a> <a href=/logout>Log out</a>"
            return page(self.tongue, f"<nav>{links}</nav><main>{body}</main>")

        def routes(self) -> list[Route]:
            return [*super().routes(), Route("/nebula", self.guarded(self.invoices))]

        def turns(self, number: int) -> str:
            return super().turns(number).replace("/invoices", "/nebula")

    result = farm.visit(farm.serve(OwnWords()), None)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert len(result.documents) == len(OwnWords().docs)


def test_what_was_signed_in_is_kept_at_once_and_goes_on_without_the_password(farm: Farm) -> None:
    site, kept = Site(), Kept()
    origin = farm.serve(site)
    first = farm.visit(origin, None, memory=kept, sign_ins=1)
    early = kept.states[0]
    second = farm.visit(origin, None, memory=Kept([early]), sign_ins=0)
    assert len(kept.states) == 2
    assert [first.outcome.code, second.outcome.code] == [OutcomeCode.OK] * 2
    assert site.log["posts"] == 1


def test_without_a_session_to_go_on_with_nothing_is_sent(farm: Farm) -> None:
    site = Site()
    result = farm.visit(farm.serve(site), None, memory=Kept(), sign_ins=0)
    assert result.outcome.code is OutcomeCode.NEEDS_INTERACTIVE
    assert site.log["posts"] == 0
    assert not any(seen.sends_password for seen in farm.progress)
