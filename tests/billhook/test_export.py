"""`billhook export`: a file, or a document on file, as an e-invoice."""

from __future__ import annotations

from pathlib import Path

import pytest

import parsers
from billhook.settings import load
from billhook.wiring import opened_store
from model.documents import DocumentFormat
from tests.billhook.conftest import Billhook
from tests.parsers import xml as samples
from tests.storage import samples as filed


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    """An e-invoice whose profile is too small for a bill with lines."""
    file = tmp_path / "invoice.xml"
    file.write_bytes(samples.cii())
    return file


@pytest.mark.slow
def test_a_file_becomes_a_valid_e_invoice(
    billhook: Billhook, invoice: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xml"
    ours = ("--set", "buyer_country=DE", "--set", "payment_terms=30 days")
    said = billhook("export", str(invoice), "--format", "ubl", "--out", str(out), *ours)
    assert (said.status, said.err) == (0, "")
    assert said.out == f"{out} is valid.\n"
    reading = parsers.read(out.read_bytes())
    assert (reading.format, reading.text("gross_total")) == (DocumentFormat.UBL, "119.00")
    (verdict,) = billhook("validate", str(out)).lines()
    assert verdict["valid"] is True


@pytest.mark.slow
def test_what_is_missing_is_said_with_the_name_of_its_field(
    billhook: Billhook, invoice: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xml"
    said = billhook("export", str(invoice), "--format", "ubl", "--out", str(out))
    assert said.status == 1
    assert "The country of the buyer is not known. Fill buyer_country." in said.err
    assert not out.exists()


@pytest.mark.slow
def test_a_document_on_file_is_named_by_its_id(billhook: Billhook, tmp_path: Path) -> None:
    assert billhook("rules", "list").status == 0
    with opened_store(load(tmp_path / "data")) as store, store.begin() as tx:
        filed.found_company(tx)
        filed.file_invoice(tx)
    out = str(tmp_path / "out.xml")
    unknown = billhook("export", "nowhere", "--format", "ubl", "--out", out)
    assert unknown.status == 1
    said = billhook("export", "doc-1", "--format", "ubl", "--out", out)
    assert said.status == 1  # the sample's file was never stored
    assert "Traceback" not in said.err


@pytest.mark.slow
def test_rows_of_a_mapping_are_shown(billhook: Billhook, invoice: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "sap.toml"
    columns = '[{ name = "No", field = "number" }, { name = "Sum", field = "gross" }]'
    mapping.write_text(f'[[row]]\nof = "document"\ncolumns = {columns}')
    said = billhook("export", str(invoice), "--format", "csv", "--mapping", str(mapping))
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == ["No;Sum", "RE-881;119.00"]
    assert billhook("export", str(invoice), "--format", "csv").status == 2
    asked = billhook("export", str(invoice), "--format", "ubl", "--mapping", str(mapping))
    assert asked.status == 2


@pytest.mark.slow
def test_messages_of_networks_are_written(
    billhook: Billhook, invoice: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "out.xml")
    parties = ("--set", "sender=DUNS:1", "--set", "receiver=DUNS:2")
    made = billhook("export", str(invoice), "--format", "cxml", "--out", out, *parties)
    assert made.out == f"{out} is written.\n"
    assert parsers.read(Path(out).read_bytes()).format is DocumentFormat.CXML
    assert billhook("export", str(invoice), "--format", "pidx", "--out", out).status == 0
    assert parsers.read(Path(out).read_bytes()).format is DocumentFormat.PIDX
    lost = billhook("export", str(invoice), "--format", "cxml", "--out", out)
    assert (lost.status, "sender is DOMAIN:IDENTITY" in lost.err) == (1, True)
