"""Deeds: what a person did and can take back."""

from __future__ import annotations

from enum import StrEnum


class DeedKind(StrEnum):
    """What was done, as the audit trail names it when it is taken back."""

    ANSWER = "an answer"
    CORRECTION = "a correction"
    LESSON = "what was forgotten"
    DELIVERY = "a delivery"
    ASSIGNMENT = "an assignment"
    COMMENT = "a comment"
    STATEMENT = "a decision about a statement"
    COMPANY = "a change of our companies"
    RECIPE = "a version of a recipe"
    ORIGIN = "an origin of a portal"
