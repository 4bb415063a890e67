"""The contract of the commands: every command, its options, and every key of its JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from billhook.demo.report import report
from billhook.settings import Settings
from billhook.wiring import opened_store
from tests.billhook.conftest import Billhook
from tests.billhook.shapes import STATUSES, assert_fits, misfits
from tests.parsers import paper, xml
from tests.parsers.test_einvoice import hybrid

OPTIONS = {
    "up": "--data --host --port --workers",
    "demo": "--data --headless --json",
    "triage": "--data --jsonl",
    "parse": "--data --jsonl --memory",
    "teach": "--data --memory --set --others-right --by",
    "forget": "--data --memory",
    "validate": "--data --jsonl",
    "reconcile": "--data --jsonl",
    "duplicates": "--data --jsonl",
    "portals visit": (
        "--data --credential --out --json --recipe --since --account --codes-from --loopback-http"
    ),
    "portals import": "--data --name",
    "portals check": "--data --json",
    "vault init": "--data --key-file",
    "vault add": "--data --key-file --username --origin --totp-stdin --password-stdin",
    "vault list": "--data --key-file --json",
    "vault remove": "--data --key-file",
    "vault rotate": "--data --key-file",
    "vault import": "--data --key-file --dry-run",
    "vault export": "--data --key-file",
    "vault audit": "--data --key-file",
    "vault check": "--data --key-file",
    "backup": "--data",
    "restore": "--data",
    "doctor": "--data --json",
    "bench": "--data --json",
}

MAIL = (
    b"From: Nordwind <billing@nw.example>\r\nSubject: Your invoice RE-4711 is ready\r\n"
    b"Message-ID: <1@nw.example>\r\nDate: Mon, 2 Nov 2026 08:00:00 +0000\r\n\r\n"
    b"Your invoice RE-4711 over EUR 1,928.64 is ready.\r\nCustomer number: K-77120\r\n"
    b"Due date: 1 December 2026\r\nSee it at https://portal.nw.example/invoices/4711\r\n"
)
SAID = {
    "number": "RE-4711",
    "amount": "1928.64",
    "currency": "EUR",
    "due_date": "2026-12-01",
    "link": "https://portal.nw.example/invoices/4711",
    "customer_number": "K-77120",
}
STATEMENT = """\
stmt_id,statement_id,supplier_id,statement_date,kind,ref,doc_date,amount,currency
1,S1,nw,2026-10-31,INV,INV-1,2026-10-05,11900,EUR
2,S1,nw,2026-10-31,INV,INV-2,2026-10-06,23800,EUR
3,S1,nw,2026-10-31,INV,INV-3,2026-10-07,10000,EUR
x-4,S1,nw,2026-10-31,CRN,CN-1,2026-10-08,-1050,EUR
5,S1,nw,2026-10-31,BF,,2026-10-01,7,EUR
"""
LEDGER = """\
ledger_id,supplier_id,kind,ref,doc_date,post_date,amount,currency,voucher
7,nw,invoice,INV-1,2026-10-05,2026-10-07,11900,EUR,7
8,nw,invoice,INV-1,2026-10-05,2026-10-09,11900,EUR,8
9,nw,invoice,INV-3,2026-10-07,2026-10-09,10018,EUR,9
c-1,nw,credit,CN-1,2026-10-08,2026-10-09,-1050,EUR,c-1
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with one document of each kind of file."""
    folder = tmp_path / "papers"
    folder.mkdir()
    truth: dict[str, Any] = {
        "invoice_number": "RE-2026-17",
        "day": date(2026, 3, 1),
        "due": date(2026, 3, 31),
        "net_total": Decimal("1445.50"),
        "tax_total": Decimal("274.65"),
        "gross_total": Decimal("1720.15"),
    }
    (folder / "page.pdf").write_bytes(paper.invoice("de", "beside", truth))
    (folder / "statement.pdf").write_bytes(paper.statement())
    (folder / "hybrid.pdf").write_bytes(hybrid(xml.cii()))
    (folder / "ubl.xml").write_bytes(xml.ubl())
    (folder / "wrong.xml").write_bytes(xml.ubl(gross="120.00"))
    (folder / "odd.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "empty.pdf").write_bytes(b"")
    return folder


@pytest.mark.parametrize(("command", "options"), OPTIONS.items())
def test_a_command_has_its_options(billhook: Billhook, command: str, options: str) -> None:
    said = billhook(*command.split(), "--help")
    assert said.status == 0
    assert set(options.split()) <= set(re.findall(r"(?<![\w-])--[a-z-]+", said.out))


@pytest.mark.parametrize(
    ("value", "shape", "where"),
    [
        ({"a": "1"}, {"a": str, "b": str}, "$.b is missing"),
        ({"a": 1}, {"a": str}, "$.a is 1"),
        ({"a": True}, {"a": int}, "$.a is True"),
        ([{"a": None}], [{"a": (str, int)}], "$[0].a is None"),
        ({}, [str], "$ is no array"),
        ("invoices", STATUSES, "$ is 'invoices'"),
    ],
)
def test_a_missing_key_and_a_wrong_form_are_found(value: object, shape: Any, where: str) -> None:
    assert list(misfits(value, shape)) == [where]


def test_parse_states_everything_of_every_kind_of_file(billhook: Billhook, papers: Path) -> None:
    said = billhook("parse", str(papers), "--jsonl", "-")
    assert (said.status, said.err) == (0, "")
    read = {line["file"]: line for line in said.lines()}
    assert set(read) == {path.name for path in papers.iterdir()}
    for line in read.values():
        assert_fits("parse", line)
        assert set(line["evidence"]) == set(line["fields"])
    assert [read[name]["accept"] for name in ("page.pdf", "ubl.xml", "wrong.xml", "odd.bin")] == [
        *(True, True, False, False)
    ]
    page = read["page.pdf"]
    assert page["fields"]["gross_total"] == "1720.15"
    assert page["fields"]["due_date"] == "2026-03-31"
    assert len(page["evidence"]["gross_total"]["box"]) == 4
    assert page["evidence"]["gross_total"]["page"] == 1
    assert [line["total"] for line in page["lines"]] == ["1249.80", "46.00", "149.70"]
    assert read["ubl.xml"]["tax_rows"] == [
        {"base": "100.00", "amount": "19.00", "rate": "19", "category": "S"}
    ]
    assert read["hybrid.pdf"]["evidence"]["invoice_number"]["source"] == "xml"
    assert read["statement.pdf"]["kind"] == "statement"
    assert (read["empty.pdf"]["state"], read["odd.bin"]["state"]) == ("damaged", "unknown_format")
    assert any(check["ok"] is False for check in read["wrong.xml"]["checks"])


def test_a_file_of_any_size_is_refused_by_its_size(billhook: Billhook, tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(3 * 2**30)  # takes no room on the disk
    (line,) = billhook("parse", str(tmp_path / "large.pdf")).lines()
    assert_fits("parse", line)
    assert (line["state"], line["accept"]) == ("too_large", False)
    (line,) = billhook("validate", str(tmp_path / "large.pdf")).lines()
    assert_fits("validate", line)
    assert "more than 50 MB" in line["warnings"][0]


def test_validate_names_the_rules_that_are_broken(billhook: Billhook, papers: Path) -> None:
    said = billhook("validate", str(papers))
    assert said.status == 0
    judged = {line["file"]: line for line in said.lines()}
    for line in judged.values():
        assert_fits("validate", line)
    assert judged["ubl.xml"]["valid"] is judged["hybrid.pdf"]["valid"] is True
    assert judged["ubl.xml"]["syntax"] == "UBL"
    assert judged["hybrid.pdf"]["profile"] == "Factur-X MINIMUM"
    assert judged["wrong.xml"]["valid"] is False
    assert "BR-CO-15" in judged["wrong.xml"]["errors"]


def test_triage_reads_mails_folders_boxes_and_a_corpus_alike(
    billhook: Billhook, tmp_path: Path
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    mail, box, corpus = folder / "a.eml", tmp_path / "b.mbox", tmp_path / "corpus.jsonl"
    mail.write_bytes(MAIL)
    started = b"From billing@nw.example Mon Nov  2 08:00:00 2026\n"
    box.write_bytes((started + MAIL.replace(b"\r\n", b"\n") + b"\n") * 2)
    subject, body = "Your invoice RE-4711 is ready", MAIL.decode().partition("\r\n\r\n")[2]
    corpus.write_text(json.dumps({"id": "m1", "subject": subject, "body": body}) + "\n")
    said = billhook("triage", *map(str, (mail, folder, box, corpus)))
    assert said.status == 0
    lines = said.lines()
    names = [line.get("file") or line.get("id") for line in lines]
    assert names == [str(mail), str(mail), f"{box}#1", f"{box}#2", "m1"]
    for line in lines:
        assert_fits("triage", line)
        assert line["fields"] == SAID
        assert (line["class"], line["trigger"]) == ("invoice_available", True)


def test_reconcile_answers_for_each_line_of_the_statement(
    billhook: Billhook, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text(STATEMENT)
    (tmp_path / "l.csv").write_text(LEDGER)
    target = tmp_path / "matches.jsonl"
    files = (str(tmp_path / "s.csv"), str(tmp_path / "l.csv"))
    assert billhook("reconcile", *files, "--jsonl", str(target)).status == 0
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    for line in lines:
        assert_fits("reconcile", line)
    assert {one["stmt_id"]: (one["status"], one["difference"]) for one in lines} == {
        "1": ("matched", "0.00"),
        "2": ("missing", "238.00"),
        "3": ("matched_difference", "-0.18"),
        "x-4": ("matched", "0.00"),
        "5": ("balance_forward", "0.00"),
    }
    (credit,) = [one for one in lines if one["stmt_id"] == "x-4"]
    assert credit["ledger_ids"] == ["c-1"]  # ids are opaque


def test_duplicates_names_pairs_and_reasons(billhook: Billhook, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LEDGER)
    (pair,) = billhook("duplicates", str(tmp_path / "l.csv")).lines()
    assert_fits("duplicates", pair)
    assert {pair["a"], pair["b"]} == {"7", "8"}


@pytest.mark.parametrize(
    ("command", "content"),
    [
        (["parse", "-"], xml.ubl()),
        (["validate", "-"], xml.ubl()),
        (["triage", "-"], MAIL),
        (["duplicates", "-"], LEDGER.encode()),
    ],
)
def test_a_dash_is_standard_input(billhook: Billhook, command: list[str], content: bytes) -> None:
    said = billhook(*command, stdin=content.decode())
    assert said.status == 0
    (line,) = said.lines()
    assert_fits(command[0], line)
    assert line.get("file", "-") == "-"


def test_the_data_folder_is_the_one_named_else_that_of_the_environment(
    billhook: Billhook, tmp_path: Path
) -> None:
    named = tmp_path / "named"
    key = ("--key-file", str(tmp_path / "k"))
    assert billhook("vault", "init", *key, "--data", str(named)).status == 0
    assert (named / "vault.db").exists()
    assert not (tmp_path / "data").exists()
    assert billhook("vault", "init", *key).status == 0
    assert (tmp_path / "data" / "vault.db").exists()


def test_the_doctor_says_all_of_each_finding(billhook: Billhook) -> None:
    said = billhook("doctor", "--json")
    assert said.status == 1
    assert_fits("doctor", said.json())
    assert "Vault" in said.err
    assert len(said.err.splitlines()) == 1


def test_the_demo_says_its_report_as_json_alone(
    billhook: Billhook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_happened(data: Path, _stop: object, *, database: str) -> dict[str, Any]:
        with opened_store(Settings(data, database)) as store:
            return report(store, 1.0)

    monkeypatch.setattr("billhook.commands.demo.run_headless", nothing_happened)
    said = billhook("demo", "--headless", "--json")
    assert (said.status, said.err) == (0, "")
    assert_fits("demo", said.json())
    assert (tmp_path / "data" / "demo" / "app.sqlite").exists()


def test_a_benchmark_is_measured_beside_its_reference(billhook: Billhook) -> None:
    said = billhook("bench", "statements", "--json")
    assert said.status == 0
    assert_fits("bench", said.json())


@pytest.mark.slow
def test_a_process_answers_in_a_pipe_and_ends_quietly_when_nobody_listens(
    papers: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "billhook", "parse", "--data", str(tmp_path), str(papers)]
    whole = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (whole.returncode, whole.stderr) == (0, "")
    for line in whole.stdout.splitlines():
        assert_fits("parse", json.loads(line))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as left_alone:
        assert left_alone.stdout
        assert left_alone.stderr
        left_alone.stdout.close()
        assert left_alone.stderr.read() == b""
    assert left_alone.returncode == 1
