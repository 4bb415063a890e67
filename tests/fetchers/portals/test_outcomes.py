"""The whole vocabulary, one site of the farm for each outcome, visited by a real browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from model.outcomes import OutcomeCode as Code
from model.outcomes import Owner, Retry
from model.secret import Secret
from tests.e2e.test_outcomes_made_here import MADE_HERE
from tests.fetchers.portals.conftest import Farm
from tests.portals import challenges, recipes, sites
from tests.portals.challenges import Guarded, Lasting, Pushing, Refusing, Walled
from tests.portals.farm.site import FarmSite
from tests.portals.others import OTHERS
from tests.portals.sites import DOCS, Site, Wall

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ONE = DOCS[:1]
WRONG = {"password": Secret("wrong")}


class Lost(Site):
    """Its file is announced, and is not there."""

    def hand_out(self, _doc: sites.Doc) -> Any:
        return sites.html("<h1>Not found</h1>", status=404)


class Early(Site):
    """Its file is announced, and asked for too early."""

    def hand_out(self, _doc: sites.Doc) -> Any:
        return sites.html("<h1>It is being made</h1>", status=425)


@dataclass(frozen=True)
class Case:
    """One outcome: its site, how it is visited, and what is made of it."""

    code: Code
    site: Callable[[], Site | FarmSite]
    owner: Owner
    retry: Retry
    sentence: str
    posts: int | None = None
    sign_in: str = recipes.SIGN_IN
    by_recipe: bool = True
    lease: dict[str, Any] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    person: Any = None


C, K, M, A, S = Owner.CLERK, Owner.KEEPER, Owner.MAINTAINER, Owner.ADMIN, Owner.SYSTEM
N, R, B, W, ONCE = Retry.NEVER, Retry.REGULAR, Retry.BACKOFF, Retry.WINDOW, Retry.ONCE
CODED = challenges.CODE_STEP


def wall(says: str) -> Callable[[], Site]:
    return lambda: Wall(docs=ONE, says=says)


MATRIX = (
    Case(Code.OK, lambda: Site(docs=ONE), S, R, "1 new documents.", 1),
    Case(Code.OK_EMPTY, lambda: Site(docs=()), S, R, "Nothing new; the portal itself says so", 1),
    Case(Code.PARTIAL, lambda: sites.Miscounting(docs=ONE), C, B, "1 of 3 documents", 1),
    Case(
        Code.LOGIN_FAILED, lambda: Site(docs=ONE), K, N,
        "Farm refused the user name or password. Billhook won't try again until it is corrected.",
        1, lease=WRONG,
    ),
    Case(
        Code.LOCKED, lambda: Refusing(says="Too many attempts. Try again in 30 minutes."), K, N,
        "The account is locked until ", 1, lease=WRONG,
    ),
    Case(Code.LOCKED, lambda: Refusing(status=429), K, N, "The account is locked.", 1, lease=WRONG),
    Case(
        Code.PASSWORD_EXPIRED, wall("Su contraseña ha caducado."), K, N,
        "Farm asks for a new password.", 1,
    ),
    Case(Code.TERMS, wall("Please accept our new terms."), K, N, "Farm wants its new terms", 1),
    Case(Code.KYC, wall("Bitte vervollständigen Sie Ihre Firmendaten."), K, N, "Farm asks for", 1),
    Case(
        Code.ACTION_NEEDED, wall("Activez la double authentification."), K, N,
        "Farm asks you to set up a second factor.", 1,
    ),
    Case(
        Code.MFA_REQUIRED, lambda: Lasting(needs_code=True), C, W,
        "Farm asks for a code (by phone)", 1, sign_in=CODED,
    ),
    Case(
        Code.MFA_WRONG, lambda: Lasting(needs_code=True), C, ONCE,
        "Farm did not accept the code.", 1, sign_in=CODED, person=lambda _asked: Secret("000000"),
    ),
    Case(
        Code.MFA_EXPIRED, lambda: Pushing(denied=True), C, W, "The code has expired", 1,
        person=lambda _asked: None,
    ),
    Case(
        Code.APPROVAL_PENDING, Pushing, C, W,
        "Farm waits for the sign-in to be confirmed in their app", 1,
    ),
    Case(
        Code.NEEDS_INTERACTIVE, lambda: Lasting(needs_code=True), C, W, "Farm needs you", 0,
        sign_in=CODED, order={"attended": False, "calls_person": True},
    ),
    Case(
        Code.CAPTCHA, lambda: Guarded(widget="<div class=g-recaptcha>[ ]</div>"), C, W,
        "Farm shows a CAPTCHA", 0,
    ),
    Case(
        Code.BOT_BLOCKED, lambda: Walled(says="<h1>Access denied</h1>", status=403), A, B,
        "Farm blocks automated visits", 0,
    ),
    Case(Code.SITE_DOWN, sites.Broken, S, B, "Farm can't be reached.", 0),
    Case(
        Code.MAINTENANCE, lambda: Walled(says="Wartungsarbeiten bis 06:00 Uhr", status=503), S, B,
        "Farm is under maintenance until ", 0,
    ),
    Case(
        Code.WRONG_PORTAL, wall("Your account is registered in another country."), K, N,
        "This sign-in belongs to another Farm site: another region", 1,
    ),
    Case(
        Code.NO_PERMISSION, wall("Vous n'êtes pas autorisé à consulter les factures."), K, N,
        "This user may not see invoices at Farm.", 1,
    ),
    Case(
        Code.ACCOUNT_MISMATCH, lambda: Lasting(docs=ONE, owner="4712-X"), K, N,
        "Signed in as 4712-X, expected 4711-X. Nothing was fetched.", 1,
        order={"account": "4711-X"},
    ),
    Case(
        Code.ACCOUNT_REMOVED, wall("Het account is opgeheven."), K, N,
        "Farm no longer knows this account.", 1,
    ),
    Case(
        Code.ORIGIN_MISMATCH,
        lambda: sites.Hostile(foreign="https://farm-portal.example", trick="action"), A, N,
        "The page at https://farm-portal.example asked for a password that belongs to Farm.", 0,
    ),
    Case(
        Code.FILL_REFUSED, lambda: sites.Hostile(trick="invisible"), C, N,
        "Billhook is not sure which field is the sign-in at Farm", 0,
    ),
    Case(
        Code.RECIPE_BROKEN, lambda: sites.Redesigned(docs=ONE), M, N,
        "Farm has changed at step invoices", 1,
    ),
    Case(
        Code.RECIPE_BROKEN, challenges.Dead, M, N, "Farm has changed at step sign_in.submit", 0,
    ),
    Case(Code.DOWNLOAD_FAILED, lambda: Lost(docs=ONE), S, B, "Document INV-1001: the file", 1),
    Case(
        Code.NOT_YET_AVAILABLE, lambda: Early(docs=ONE), S, B,
        "Document INV-1001 is announced, the file isn't there yet.", 1,
    ),
    Case(
        Code.NOT_A_DOCUMENT, lambda: sites.NotDocuments(docs=DOCS[1:2]), C, N,
        "What Farm delivered for INV-1002 is not a document", 1,
    ),
    Case(
        Code.DUPLICATE_ID, lambda: sites.Doubled(docs=DOCS[3:5]), C, N,
        "Two documents claim to be INV 1003.", 1,
    ),
    Case(
        Code.AMBIGUOUS, lambda: Site(docs=ONE), C, N, "Please choose: ", 1,
        by_recipe=False,
    ),
    Case(
        Code.NO_DOCUMENTS, OTHERS["Bank DE"], C, N, "Farm let us in, and shows nothing like", 1,
        by_recipe=False,
    ),
    Case(
        Code.UNKNOWN, lambda: Refusing(says="Zorgle frumious bandersnatch."), M, ONCE,
        "Something unexpected happened at Farm", 1, lease=WRONG,
    ),
    Case(
        Code.UNKNOWN, lambda: Refusing(says="An unexpected error occurred."), M, ONCE,
        "Something unexpected happened at Farm", 1, lease=WRONG,
    ),
)  # fmt: skip


def test_every_outcome_has_its_scenario() -> None:
    by_portals = {case.code for case in MATRIX}
    assert by_portals | set(MADE_HERE) == set(Code)
    assert not by_portals & set(MADE_HERE)


@pytest.mark.parametrize("case", MATRIX, ids=lambda case: f"{case.code}-{case.sentence[:12]}")
def test_each_site_ends_as_the_vocabulary_says(farm: Farm, case: Case) -> None:
    site = case.site()
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=case.sign_in) if case.by_recipe else None
    result = farm.visit(origin, recipe, lease=case.lease, attendant=case.person, **case.order)
    outcome = result.outcome
    assert outcome.code is case.code, outcome
    assert (outcome.owner, outcome.retry) == (case.owner, case.retry)
    assert outcome.sentence.startswith(case.sentence), outcome.sentence
    assert "{" not in outcome.sentence
    assert site.log["posts"] == case.posts
