"""Sign-ins that need a code or a link from the mailbox, which is a real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from benchmarks.codes import signed_in
from fetchers.mail.code_mailbox import CodeMailbox, code_mailbox
from model.codes import CodeAsked
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity
from model.visits import RunState
from tests.dovecot import Dovecot, dovecot
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.mailing import CODE_STEP, ByPhone, Linking, Mailing, mail

__all__ = ["dovecot"]
pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def box(dovecot: Dovecot) -> Mailbox:
    box = dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
    dovecot.deliver(box, mail("Your Farm sign-in code", "Your code is 111111."))
    return box


@pytest.fixture
def post(dovecot: Dovecot, box: Mailbox) -> Callable[[bytes], None]:
    return lambda content: dovecot.deliver(box, content)


@pytest.fixture
def codes(dovecot: Dovecot, box: Mailbox) -> Iterator[CodeMailbox]:
    with code_mailbox(box, dovecot.password) as codes:
        yield codes


def test_the_code_of_a_mail_signs_in_and_an_old_one_is_never_sent(
    farm: Farm, post: Callable[[bytes], None], codes: CodeMailbox
) -> None:
    site = Mailing(post=post)
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin, sign_in=CODE_STEP), codes=codes)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["posts"], site.log["codes"]) == (1, 1)
    assert RunState.SECOND_FACTOR in {step.state for step in farm.progress}


def test_mails_of_others_that_come_at_the_same_time_are_not_taken_for_it(
    farm: Farm, post: Callable[[bytes], None], codes: CodeMailbox
) -> None:
    other = mail("Your code", "Your code is 222222.", "Elsewhere <no-reply@elsewhere.example>")
    invoice = mail("Your Farm invoice 483920", "Invoice 483920 of 2026 is ready. Order 771122.")
    site = Mailing(post=post, stray=(other,), late=(invoice, other))
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin, sign_in=CODE_STEP), codes=codes)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert site.log["codes"] == 1


def test_a_code_with_a_field_for_each_digit_is_typed(
    farm: Farm, post: Callable[[bytes], None], codes: CodeMailbox
) -> None:
    site = Mailing(post=post, fields=6)
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin, sign_in=CODE_STEP), codes=codes)
    assert result.outcome.code is OutcomeCode.OK, result.outcome


def test_without_a_recipe_the_code_is_found_a_place_too(
    farm: Farm, post: Callable[[bytes], None], codes: CodeMailbox
) -> None:
    site = Mailing(post=post)
    origin = farm.serve(site)
    result = farm.visit(origin, None, codes=codes, start_url=f"{origin}/login")
    assert result.outcome.code is OutcomeCode.OK, result.outcome


def test_a_link_of_the_portal_is_opened_once_and_a_foreign_one_never(
    farm: Farm, post: Callable[[bytes], None], codes: CodeMailbox
) -> None:
    site = Linking(post=post)
    site.origin = origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin), codes=codes)
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert site.log["entered"] == 1
    assert result.blocked_hosts == ()


def test_a_refused_code_is_followed_by_a_newer_one_or_by_nothing(
    farm: Farm, post: Callable[[bytes], None], codes: CodeMailbox
) -> None:
    site = Mailing(post=post, late=(mail("Your Farm sign-in code", "Your code is 333333."),))
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    result = farm.visit(origin, recipe, codes=codes, time_limit=30.0)
    assert result.outcome.code is OutcomeCode.MFA_WRONG, result.outcome
    assert site.log["codes"] == 1


def test_a_mail_that_never_comes_is_said(farm: Farm, codes: CodeMailbox) -> None:
    site = Mailing(post=lambda _content: None)
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=CODE_STEP)
    result = farm.visit(origin, recipe, codes=codes, time_limit=20.0)
    assert result.outcome.code is OutcomeCode.MFA_REQUIRED, result.outcome
    assert "none came" in result.outcome.facts["channel"]
    assert site.log["codes"] == 0


def test_a_code_by_phone_is_not_waited_for(farm: Farm) -> None:
    every: list[CodeAsked] = []

    def never(asked: CodeAsked) -> Secret | None:
        every.append(asked)
        return None

    origin = farm.serve(ByPhone())
    result = farm.visit(origin, recipes.table(origin, sign_in=recipes.TWO_STEP), codes=never)
    assert result.outcome.code is OutcomeCode.MFA_REQUIRED
    assert result.outcome.facts["channel"] == "by phone"
    assert every == []


def test_of_several_sign_ins_in_a_row_none_takes_the_code_of_another() -> None:
    """A few of the hundred that `billhook bench codes` makes."""
    tally = signed_in(4)
    assert tally.ends == ["OK"] * 4
    assert tally.stale == 0
    assert len(tally.seconds) == 4
