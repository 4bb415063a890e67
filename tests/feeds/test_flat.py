"""Flat tables by a mapping: rows for the document, its lines and taxes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import check_settings, deliver, preflight
from feeds.flat import TableMapping, mapping_of, missing, table
from model.clock import FixedClock
from model.deliveries import DestinationKind
from model.documents import TaxRow
from model.errors import InvoiceIncomplete, SettingsInvalid
from tests.feeds.bills import BILL, bill, credit
from tests.feeds.parcels import destination

SAP = """
delimiter = ";"
decimal = ","
date = "%d.%m.%Y"
encoding = "cp1252"
names = false

[[row]]
of = "document"
columns = [
  { name = "type", constant = "H" },
  { name = "kind", field = "kind", words = { invoice = "RE", credit_note = "KG" } },
  { name = "vendor", field = "supplier" },
  { name = "reference", field = "number", length = 7, width = 9, required = true },
  { name = "day", field = "date" },
  { name = "due", field = "due_date", date = "%Y%m%d" },
  { name = "amount", field = "gross", absolute = true, decimals = 3 },
  { name = "centre", field = "cost_centre", otherwise = "none", words = { "7" = "seven" } },
]

[[row]]
of = "line"
columns = [
  { name = "type", constant = "P" },
  { name = "at", field = "line.position" },
  { name = "text", field = "line.description" },
  { name = "amount", field = "line.total" },
]

[[row]]
of = "tax"
columns = [{ name = "code", field = "tax.rate", words = { 19 = "V1" }, required = true }]
"""


@pytest.fixture
def sap(tmp_path: Path) -> Path:
    file = tmp_path / "sap.toml"
    file.write_text(SAP)
    return file


def plan(text: str, folder: Path) -> TableMapping:
    file = folder / "mapping.toml"
    file.write_text(text)
    return mapping_of(str(file))


def test_rows_follow_the_mapping(sap: Path) -> None:
    assert table(BILL, mapping_of(str(sap))).decode("cp1252").split("\r\n") == [
        "H;RE;Quill & Vale Müller;RE-2026  ;14.10.2026;20261113;1928,640;none",
        "P;1;Power, October;1508,00",
        "P;2;Meter;112,71",
        "V1",
        "",
    ]


def test_a_credit_note_owes_less_than_nothing(sap: Path) -> None:
    rows = table(credit(bill(fields={"cost_centre": "7"})), mapping_of(str(sap))).decode("cp1252")
    assert rows.startswith("H;KG;")
    assert ";1928,640;seven\r\n" in rows
    assert "P;1;Power, October;-1508,00\r\n" in rows


def test_names_stand_first(tmp_path: Path) -> None:
    text = 'line_end = "lf"\n[[row]]\nof = "line"\ncolumns = [{ name = "T", field = "line.unit" }]'
    assert table(BILL, plan(text, tmp_path)) == b'T\nkWh\n""\n'


def test_what_is_required_is_asked_for(sap: Path, tmp_path: Path) -> None:
    other = bill(tax_rows=(TaxRow(Decimal(10), Decimal(1)),))
    assert [one.field for one in missing(other, mapping_of(str(sap)))] == [""]
    text = '[[row]]\nof = "document"\ncolumns = [{ name = "D", field = "date", required = true }]'
    (lack,) = missing(bill(day=None), plan(text, tmp_path))
    assert (lack.field, lack.sentence) == ("issue_date", "The column D has no value (date).")
    with pytest.raises(InvoiceIncomplete, match="column D"):
        table(bill(day=None), plan(text, tmp_path))


def test_a_letter_that_the_encoding_has_not_is_said(sap: Path) -> None:
    with pytest.raises(InvoiceIncomplete, match="cp1252 has no letter 'Ж'"):
        table(bill(supplier="Ж"), mapping_of(str(sap)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x =", "is no TOML"),
        ("", "row: "),
        ("encoding = 'klingon'\n[[row]]\nof='tax'\ncolumns=[{name='a',constant='b'}]", "klingon"),
        ("[[row]]\nof='tax'\ncolumns=[{name='a'}]", "row.1.columns.1: a column has either"),
        ("[[row]]\nof='page'\ncolumns=[{name='a',constant='b'}]", "row.1.of"),
        ("[[row]]\nof='tax'\ncolumns=[{name='a',constant='b',colour='red'}]", "colour"),
        (
            (
                "row=[{of='tax',columns=[{name='a',constant='b'}]},"
                "{of='line',columns=[{name='c',constant='b'}]}]"
            ),
            "one line of names",
        ),
    ],
)
def test_what_is_wrong_in_a_mapping_is_named_with_its_place(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(SettingsInvalid, match=r"mapping\.toml") as caught:
        plan(text, tmp_path)
    assert said in str(caught.value)


def test_the_example_in_the_manual_is_a_mapping(tmp_path: Path) -> None:
    manual = Path(__file__).parents[2] / "docs" / "flat-tables.md"
    shown = manual.read_text().partition('    delimiter = ";"')[2].partition("| of | fields |")[0]
    example = plan('delimiter = ";"' + shown.replace("\n    ", "\n"), tmp_path)
    assert [row.of.value for row in example.row] == ["document", "line"]
    assert [lack.field for lack in missing(BILL, example)] == ["supplier", ""]


def test_a_changed_mapping_counts_at_once(sap: Path) -> None:
    before = mapping_of(str(sap))
    sap.write_text(SAP.replace("cp1252", "utf-8"))
    assert before.encoding != mapping_of(str(sap)).encoding
    with pytest.raises(SettingsInvalid, match="can't be read"):
        mapping_of(str(sap.with_name("nowhere.toml")))


def test_a_folder_gets_the_rows_beside_the_file(
    clock: FixedClock, tmp_path: Path, sap: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    to = destination(DestinationKind.FOLDER, path=str(out), einvoice="csv", mapping=str(sap))
    check_settings(to)
    assert preflight(to, BILL) == ()
    deliver(to, BILL, None, clock=clock)
    (rows,) = out.glob("*.csv")
    assert rows.read_bytes() == table(BILL, mapping_of(str(sap)))
    assert rows.with_suffix(".pdf").exists()
    (lack,) = preflight(to, bill(tax_rows=(TaxRow(Decimal(10), Decimal(1)),)))
    assert "column code" in lack.sentence
    with pytest.raises(SettingsInvalid, match="has no mapping"):
        check_settings(destination(DestinationKind.FOLDER, path=str(out), einvoice="csv"))


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=60))
def test_foreign_text_is_one_cell_and_no_formula(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = (
        'names = false\n[[row]]\nof = "document"\ncolumns = [{ name = "S", field = "supplier" }]'
    )
    made = table(bill(supplier=text), plan(whole, tmp_path_factory.getbasetemp()))
    (row, end) = made.decode().split("\r\n")
    assert end == ""
    assert not row.lstrip('"').startswith(("=", "+", "-", "@"))
