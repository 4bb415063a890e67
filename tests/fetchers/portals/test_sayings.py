"""What pages say: told apart in many languages and scripts, and never a refusal that is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.letters import plain
from fetchers.portals.sayings import saying
from fetchers.portals.told import code_refused, is_captcha, said
from model.outcomes import MEANINGS, OutcomeCode
from tests.portals.challenges_phrases import NOT_REFUSED, OTHERS, REFUSED

BAR = 0.95
HELD_OUT_BAR = 0.88
TOLD: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("sayings_held_out.toml").read_text("utf-8")
)


def told(half: int) -> list[tuple[str, str, str]]:
    """The code that a phrase of one half means, what is made of it, and the phrase."""
    return [
        (code, str((code_refused if code == "MFA_WRONG" else said)(pair[half]) or "nothing"), text)
        for codes in TOLD.values()
        for code, pair in codes.items()
        for text in (pair[half],)
    ]


@pytest.mark.parametrize(("half", "bar"), [(0, BAR), (1, HELD_OUT_BAR)])
def test_what_portals_say_is_told_apart_in_more_than_thirty_languages(
    half: int, bar: float
) -> None:
    found = told(half)
    wrong = [one for one in found if one[0] != one[1]]
    assert len(wrong) <= (1 - bar) * len(found), wrong


@pytest.mark.parametrize("half", [0, 1])
def test_no_saying_of_another_kind_is_taken_for_a_refused_password(half: int) -> None:
    taken = [one for one in told(half) if one[1] == "LOGIN_FAILED" != one[0]]
    assert not taken


def test_phrases_that_the_rules_were_not_written_from_are_told_apart() -> None:
    wanted = [*((text, OutcomeCode.LOGIN_FAILED) for text in REFUSED), *OTHERS]
    wrong = [(text, said(text), code) for text, code in wanted if said(text) is not code]
    assert len(wrong) <= (1 - BAR) * len(wanted), wrong


@pytest.mark.parametrize("text", [*NOT_REFUSED, *(text for text, _ in OTHERS)])
def test_what_is_no_refusal_is_never_taken_for_one(text: str) -> None:
    assert said(text) is not OutcomeCode.LOGIN_FAILED


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Wrong password.", "password"),
        ("Unbekannter Benutzername", "user name"),
        ("Identifiant ou mot de passe incorrect", "user name or password"),
    ],
)
def test_the_field_that_was_refused_is_named(text: str, field: str) -> None:
    found = saying(text)
    assert found is not None
    assert found.facts["bad_field"] == field


@pytest.mark.parametrize(
    "text",
    [
        "We have not found an account with this email address and password.",
        "There is no account with this e-mail and password.",
        "Your account could not be found, or the password is another.",
        "Wir haben kein Konto mit dieser E-Mail-Adresse und diesem Passwort gefunden.",
        "Aucun compte trouvé avec cette adresse e-mail et ce mot de passe.",
        "No hemos encontrado ninguna cuenta con este correo y contraseña.",
        "Non abbiamo trovato un account con questo indirizzo e-mail e questa password.",
        "We hebben geen account gevonden met dit e-mailadres en wachtwoord.",
        "Não encontrámos nenhuma conta com este e-mail e esta palavra-passe.",
        "Nie znaleziono konta z tym adresem e-mail i hasłem.",
        "Vi hittade inget konto med den här e-postadressen och lösenordet.",
        "Vi fant ingen konto med denne e-postadressen og dette passordet.",
        "Vi har ikke fundet en konto med denne e-mailadresse og adgangskode.",
        "Emme löytäneet tiliä tällä sähköpostiosoitteella ja salasanalla.",
        "Nenašli jsme účet s tímto e-mailem a heslem.",
        "Nem találtunk fiókot ezzel az e-mail-címmel és jelszóval.",
        "Nu am găsit niciun cont cu această adresă de e-mail și parolă.",
        "Δεν βρέθηκε λογαριασμός με αυτό το email και τον κωδικό πρόσβασης.",
        "このメールアドレスとパスワードのアカウントは見つかりませんでした。",
        "未找到使用此邮箱和密码的账户。",
    ],
)
def test_an_account_that_is_not_found_by_its_password_is_a_refusal(text: str) -> None:
    assert said(text) is OutcomeCode.LOGIN_FAILED


@pytest.mark.parametrize(
    "text",
    [
        "No invoices were found in your account since you changed your password.",
        "In Ihrem Konto wurden keine Rechnungen gefunden; Ihr Passwort gilt bis Mai.",
        "Forgot your password? No account yet?",
        "Noch kein Konto? Registrieren Sie sich mit E-Mail und Passwort.",
        "No account yet - choose your password to open one.",
        "Page not found. Sign in to your account with your password.",
        "Your account has no password hint.",
        "Für Ihr Konto wurde kein zweiter Benutzer gefunden.",
    ],
)
def test_what_is_not_found_beside_an_account_is_no_refusal(text: str) -> None:
    assert said(text) is not OutcomeCode.LOGIN_FAILED


def test_a_warning_of_a_lock_is_no_lock() -> None:
    warned = "Wrong password. After 2 more attempts your account will be locked."
    assert said(warned) is OutcomeCode.LOGIN_FAILED


def test_a_refused_code_and_an_expired_one_are_two_things() -> None:
    assert code_refused("The code is wrong.") is OutcomeCode.MFA_WRONG
    assert code_refused("Der Code ist abgelaufen.") is OutcomeCode.MFA_EXPIRED
    assert code_refused("Enter the code that we sent you.") is None
    assert code_refused("Your password has expired.") is None


def test_a_host_that_the_page_names_is_the_hint() -> None:
    found = saying("Your account is registered in another country. Go to us.shop.example.")
    assert found is not None
    assert found.facts["hint"] == "us.shop.example"


@given(st.text(max_size=400))
def test_any_text_says_something_of_the_vocabulary_or_nothing(text: str) -> None:
    found = saying(text)
    assert found is None or found.code in MEANINGS


@given(st.text(max_size=60))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(plain(plain(text)))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/recaptcha/api2/anchor?ar=1&k=x&size=normal",
        "https://www.google.com/recaptcha/enterprise/bframe?k=x",
        "https://newassets.hcaptcha.com/captcha/v1/x/static/hcaptcha.html",
        "https://challenges.cloudflare.com/cdn-cgi/challenge-platform/h/b/turnstile/if/ov2",
        "https://static.geetest.com/v4/static/index.html",
        "https://client-api.arkoselabs.com/fc/gc/",
        "https://api.funcaptcha.com/fc/gc/",
        "https://eu-api.friendlycaptcha.eu/widget",
        "https://geo.captcha-delivery.com/captcha/?initialCid=x",
    ],
)
def test_the_captchas_of_the_common_makers_are_known(url: str) -> None:
    assert is_captcha(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/recaptcha/api2/anchor?ar=1&k=x&size=invisible",
        "https://www.youtube.com/embed/x",
        "https://portal.example/chat",
    ],
)
def test_what_only_watches_is_no_captcha_for_a_person(url: str) -> None:
    assert not is_captcha(url)
