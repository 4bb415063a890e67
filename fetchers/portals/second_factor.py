"""The second factor of a sign-in: an authenticator's code, or what the portal sends by mail."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Locator, Page

from fetchers.portals.endings import VisitEnded
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import CODE_FIELDS, SignIn
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from fetchers.portals.signs import text_of
from model.codes import CodeAsked, CodeKind
from model.errors import WrongInput
from model.outcomes import OutcomeCode
from model.secret import Secret

_CODE_MARGIN: Final = 5  # seconds a code must still be good for
_BY_MAIL: Final = re.compile(
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
    rf"{_SENT}[^.!]{{0,80}}({_BY_MAIL.pattern})|({_BY_MAIL.pattern})[^.!]{{0,80}}{_SENT}",
    re.IGNORECASE,
)
_BY_PHONE: Final = re.compile(
    r"\bsms\b|text message|\b(your|mobile|cell) (phone|number)|\bhandy\b|mobilnummer|rufnummer|"
    r"téléphone|portable|móvil|teléfono|cellulare|telefoon|mobiel|telefonnummer|短信|手机|휴대",
    re.IGNORECASE,
)
_BY_APP: Final = re.compile(
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


def code_field(page: Page, steps: SignIn) -> Locator | None:
    """The field that a code is typed into, if the page shows one."""
    fields = steps.code.field if steps.code else CODE_FIELDS
    return steadily(page, lambda: first_visible(page, fields), otherwise=None)


def segments(field: Locator) -> list[Locator]:
    """The fields of a code of which each takes one character; none where one field takes it all."""
    if field.get_attribute("maxlength", timeout=2_000) != "1":
        return []
    form = field.locator("xpath=ancestor::*[self::form or self::body][1]")
    singles = form.locator("input[maxlength='1']").all()
    return [single for single in singles if single.is_visible()]


def next_code(session: Session) -> Secret:
    """A code that was not sent before.

    Raises:
        VisitEnded: MFA_REQUIRED where nobody here can supply one, MFA_WRONG where the one that was
            supplied was refused and no other comes, FILL_REFUSED for a seed that can't be read.
    """
    seed, page_says = session.credential.totp, text_of(session.page)
    if seed is not None and not (session.ask and _was_mailed(page_says)):
        code = _authenticator_code(session, seed)
    else:
        code = _mailed(session, CodeKind.CODE, _channel(page_says))
    session.codes.append(code.reveal())
    return code


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
    link = _mailed(session, CodeKind.LINK, "a link by mail")
    session.linked = True
    session.codes.append(link.reveal())
    return link


def _was_mailed(text: str) -> bool:
    """Whether the page says that it mailed the code: a portal that knows an authenticator too."""
    return bool(_MAILED.search(text)) and not _BY_APP.search(text)


def _channel(text: str) -> str:
    """How the page says that the code comes; "mail" is tried wherever it says nothing else."""
    if _BY_MAIL.search(text):
        return "by mail"
    if _BY_APP.search(text):
        return "of an authenticator"
    return "by phone" if _BY_PHONE.search(text) else "by mail or phone"


def _mailed(session: Session, kind: CodeKind, channel: str) -> Secret:
    if session.ask is None or "mail" not in channel:
        raise VisitEnded(OutcomeCode.MFA_REQUIRED, channel=channel)
    asked = CodeAsked(
        kind=kind,
        origins=session.fence.origins,
        since=session.sent or session.clock.now(),
        names=(session.order.portal, session.page.title()[:200]),
    )
    found = session.ask(asked, session.page.wait_for_timeout)
    if found is not None:
        return found
    if session.codes:
        raise VisitEnded(OutcomeCode.MFA_WRONG)
    raise VisitEnded(OutcomeCode.MFA_REQUIRED, channel=f"{channel}; none came to the mailbox")


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
