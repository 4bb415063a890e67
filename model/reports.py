"""Reports for people outside: tables with their facts, and drafts of letters to suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.money import Money

Cell = str | int | Decimal | Money | date | None
"""What a cell of a report may hold; text is shown as it is and is never a formula or markup."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A titled table; `total` stands under it, one cell a column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its title, the facts about it, and its tables in order."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[ReportTable, ...]


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter to a supplier that a person sends, in the language of `language` (ISO 639-1)."""

    language: str
    subject: str
    body: str


class StatementFile(StrEnum):
    """What is written of a statement for people outside, by the name of the file."""

    PDF = "report.pdf"
    XLSX = "report.xlsx"
    LETTER = "letter.eml"
