"""Three countries say kr; what else a paper says tells whose it is."""

import pytest

import parsers
from parsers.wording import crowns


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bankgiro 5050-1055", "SEK"),
        ("Org.nr 556012-5790 Telefon +46 8 123 45", "SEK"),
        ("Reg. 3000 Konto 0004511789", "DKK"),
        ("CVR 12 34 56 78", "DKK"),
        ("Org.nr. 923 609 016 MVA, konto 1234.56.78903", "NOK"),
        ("IBAN NO93 8601 1117 947", "NOK"),
        ("Beløb, indbetaling", "DKK"),
        ("Beløp, innbetaling", "NOK"),
        ("Fakturanr 0046812, 0045 111", None),
        ("Bankgiro 5050-1055, our customer DK 12 34 56 78", None),
        ("Total 120.00 kr", None),
    ],
)
def test_the_signs_of_a_country_say_whose_crown_is_meant_unless_they_disagree(
    text: str, code: str | None
) -> None:
    found = crowns.of(text)
    assert (found.code if found else None) == code


def test_a_statement_that_says_kr_alone_is_read_in_the_crown_of_its_signs() -> None:
    sheet = (
        "Kundnummer;88123\nDatum;Typ;Fakturanr;Förfaller;Belopp;Saldo\n"
        "2026-04-03;Faktura;101;2026-05-03;900,00 kr;900,00 kr\n"
        "2026-04-09;Faktura;102;2026-05-09;200,00 kr;1100,00 kr\n"
    )
    reading = parsers.read(sheet.encode())
    assert reading.statement is not None
    assert reading.statement.currency == "SEK"
    assert reading.accept
