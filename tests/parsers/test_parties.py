"""Who bills whom: names beside labels, addresses and VAT ids."""

from __future__ import annotations

import pytest

import parsers
from model.documents import DocumentFormat
from parsers import printed
from parsers.hints import Hints
from parsers.paper.layout import arrange
from parsers.paper.words import PageText, Word
from tests.parsers import paper


@pytest.mark.parametrize(
    ("written", "buyer"),
    [
        (("Adam Mitchell - Scott and Sons",), "Scott and Sons"),
        (("Jason Pearce, Ali and Sons",), "Ali and Sons"),
        (("Grupo Somoza S.Com.",), "Grupo Somoza S.Com."),
        (("van Beeck & Verheij",), "van Beeck & Verheij"),
        (("Herrn", "Max Mustermann"), "Herrn Max Mustermann"),
    ],
)
def test_the_buyer_is_the_company_under_the_label(written: tuple[str, ...], buyer: str) -> None:
    page = paper.Page.new()
    page.write(50, 60, "Northgate Paper Ltd", 14)
    page.write(50, 140, "Bill to:")
    for row, text in enumerate(written):
        page.write(50, 154 + 12 * row, text)
    page.write(50, 154 + 12 * len(written) + 14, "1 Quay Road")
    assert parsers.read(page.done()).text("buyer_name") == buyer


def test_a_label_set_flush_right_heads_the_names_below_it() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Émetteur")
    page.write(545, 60, "Facturé à", right=True)
    for row, (seller, buyer) in enumerate(
        (("Bouvier Andre et Fils", "Martineau Pierre SA"), ("180, chemin de Bodin", "39, rue X"))
    ):
        page.write(50, 76 + 14 * row, seller)
        page.write(545, 76 + 14 * row, buyer, right=True)
    reading = parsers.read(page.done())
    assert reading.text("seller_name") == "Bouvier Andre et Fils"
    assert reading.text("buyer_name") == "Martineau Pierre SA"


def test_the_party_that_states_a_vat_id_is_the_seller() -> None:
    page = paper.Page.new()
    left = ("Hafenkost AG", "Quay 1", "20457 Hamburg")
    right = ("Keller Stahl AG", "Am Kanal 12", "20457 Hamburg", "USt-IdNr.: DE136695976")
    for x, lines in ((50, left), (400, right)):
        for at, text in enumerate(lines):
            page.write(x, 60 + 12 * at, text)
    page.write(50, 160, "Rechnung", 16)
    page.write(50, 190, "Rechnungsnummer: 64941")
    page.write(300, 400, "Gesamtbetrag")
    page.write(480, 400, "20,00 €", right=True)
    reading = parsers.read(page.done())
    assert (reading.text("seller_name"), reading.text("buyer_name")) == (
        "Keller Stahl AG",
        "Hafenkost AG",
    )


def test_a_page_whose_words_have_no_height_is_read_all_the_same() -> None:
    rows = (("Papierwerk", "Nord", "GmbH"), ("Am", "Kanal", "12"), ("Rechnung", "Nr.", "4711"))
    words = tuple(
        Word(text, 1, 50 + 70 * at, 60 + 14 * row, 110 + 70 * at, 60 + 14 * row)
        for row, texts in enumerate(rows)
        for at, text in enumerate(texts)
    )
    reading = printed.read(
        arrange([PageText(1, 595, 842, words)]), Hints(), form=DocumentFormat.PDF
    )
    assert reading.text("invoice_number") == "4711"
