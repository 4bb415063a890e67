"""Sample statements: one with differences, one full of markup, two that are settled."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from model.documents import Box, Check
from model.matches import MatchStatus
from model.money import Money
from model.views import (
    EntryView,
    Proposal,
    StatementBoard,
    StatementLineView,
    StatementRow,
    StatementView,
)
from tests.ui.sample_documents import HOSTILE

SETTLED = (MatchStatus.MATCHED, MatchStatus.PAYMENT, MatchStatus.BALANCE_FORWARD)


def statement_board(held: StatementView) -> StatementBoard:
    """The statement with something to answer to each open line."""
    free = [entry for line in held.ours_only for entry in line.entries]
    return StatementBoard(
        held,
        {
            line.id: Proposal(
                "The statement shows it twice; it is owed once."
                if line.status is MatchStatus.DUPLICATE
                else "",
                tuple((entry,) for entry in free[:2] if line.status is MatchStatus.AMBIGUOUS),
            )
            for line in held.lines
            if not line.settled
        },
    )


def statements() -> list[StatementView]:
    return [
        _hilti(),
        _settled("s2", "Würth Industrie", "83100", date(2026, 10, 20)),
        _orange(),
        _settled("s4", "DHL Express", "FRA 003", date(2026, 9, 30)),
    ]


def _eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def _line(
    number: int, reference: str, amount: str, status: MatchStatus, **more: object
) -> StatementLineView:
    facts: dict[str, object] = {
        "id": f"l{number}",
        "position": number,
        "day": date(2026, 9, 1) + timedelta(days=number * 2 % 29),
        "kind": "invoice",
        "reference": reference,
        "amount": _eur(amount),
        "status": status,
        "difference": None,
        "reason": "",
        "ours": (reference,),
        "our_amount": _eur(amount),
        "document_id": "d9",
    }
    facts |= more
    facts.setdefault("entries", _entries(facts))
    facts.setdefault("settled", facts["status"] in SETTLED)
    facts.setdefault("page", 1)
    facts.setdefault("box", Box(60, 90 + number * 14, 380, 10))
    return StatementLineView(**facts)  # type: ignore[arg-type]  # names checked by the dataclass


def _entries(facts: dict[str, Any]) -> tuple[EntryView, ...]:
    """What answers a line, made from what the line says of it."""
    amount = facts["our_amount"]
    if not isinstance(amount, Money):
        return ()
    (name,) = facts["ours"]
    kind, day = facts["kind"], facts["day"]
    return (EntryView(f"e-{facts['id']}", kind, name, day, amount, facts["document_id"]),)


def _hilti() -> StatementView:
    none = {"ours": (), "our_amount": None, "document_id": None}
    lines = (
        _line(
            1,
            "Balance 31 Aug",
            "2140.00",
            MatchStatus.BALANCE_FORWARD,
            kind="balance_forward",
            ours=("Closing balance",),
            document_id=None,
        ),
        _line(2, "HD-440127", "612.40", MatchStatus.MATCHED),
        _line(3, "HD-440188", "89.95", MatchStatus.MATCHED),
        _line(
            4,
            "HD-440201",
            "1310.00",
            MatchStatus.MATCHED_DIFFERENCE,
            our_amount=_eur("1301.00"),
            difference=_eur("9.00"),
            reason="Freight of €9.00 is on their line and not on the invoice on file.",
        ),
        _line(
            5,
            "HD-440233",
            "745.10",
            MatchStatus.MISSING,
            reason="No document on file; one is expected from the portal since today.",
            **none,
        ),
        _line(
            6,
            "Payment 14 Sep",
            "-2140.00",
            MatchStatus.PAYMENT,
            kind="payment",
            ours=("Payment run 37",),
            document_id=None,
        ),
        _line(7, "HD-440251", "2204.77", MatchStatus.MATCHED),
        _line(8, "GS-10077", "-120.00", MatchStatus.MATCHED, kind="credit_note"),
        _line(
            9,
            "HD-440260",
            "333.33",
            MatchStatus.AMBIGUOUS,
            reason="HD-440260 and HD-44026 fit equally well.",
            **none,
        ),
        _line(10, "HD-440288", "1999.00", MatchStatus.MATCHED),
        _line(
            11,
            "HD-440288",
            "1999.00",
            MatchStatus.DUPLICATE,
            reason="Listed twice with one number; we owe it once.",
            **none,
        ),
        _line(12, "HD-440301", "58.20", MatchStatus.MATCHED),
        *(_line(n, f"HD-4404{n}", f"{n * 3}.10", MatchStatus.MATCHED) for n in range(13, 23)),
    )
    ours = (
        _line(
            40,
            "HD-439990",
            "240.00",
            MatchStatus.NOT_ON_STATEMENT,
            reason="Booked on 2 Sep, on no line of theirs.",
        ),
        _line(41, "HD-440377", "77.00", MatchStatus.TIMING, reason="Dated after the statement."),
    )
    row = StatementRow(
        "s1",
        "d11",
        "Hilti Deutschland",
        "77 20 11",
        date(2026, 9, 30),
        len(lines),
        18,
        4,
        _eur("0.00"),
        _eur("3086.43"),
    )
    return StatementView(
        row,
        lines,
        ours,
        _eur("8842.12"),
        _eur("6071.79"),
        _eur("0.00"),
        Check("Opening + lines = closing", ok=True, detail="2,140.00 + 6,702.12 = 8,842.12"),
        steps=(
            ("HD-439990 over EUR 240.00 is in our ledger, not on the statement.", _eur("-240.00")),
            ("HD-440377 over EUR 77.00 is in our ledger, not on the statement.", _eur("-77.00")),
        ),
    )


def _orange() -> StatementView:
    lines = tuple(
        _line(n, f"F26-0{n}-8831", f"{100 + n}.20", MatchStatus.MATCHED) for n in range(1, 7)
    )
    missing = _line(
        7,
        HOSTILE,
        "75.10",
        MatchStatus.MISSING,
        ours=(),
        our_amount=None,
        document_id=None,
        reason=HOSTILE,
    )
    row = StatementRow(
        "s3", "d1", HOSTILE, HOSTILE, date(2026, 9, 30), 7, 6, 1, _eur("0.00"), _eur("75.10")
    )
    return StatementView(
        row,
        (*lines, missing),
        (),
        _eur("696.30"),
        _eur("621.20"),
        _eur("0.00"),
        Check("Opening + lines = closing", ok=None, detail="no opening balance"),
    )


def _settled(held_id: str, supplier: str, account: str, day: date) -> StatementView:
    lines = tuple(
        _line(n, f"831007{n:03}", f"{40 + n}.00", MatchStatus.MATCHED) for n in range(1, 13)
    )
    row = StatementRow(held_id, "d9", supplier, account, day, 12, 12, 0, _eur("0.00"), _eur("0.00"))
    return StatementView(
        row,
        lines,
        (),
        _eur("558.00"),
        _eur("558.00"),
        _eur("0.00"),
        Check("Opening + lines = closing", ok=True, detail="0.00 + 558.00 = 558.00"),
    )
