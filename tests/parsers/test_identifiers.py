import pytest

from parsers.wording import identifiers


@pytest.mark.parametrize(
    ("text", "vat_id"),
    [
        ("USt-IdNr. DE123456789", "DE123456789"),
        ("N° TVA : FR 32 123 456 789", "FR32123456789"),
        ("Btw NL123456789B01.", "NL123456789B01"),
        ("VAT GB 123 4567 89", "GB123456789"),
    ],
)
def test_a_vat_id_is_found_with_and_without_spaces(text: str, vat_id: str) -> None:
    assert [value for _, _, value in identifiers.vat_ids(text)] == [vat_id]


def test_a_word_is_no_vat_id() -> None:
    assert identifiers.vat_ids("DESCRIPTION 1234 and BEST 2026") == []


def test_an_iban_is_cut_to_the_length_of_its_country() -> None:
    found = identifiers.ibans("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF")
    assert [value for _, _, value in found] == ["DE89370400440532013000"]
    assert identifiers.iban_holds("DE89370400440532013000")
    assert not identifiers.iban_holds("DE88370400440532013000")


def test_a_vat_id_may_stand_right_behind_its_label() -> None:
    assert identifiers.vat_ids("P. IVAIT46444290152 x") == [(6, 19, "IT46444290152")]
    assert identifiers.vat_ids("XYZIT46444290152") == []
