"""Sample portals with their visits and what is expected of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from model.adoption import (
    Adoption,
    AdoptionReport,
    AdoptionStage,
    Effort,
    PortalAdoption,
    Savings,
    SupplierAdoption,
)
from model.documents import DocumentKind
from model.expectations import ExpectationState
from model.forensics import RunStory, Step, Story
from model.money import Money
from model.recipes import DiffLine, RecipeChange, RecipeNote, RecipeOrigin
from model.suppliers import PortalState
from model.views import Activity, ExpectationView, PortalView, RunView
from model.visits import RunState
from tests.ui.sample_documents import HOSTILE, NOW

STORY = RunStory(
    run_id="a-story",
    portal="Orange Business",
    why="its schedule",
    sentence="Orange Business has changed at step invoices.rows; the page is stored.",
    code="RECIPE_BROKEN",
    started=NOW,
    finished=NOW + timedelta(seconds=9),
    story=Story(
        (Step(0.4, "page https://espaceclient.orange.example/login"), Step(2.5, "signing in")),
        "https://espaceclient.orange.example/factures",
        HOSTILE,
        ("tracker.example",),
    ),
    text=HOSTILE,
    files=("page.html", "page.png", "story.json"),
)
ASKED, ANSWERED = 2, 4  # the portal with a question of its own; the one that nothing is expected of

INVOICE = DocumentKind.INVOICE
RUNS = {  # f: documents, e: nothing new and proven, p: part, b: bad
    "f": ("OK", "{n} new documents.", True),
    "e": ("OK_EMPTY", "Nothing new; the portal itself says so (“0 invoices”).", True),
    "p": ("PARTIAL", "3 of 4 documents; 1 still open.", False),
    "b": ("SITE_DOWN", "The portal can't be reached.", False),
    "l": (
        "LOGIN_FAILED",
        "The portal refused the password. Billhook won't try again until it is corrected.",
        False,
    ),
    "m": (
        "MFA_REQUIRED",
        "The portal asks for a code (text message) that Billhook can't supply.",
        False,
    ),
}


REPAIRED = RecipeNote(
    3,
    RecipeOrigin.REPAIR,
    NOW - timedelta(hours=9),
    proposed=False,
    why="The step invoices.rows had failed; found again: invoices.rows. Proof: 11 of 12 listed "
    "documents are known from before.",
)
PROPOSED = replace(REPAIRED, position=2, proposed=True)
CHANGE = RecipeChange(
    f"p{ASKED}",
    REPAIRED.origin,
    REPAIRED.position,
    REPAIRED.why,
    REPAIRED.created,
    proposed=False,
    can_put_back=True,
    lines=(
        DiffLine(" ", "  rows:"),
        DiffLine("-", "  - css=table.docs tr.doc"),
        DiffLine("+", f"  - css=article.card {HOSTILE}"),
    ),
)


def _runs(letters: str) -> tuple[RunView, ...]:
    runs = []
    for number, letter in enumerate(letters):
        code, sentence, good = RUNS[letter]
        fetched = (number * 7) % 4 + 1 if letter in "fp" else 0
        at = NOW - timedelta(hours=12 * (len(letters) - number) - 3)
        state = RunState.DONE if good else RunState.FAILED
        runs.append(
            RunView(f"r{number}", at, state, code, sentence.format(n=fetched), fetched, good)
        )
    return tuple(runs)


def portals() -> list[PortalView]:
    facts = (
        (
            "EDF Pro",
            "EDF",
            "PDL 3000 2210",
            "entreprises.edf.example",
            "ffeefefeefefef",
            "",
            48,
            1,
            2,
        ),
        (
            "Nordwind Kundenportal",
            "Nordwind Energie GmbH",
            "K-77120",
            "kunden.nordwind.example",
            "efefefeefbefef",
            "",
            31,
            1,
            0,
        ),
        (
            "Castello Fornitori",
            "Castello Catering",
            "0447",
            "fornitori.castello.example",
            "fefeefefeefefm",
            "Castello Fornitori asks for a code (text message to ··41) that Billhook can't supply.",
            12,
            30,
            1,
        ),
        (
            "Orange Business",
            "Orange Business",
            "F26 4410",
            "espaceclient.orange.example",
            "ffeefefbbefepp",
            "",
            77,
            5,
            3,
        ),
        (
            "Zeiss Customer Centre",
            "Zeiss Microscopy",
            "ZM 640",
            "customers.zeiss.example",
            "eeeefeeeeeeeef",
            "",
            6,
            2,
            0,
        ),
        (
            "Harbour Water Board",
            "Harbour Water Board",
            "HWB 220",
            "my.harbourwater.example",
            "eeeeeeefeeeeef",
            "",
            9,
            3,
            0,
        ),
        (
            "Amazon Business",
            "Amazon Business",
            "A1-7731",
            "business.amazon.example",
            "ffffffffffffff",
            "",
            412,
            1,
            1,
        ),
        (
            "Lumen",
            "Lumen Telecom",
            "landline 0421 77",
            "mein.lumen.example",
            "eefeeefeeebbef",
            "",
            22,
            6,
            0,
        ),
        (
            "Lumen Mobile",
            "Lumen Telecom",
            "mobile 0171 22",
            "mobil.lumen.example",
            "eefeeefeeeefel",
            "Lumen Mobile refused the password. Billhook won't try again until it is corrected.",
            20,
            90,
            1,
        ),
        (
            "Vattenfall",
            "Vattenfall Sales",
            "V 880",
            "service.vattenfall.example",
            "eeefeeeefeeeef",
            "",
            15,
            11,
            0,
        ),
        (
            "Papyrus eService",
            "Papyrus Verpackung AG",
            "PV 9635",
            "eservice.papyrus.example",
            "fefefpfefefeef",
            "",
            64,
            4,
            1,
        ),
        (HOSTILE, HOSTILE, HOSTILE, "xss.example", "ef", "", 1, 9, 0),
    )
    portals = []
    for number, (
        name,
        supplier,
        account,
        host,
        letters,
        needs,
        documents,
        hours,
        expected,
    ) in enumerate(facts):
        running = Activity(name, RunState.DOWNLOADING, 7, 12) if number == 0 else None
        state = PortalState.PAUSED if letters.endswith("l") else PortalState.OPEN
        portals.append(
            PortalView(
                f"p{number}",
                name,
                supplier,
                account,
                host,
                state,
                bool(needs),
                needs,
                _runs(letters),
                running,
                documents,
                NOW - timedelta(hours=hours),
                expected,
                0 if number == ANSWERED else 1,
                "q1" if number == ASKED else "",
                recipe=REPAIRED if number == ASKED else PROPOSED if number == 0 else None,
            )
        )
    return portals


def expectations(portal_id: str) -> tuple[ExpectationView, ...]:
    if portal_id == f"p{ANSWERED}":
        return ()
    facts = (
        (
            INVOICE,
            "88213",
            Money(Decimal(312), "EUR"),
            ExpectationState.NEEDS_PERSON,
            "Announced on 21 Oct; four visits found no such document.",
            140,
            None,
        ),
        (
            INVOICE,
            "",
            None,
            ExpectationState.OPEN,
            "Billed on the 27th of each month for a year.",
            4,
            None,
        ),
        (
            INVOICE,
            "RE-2026-104877",
            Money(Decimal("1928.64"), "EUR"),
            ExpectationState.FULFILLED,
            "",
            26,
            "d0",
        ),
        (
            DocumentKind.CREDIT_NOTE,
            "",
            None,
            ExpectationState.ABSENT,
            "The portal says so: “no credit notes”.",
            300,
            None,
        ),
    )
    return tuple(
        ExpectationView(
            f"e{portal_id}{n}",
            "",
            kind,
            number,
            amount,
            None,
            state,
            reason,
            NOW - timedelta(hours=hours),
            document,
            "q2" if state is ExpectationState.NEEDS_PERSON else "",
        )
        for n, (kind, number, amount, state, reason, hours, document) in enumerate(facts)
    )


EFFORT = Effort(Decimal(3), Decimal(1))
_HELD = {
    AdoptionStage.KNOWN: ("It has no portal here; connect it with: billhook connect portal.", ""),
    AdoptionStage.REGISTERED: ("It was not visited yet; visit it now.", "r"),
    AdoptionStage.CONNECTED: ("It refused the password.", "a"),
    AdoptionStage.AUTOMATIC: ("2 more visits without help prove it; nothing is to be done.", ""),
    AdoptionStage.HANDS_FREE: ("", ""),
}


def adoption() -> AdoptionReport:
    """How far the sample's suppliers are adopted: each portal as its history suggests."""
    of_portals = [
        SupplierAdoption(
            f"s-{portal.id}",
            portal.supplier,
            found := _adopted(portal),
            (PortalAdoption(portal.id, portal.name, found),),
        )
        for portal in portals()
    ]
    held = Adoption(AdoptionStage.KNOWN, *_HELD[AdoptionStage.KNOWN])
    without = (
        SupplierAdoption("s-x", HOSTILE, held),
        SupplierAdoption("s-y", "Pfennig & Söhne", Adoption(AdoptionStage.HANDS_FREE)),
    )
    return AdoptionReport(NOW.date().replace(day=1), EFFORT, (*without, *of_portals))


def _adopted(portal: PortalView) -> Adoption:
    if portal.state is PortalState.PAUSED:
        stage = AdoptionStage.CONNECTED
    elif portal.needs_person or portal.expectations_open:
        stage = AdoptionStage.AUTOMATIC
    else:
        stage = AdoptionStage.HANDS_FREE
    savings = Savings.of(portal.documents // 6, portal.documents // 4, EFFORT)
    return Adoption(stage, *_HELD[stage], savings)
