"""Documents and the way to them: expectations, visits, questions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint, text

from model.challenges import ChallengeKind
from model.documents import (
    DocumentFormat,
    DocumentKind,
    Field,
    Reading,
    ReadState,
)
from model.entities import Basis
from model.exceptions import Answer, ExceptionReason
from model.expectations import ExpectationSource, ExpectationState
from model.filing import Channel, DocumentStatus, FiledDocument
from model.outcomes import Outcome
from model.visits import Cause, Listing, RunState
from storage.columns import (
    WHOLE,
    Choice,
    Day,
    Flag,
    Instant,
    Packed,
    Reference,
    Words,
    money,
)
from storage.tables.base import id_, maybe, need, table

document: Final = table(
    "document",
    id_(),
    maybe("supplier_id", Reference(), ForeignKey("supplier.id")),
    maybe("account_id", Words(), ForeignKey("account.id")),
    need("kind", Choice(DocumentKind)),
    maybe("number"),
    maybe("day", Day()),
    maybe("due", Day()),
    *money("gross", optional=True),
    *money("net", optional=True),
    maybe("po_number"),
    maybe("iban"),
    need("format", Choice(DocumentFormat)),
    need("read_state", Choice(ReadState)),
    need("sha256"),
    need("media_type"),
    need("status", Choice(DocumentStatus)),
    need("note"),
    need("received", Instant()),
    need("version", WHOLE),
    need("accept", Flag()),
    need("identity_key"),
    need("normalised"),
    need("search"),
    need("channel", Choice(Channel)),
    maybe("entity_id"),
    maybe("entity_basis", Choice(Basis)),
    need("entity_said", before=""),
    UniqueConstraint("identity_key"),
    Index(None, "received", "id"),
    Index(None, "status", "received", "id"),
    Index(None, "supplier_id", "received", "id"),
    Index(None, "kind", "received", "id"),
    Index(None, "channel", "received", "id"),
    Index(None, "entity_id", "received", "id"),
    Index(None, "sha256"),
    Index(None, "gross_minor"),
)

document_file: Final = table(
    "document_file",
    Column("document_id", Words(), ForeignKey("document.id"), primary_key=True),
    Column("position", WHOLE, primary_key=True, autoincrement=False),
    need("sha256"),
    need("media_type"),
    need("reading", Packed(Reading)),
    maybe("proposed", Packed(Reading)),  # read again, until a person says whether it counts
    need("at", Instant()),
    Index(None, "sha256"),
)

document_source: Final = table(
    "document_source",
    Column("document_id", Words(), ForeignKey("document.id"), primary_key=True),
    Column("channel", Choice(Channel), primary_key=True),
    Column("reference", Words(), primary_key=True),
    need("label"),
    need("at", Instant()),
    maybe("whole"),
    Index(None, "channel", "reference"),
)

correction: Final = table(
    "correction",
    id_(),
    need("document_id", Words(), ForeignKey("document.id")),
    need("position", WHOLE),
    need("name"),
    need("value"),
    maybe("before", Packed(Field)),
    need("document", Packed(FiledDocument)),
    need("closed", Packed(tuple[str, ...])),
    need("actor"),
    need("at", Instant()),
    need("layout"),
    need("layout_version", WHOLE),
    UniqueConstraint("document_id", "position"),
)

listed: Final = table(
    "listed",
    Column("portal_id", Words(), ForeignKey("portal.id"), primary_key=True),
    Column("kind", Choice(DocumentKind), primary_key=True),
    Column("number", Words(), primary_key=True),
    need("document_id", Words(), ForeignKey("document.id")),
    maybe("question_id"),
    Index(None, "document_id"),
)

listed_unnumbered: Final = table(
    "listed_unnumbered",
    Column("portal_id", Words(), ForeignKey("portal.id"), primary_key=True),
    Column("document_id", Words(), ForeignKey("document.id"), primary_key=True),
    need("row", Packed(Listing)),
    maybe("question_id"),
    Index(None, "document_id"),
)

expectation: Final = table(
    "expectation",
    id_(),
    need("key"),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    need("kind", Choice(DocumentKind)),
    need("source", Choice(ExpectationSource)),
    need("source_id"),
    need("opened", Instant()),
    maybe("account_id", Words(), ForeignKey("account.id")),
    maybe("portal_id", Words(), ForeignKey("portal.id")),
    maybe("number"),
    *money("amount", optional=True),
    maybe("day", Day()),
    need("state", Choice(ExpectationState)),
    need("reason"),
    maybe("document_id", Words(), ForeignKey("document.id")),
    need("attempts", WHOLE),
    maybe("next_attempt", Instant()),
    maybe("closed", Instant()),
    UniqueConstraint("key"),
    Index(None, "state", "next_attempt"),
    Index(None, "portal_id", "state"),
    Index(None, "supplier_id", "state"),
    Index(None, "opened", "id"),
)

run: Final = table(
    "run",
    id_(),
    need("portal_id", Words(), ForeignKey("portal.id")),
    need("state", Choice(RunState)),
    need("requested", Instant()),
    need("why"),
    maybe("started", Instant()),
    maybe("finished", Instant()),
    maybe("outcome", Packed(Outcome)),
    need("done", WHOLE),
    maybe("total", WHOLE),
    need("fetched", WHOLE),
    maybe("counter", WHOLE),
    need("cause", Choice(Cause), before="expected"),
    maybe("password_sent", Instant()),
    maybe("signed_in", Instant()),
    need("records", Flag(), before="0"),
    maybe("attended_by"),
    Index(None, "portal_id", "requested", "id"),
    Index(None, "finished"),
    # A portal has at most one visit that is ordered and not begun.
    Index(
        "uq_run_queued",
        "portal_id",
        unique=True,
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
)

challenge: Final = table(
    "challenge",
    id_(),
    need("run_id", Words(), ForeignKey("run.id")),
    need("portal_id", Words(), ForeignKey("portal.id")),
    need("kind", Choice(ChallengeKind)),
    need("channel"),
    need("label"),
    need("question"),
    need("opened", Instant()),
    need("expires", Instant()),
    maybe("closed", Instant()),
    need("outcome"),
    Index(None, "closed", "expires"),
    Index(None, "portal_id", "opened"),
)

run_evidence: Final = table(
    "run_evidence",
    Column("run_id", Words(), ForeignKey("run.id"), primary_key=True),
    Column("sha256", Words(), primary_key=True),
    need("at", Instant()),
    need("name", before=""),
)

exception: Final = table(
    "exception",
    id_(),
    need("reason", Choice(ExceptionReason)),
    need("sentence"),
    need("subject"),
    need("opened", Instant()),
    need("answers", Packed(tuple[Answer, ...])),
    maybe("answered", Instant()),
    need("answer"),
    need("title", default=""),
    need("closed_because", default=""),
    need("fields", Packed(tuple[str, ...]), before="[]"),
    Index(None, "answered", "opened", "id"),
    Index(None, "opened", "id"),
    Index(None, "subject"),
)
