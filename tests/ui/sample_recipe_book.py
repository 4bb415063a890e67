"""A recipe with its versions and a test, over the sample desk; names in it are hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from model.documents import DocumentKind
from model.errors import RecipeChanged, RecipeInvalid, RecipeUntested
from model.money import Money
from model.outcomes import Outcome, OutcomeCode
from model.people import Role, User
from model.recipe_book import (
    Draft,
    RecipeBook,
    RecipeCheck,
    RecipeFault,
    RecipeFound,
    RecipeTest,
    RowFile,
    RowFound,
    Tested,
    VersionLine,
)
from model.recipes import DiffLine, RecipeOrigin, RecipeState
from model.visits import Listing, ListSeen, RunState
from tests.ui.sample_documents import HOSTILE, NOW

if TYPE_CHECKING:
    from tests.ui.sample_desk import SampleDesk

TEXT = f"""billhook_recipe: 1
name: "{HOSTILE}"
origins: [https://portal.example]
dates: dmy
currency: EUR
sign_in:
  username: [css=#name, "label=User name"]
  password: [css=#password]
  submit: ['role=button[name="Sign in"]']
lists:
- name: invoices
  rows: [css=tr.row]
  columns:
    number: {{header: [Number]}}
    day: {{header: [Date]}}
    amount: {{header: [Total]}}
  counter: {{at: [css=.count], pattern: "(\\\\d+)"}}
  document:
    link: [css=a.pdf]
"""
BEN = User("u9", "ben", "Ben Aalto", Role.ADMIN)
BROKEN = "dym"
"""A word that this desk finds wrong, on whatever line it stands."""


def version(position: int, origin: RecipeOrigin, why: str, state: RecipeState) -> VersionLine:
    created = NOW - timedelta(days=9 - position)
    return VersionLine(f"v{position}", position, origin, state, why, created)


def found() -> RecipeFound:
    def row(number: int) -> Listing:
        amount = Money(Decimal(f"{number}19.00"), "EUR")
        return Listing(DocumentKind.INVOICE, f"RE-{number}", NOW.date(), amount)

    files = (RowFile.SAME, RowFile.NEW, RowFile.OTHER, RowFile.FAILED, RowFile.LEFT)
    rows = [RowFound(row(at), file) for at, file in enumerate(files, start=1)]
    rows[3] = replace(rows[3], why=f"The file of {HOSTILE} did not come.")
    lists = (ListSeen(HOSTILE, 4, 4, "its counter"), ListSeen("credit notes", 1, 3))
    return RecipeFound(lists, tuple(rows), files=3, anew=True, blocked=("cdn.example",))


class SampleRecipeBook:
    """All of RecipeBookDesk; `other_saves` is what somebody else does meanwhile."""

    def __init__(self, desk: SampleDesk) -> None:
        self._desk = desk
        self._texts = {"v1": TEXT.replace("tr.row", "li"), "v2": TEXT}
        former, current = RecipeState.FORMER, RecipeState.CURRENT
        self._versions = [
            version(2, RecipeOrigin.REPAIR, f"Found again: {HOSTILE}", current),
            version(1, RecipeOrigin.AUTOPILOT, "Written by a visit.", former),
        ]
        self._test: RecipeTest | None = None

    def book(self, portal_id: str) -> RecipeBook:
        newest = self._versions[0]
        return RecipeBook(
            portal_id=portal_id,
            name=HOSTILE,
            supplier=HOSTILE,
            host="https://portal.example/login",
            origins=("https://portal.example",),
            text=self._texts[newest.id],
            base=newest.id,
            versions=tuple(self._versions),
        )

    def check(self, portal_id: str, text: str) -> RecipeCheck:
        assert portal_id
        lines = list(enumerate(text.splitlines(), start=1))
        faults = [RecipeFault(n, f"dates: {HOSTILE}") for n, one in lines if BROKEN in one]
        away = [n for n, one in lines if "else.example" in one]
        faults += [RecipeFault(n, "not its origin", "https://else.example") for n in away]
        tested = self._test and self._test.outcome and self._test.text == text
        lacking = ("invoices has no empty marker",)
        return RecipeCheck(tuple(faults), "bronze", lacking, Tested(True, "2") if tested else None)

    def between(self, old_id: str, new_id: str) -> tuple[DiffLine, ...]:
        return self.against(old_id, self._texts[new_id])

    def against(self, version_id: str, text: str) -> tuple[DiffLine, ...]:
        old, new = self._texts[version_id].splitlines(), text.splitlines()
        gone = [DiffLine("-", one) for one in old if one not in new]
        return (
            DiffLine(" ", "lists:"),
            *gone,
            *(DiffLine("+", one) for one in new if one not in old),
        )

    def save(self, user: User, portal_id: str, draft: Draft) -> str:
        if draft.base != self._versions[0].id:
            raise RecipeChanged
        checked = self.check(portal_id, draft.text)
        if checked.faults:
            raise RecipeInvalid(f"Line {checked.faults[0].line}: {checked.faults[0].what}.")
        if not (draft.untested or checked.tested):
            raise RecipeUntested
        return self._add(user, draft.text, RecipeOrigin.PERSON, f"Edited by {user.name}.")

    def _add(self, user: User, text: str, origin: RecipeOrigin, why: str) -> str:
        position = len(self._versions) + 1
        self._versions = [replace(one, state=RecipeState.FORMER) for one in self._versions]
        self._versions.insert(0, version(position, origin, why, RecipeState.CURRENT))
        self._texts[f"v{position}"] = text
        self._desk.note(user, f"recipe v{position}")
        self._desk.tell("portals", "p1")
        return f"v{position}"

    def other_saves(self) -> None:
        """Somebody else saves a version at this moment."""
        text = self._texts[self._versions[0].id].replace("css=a.pdf", "css=a.file")
        self._add(BEN, text, RecipeOrigin.PERSON, "Edited by ben.")

    def restore(self, user: User, portal_id: str, version_id: str) -> str:
        assert portal_id
        text = self._texts[version_id]
        return self._add(user, text, RecipeOrigin.RESTORED, f"{version_id} put back.")

    def add_origin(self, user: User, portal_id: str, origin: str) -> None:
        self._desk.note(user, f"origin {portal_id} {origin}")

    def test(self, user: User, portal_id: str, text: str) -> str:
        run, state = "a-story", RunState.COLLECTING
        self._test = RecipeTest(run, portal_id, text, user.full_name, NOW, state, 1, 4)
        self._desk.note(user, f"test {portal_id}")
        self._desk.tell("portals", "p1")
        return run

    def test_ends(self, *, good: bool) -> None:
        """The test that is under way has ended."""
        assert self._test is not None
        broken = Outcome(OutcomeCode.RECIPE_BROKEN, {"portal": HOSTILE, "step": "invoices.rows"})
        outcome = Outcome(OutcomeCode.OK, {"n": "3"}) if good else broken
        self._test = replace(self._test, state=RunState.DONE, outcome=outcome, found=found())
        self._desk.tell("portals", "p1")

    def tested(self, portal_id: str) -> RecipeTest | None:
        assert portal_id
        return self._test
