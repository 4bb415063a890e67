"""The second factor of a sign-in: an authenticator's code, or what the portal sends by mail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from playwright.sync_api import Locator, Page

from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.patience import steadily
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import CODE_FIELDS, SignIn
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from fetchers.portals.signs import text_of
from model.challenges import Challenge, ChallengeKind
from model.codes import CodeAsked, CodeKind
from model.errors import WrongInput
from model.outcomes import OutcomeCode
from model.secret import Secret

_CODE_MARGIN: Final = 20  # seconds a code must still be good for
PERSON_TIME: Final = timedelta(minutes=5)
"""So long a person has to answer; most codes are good for as long."""
_HIDDEN_NUMBER: Final = re.compile(r"[*•xX·…]{2,}[ -]?(\d{2,4})\b")
_RESEND: Final = (
    r"re-?send|send .{0,20}(again|new)|new code|erneut (senden|anfordern)|neuen code|renvoyer|"
    r"nouveau code|reenviar|nuevo código|invia di nuovo|nuovo codice|opnieuw (versturen|verzenden)|"
    r"nieuwe code|wyślij ponownie|skicka igen|send igen|send på nytt|lähetä uudelleen"
)
RESEND_CONTROLS: Final = (f"role=button[name=/{_RESEND}/i]", f"role=link[name=/{_RESEND}/i]")
BY_MAIL: Final = re.compile(
    r"e-?mail|mailed|inbox|postfach|posteingang|courriel|boîte (mail|de réception)|correo|bandeja|"
    r"posta elettronica|casella|skrzynk|pocztą|sähköposti|e-?post|почт|пошт|邮箱|邮件|郵件|メール|"
    r"이메일|البريد|ایمیل|דואר",
    re.IGNORECASE,
)
_SENT: Final = (
    r"(sent|gesendet|geschickt|zugesandt|envoyé|enviado|enviamos|inviat|gestuurd|verzonden|wysła|"
    r"odesla|sendt|skickat|lähet|trimis|отправ|надісла|gönder|发送|送信)"
)
_MAILED: Final = re.compile(
    rf"{_SENT}[^.!]{{0,80}}({BY_MAIL.pattern})|({BY_MAIL.pattern})[^.!]{{0,80}}{_SENT}",
    re.IGNORECASE,
)
BY_PHONE: Final = re.compile(
    r"\bsms\b|text message|\b(your|mobile|cell) (phone|number)|\bhandy\b|mobilnummer|rufnummer|"
    r"téléphone|portable|móvil|teléfono|cellulare|telefoon|mobiel|telefonnummer|短信|手机|휴대",
    re.IGNORECASE,
)
BY_APP: Final = re.compile(
    r"authenticat(or|ion app)|authentifizierungs-?app|app d.authentification|"
    r"app de autenticación|app di autenticazione|verificatie-?app|\btotp\b",
    re.IGNORECASE,
)
_LINK_SENT: Final = re.compile(
    r"(sent|e-?mailed|mailed)[^.!]{0,60}\blink\b|check your (e-?mail|inbox)|magic link|"
    r"(click|use|open|follow) the [^.!]{0,30}link[^.!]{0,40}(e-?mail|sent)|"
    r"link[^.!]{0,60}(gesendet|geschickt|zugesandt)|anmelde-?link|"
    r"lien[^.!]{0,60}(envoyé|connexion)|(enviado|enviamos)[^.!]{0,60}enlace|enlace[^.!]{0,60}enviad|"
    r"(inviato|inviat)[^.!]{0,60}link|link[^.!]{0,60}(inviat|gestuurd|verzonden|verstuurd|wysła|sendt|"
    r"skickat)",
    re.IGNORECASE,
)


def code_field(page: Page, steps: SignIn | None) -> Locator | None:
    """The field that a code is typed into, if the page shows one."""
    fields = steps.code.field if steps and steps.code else CODE_FIELDS
    return steadily(page, lambda: first_visible(page, fields), otherwise=None)


def segments(field: Locator) -> list[Locator]:
    """The fields of a code of which each takes one character; none where one field takes it all."""
    if field.get_attribute("maxlength", timeout=2_000) != "1":
        return []
    form = field.locator("xpath=ancestor::*[self::form or self::body][1]")
    singles = form.locator("input[maxlength='1']").all()
    return [single for single in singles if single.is_visible()]


def check_calls(session: Session) -> None:
    """Nothing, where the sign-in may be sent.

    Raises:
        VisitEnded: NEEDS_INTERACTIVE where it would call a phone, and nobody is there.
    """
    if session.order.calls_person and not session.order.attended:
        raise VisitEnded(
            OutcomeCode.NEEDS_INTERACTIVE, why="its sign-in calls a phone, and nobody is there"
        )


def next_code(session: Session) -> Secret:
    """A code that was not sent before.

    Raises:
        VisitEnded: MFA_REQUIRED where nobody here can supply one, NEEDS_INTERACTIVE where a person
            could who is not there, MFA_EXPIRED where they did not in time, MFA_WRONG where the one
            that was supplied was refused and no other comes, FILL_REFUSED for a seed that can't be
            read.
    """
    seed, page_says = session.credential.totp, text_of(session.page)
    if seed is not None and not (session.ask and _was_mailed(page_says)):
        code = _authenticator_code(session, seed)
    else:
        code = _sent_code(session, channel_of(page_says))
    session.codes.append(code.reveal())
    return code


def _sent_code(session: Session, channel: str) -> Secret:
    """The code that was sent somewhere: out of the mailbox, else from the person."""
    if session.ask is None or "mail" not in channel:
        return from_person(session, channel)
    found = _mailed(session, CodeKind.CODE)
    if found is None and session.person and press_again(session):
        found = _mailed(session, CodeKind.CODE)
    if found is not None:
        return found
    if session.codes:
        raise VisitEnded(OutcomeCode.MFA_WRONG)
    return from_person(session, f"{channel}; none came to the mailbox")


def from_person(
    session: Session,
    channel: str,
    *,
    kind: ChallengeKind = ChallengeKind.CODE,
    question: str = "",
) -> Secret:
    """What a person types in the dashboard, while the page waits.

    Raises:
        VisitEnded: NEEDS_INTERACTIVE, MFA_REQUIRED or MFA_EXPIRED.
    """
    if not session.order.attended:
        raise VisitEnded(OutcomeCode.NEEDS_INTERACTIVE, why=f"it asks for a code {channel}")
    if session.person is None:
        raise VisitEnded(OutcomeCode.MFA_REQUIRED, channel=channel)
    asked = Challenge(
        kind=kind,
        channel=channel,
        expires=session.clock.now() + PERSON_TIME,
        label=_destination(text_of(session.page)),
        question=question,
    )
    answer = session.person(asked, session.page.wait_for_timeout)
    if answer is None:
        raise VisitEnded(OutcomeCode.MFA_EXPIRED)
    return answer


def _destination(text: str) -> str:
    """Where a code was sent to, as far as a page shows it: digits and dots, nothing else."""
    found = _HIDDEN_NUMBER.search(text)
    return "" if found is None else f"•••{found[1]}"


def press_again(session: Session) -> bool:
    """Whether the page's control to send the code once more was pressed; a person is there."""
    control = steadily(
        session.page, lambda: first_visible(session.page, RESEND_CONTROLS), otherwise=None
    )
    if control is None:
        return False
    session.sent = session.clock.now()
    click(control, purpose=Purpose.SIGN_IN, step="sign_in.code.resend")
    return True


def link_was_sent(session: Session) -> bool:
    """Whether the page says, and did not say before, that a link to sign in by was mailed."""
    if session.linked:
        return False
    lines = text_of(session.page).splitlines()
    said = "\n".join(line for line in lines if line not in session.said_before)
    return bool(_LINK_SENT.search(said))


def mailed_link(session: Session) -> Secret:
    """The link that the portal mailed, to be opened once in this very browser.

    Raises:
        VisitEnded: MFA_REQUIRED where none came, or there is nobody to ask.
    """
    link = _mailed(session, CodeKind.LINK) if session.ask else None
    if link is None:
        came = "; none came to the mailbox" if session.ask else ""
        raise VisitEnded(OutcomeCode.MFA_REQUIRED, channel=f"a link by mail{came}")
    session.linked = True
    session.codes.append(link.reveal())
    return link


def _was_mailed(text: str) -> bool:
    """Whether the page says that it mailed the code: a portal that knows an authenticator too."""
    return bool(_MAILED.search(text)) and not BY_APP.search(text)


def channel_of(text: str) -> str:
    """How the page says that the code comes; "mail" is tried wherever it says nothing else."""
    if BY_MAIL.search(text):
        return "by mail"
    if BY_APP.search(text):
        return "of an authenticator"
    return "by phone" if BY_PHONE.search(text) else "by mail or phone"


def _mailed(session: Session, kind: CodeKind) -> Secret | None:
    assert session.ask is not None  # noqa: S101 - whoever calls this has looked
    asked = CodeAsked(
        kind=kind,
        origins=session.fence.origins,
        since=session.sent or session.clock.now(),
        names=(session.order.portal, session.page.title()[:200]),
    )
    return session.ask(asked, session.page.wait_for_timeout)


def _authenticator_code(session: Session, seed: Secret) -> Secret:
    """A code that is good for some seconds more, and was not sent before."""
    from vault.totp import code_at  # late: most visits need no code

    try:
        code = code_at(seed, session.clock.now())
        if code.seconds_left < _CODE_MARGIN or code.code.reveal() in session.codes:
            session.page.wait_for_timeout(code.seconds_left * 1000 + 200)
            code = code_at(seed, session.clock.now())
    except WrongInput:
        raise VisitEnded(
            OutcomeCode.FILL_REFUSED, reason="the stored seed of the authenticator can't be read"
        ) from None
    return code.code
