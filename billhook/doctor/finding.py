"""A finding: what one check says, how bad it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How bad a finding is, the best first."""

    WELL = "well"
    NOTE = "note"  # works, and will not for long, or not for everything
    UNWELL = "unwell"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    check: str
    grade: Grade
    detail: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is broken; a note breaks nothing."""
        return self.grade is not Grade.UNWELL

    def plain(self) -> dict[str, object]:
        """As COMMANDS documents it; where all is well, there is no remedy."""
        return {
            "check": self.check,
            "ok": self.ok,
            "state": self.grade.value,
            "detail": self.detail,
            "remedy": "" if self.grade is Grade.WELL else self.remedy,
        }


def found(check: str, ok: bool, detail: str, remedy: str) -> Finding:  # noqa: FBT001 - reads as a sentence
    """Well, or unwell with its remedy."""
    return Finding(check, Grade.WELL if ok else Grade.UNWELL, detail, remedy)


def noted(check: str, ok: bool, detail: str, remedy: str) -> Finding:  # noqa: FBT001 - reads as a sentence
    """Well, or a note with its remedy."""
    return Finding(check, Grade.WELL if ok else Grade.NOTE, detail, remedy)
