"""Destinations: how documents leave for the approval workflow, and how its answer is read."""

from feeds.delivery import deliver
from feeds.preflight import lacks, preflight
from feeds.registry import check_settings, status_credential, tells, tells_payment
from feeds.responses import responses
from feeds.retries import backoff

__all__ = [
    "backoff",
    "check_settings",
    "deliver",
    "lacks",
    "preflight",
    "responses",
    "status_credential",
    "tells",
    "tells_payment",
]
