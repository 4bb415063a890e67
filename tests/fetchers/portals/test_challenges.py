"""Sign-ins that need more than a password: sessions that last, choices, people, other providers."""

from __future__ import annotations

import json
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from model.challenges import Challenge, ChallengeKind
from model.codes import CodeAsked, CodeKind
from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.challenges import (
    CODE_STEP,
    PASSWORDLESS,
    Choosing,
    Identity,
    Lasting,
    Passwordless,
    Pushing,
    Questioning,
    Resending,
    Shop,
)
from tests.portals.sites import DOCS, PASSWORD, Handler, Site, html

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ONE = DOCS[:1]


@dataclass
class Kept:
    """What a visit keeps, in place of a vault."""

    state: Secret | None = None
    times: int = 0

    def recall(self) -> Secret | None:
        return self.state

    def keep(self, state: Secret) -> None:
        self.times += 1
        self.state = state


@dataclass
class Post:
    """A mailbox of which the newest mail counts."""

    mails: list[bytes] = field(default_factory=list)

    def __call__(self, asked: CodeAsked) -> Secret | None:
        from fetchers.mail.codes import code_of
        from fetchers.mail.message import read

        assert asked.kind is CodeKind.CODE
        found = [code for one in self.mails if (code := code_of(read(one)))]
        return Secret(found[-1]) if found else None


@dataclass
class Person:
    """Somebody who answers what is asked."""

    answer: str | None = None
    asked: list[Challenge] = field(default_factory=list)

    def __call__(self, challenge: Challenge) -> Secret | None:
        self.asked.append(challenge)
        return Secret(self.answer) if self.answer else None


def test_the_next_visit_goes_on_with_the_session_of_the_last(farm: Farm) -> None:
    site, kept = Lasting(docs=ONE), Kept()
    origin = farm.serve(site)
    recipe = recipes.table(origin)
    for _ in range(2):
        result = farm.visit(origin, recipe, memory=kept)
        assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["posts"], site.log["logouts"], kept.times) == (1, 0, 2)
    assert len(site.agents) == 1
    assert kept.state
    assert PASSWORD not in kept.state.reveal()


def test_a_dead_session_is_followed_by_one_fresh_sign_in(farm: Farm) -> None:
    site, kept = Lasting(docs=ONE), Kept()
    origin = farm.serve(site)
    recipe = recipes.table(origin)
    farm.visit(origin, recipe, memory=kept)
    site.forget()
    assert farm.visit(origin, recipe, memory=kept).outcome.code is OutcomeCode.OK
    assert site.log["posts"] == 2


def test_a_door_that_shows_its_form_to_everybody_is_passed_by(farm: Farm) -> None:
    site, kept = Site(docs=ONE), Kept()
    origin = farm.serve(site)
    for _ in range(2):
        result = farm.visit(origin, recipes.table(origin), memory=kept)
        assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["posts"], kept.times) == (1, 2)


def test_a_session_that_its_server_no_longer_admits_is_followed_by_a_sign_in(farm: Farm) -> None:
    class Strict(Site):
        def guarded(self, handler: Handler) -> Handler:
            async def guard(request: Request) -> Response:
                if request.cookies.get(self.cookie) not in self.sessions:
                    return html("<h1>Forbidden</h1>", status=403)
                return await handler(request)

            return guard

    site, kept = Strict(docs=ONE), Kept()
    origin = farm.serve(site)
    farm.visit(origin, recipes.table(origin), memory=kept)
    site.sessions.clear()
    result = farm.visit(origin, recipes.table(origin), memory=kept)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert site.log["posts"] == 2


def test_a_session_of_another_account_is_not_gone_on_with(farm: Farm) -> None:
    site, kept = Lasting(docs=ONE), Kept()
    origin = farm.serve(site)
    recipe = recipes.table(origin)
    farm.visit(origin, recipe, memory=kept)
    site.owner = "4712-X"
    result = farm.visit(origin, recipe, memory=kept, account="4711-X")
    assert result.outcome.code is OutcomeCode.ACCOUNT_MISMATCH
    assert not result.documents


def test_what_was_kept_for_another_password_is_no_session(farm: Farm) -> None:
    site, kept = Lasting(docs=ONE), Kept()
    origin = farm.serve(site)
    recipe = recipes.table(origin)
    farm.visit(origin, recipe, memory=kept, lease={"edition": "1"})
    farm.visit(origin, recipe, memory=kept, lease={"edition": "2"})
    assert site.log["posts"] == 2


def test_a_recipe_may_end_the_session_each_time(farm: Farm) -> None:
    site, kept = Lasting(docs=ONE), Kept()
    origin = farm.serve(site)
    sign_in = recipes.SIGN_IN.rstrip() + "\n  session: end\n"
    farm.visit(origin, recipes.table(origin, sign_in=sign_in), memory=kept)
    assert site.log["logouts"] == 1


def test_a_trusted_device_is_asked_for_no_second_code(farm: Farm) -> None:
    site, kept, person = Lasting(docs=ONE, needs_code=True), Kept(), Person("271828")
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    first = farm.visit(origin, recipe, memory=kept, attendant=person)
    assert first.outcome.code is OutcomeCode.OK, first.outcome
    asked = person.asked[0]
    assert (asked.kind, asked.channel, asked.label) == (ChallengeKind.CODE, "by phone", "•••12")
    site.forget()
    calls: Any = {"attended": True, "calls_person": True}
    second = farm.visit(origin, recipe, memory=kept, attendant=person, **calls)
    assert second.outcome.code is OutcomeCode.OK, second.outcome
    assert (site.log["sms"], site.log["codes"], site.log["posts"]) == (1, 1, 2)


def test_an_unattended_visit_goes_on_with_a_session_and_calls_nobody(farm: Farm) -> None:
    site, kept, person = Lasting(docs=ONE, needs_code=True), Kept(), Person("271828")
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    farm.visit(origin, recipe, memory=kept, attendant=person)
    calls: Any = {"attended": False, "calls_person": True}
    assert farm.visit(origin, recipe, memory=kept, **calls).outcome.code is OutcomeCode.OK
    site.forget()
    result = farm.visit(origin, recipe, memory=kept, **calls)
    assert result.outcome.code is OutcomeCode.NEEDS_INTERACTIVE, result.outcome
    assert (site.log["sms"], site.log["posts"]) == (1, 1)


@pytest.mark.parametrize("as_buttons", [False, True])
def test_where_a_way_can_be_chosen_the_mail_is(farm: Farm, *, as_buttons: bool) -> None:
    post = Post()
    site = Choosing(docs=ONE, post=post.mails.append, as_buttons=as_buttons)
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    result = farm.visit(origin, recipe, codes=post, attended=False)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["way mail"], site.log["way sms"]) == (1, 0)


def test_an_unattended_visit_without_a_mailbox_chooses_nothing(farm: Farm) -> None:
    site = Choosing(docs=ONE)
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    result = farm.visit(origin, recipe, attended=False)
    assert result.outcome.code is OutcomeCode.NEEDS_INTERACTIVE, result.outcome
    assert (site.log["way mail"], site.log["way sms"]) == (0, 0)


def test_a_user_name_and_a_mailed_code_are_enough_where_there_is_no_password(farm: Farm) -> None:
    post = Post()
    site = Passwordless(docs=ONE, post=post.mails.append)
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin, sign_in=PASSWORDLESS), codes=post)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["posts"], site.log["codes"]) == (1, 1)


def test_a_lost_mail_is_sent_again_once_and_only_where_somebody_is_there(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fetchers.portals.errand._CODE_PATIENCE", 3.0)
    post = Post()
    site = Resending(docs=ONE, post=post.mails.append)
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    alone = farm.visit(origin, recipe, codes=post, attended=False)
    assert alone.outcome.code is OutcomeCode.NEEDS_INTERACTIVE, alone.outcome
    assert site.log["again"] == 0
    person = Person()
    result = farm.visit(origin, recipe, codes=post, attendant=person)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["again"], person.asked) == (1, [])


def test_a_push_is_waited_for_while_a_person_confirms_it(farm: Farm) -> None:
    site = Pushing(docs=ONE)
    origin = farm.serve(site)

    def confirm(challenge: Challenge) -> Secret | None:
        assert challenge.kind is ChallengeKind.APPROVAL
        threading.Timer(1.0, lambda: setattr(site, "approved", True)).start()
        return None

    result = farm.visit(origin, recipes.table(origin), attendant=confirm)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert site.log["pushes"] == 1


def test_a_security_question_is_asked_once_and_its_answer_kept(farm: Farm) -> None:
    site, kept, person = Questioning(docs=ONE), Kept(), Person("Elm Road 7")
    origin = farm.serve(site)
    for _ in range(2):
        result = farm.visit(origin, recipes.table(origin), memory=kept, attendant=person)
        assert result.outcome.code is OutcomeCode.OK, result.outcome
        site.sessions.clear()
    assert [one.question for one in person.asked] == [site.question]
    assert site.log["answers"] == 2


def test_an_identity_provider_at_a_sealed_origin_is_signed_in_at(farm: Farm) -> None:
    provider = Identity(docs=ONE)
    shop = Shop(docs=ONE, provider=provider)
    origin, shop.provider_origin = farm.serve(shop), farm.serve(provider)
    provider.shop = origin
    both = frozenset({origin, shop.provider_origin})
    result = farm.visit(origin, recipes.table(origin), origins=both)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert provider.log["posts"] == 1
    alone = farm.visit(origin, recipes.table(origin))
    assert alone.outcome.code is OutcomeCode.ORIGIN_MISMATCH
    assert provider.log["posts"] == 1


def test_what_is_kept_of_a_sign_in_is_in_no_file(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fetchers.portals.test_attacks import Watch

    place = Path(tempfile.mkdtemp(prefix="canary-", dir="/tmp"))  # Chromium's user can go there
    place.chmod(0o711)
    monkeypatch.setattr("tempfile.tempdir", str(place))
    site, kept = Lasting(docs=ONE), Kept()
    origin = farm.serve(site)
    token = site.device = "Canary51d77e0a"
    with Watch(token, [place, farm.spool]) as watch:
        farm.visit(origin, recipes.table(origin), memory=kept)
    assert kept.state
    assert token in json.dumps(json.loads(kept.state.reveal())["state"])
    assert watch.found == set()
    place.rmdir()  # which fails where anything is left in it
