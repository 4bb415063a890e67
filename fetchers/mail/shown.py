"""A mail as it was sent, for a frame that runs nothing and loads nothing.

The frame's own policy is what keeps it harmless (see `ui.api.mails`). What would ask for something
from elsewhere, or lead there, is taken out before, so that nothing is even refused.
"""

from __future__ import annotations

import re
from typing import Final

from fetchers.mail import message
from model.errors import FormatUnknown

_LEADING: Final = re.compile(
    r"<\s*/?\s*(?:link|meta|base|iframe|frame|frameset|object|embed|applet|form|portal|template"
    r"|input|button|select|textarea)"
    r"(?:[\s/][^>]*)?>",
    re.IGNORECASE,
)
_SCRIPTS: Final = re.compile(r"<\s*script\b.*?(?:<\s*/\s*script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_LOADED: Final = re.compile(
    r"""(?<![\w-])(?:src|srcset|background|poster|ping)\s*=\s*(?!["']?data:image/)"""
    r"""(?:"[^"]*"|'[^']*'|[^\s>]+)""",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(
    r"""(?<![\w-])on[a-z]{3,20}\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE
)
_STYLED: Final = re.compile(r"(?:url|image-set|@import)\s*\(?[^;)}]*", re.IGNORECASE)
_QUIET: Final = "<style>a{pointer-events:none;cursor:text}body{overflow-wrap:anywhere}</style>"
_ROUNDS: Final = 5  # what is taken out may join what stood around it


def page(raw: bytes) -> bytes:
    """The HTML of a mail in UTF-8, without what loads or leads anywhere.

    Raises:
        FormatUnknown: the mail shows no HTML.
        DocumentRefused: it can't be read.
    """
    body = message.read(raw).body
    if body is None or body.media_type != "text/html":
        raise FormatUnknown("This mail is plain text; there is no page in it.")
    return f"{_harmless(body.content.decode())}{_QUIET}".encode()


def _harmless(html: str) -> str:
    for _ in range(_ROUNDS):
        before = html
        for pattern in (_SCRIPTS, _LEADING, _LOADED, _CALLED, _STYLED):
            html = pattern.sub(" ", html)
        if html == before:
            break
    return html
