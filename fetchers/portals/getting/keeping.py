"""Keeping what came for a row: proven by its bytes, named by its SHA-256."""

from __future__ import annotations

from pathlib import Path

from fetchers.portals.files import LARGEST, Got, keep, kind_of, safe_name
from fetchers.portals.getting.faults import TOO_LARGE, failed, no_document
from fetchers.portals.getting.naming import assigned
from fetchers.portals.getting.unpacking import Refused, members
from fetchers.portals.recipe import DocumentList
from fetchers.portals.row_values import Row
from model.visits import FetchedDocument


def kept(spool: Path, part: DocumentList, row: Row, got: Got) -> FetchedDocument:
    """The document, in the spool.

    Raises:
        VisitEnded: NOT_A_DOCUMENT where the bytes are none, DOWNLOAD_FAILED where there are too
            many of them or none at all.
    """
    if len(got.content) > LARGEST:
        raise failed(row, TOO_LARGE)
    if not got.content:
        raise failed(row, "the file is empty")
    if kind_of(got.content) == "zip" and "zip" in part.accept:
        got = _unpacked(got, part, row)
    kind = kind_of(got.content)
    if kind is None or kind == "zip" or kind not in part.accept:
        raise no_document(row, kind or "no document")
    held = keep(got, kind, spool)
    return FetchedDocument(
        listing=row.listing,
        path=held.path,
        sha256=held.sha256,
        size=held.size,
        media_type=held.media_type,
        suggested_name=safe_name(got.name),
    )


def _unpacked(got: Got, part: DocumentList, row: Row) -> Got:
    """The row's file in an archive of its own: the only document, or the one that names it."""
    try:
        files = members(got)
    except Refused as why:
        raise no_document(row, f"an archive that {why}") from None
    wanted = [one for one in files if kind_of(one.content) in part.accept]
    best = [one for one in wanted if kind_of(one.content) == _first(wanted, part)]
    if len(best) == 1:
        return best[0]
    named = assigned(best, [row], part.accept).get(row.listing.number or "")
    if named is None:
        raise no_document(row, f"an archive with {len(best)} documents, none of which names it")
    return named


def _first(files: list[Got], part: DocumentList) -> str | None:
    """The kind of document that the recipe would rather have, among those that came."""
    kinds = {kind_of(one.content) for one in files}
    return next((kind for kind in part.accept if kind in kinds), None)
