"""Destinations: how documents leave for the approval workflow, and how its answer is read."""

from feeds.delivery import deliver
from feeds.facts import facts, file_name
from feeds.forms import FORMS
from feeds.grants import (
    Application,
    Issuer,
    by_code,
    consent_address,
    organisations,
    remedy,
    renewed,
)
from feeds.mail import KEY_HEADER, send_letter
from feeds.preflight import lacks, preflight
from feeds.reading import looks_every, news, standing
from feeds.registry import (
    WAYS,
    address_of,
    check_settings,
    issuer_of,
    known_by_key,
    signs_each,
    status_credential,
    tells,
    tells_payment,
)
from feeds.responses import responses
from feeds.retries import backoff
from feeds.trying import attempt

__all__ = [
    "FORMS",
    "KEY_HEADER",
    "WAYS",
    "Application",
    "Issuer",
    "address_of",
    "attempt",
    "backoff",
    "by_code",
    "check_settings",
    "consent_address",
    "deliver",
    "facts",
    "file_name",
    "issuer_of",
    "known_by_key",
    "lacks",
    "looks_every",
    "news",
    "organisations",
    "preflight",
    "remedy",
    "renewed",
    "responses",
    "send_letter",
    "signs_each",
    "standing",
    "status_credential",
    "tells",
    "tells_payment",
]
