"""What an issuer of access tokens grants (OAuth 2.0, RFC 6749)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from model.secret import Secret


@dataclass(frozen=True, slots=True)
class Granted:
    """What was given: a token for now, and what renews it (empty for an application)."""

    access_token: Secret
    expires: datetime
    refresh_token: Secret
