"""Mail providers by the domain of an address: their IMAP servers, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ui.languages import phrase

_HOSTS: Final = {
    "imap.gmail.com": ("gmail.com", "googlemail.com"),
    "outlook.office365.com": ("outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de"),
    "imap.mail.yahoo.com": ("yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.es", "yahoo.co.uk"),
    "imap.mail.me.com": ("icloud.com", "me.com", "mac.com"),
    "imap.aol.com": ("aol.com",),
    "imap.fastmail.com": ("fastmail.com", "fastmail.fm"),
    "imap.zoho.com": ("zoho.com", "zohomail.com"),
    "imap.zoho.eu": ("zoho.eu", "zohomail.eu"),
    "imap.gmx.net": ("gmx.net", "gmx.de", "gmx.at", "gmx.ch"),
    "imap.gmx.com": ("gmx.com",),
    "imap.web.de": ("web.de",),
    "secureimap.t-online.de": ("t-online.de", "magenta.de"),
    "mx.freenet.de": ("freenet.de",),
    "imap.mailbox.org": ("mailbox.org",),
    "posteo.de": ("posteo.de", "posteo.net"),
    "imap.orange.fr": ("orange.fr", "wanadoo.fr"),
    "imap.free.fr": ("free.fr",),
    "imap.laposte.net": ("laposte.net",),
    "imap.sfr.fr": ("sfr.fr",),
    "imapmail.libero.it": ("libero.it",),
    "imaps.aruba.it": ("aruba.it", "pec.it"),
}
_MICROSOFT: Final = phrase(
    "Microsoft takes no password here: connect it by Microsoft 365, in the settings' mailboxes."
)
_ITS_OWN: Final = phrase(
    "It asks for an app password: make one in the account's security settings."
)
_OWN_PASSWORDS: Final = frozenset(
    {"imap.mail.yahoo.com", "imap.mail.me.com", "imap.aol.com", "imap.fastmail.com"}
)
_GOOGLE: Final = phrase(
    "Google asks for an app password, or a consent: Google Workspace, in the settings' mailboxes."
)

SERVERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        domain: {"host": host, "port": "993", "security": "tls"}
        for host, domains in _HOSTS.items()
        for domain in domains
    }
    | {"*": {"host": "imap.{}", "port": "993", "security": "tls"}}
)
"""What a form proposes for the domain of an address; `*` for any other."""


def _words(host: str) -> str:
    if host == "outlook.office365.com":
        return _MICROSOFT
    if host == "imap.gmail.com":
        return _GOOGLE
    return _ITS_OWN if host in _OWN_PASSWORDS else ""


WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        domain: words
        for host, domains in _HOSTS.items()
        for domain in domains
        if (words := _words(host))
    }
)
"""What a person should know before a password is tried there, by the domain."""
