"""Supplier statements, reconciled; a line without a document expects one.

What arrives touches only the statements with an open line that it may answer, with a line that had
it before, or in whose time it lies; the others are not looked at again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from model.documents import StatementReading, normalise_number
from model.exceptions import ExceptionReason
from model.expectations import Expectation, ExpectationState
from model.filing import DocumentStatus, FiledDocument
from model.matches import (
    Decision,
    DecisionKind,
    Match,
    MatchStatus,
    Proof,
    Standing,
    StandingState,
    Statement,
    StatementItem,
)
from model.money import Money
from model.orders import TOLD_PAID, LedgerEntry
from pipeline.asking import ask, question_id
from pipeline.documents import expecting
from pipeline.reconciling import books
from pipeline.reconciling.books import Books
from pipeline.works import BILLHOOK
from reconcile import by_person, proof
from reconcile import statements as matching
from reconcile.relevance import Relevance
from storage import audit, documents, exceptions, expectations, ledger, replies, suppliers
from storage import statements as stored
from storage.store import Tx

_DIFFERENT: Final = frozenset({MatchStatus.MATCHED_DIFFERENCE, MatchStatus.AMBIGUOUS})
_BY_PEOPLE: Final = frozenset(kind.value for kind in DecisionKind)
"""Rules of matches that people made; who made one is not asked about it."""
_AS_ONE: Final = "statement"
"""The id that all lines have while they are matched: those of several parts as of one."""


def file(tx: Tx, document: FiledDocument, *readings: StatementReading) -> str:
    """Remember the statements of a document with their lines; the id of the first.

    One of several goes to the account whose number it prints.
    """
    several = len(readings) > 1
    for part, said in enumerate(readings, 1):
        account_id = _account_of(tx, document, said) if several else document.account_id
        stored.add(tx, document.id, document.supplier_id, account_id, said, part=part)
    return stored.id_of(document.id)


def _account_of(tx: Tx, document: FiledDocument, said: StatementReading) -> str | None:
    """The account whose number a part of a file prints; the document's, where it prints none."""
    printed = normalise_number(said.account or "")
    if not printed:
        return document.account_id
    known = suppliers.accounts(tx, document.supplier_id)
    own = [account.id for account in known if normalise_number(account.number) == printed]
    return own[0] if len(own) == 1 else None


def load(tx: Tx, entries: Sequence[LedgerEntry]) -> None:
    """Take entries over from the books, and reconcile again what they touch."""
    ledger.load(tx, entries)
    for supplier_id in sorted({entry.supplier_id for entry in entries}):
        reconcile_supplier(tx, supplier_id)


def reconcile_supplier(tx: Tx, supplier_id: str, *filed: FiledDocument) -> None:
    """Reconcile new statements, and those touched by these documents or by entries that came."""
    came = ledger.arrived(tx, supplier_id)
    waiting = [entry for document in filed for entry in books.in_process(tx, document)]
    arrived = (*came, *waiting)
    touched = _touched(tx, supplier_id, arrived)
    for statement_id in sorted(touched | stored.unlooked(tx, supplier_id)):
        statement = stored.get(tx, statement_id)
        _reopen(tx, statement, _late(tx, statement, arrived))
    _reconcile_once(tx, touched | stored.unlooked(tx, supplier_id))


def _reconcile_once(tx: Tx, statement_ids: Iterable[str]) -> None:
    """Reconcile these statements; those that are matched together, together and once."""
    done: set[str] = set()
    for statement_id in sorted(statement_ids):
        if statement_id not in done:
            done |= reconcile(tx, stored.get(tx, statement_id))


def changed(tx: Tx, before: FiledDocument) -> None:
    """A document on file may say something else now, or was refused: reconcile what it touches.

    `before` is how it stood. What is booked is the ledger's to say, whatever becomes of its paper.
    """
    now = documents.get(tx, before.id)
    refused = DocumentStatus.REJECTED in (before.status, now.status)
    was, is_now = books.in_process(tx, before), books.in_process(tx, now)
    if was == is_now and not (refused and before.status is not now.status):
        return
    touched = {
        statement_id
        for document, entries in ((before, was), (now, is_now))
        for statement_id in _touched(tx, document.supplier_id, entries)
    }
    said = f"The {'refused' if refused else 'corrected'} {now.number or 'document'}"
    for statement_id in sorted(touched):
        statement = stored.get(tx, statement_id)
        _reopen(tx, statement, (said,))
    _reconcile_once(tx, touched)


def told_paid(tx: Tx, document_id: str) -> None:
    """A receiver said that a document is paid, or took that back: reconcile what it touches."""
    document = documents.get(tx, document_id)
    entry_id = f"{TOLD_PAID}{document_id}"
    told = [one for one in books.told_payments(tx, document.supplier_id) if one.id == entry_id]
    touched = _touched(tx, document.supplier_id, told) | stored.holding(tx, [entry_id])
    for statement_id in sorted(touched):
        statement = stored.get(tx, statement_id)
        _reopen(tx, statement, _late(tx, statement, told))
    _reconcile_once(tx, touched)


def withdraw(tx: Tx, entries: Sequence[LedgerEntry], why: str) -> None:
    """Take entries out that the books no longer have, say so, and reconcile again what had them."""
    by_supplier: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        by_supplier[entry.supplier_id].append(entry)
        audit.note(tx, BILLHOOK, "took out", f"ledger:{entry.id}", f"{_named(entry)}: {why}")
    ledger.remove(tx, [entry.id for entry in entries])
    for supplier_id, gone in sorted(by_supplier.items()):
        for statement_id in sorted(_touched(tx, supplier_id, gone)):
            statement = stored.get(tx, statement_id)
            late = _late(tx, statement, gone)
            _reopen(tx, statement, tuple(f"The end of {one} in the books" for one in late))
            reconcile(tx, statement)


def visited(tx: Tx, supplier_id: str) -> None:
    """Draw the consequences of a visit to a portal of the supplier, for its statements."""
    reconcile_supplier(tx, supplier_id)
    for item in stored.missing(tx, supplier_id):
        _expect(tx, item, stored.get(tx, item.statement_id))


def _touched(tx: Tx, supplier_id: str, arrived: Sequence[LedgerEntry]) -> frozenset[str]:
    """The ids of the statements that these entries of a supplier may matter to."""
    if not arrived:
        return frozenset()
    held = stored.holding(tx, (entry.id for entry in arrived))
    covered = stored.covering(tx, supplier_id, {entry.doc_date for entry in arrived})
    return held | covered | frozenset(_answerable(tx, supplier_id, arrived))


def _answerable(tx: Tx, supplier_id: str, arrived: Sequence[LedgerEntry]) -> Iterable[str]:
    elsewhere = stored.open_items_over(tx, (entry.amount.minor() for entry in arrived))
    lines: dict[str, list[StatementItem]] = defaultdict(list)
    for item in (*stored.open_items(tx, supplier_id), *elsewhere):
        lines[item.statement_id].append(item)
    for statement_id, items in lines.items():
        if any(map(Relevance(items).matters_entry, arrived)):
            yield statement_id


def _late(tx: Tx, statement: Statement, arrived: Iterable[LedgerEntry]) -> tuple[str, ...]:
    """What of this came after a person had signed the statement off; nothing where nobody has."""
    if stored.standing(tx, statement.id).state is not StandingState.SIGNED_OFF:
        return ()
    one = {statement.id}
    return tuple(
        _named(entry) for entry in arrived if _touched(tx, statement.supplier_id, [entry]) & one
    )


def _named(entry: LedgerEntry) -> str:
    return f"{entry.reference or '(no number)'} over {entry.amount}, dated {entry.doc_date}"


def _reopen(tx: Tx, statement: Statement, late: tuple[str, ...]) -> None:
    """Say what came after a person had signed the statement off."""
    standing = stored.standing(tx, statement.id)
    if standing.state is not StandingState.SIGNED_OFF:
        return
    again = Standing(StandingState.REOPENED, at=tx.now(), arrived=late)
    stored.stand(tx, statement.id, again)
    sentence = f"{'; '.join(late)} came after {standing.by} had signed the statement off."
    audit.note(tx, BILLHOOK, "reopened", f"statement:{statement.id}", sentence)
    ask(
        tx,
        ExceptionReason.STATEMENT_DIFFERENCE,
        subject=f"document:{statement.document_id}",
        sentence=sentence,
        key=("reopened", statement.id, tx.now().isoformat()),
    )


def reconcile(tx: Tx, statement: Statement) -> frozenset[str]:
    """Match every line, prove the balance, and expect what is missing on our side.

    What people decided stands; its lines and entries take no part in the matching. Other statements
    of the file in the same currency are matched with it, as our books keep one account for all of
    them; the ids of all that were.
    """
    parts = stored.together(tx, statement)
    lines = {part.id: stored.items(tx, part.id) for part in parts}
    items = [item for part in parts for item in lines[part.id]]
    made = [one for part in parts for one in stored.decisions(tx, part.id)]
    decisions = books.as_booked(tx, made)
    day = statement.statement_date or tx.now().date()
    since = min((item.day for item in items if item.day), default=day.replace(day=1))
    linked = {entry for one in by_person.in_force(decisions) for entry in one.entry_ids}
    ours = books.of_statement(tx, statement, items, since=since, linked=linked)
    matches = _with_disputed(tx, items, _match(items, ours.entries, decisions))
    matches = _as_told(tx, statement, matches)
    for part in parts:
        own = _matches_of(lines[part.id], matches)
        share = books.share(ours, own, matches, rest=part is parts[0])
        _keep(tx, part, lines[part.id], share, own)
    return frozenset(lines)


def _matches_of(items: Sequence[StatementItem], matches: Iterable[Match]) -> tuple[Match, ...]:
    ids = {item.id for item in items}
    return tuple(match for match in matches if match.item_id in ids)


def _keep(
    tx: Tx,
    statement: Statement,
    items: Sequence[StatementItem],
    ours: Books,
    matches: tuple[Match, ...],
) -> None:
    """Keep the answers of a statement's lines and the proof of its balance; ask what they ask."""
    day = statement.statement_date or tx.now().date()
    rest = proof.ours(items, ours.entries, matches, statement_date=day, since=ours.since)
    changed = stored.save(tx, statement.id, matches, rest, _prove(statement, items, ours, matches))
    by_id = {item.id: item for item in items}
    subject = f"document:{statement.document_id}"
    asked = {question.id for question in exceptions.open_of(tx, subject)}
    for match in changed:
        _follow_up(tx, match, by_id[match.item_id], statement, asked=asked)


def _with_disputed(
    tx: Tx, items: Sequence[StatementItem], matches: Sequence[Match]
) -> tuple[Match, ...]:
    """The matches; a line whose document we refused is disputed, and not missing."""
    missing = {one.item_id for one in matches if one.status is MatchStatus.MISSING}
    lines = {item.id: item for item in items if item.id in missing}
    numbers = [item.reference for item in lines.values()]
    filed = documents.numbered(tx, items[0].supplier_id, numbers) if numbers else ()
    refused = {normalise_number(one.number or "") for one in filed if books.refused(one)}
    return tuple(_as_disputed(one, lines.get(one.item_id), refused) for one in matches)


def _as_told(tx: Tx, statement: Statement, matches: Sequence[Match]) -> tuple[Match, ...]:
    """The matches; of a payment that no book has yet it is said who told of it."""
    if not any(entry.startswith(TOLD_PAID) for one in matches for entry in one.entry_ids):
        return tuple(matches)
    said = {
        f"{TOLD_PAID}{one.document_id}": one.destination
        for one in replies.told_paid(tx, statement.supplier_id)
    }
    return tuple(
        _told_by(one, sorted({said[i] for i in one.entry_ids if i in said})) for one in matches
    )


def _told_by(match: Match, names: Sequence[str]) -> Match:
    if not names:
        return match
    said = f"{' and '.join(names)} said that it is paid; the books have no payment yet."
    return replace(match, reason=f"{match.reason} {said}")


def _as_disputed(match: Match, item: StatementItem | None, refused: Collection[str]) -> Match:
    if item is None or normalise_number(item.reference) not in refused:
        return match
    reason = f"{item.reference} over {item.amount} is on file, and somebody refused it."
    return replace(match, status=MatchStatus.DISPUTED, reason=reason, rule="refused")


def _match(
    items: Sequence[StatementItem],
    entries: Sequence[LedgerEntry],
    decisions: Sequence[Decision],
) -> tuple[Match, ...]:
    """What people decided, and the rules' answers for all other lines from all other entries."""
    by_people = by_person.decided(items, entries, decisions)
    lines = {match.item_id for match in by_people}
    taken = {entry_id for match in by_people for entry_id in match.entry_ids}
    # the rules prefer what is printed first, which they tell by ids that count up
    numbered = {str(n): item for n, item in enumerate(items) if item.id not in lines}
    by_rules = matching.answered(
        [replace(item, id=n, statement_id=_AS_ONE) for n, item in numbered.items()],
        [entry for entry in entries if entry.id not in taken],
    )
    return (*by_people, *(replace(one, item_id=numbered[one.item_id].id) for one in by_rules))


def _prove(
    statement: Statement,
    items: Sequence[StatementItem],
    ours: Books,
    matches: Sequence[Match],
) -> Proof | None:
    """Their balance explained from ours; None where the statement prints no balance."""
    if statement.closing is None:
        return None
    currency, opening = statement.currency, statement.opening
    return proof.prove(
        items,
        ours.entries,
        matches,
        closing=Money(statement.closing, currency),
        opening=Money(opening, currency) if opening is not None else None,
        since=ours.since,
        earlier=ours.earlier,
    )


def _follow_up(
    tx: Tx, match: Match, item: StatementItem, statement: Statement, *, asked: set[str]
) -> None:
    if match.rule in _BY_PEOPLE or match.status not in _DIFFERENT | {MatchStatus.MISSING}:
        _close(tx, item, asked)
    elif match.status is MatchStatus.MISSING:
        _expect(tx, item, statement)
    else:
        _question(tx, item, statement, match.reason)


def expect(tx: Tx, item: StatementItem, statement: Statement) -> None:
    """Expect the document of a line; where that ended without one, ask for it once more."""
    portal_id = _portal(tx, statement)
    known = expecting.of_statement_line(item, portal_id, statement.account_id, tx.now())
    before = expectations.find(tx, known.id)
    if before and before.state in (ExpectationState.ABSENT, ExpectationState.NEEDS_PERSON):
        expectations.reopen(tx, known.id)
        expecting.ask_again(tx, known.id)
    _expect(tx, item, statement)
    stored.tell(tx, statement.id)


def _expect(tx: Tx, item: StatementItem, statement: Statement) -> None:
    portal_id = _portal(tx, statement)
    expected = expecting.of_statement_line(item, portal_id, statement.account_id, tx.now())
    expecting.open_(tx, expected)
    stored.expectation_for(tx, item.id, expected.id)
    now = expectations.get(tx, expected.id)
    if now.state in (ExpectationState.ABSENT, ExpectationState.NEEDS_PERSON):
        _missing(tx, item, statement, now)


def _portal(tx: Tx, statement: Statement) -> str | None:
    """The portal to ask: the account's own, else the supplier's only one."""
    of_supplier = [p for p in suppliers.portals(tx) if p.supplier_id == statement.supplier_id]
    own = [p.id for p in of_supplier if p.account_id == statement.account_id]
    if own:
        return own[0]
    return of_supplier[0].id if len(of_supplier) == 1 else None


def _missing(tx: Tx, item: StatementItem, statement: Statement, expected: Expectation) -> None:
    sentence = (
        f"{item.reference or 'A line'} over {item.amount} is on the statement, but neither booked "
        f"nor on file. {expected.reason}"
    )
    _question(tx, item, statement, sentence)


def _question(tx: Tx, item: StatementItem, statement: Statement, sentence: str) -> None:
    """Ask about a line; a question that had settled itself stands again."""
    new = ask(
        tx,
        ExceptionReason.STATEMENT_DIFFERENCE,
        subject=f"document:{statement.document_id}",
        sentence=sentence,
        key=("statement", item.id),
    )
    if not new:
        exceptions.reopen(tx, question_id("statement", item.id))
        exceptions.revise(tx, question_id("statement", item.id), sentence, title="")


def _close(tx: Tx, item: StatementItem, asked: set[str]) -> None:
    """A line that found its answer asks no longer."""
    question = question_id("statement", item.id)
    if question in asked:
        exceptions.close(tx, question, "The line has found its answer.")
