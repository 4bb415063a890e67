"""`billhook report`: files for others, by command."""

from __future__ import annotations

from pathlib import Path

from tests.billhook.conftest import Billhook

LEDGER = """id,supplier,kind,reference,doc_date,post_date,amount,currency
1,Nordwind,invoice,R-1,2026-08-05,2026-08-06,119.00,EUR
2,Nordwind,payment,BACS,2026-10-05,2026-10-06,-19.00,EUR
"""
ORDERS = """supplier,number,day,currency,line,description,quantity,unit price
Nordwind,PO-1,2026-10-01,EUR,1,=1+1,10,2.50
"""
RECEIPTS = "id,number,line,quantity,day\nG1,PO-1,1,4,2026-10-04\n"


def _load(billhook: Billhook, folder: Path) -> None:
    billhook("connect", "supplier", "Nordwind", "--domain", "nw.example")
    for name, text in (("ledger", LEDGER), ("orders", ORDERS), ("receipts", RECEIPTS)):
        (folder / f"{name}.csv").write_text(text)
        assert billhook("load", name, str(folder / f"{name}.csv")).status == 0


def test_ageing_and_accruals_are_written_as_files_and_as_json(
    billhook: Billhook, tmp_path: Path
) -> None:
    _load(billhook, tmp_path)
    csv, xlsx, pdf = (str(tmp_path / f"out.{kind}") for kind in ("csv", "xlsx", "pdf"))
    day = ("--on", "2026-10-31")
    assert billhook("report", "ageing", *day, "--csv", csv).status == 0
    assert "Nordwind,0.00,0.00,100.00,0.00,0.00,100.00,EUR" in Path(csv).read_text()
    said = billhook("report", "accruals", *day, "--xlsx", xlsx, "--pdf", pdf, "--json").json()
    (row,) = said["tables"][0]["rows"]
    assert row[-1] == {"amount": "10.00", "currency": "EUR"}
    assert Path(xlsx).read_bytes().startswith(b"PK")
    assert Path(pdf).read_bytes().startswith(b"%PDF")
    early = billhook("report", "accruals", "--on", "2026-10-03", "--json").json()
    assert early["tables"][0]["rows"] == []


def test_what_can_t_be_reported_is_said_in_one_sentence(billhook: Billhook, tmp_path: Path) -> None:
    _load(billhook, tmp_path)
    assert billhook("report", "ageing").status == 2
    missing = billhook("report", "statement", "Nordwind", "--json")
    assert (missing.status, missing.err) == (
        1,
        "billhook: There is no statement of Nordwind yet.\n",
    )
    address = ("--to", "a@b\nBcc: c@d", "--eml", str(tmp_path / "x.eml"))
    assert billhook("report", "letter", "Nordwind", *address).status == 2
    nowhere = billhook("report", "ageing", "--csv", str(tmp_path / "no" / "x.csv"))
    assert nowhere.status == 1
    assert "can't be written" in nowhere.err
