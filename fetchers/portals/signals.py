"""By what a page shows that somebody is signed in."""

from __future__ import annotations

from typing import Final

from fetchers.portals.recipe import Alternatives, SignIn

SIGN_OUT_WORDS: Final = (
    r"log ?out|log ?off|sign ?out|sign ?off|abmelden|ausloggen|logout|déconnexion|se déconnecter|"
    r"uitloggen|afmelden|cerrar sesión|salir|esci|disconnetti|wyloguj|kirjaudu ulos|logga ut|"
    r"log ud|terminar sessão|sair|odhlásit|logg ut"
)
SIGNED_IN: Final = (
    f"role=link[name=/{SIGN_OUT_WORDS}/i]",
    f"role=button[name=/{SIGN_OUT_WORDS}/i]",
    f"role=menuitem[name=/{SIGN_OUT_WORDS}/i]",
    'css=a[href*="logout" i], a[href*="signout" i], a[href*="abmelden" i]',
)


def signals(steps: SignIn) -> Alternatives:
    """The signs of being signed in."""
    return steps.signed_in or SIGNED_IN
