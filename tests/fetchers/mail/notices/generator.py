"""Notices of 37 languages with their true values among many that look like them.

Half of the wordings and half of the layouts are held back (`Half.HELD`): rules are made while
looking at the others only, so that the held half says how well they carry over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

from tests.fetchers.mail.letters import letter
from tests.fetchers.mail.notices import further_layouts
from tests.fetchers.mail.notices import layouts as first_layouts
from tests.fetchers.mail.notices.layouts import SENTENCES, Layout, Line, Sheet
from tests.fetchers.mail.notices.writings import written_amount, written_day

_FOLDER = Path(__file__).parent
_FIRST: dict[str, dict[str, Any]] = json.loads((_FOLDER / "words.json").read_text("utf-8"))
_FURTHER: dict[str, dict[str, Any]] = json.loads((_FOLDER / "further.json").read_text("utf-8"))
_STREETS = ("Quay Road 17", "Lindenallee 3", "Rue Haute 88", "Via Po 12", "1-2-3 Minato")


class Book(StrEnum):
    """Which wordings and layouts: the first, or those written after the rules were."""

    FIRST = "first"
    FURTHER = "further"

    @property
    def words(self) -> dict[str, dict[str, Any]]:
        """The wordings of each language."""
        if self is Book.FIRST:
            return _FIRST
        return {language: {**_FIRST[language], **words} for language, words in _FURTHER.items()}

    def layouts(self, half: Half) -> tuple[Layout, ...]:
        """The layouts of this half."""
        module = first_layouts if self is Book.FIRST else further_layouts
        return module.KNOWN if half is Half.KNOWN else module.HELD


class Half(StrEnum):
    """Which half of wordings or layouts."""

    KNOWN = "known"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class GeneratedNotice:
    """A mail with what it says: number, amount, currency, due_date, customer_number, link."""

    language: str
    layout: str
    content: bytes
    truth: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Voice:
    """One mail's language, wording and chances."""

    language: str
    words: dict[str, Any]
    half: Half
    chance: Random

    def word(self, name: str) -> str:
        """A wording of this name."""
        entry = self.words[name]
        return str(self.chance.choice(entry[self.half])) if isinstance(entry, dict) else str(entry)

    def number(self) -> str:
        """A document's number in one of the usual shapes."""
        n = self.chance.randrange
        return self.chance.choice(
            (
                f"INV-{n(1000, 99999)}",
                f"{n(10**6, 10**9)}",
                f"2026-{n(1000, 99999):05}",
                f"F{n(10, 99)}/{n(100, 99999)}",
                f"RE{n(100000, 999999)}",
                f"{n(10, 99)}-{n(1000, 9999)}-{n(10, 99)}",
            )
        )

    def money(self, least: int = 10, most: int = 9000) -> Decimal:
        """An amount, in thousands where the language's currency has no cents here."""
        cents = self.chance.randrange(least * 100, most * 100)
        return Decimal(cents // 100 * 1000 + 7) if self.whole else Decimal(cents).scaleb(-2)

    @property
    def whole(self) -> bool:
        """Whether amounts have no cents."""
        return any(not writing["mark"] for writing in self.words["amounts"])


def notices(
    wordings: Half, layouts: Half, *, seed: int = 1, without: str = "", book: Book = Book.FIRST
) -> Iterator[GeneratedNotice]:
    """A mail of every language in every layout of these halves; `without` one field, if named."""
    for language, words in book.words.items():
        for layout in book.layouts(layouts):
            if without and layout in SENTENCES:
                continue
            chance = Random(f"{seed} {language} {layout.__name__}")
            yield _notice(_Voice(language, words, wordings, chance), layout, without)


def _notice(voice: _Voice, layout: Layout, without: str) -> GeneratedNotice:
    chance, truth = voice.chance, _truth(voice)
    writing = chance.choice(voice.words["amounts"])
    due = date.fromisoformat(truth["due_date"])
    thai, long = voice.language == "th", chance.random() < 0.5
    shown = {
        "number": truth["number"],
        "amount": written_amount(Decimal(truth["amount"]), writing),
        "due": written_day(due, voice.words, long=long, thai=thai),
    }
    issued = due - timedelta(days=21)
    billed = written_day(issued, voice.words, long=long, thai=thai)
    others = _distractors(voice, Decimal(truth["amount"]), writing, billed=billed)
    sheet = Sheet(
        subject=voice.word("view" if without or chance.random() < 0.5 else "subj").format(**shown),
        hello=voice.word("hello"),
        sentence=voice.word("sent").format(**shown),
        true=(
            Line(voice.word("num"), shown["number"] * (without != "number")),
            Line(voice.word("amt"), shown["amount"] * (without != "amount")),
            Line(voice.word("due"), shown["due"] * (without != "due_date")),
        ),
        customer=Line(
            voice.word("cust"), truth["customer_number"] * (without != "customer_number")
        ),
        above=tuple(others[:5]),
        below=tuple(others[5:]),
        view=voice.word("view"),
        link=truth["link"],
        chance=chance,
    )
    text, page = layout(sheet)
    content = letter(
        sheet.subject,
        text or ".",
        sender="Bills <bills@sender.example>",
        page=page,
        sent=format_datetime(datetime.combine(issued, time(9), UTC)),
    )
    return GeneratedNotice(voice.language, layout.__name__, content, truth)


def _truth(voice: _Voice) -> dict[str, str]:
    chance = voice.chance
    due = date(2026, 11, 24) + timedelta(days=chance.randrange(66))
    return {
        "number": voice.number(),
        "amount": f"{voice.money():.{0 if voice.language in {'ja', 'ko', 'vi'} else 2}f}",
        "currency": str(voice.words["currency"]),
        "due_date": due.isoformat(),
        "customer_number": f"{chance.randrange(10**5, 10**8)}",
        "link": f"https://my.sender.example/bills/{chance.randrange(10**6)}?lang={voice.language}",
    }


def _distractors(
    voice: _Voice, amount: Decimal, writing: Mapping[str, Any], *, billed: str
) -> Sequence[Line]:
    """What looks like the truth: five lines for above, the rest for below."""
    n = voice.chance.randrange

    def money(value: Decimal) -> str:
        return written_amount(round(value, 0 if voice.whole else 2), writing)

    above = [
        Line(voice.word("order"), f"{n(10**5, 10**7)}"),
        Line(voice.word("idate"), billed),
        Line(voice.word("prev"), money(amount + voice.money())),
        Line(voice.word("net"), money(amount * 5 / 6)),
        Line(voice.word("tax"), money(amount / 6)),
    ]
    voice.chance.shuffle(above)
    below = [
        Line(voice.word("paid"), money(voice.money(1, 800))),
        Line("", f"{voice.chance.choice(_STREETS)}, {n(10000, 99999)} Port Elm"),
        Line(voice.word("vat"), f"{voice.language.upper()}{n(10**8, 10**9)}"),
        Line(voice.word("reg"), f"{n(10**4, 10**6)}"),
        Line("IBAN", f"DE{n(10, 99)} " + "".join(f"{n(1000, 9999)} " for _ in range(4)) + "00"),
        Line(voice.word("phone"), f"+{n(10, 99)} {n(100, 999)} {n(10**5, 10**7)}"),
    ]
    return [*above, *below]
