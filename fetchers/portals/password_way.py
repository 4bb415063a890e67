"""Where a page asks for a passkey or another service first: the way to its password."""

from __future__ import annotations

from typing import Final

from fetchers.portals.clicks import click
from fetchers.portals.patience import loaded
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Alternatives
from fetchers.portals.reply import steady_first
from fetchers.portals.session import Session

_WORDS: Final = (
    r"(with|use|using|enter|by)( your| a| my| an)? (password|e-?mail)|password instead|"
    r"mit (dem |ihrem )?(passwort|kennwort|e-?mail)|"
    r"(passwort|kennwort) (verwenden|eingeben|nutzen)|"
    r"(avec|par|utiliser) (un |le |votre |l.)?(mot de passe|e-?mail|adresse)|"
    r"con (la |tu |su )?(contrase|correo|e-?mail|password)|usar? (la |tu )?(contrase|password)|"
    r"com (a )?senha|met (je |uw )?(wachtwoord|e-?mail)|wachtwoord gebruiken|"
    r"med (lösenord|adgangskode|passord|e-?post)|salasanalla|hasłem|heslem|паролем|по паролю|"
    r"με κωδικό|με email|パスワードで|メールアドレスで|密码登录|使用密码|"
    r"비밀번호로|이메일로|بكلمة المرور|"
    r"بالبريد|עם סיסמה|(try|choose|use) another way|other (ways|options) to|andere (anmelde)?method"
)
WITH_PASSWORD: Final[Alternatives] = (
    f"role=button[name=/{_WORDS}/i]",
    f"role=link[name=/{_WORDS}/i]",
    f"role=tab[name=/{_WORDS}/i]",
)
_FIELDS: Final = ("css=input[type=password]", "css=input:is([type=email],[autocomplete~=username])")


def ask_for_password(session: Session, fields: Alternatives = _FIELDS) -> None:
    """Nothing comes back: where none of the fields shows, the page is asked for its password."""
    if steady_first(session.page, fields) is not None:
        return
    way = steady_first(session.page, WITH_PASSWORD)
    if way is not None:
        click(way, purpose=Purpose.SIGN_IN, step="sign_in.password")
        loaded(session.page)
