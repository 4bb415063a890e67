import pytest

from fetchers.mail.bank_details import announced_change
from fetchers.mail.lexicon import table


@pytest.mark.parametrize(
    "text",
    [
        "Please use our new IBAN from December on.",
        "We have changed banks. Our banking details are now different.",
        "Wir haben die Bank gewechselt, die neuen Kontodaten finden Sie unten.",
        "Changement de RIB",
        "Nuestro IBAN ha cambiado.",
        "Nasz numer rachunku uległ zmianie.",
        "Наші реквізити змінилися.",
    ],
)
def test_a_change_is_heard_in_other_words_too(text: str) -> None:
    assert announced_change(text, ("en", "de", "fr", "es", "pl", "uk"))


@pytest.mark.parametrize(
    "text",
    [
        "Your new invoice is ready. We debit your bank account on 1 December.",
        "Ihre neue Rechnung ist da. Bankverbindung: Musterbank.",
        "Our bank details: IBAN DE00 1234. New: pay by card!",
        "Votre nouvelle facture. IBAN FR00.",
        "See https://example.test/new-bank-details for our terms.",
        "",
    ],
)
def test_bank_details_that_stay_are_no_change(text: str) -> None:
    assert announced_change(text, ("en", "de", "fr")) == ""


def test_every_language_of_the_lexicon_has_both_kinds_of_words() -> None:
    words = table("bank_details")
    languages = set(table("concepts")["INVOICE"])
    assert set(words["nouns"]) == set(words["changes"]) == languages
