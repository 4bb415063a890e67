"""What stands between a password and the portal besides a code: choices, questions, a push.

All of it is looked for only after the sign-in was sent, in what the page did not show before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Error, Locator, Page

from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import FieldKind, type_secret
from fetchers.portals.patience import PAUSE_MS, loaded, steadily
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Recipe
from fetchers.portals.reply import said_anew, steady_first, what_is_said
from fetchers.portals.second_factor import (
    BY_APP,
    BY_MAIL,
    BY_PHONE,
    PERSON_TIME,
    code_field,
    from_person,
)
from fetchers.portals.session import Session
from fetchers.portals.signals import signals
from model.challenges import Challenge, ChallengeKind
from model.outcomes import OutcomeCode
from model.visits import RunState

_MOST_CONTROLS: Final = 40
_LONGEST_OPTION: Final = 160  # characters; what is longer is no option
_LONGEST_QUESTION: Final = 200
_TRUST: Final = re.compile(
    r"(trust|remember|recogni[sz]e|save) (this|my) (device|browser|computer)|remember me|"
    r"(stay|keep me) (signed|logged) in|don.t ask (me )?again|"
    r"(diesem|dem) (gerät|browser) vertrauen|"
    r"(gerät|browser) (merken|speichern)|angemeldet bleiben|eingeloggt bleiben|"
    r"faire confiance à cet|se souvenir de (moi|cet)|rester connecté|mémoriser cet|"
    r"confiar en este|recordar (este|mi)|recordarme|mantener la sesión|"
    r"(considera attendibile|ricorda) (questo|il)|ricordami|resta connesso|"
    r"(vertrouw|onthoud) (dit|deze|mij)|ingelogd blijven|aangemeld blijven|"
    r"confiar neste|lembrar|manter (a )?sessão|zapamiętaj|zaufaj|nie wylogowuj|"
    r"lita på|kom ihåg|håll mig inloggad|husk (denne|mig|meg)|forbliv logget|forbli pålogget|"
    r"muista (tämä|minut)|pysy kirjautuneena|zapamatovat|důvěřovat|zůstat přihlášen",
    re.IGNORECASE,
)
_YES: Final = r"^(yes|ja|oui|sí|si|sim|tak|kyllä|ano|trust|vertrauen|continue|weiter)\b"
_YES_CONTROLS: Final = (f"role=button[name=/{_YES}/i]",)
_ONWARD: Final = (
    r"send|continue|next|confirm|submit|weiter|senden|anfordern|continuer|envoyer|suivant|"
    r"continuar|enviar|siguiente|avanti|invia|continua|verder|versturen|volgende|dalej|wyślij|"
    r"fortsätt|skicka|fortsæt|fortsett|jatka|lähetä|pokračovat|odeslat"
)
_ONWARD_CONTROLS: Final = (f"role=button[name=/{_ONWARD}/i]",)

_TEXT_OF: Final = """
el => ((el.labels && el.labels[0] && el.labels[0].innerText) || el.innerText
  || el.getAttribute('aria-label') || el.value || '').trim().slice(0, 300)
"""
_QUESTIONS: Final = """
() => [...document.querySelectorAll('input')]
  .filter(el => ['text', 'password'].includes(el.type) && el.offsetParent && el.maxLength !== 1)
  .map(el => ((el.labels && el.labels[0] && el.labels[0].innerText) || el.getAttribute('aria-label')
    || (el.form && el.form.innerText.split('\\n').find(line => line.trim().endsWith('?'))) || '')
    .replace(/\\s+/g, ' ').trim())
"""
_ANSWER_FIELDS: Final = ("css=input:is(:not([type]), [type=text], [type=password])",)


@dataclass(frozen=True, slots=True)
class _Option:
    control: Locator
    way: str  # "mail", "app" or "phone"
    is_radio: bool


def tick_trust(session: Session) -> None:
    """Nothing comes back: "trust this device" is ticked, where what it leaves behind is kept."""
    if session.keep is None:
        return
    boxes = session.page.get_by_role("checkbox", name=_TRUST)
    found: list[Locator] = steadily(session.page, boxes.all, otherwise=[])
    for box in found[:3]:
        try:
            box.check(timeout=1_000)
        except Error:
            continue  # a picture lies over it; the sign-in goes on without


def stay_signed_in(session: Session) -> bool:
    """Whether the page asked if this device is to be remembered, which was answered."""
    if not session.attempted or _TRUST.search(said_anew(session)) is None:
        return False
    yes = steady_first(session.page, _YES_CONTROLS)
    if yes is None or code_field(session.page, None) is not None:
        return False
    _note_said(session)
    click(yes, purpose=Purpose.SIGN_IN, step="sign_in.trust")
    loaded(session.page)
    return True


def choose_way(session: Session) -> bool:
    """Whether the page offered several second factors, of which one was chosen.

    Raises:
        VisitEnded: NEEDS_INTERACTIVE or MFA_REQUIRED where only a person could answer any of them;
            none was triggered.
    """
    text = said_anew(session)
    several = BY_MAIL.search(text) and (BY_PHONE.search(text) or BY_APP.search(text))
    if session.chose or not session.attempted or not several:
        return False
    options: list[_Option] = steadily(session.page, lambda: _options(session.page), otherwise=[])
    if len({option.way for option in options}) < 2:  # noqa: PLR2004 - a choice has two
        return False
    option = _best(session, options)
    session.chose, session.sent = True, session.clock.now()
    _note_said(session)
    _take(session, option)
    return True


def _options(page: Page) -> list[_Option]:
    found = []
    for role in ("radio", "button", "link"):
        for control in page.get_by_role(role).all()[:_MOST_CONTROLS]:
            text = str(control.evaluate(_TEXT_OF))
            way = _way(text)
            if way and len(text) <= _LONGEST_OPTION and control.is_visible():
                found.append(_Option(control, way, role == "radio"))
    return found


def _way(text: str) -> str | None:
    """How the code would come; None where a control is about something else."""
    if BY_APP.search(text):
        return "app"
    if BY_PHONE.search(text):
        return "phone"
    return "mail" if BY_MAIL.search(text) else None


def _best(session: Session, options: list[_Option]) -> _Option:
    able = [
        *(["app"] if session.credential.totp else []),
        *(["mail"] if session.ask else []),
        *(["phone", "app", "mail"] if session.order.attended and session.person else []),
    ]
    for way in able:
        for option in options:
            if option.way == way:
                return option
    if not session.order.attended:
        raise VisitEnded(OutcomeCode.NEEDS_INTERACTIVE, why="it wants to send a code to a person")
    ways = " or ".join(sorted({option.way for option in options}))
    raise VisitEnded(OutcomeCode.MFA_REQUIRED, channel=f"by {ways}")


def _take(session: Session, option: _Option) -> None:
    if option.is_radio:
        option.control.check(timeout=2_000, force=True)
        onward = steady_first(session.page, _ONWARD_CONTROLS)
        if onward is not None:
            click(onward, purpose=Purpose.SIGN_IN, step="sign_in.choice")
    else:
        click(option.control, purpose=Purpose.SIGN_IN, step="sign_in.choice")
    loaded(session.page)


def _note_said(session: Session) -> None:
    session.said_before |= frozenset(said_anew(session).splitlines())


def answer_question(session: Session) -> bool:
    """Whether the page asked a question that only the account's keeper knows, which was answered.

    An answer that was given once is kept, sealed, and goes to exactly the same question.
    """
    question = _question(session)
    if question is None:
        return False
    session.report(RunState.SECOND_FACTOR)
    answer = session.answers.get(question) or from_person(
        session, "to its security question", kind=ChallengeKind.QUESTION, question=question
    )
    session.answers[question] = answer
    field = steady_first(session.page, _ANSWER_FIELDS)
    if field is None:
        raise broken("sign_in.question")
    _note_said(session)
    type_secret(field, answer, field=FieldKind.CODE, fence=session.fence)
    session.asked.add(question)
    field.press("Enter", timeout=2_000)
    loaded(session.page)
    return True


def _question(session: Session) -> str | None:
    """The one question beside the one field of a page; None where there is none."""
    if not session.attempted or "?" not in said_anew(session):
        return None
    told: list[Any] = steadily(
        session.page, lambda: session.page.evaluate(_QUESTIONS), otherwise=[]
    )
    if len(told) != 1 or not told[0].endswith("?") or len(told[0]) > _LONGEST_QUESTION:
        return None
    if told[0] in session.asked:
        raise VisitEnded(OutcomeCode.MFA_WRONG)
    return str(told[0])


def await_approval(session: Session, recipe: Recipe) -> bool:
    """Whether the portal waits for somebody to confirm the sign-in elsewhere, which was waited for.

    Raises:
        VisitEnded: NEEDS_INTERACTIVE where nobody is there, APPROVAL_PENDING where nobody can be
            told, MFA_EXPIRED where nobody confirmed it in time.
    """
    if not session.attempted or not _waits(session, recipe):
        return False
    medium = {"medium": "their app or another device"}
    if not session.order.attended:
        raise VisitEnded(OutcomeCode.NEEDS_INTERACTIVE, why="the sign-in is confirmed elsewhere")
    if session.person is None:
        raise VisitEnded(OutcomeCode.APPROVAL_PENDING, **medium)
    session.report(RunState.SECOND_FACTOR)
    expires = session.clock.now() + PERSON_TIME
    asked = Challenge(ChallengeKind.APPROVAL, medium["medium"], expires)
    session.person(asked, session.page.wait_for_timeout)
    while session.clock.now() < expires:
        signed_in = steady_first(session.page, signals(recipe.sign_in)) is not None
        if signed_in or not _waits(session, recipe):
            return True
        session.page.wait_for_timeout(PAUSE_MS)
    raise VisitEnded(OutcomeCode.MFA_EXPIRED)


def _waits(session: Session, recipe: Recipe) -> bool:
    found = what_is_said(session, recipe)
    return found is not None and found.code is OutcomeCode.APPROVAL_PENDING
