"""The bucket, where files lie in one: whether it does what the file store asks of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from billhook.doctor.finding import Finding, found, noted
from model.errors import BillhookError
from storage.bucket import BucketFiles, Trial
from storage.store import Store

_CHECK: Final = "Bucket"
_REACH: Final = (
    "Look at files, files_endpoint, files_region and files_credentials in billhook.toml, at what"
    " the bucket's policy allows, and whether its server runs."
)
_CONDITIONS: Final = (
    "Take a server that refuses a conditional write (If-None-Match: *) over what is there."
)
_EXPIRE: Final = (
    "Let a lifecycle rule delete versions that are not current after some days; else what retention"
    " and erasure remove stays in the bucket."
)
_ASK: Final = "Allow s3:GetBucketVersioning, or look there whether old versions are kept for ever."


def bucket(store: Store) -> Iterable[Finding]:
    """Nothing where files lie in a folder; else what a file on trial has shown."""
    if not isinstance(store.files, BucketFiles):
        return
    try:
        yield _judged(store.files.place.address, store.files.tried())
    except BillhookError as error:
        yield found(_CHECK, False, error.message, _REACH)


def _judged(address: str, trial: Trial) -> Finding:
    said = f"{address} takes, gives back and removes files"
    if not trial.refuses:
        return found(_CHECK, False, f"{address} lets a file be overwritten", _CONDITIONS)
    if trial.versions is None:
        return noted(_CHECK, False, f"{said}; it does not say whether it keeps versions", _ASK)
    if trial.versions:
        return noted(_CHECK, False, f"{said}, and keeps versions of those removed", _EXPIRE)
    return found(_CHECK, True, f"{said}, and keeps no versions", "")
