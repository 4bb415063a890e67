"""What a page says, where it is not the page that was hoped for: words in several languages.

They are looked at only after what was expected did not come, so that a footer's "terms and
conditions" or a dashboard's password field decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Page

from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Recipe
from model.outcomes import OutcomeCode

_LONGEST_TEXT: Final = 200_000

# In this order: a page that says "locked after three wrong passwords" says LOCKED. Between two
# words of a pattern there is less than a sentence.
_WORDS: Final[Mapping[OutcomeCode, tuple[str, ...]]] = {
    OutcomeCode.MAINTENANCE: (
        r"(under|scheduled) maintenance|maintenance (work|window)|back (shortly|soon)",
        r"wartungsarbeiten|im wartungs|wird (derzeit )?gewartet",
        r"en maintenance|onderhoud(swerkzaamheden)?|in manutenzione|en mantenimiento",
    ),
    OutcomeCode.LOCKED: (
        r"(account|access|user|profile)[^.!]{0,40}(locked|blocked|suspended)",
        r"too many (failed |login |sign-in )*(attempts|logins)",
        r"(konto|zugang|benutzer)[^.!]{0,40}gesperrt|zu viele (fehl)?versuche",
        r"compte[^.!]{0,40}(bloqué|verrouillé)|trop de tentatives",
        r"account[^.!]{0,30}(geblokkeerd|bloccato)|te veel pogingen|troppi tentativi",
        r"(cuenta|usuario|acceso)[^.!]{0,30}bloquead|demasiados intentos",
    ),
    OutcomeCode.PASSWORD_EXPIRED: (
        r"password[^.!]{0,30}expired|(must|need to|have to) (change|renew|reset) your password",
        r"choose a new password",
        r"(passwort|kennwort)[^.!]{0,30}abgelaufen|neues (passwort|kennwort) (vergeben|festlegen)",
        r"mot de passe[^.!]{0,30}expiré|wachtwoord[^.!]{0,30}verlopen",
        r"contraseña[^.!]{0,30}(caducad|expirad)|password[^.!]{0,30}scadut",
    ),
    OutcomeCode.TERMS: (
        r"(accept|agree to)[^.!]{0,40}(new|updated|changed|revised)[^.!]{0,20}(terms|conditions)",
        r"(new|updated|changed) (terms|conditions)[^.!]{0,60}(accept|agree)",
        r"(neuen|geänderten|aktualisierten) (agb|nutzungsbedingungen|geschäftsbedingungen)",
        r"accepter (les|nos) (nouvelles )?conditions|nieuwe voorwaarden",
        r"nuevas condiciones|nuove condizioni",
    ),
    OutcomeCode.KYC: (
        r"(verify|complete|confirm) your (company|business|identity) (data|details|profile)",
    ),
    OutcomeCode.CAPTCHA: (
        r"captcha|i.?m not a robot|are you (a )?(human|robot)|ich bin kein roboter",
        r"je ne suis pas un robot|ik ben geen robot|no soy un robot|non sono un robot",
    ),
    OutcomeCode.BOT_BLOCKED: (
        r"automated (access|requests|queries)|unusual traffic|access denied",
    ),
    OutcomeCode.APPROVAL_PENDING: (
        r"(approve|confirm) (the|this|your) (sign[- ]?in|login)[^.!]{0,30}(app|phone|device|mail)",
    ),
    OutcomeCode.NO_PERMISSION: (
        r"(no|not have|without) (permission|authori[sz]ation)|keine berechtigung",
    ),
    OutcomeCode.LOGIN_FAILED: (
        (
            r"(incorrect|wrong|invalid|unknown|not recogni[sz]ed)[^.!]{0,30}"
            r"(password|user|e-?mail|login|credentials|sign[- ]?in|details)"
        ),
        (
            r"(password|user ?name|credentials|login|details)[^.!]{0,40}"
            r"(incorrect|wrong|invalid|not valid|do(es)? not match|don.?t match|not correct)"
        ),
        r"(sign[- ]?in|login) failed|anmeldung fehlgeschlagen",
        (
            r"(passwort|kennwort|benutzername|anmeldedaten|zugangsdaten)[^.!]{0,40}"
            r"(falsch|ungültig|nicht korrekt|stimm)"
        ),
        r"(identifiant|mot de passe)[^.!]{0,40}(incorrect|invalide|erroné)",
        r"(wachtwoord|gebruikersnaam|gegevens)[^.!]{0,40}(onjuist|ongeldig|niet juist)",
        r"(contraseña|usuario|datos)[^.!]{0,40}(incorrect|no válid|erróne)",
        r"(password|utente|credenziali)[^.!]{0,40}(errat|non valid|non corrett)",
    ),
}
_COMPILED: Final = {
    code: re.compile("|".join(words), re.IGNORECASE) for code, words in _WORDS.items()
}
CODE_REFUSED: Final = re.compile(
    r"(code|pin|token|código|codice)[^.!]{0,40}"
    r"(wrong|incorrect|invalid|expired|isn.?t right|not (right|valid|correct)|falsch|ungültig|"
    r"abgelaufen|onjuist|errat|no válid)"
    r"|(wrong|invalid|incorrect)[^.!]{0,20}code",
    re.IGNORECASE,
)
ACCOUNT_NUMBER: Final = re.compile(
    r"(?:(?:customer|account|client)[ -]?(?:no|number|id|nr)|kunden-?(?:nummer|nr|konto)|"
    r"numéro (?:de )?client|n° (?:de )?client|klant-?(?:nummer|nr)|(?:número|n\.?º?) de cliente|"
    r"codice cliente|kundnummer|kundenummer|asiakasnumero|numer klienta|zákaznické číslo)"
    r"\.?[ :#\t]{0,3}\s?((?=[^\s]*\d)[A-Z0-9][A-Z0-9./-]{2,24})\b",
    re.IGNORECASE,
)
"""A customer number beside the words for it; the number is the group."""
_CAPTCHA_FRAMES: Final = re.compile(
    r"recaptcha|hcaptcha|challenges\.cloudflare|turnstile|geetest|funcaptcha|arkoselabs|"
    r"friendlycaptcha|captcha-delivery",
    re.IGNORECASE,
)


def text_of(page: Page) -> str:
    """The visible text of a page; nothing where it has none yet."""
    return steadily(
        page, lambda: page.locator("body").inner_text(timeout=2_000)[:_LONGEST_TEXT], otherwise=""
    )


def said_by(recipe: Recipe, text: str) -> OutcomeCode | None:
    """What the page says in the words that the recipe names for it."""
    for code, patterns in recipe.says.items():
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns):
            return code
    return None


def said(text: str) -> OutcomeCode | None:
    """What a text says in the words that most portals use."""
    return next((code for code, words in _COMPILED.items() if words.search(text)), None)


def shows_captcha(page: Page) -> bool:
    """Whether the page holds a frame of a known CAPTCHA."""
    return any(_CAPTCHA_FRAMES.search(frame.url) for frame in page.frames) or steadily(
        page,
        lambda: page.locator(".g-recaptcha, .h-captcha, .cf-turnstile").count() > 0,
        otherwise=False,
    )
