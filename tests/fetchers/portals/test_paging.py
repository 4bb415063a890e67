"""The pieces of paging, getting and quality that need no browser."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.files import Got, kind_of
from fetchers.portals.getting.naming import assigned, names
from fetchers.portals.getting.printing import unproven
from fetchers.portals.getting.unpacking import Refused, members
from fetchers.portals.haul import Haul, agree, verdict
from fetchers.portals.manifest import Tier, read_manifest
from fetchers.portals.paging.periods import Period, written
from fetchers.portals.pressing import Purpose, allowed
from fetchers.portals.quality import steps_of, tier_of
from fetchers.portals.recipe import read_recipe
from fetchers.portals.row_values import Row
from fetchers.portals.values import DateOrder, order_by_evidence
from model.documents import DocumentKind
from model.errors import RecipeInvalid
from model.money import Money
from model.outcomes import Outcome, OutcomeCode
from model.visits import Listing
from tests.portals import recipes
from tests.portals.farm.table import PAGED

TODAY = date(2026, 11, 22)
SORTED = ("01/02", "05/02", "09/02", "02/03", "07/03", "11/03")  # as days before months alone


def listing(number: str, amount: str = "88.00", day: date | None = None) -> Listing:
    return Listing(DocumentKind.INVOICE, number, day, Money(Decimal(amount), "EUR"))


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/05/2026", "17/05/2026"], DateOrder.DMY),
        (["05/03/2026", "05/17/2026"], DateOrder.MDY),
        (["03.05.2026", "04.05.2026"], DateOrder.DMY),
        (["2026-05-03"], DateOrder.DMY),
        (["05/05/2026"], DateOrder.DMY),
        (["12/10/2026"], DateOrder.DMY),  # 10 December is still to come
        ([f"{day}/2026" for day in SORTED], DateOrder.DMY),
        (["03/05/2026", "04/05/2026"], None),
        (["03/05/2026"], None),
        ([], DateOrder.YMD),
    ],
)
def test_the_order_of_dates_is_proven_by_the_rows_or_not_at_all(
    texts: list[str], order: DateOrder | None
) -> None:
    assert order_by_evidence(texts, today=TODAY) is order


@given(st.lists(st.dates(date(2020, 1, 1), TODAY), max_size=12))
def test_a_day_that_is_no_month_proves_the_order(days: list[date]) -> None:
    texts = [f"{day:%m/%d/%Y}" for day in (*days, date(2026, 5, 17))]
    assert order_by_evidence(texts, today=TODAY) is DateOrder.MDY


@pytest.mark.parametrize(
    ("name", "year"),
    [("2026", 2026), ("Year 2024", 2024), ("2024/25", 2025), ("All", None), ("12345", None)],
)
def test_a_period_ends_in_the_last_year_that_it_names(name: str, year: int | None) -> None:
    assert Period(name).year == year


@pytest.mark.parametrize(
    ("order", "hint", "text"),
    [
        (DateOrder.DMY, "TT.MM.JJJJ", "03.05.2026"),
        (DateOrder.MDY, "", "05/03/2026"),
        (DateOrder.YMD, "", "2026-05-03"),
        (DateOrder.DMY, "01-01-2026", "03-05-2026"),
    ],
)
def test_a_day_is_filled_in_as_the_form_writes_it(order: DateOrder, hint: str, text: str) -> None:
    assert written(date(2026, 5, 3), order, hint) == text


@pytest.mark.parametrize("words", ["Search", "Anzeigen", "Rechercher", "2025", "Hae", "Pokaż"])
def test_a_filter_may_post_where_it_says_that_it_filters(words: str) -> None:
    assert allowed(words, posts=True, purpose=Purpose.FILTER)


@pytest.mark.parametrize("words", ["Save", "Confirm", "Pay now", "Usuń", "Betala", "Köp"])
def test_what_changes_something_is_no_filter(words: str) -> None:
    assert not allowed(words, posts=True, purpose=Purpose.FILTER)


ROWS = [Row(listing(number)) for number in ("INV-1001", "INV-1001-2", "77")]


@pytest.mark.parametrize(
    ("file", "number", "named"),
    [
        ("farm_INV1001.pdf", "INV-1001", True),
        ("INV 1001.pdf", "INV-1001", True),
        ("INV-10011.pdf", "INV-1001", False),
        ("XINV-1001.pdf", "INV-1001", False),
        ("2026-77.pdf", "77", True),
        ("x.pdf", "", False),
    ],
)
def test_a_file_names_a_number_or_does_not(file: str, number: str, named: bool) -> None:
    assert names(file, number) is named


def test_a_file_belongs_to_the_longest_number_in_its_name() -> None:
    files = [Got(b"%PDF-1", "INV-1001-2.pdf"), Got(b"%PDF-2", "INV-1001.pdf"), Got(b"MZ", "77.exe")]
    given_to = assigned(files, ROWS, ("pdf",))
    assert {number: got.content for number, got in given_to.items()} == {
        "INV-1001-2": b"%PDF-1",
        "INV-1001": b"%PDF-2",
    }


def test_of_two_files_of_a_row_the_kind_counts_that_is_named_first() -> None:
    files = [Got(b"%PDF-1", "77.pdf"), Got(b"<?xml version='1.0'?><I/>", "77.xml")]
    assert assigned(files, ROWS, ("xml", "pdf"))["77"].name == "77.xml"
    assert assigned(files, ROWS, ("pdf", "xml"))["77"].name == "77.pdf"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_an_archive_in_an_archive_is_opened_and_no_deeper() -> None:
    inner = zipped(a=b"%PDF-1")
    assert [one.name for one in members(Got(zipped(z=inner, b=b"x"), "o.zip"))] == ["a", "b"]
    with pytest.raises(Refused, match="within archives"):
        members(Got(zipped(y=zipped(z=inner)), "o.zip"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (zipped(a=b"\0" * 60_000_000), "unpacks"),
        (zipped(**{"../a.pdf": b"%PDF-1"}), "folder"),
        (b"PK\x03\x04 no archive", "damaged"),
    ],
)
def test_an_archive_that_is_dangerous_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        members(Got(content, "o.zip"))


def test_an_archive_is_known_by_its_bytes() -> None:
    assert kind_of(zipped(a=b"x")) == "zip"
    assert kind_of(zipped(**{"[Content_Types].xml": b"x"})) == "xlsx"


INVOICE = listing("INV-1001", "1928.64")


@pytest.mark.parametrize(
    "text",
    [
        "Invoice INV-1001\nTotal due 1,928.64 EUR",
        "TAX INVOICE\nInvoice number: INV-1001\n€1,928.64",
        "Factura nº INV-1001 importe 1,928.64",
        "Rechnungsnummer INV-1001 · 1,928.64",
    ],
)
def test_a_page_with_word_number_and_amount_is_an_invoice(text: str) -> None:
    assert unproven(text, INVOICE, decimal=".") == []


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Order INV-1001\nInvoice address: Port 1\n1,928.64", "the word for it"),
        ("Pro forma invoice INV-1001 1,928.64", "the word for it"),
        ("Invoice INV-10011 1,928.64", "its number"),
        ("Invoice INV-1001 1,928.65", "its amount"),
        ("Invoice INV-1001", "its amount"),
        ("", "its number"),
    ],
)
def test_a_page_that_lacks_a_proof_is_no_invoice(text: str, lacks: str) -> None:
    assert lacks in unproven(text, INVOICE, decimal=".")


def test_a_row_without_amount_can_not_be_proven() -> None:
    bare = Listing(DocumentKind.INVOICE, "INV-1001", None, None)
    assert unproven("Invoice INV-1001 1,928.64", bare, decimal=".") == ["its amount"]


def test_rows_agree_as_far_as_both_say_something() -> None:
    assert agree(listing("1"), listing("1", day=TODAY))
    assert not agree(listing("1"), listing("1", "89.00"))


def test_what_is_missing_is_named() -> None:
    haul = Haul(wanted=3)
    haul.fail(listing("INV-1"), Outcome(OutcomeCode.DOWNLOAD_FAILED))
    haul.fail(listing("INV-2"), Outcome(OutcomeCode.NOT_A_DOCUMENT))
    haul.cut("page 3 of invoices did not come: HTTP 500")
    assert verdict(haul).facts["missing"] == (
        "3 (INV-1, INV-2, page 3 of invoices did not come: HTTP 500)"
    )


def test_the_same_number_of_two_accounts_is_two_documents() -> None:
    haul = Haul()
    for account in ("K-1", "K-2"):
        haul.note(Listing(DocumentKind.INVOICE, "1", None, None, account=account))
    assert len(haul.identities) == 2


GOOD = PAGED[0].recipe("https://portal.example")


def test_every_step_of_a_recipe_is_found_with_its_place() -> None:
    paths = {path for path, _ in steps_of(read_recipe(GOOD))}
    assert {"sign_in.username", "lists.0.open.0.click", "lists.0.counter.at"} <= paths


def test_a_recipe_reaches_the_tier_whose_rules_it_keeps() -> None:
    tier, lacking = tier_of(read_recipe(recipes.table("https://portal.example")))
    assert tier is Tier.NONE
    assert "lists.0.rows has one selector" in lacking
    tier, lacking = tier_of(read_recipe(GOOD))
    assert tier is Tier.BRONZE
    assert any("says has no words for LOCKED" in one for one in lacking)


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("made up", {"empty": ("css=p.c9f8e7d6a5b4", "css=p.c12345678")}),
        ("neither an empty marker nor a counter", {"counter": None, "empty": None}),
    ],
)
def test_a_recipe_that_breaks_a_rule_is_told_so(rule: str, changed: dict[str, object]) -> None:
    recipe = read_recipe(GOOD)
    part = recipe.lists[0].model_copy(update=changed)
    tier, lacking = tier_of(recipe.model_copy(update={"lists": (part,)}))
    assert tier is Tier.NONE
    assert any(rule in one for one in lacking)


MANIFEST = "name: Farm\nnotes: As found.\nverified_on: 2026-11-20\ntier: silver\n"


def test_a_manifest_is_read() -> None:
    assert read_manifest(MANIFEST).tier is Tier.SILVER


@pytest.mark.parametrize(
    "text",
    [
        MANIFEST.replace("silver", "platinum"),
        MANIFEST + "more: x\n",
        MANIFEST.replace("notes: As found.\n", ""),
        MANIFEST + " " * 5_000,
        "{",
        "",
    ],
)
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(RecipeInvalid, match=r"m\.yaml"):
        read_manifest(text, origin="m.yaml")


def test_the_scheme_of_the_demo_is_a_folder_a_recipe() -> None:
    root = Path(__file__).parents[3] / "billhook" / "demo" / "recipes"
    for folder in root.iterdir():
        recipe = read_recipe((folder / "recipe.yaml").read_text("utf-8"))
        assert tier_of(recipe)[0].rank >= Tier.SILVER.rank, folder.name
