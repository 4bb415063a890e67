"""The commands that people script against: their names, their JSON, their exit status."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook
from tests.parsers import xml
from tests.pipeline.letters import HOSTING_EN, letter

COMMANDS = [
    "up",
    "demo",
    "triage",
    "parse",
    "teach",
    "forget",
    "validate",
    "export",
    "reconcile",
    "duplicates",
    "portals visit",
    "portals import",
    "portals check",
    "portals record",
    "portals adoption",
    "portals proposals",
    "portals take-over",
    "portals report",
    "vault init",
    "vault add",
    "vault list",
    "vault remove",
    "vault rotate",
    "vault import",
    "vault export",
    "vault audit",
    "vault check",
    "vault recovery-kit",
    "vault refer",
    "vault lock",
    "vault unlock",
    "vault slots list",
    "vault slots add",
    "vault slots remove",
    "api-tokens add",
    "api-tokens list",
    "api-tokens revoke",
    "connect mailbox",
    "connect folder",
    "connect supplier",
    "connect portal",
    "connect destination",
    "load books",
    "load ledger",
    "load orders",
    "load receipts",
    "load mail",
    "report statement",
    "report letter",
    "report ageing",
    "report accruals",
    "users add",
    "users list",
    "rules list",
    "rules set",
    "backup",
    "restore",
    "retention show",
    "retention set",
    "retention apply",
    "erase-contact",
    "export-all",
    "hold place",
    "hold list",
    "hold lift",
    "audit verify",
    "shortcut",
    "doctor",
    "bench",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_takes_the_data_folder(
    billhook: Billhook, command: str
) -> None:
    said = billhook(*command.split(), "--help")
    assert said.status == 0
    assert "Example" in said.out
    assert "--data" in said.out


def test_the_group_lists_its_commands(billhook: Billhook) -> None:
    said = billhook("--help")
    assert said.status == 0
    for command in {name.split()[0] for name in COMMANDS}:
        assert command in said.out


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["parse"], ["portals", "visit"], ["up", "--port", "many"]]
)
def test_wrong_usage_ends_with_2(billhook: Billhook, arguments: list[str]) -> None:
    assert billhook(*arguments).status == 2


def test_failed_work_ends_with_1_and_one_sentence(billhook: Billhook, tmp_path: Path) -> None:
    said = billhook("parse", str(tmp_path / "nowhere.pdf"))
    assert said.status == 1
    assert "nowhere.pdf can't be read" in said.err
    assert "Traceback" not in said.err


def test_an_error_that_nobody_foresaw_shows_neither_traceback_nor_value(
    billhook: Billhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr("billhook.commands.rules.settings_of", burst)
    said = billhook("rules", "list")
    assert said.status == 1
    assert "hunter2" not in said.err + said.out
    assert "Traceback" not in said.err


def test_triage_answers_for_each_mail(billhook: Billhook, tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(
        b"From: Nordwind <billing@nw.example>\r\nSubject: Your invoice RE-4711 is ready\r\n"
        b"Message-ID: <1@nw.example>\r\nDate: Mon, 2 Nov 2026 08:00:00 +0000\r\n\r\n"
        b"Invoice RE-4711 over EUR 120.00 is ready. Please sign in.\r\n"
    )
    (line,) = billhook("triage", str(mail)).lines()
    assert {"file", "class", "trigger", "confidence", "fields", "authenticity", "alerts"} <= set(
        line
    )
    assert line["class"] == "invoice_available"
    assert line["trigger"] is True
    assert line["fields"]["number"] == "RE-4711"
    assert line["fields"]["amount"] == "120.00"


def test_triage_reads_a_corpus_of_subjects_and_bodies(billhook: Billhook, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"id": "m1", "subject": "Your statement", "body": "See attached."}\n')
    (line,) = billhook("triage", str(corpus)).lines()
    assert line["id"] == "m1"


def test_parse_names_the_state_of_what_it_cannot_read(billhook: Billhook, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF")
    (line,) = billhook("parse", str(tmp_path)).lines()
    assert line["file"] == "broken.pdf"
    assert line["state"] == "damaged"
    assert line["accept"] is False
    assert {"kind", "format", "fields", "lines", "tax_rows", "evidence", "checks"} <= set(line)


def test_validate_says_what_is_no_invoice(billhook: Billhook, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<order/>")
    (line,) = billhook("validate", str(tmp_path / "a.xml")).lines()
    assert line["valid"] is False
    assert {"file", "syntax", "profile", "errors", "warnings"} <= set(line)


def test_reconcile_and_duplicates_answer_as_documented(billhook: Billhook, tmp_path: Path) -> None:
    statements, ledger = tmp_path / "s.csv", tmp_path / "l.csv"
    statements.write_text(
        "stmt_id,statement_id,supplier_id,statement_date,kind,ref,doc_date,amount,currency\n"
        "1,S1,nw,2026-10-31,INV,INV-1,2026-10-05,11900,EUR\n"
        "2,S1,nw,2026-10-31,INV,INV-2,2026-10-06,23800,EUR\n"
    )
    ledger.write_text(
        "ledger_id,supplier_id,kind,ref,doc_date,post_date,amount,currency,voucher\n"
        "7,nw,invoice,INV-1,2026-10-05,2026-10-07,11900,EUR,7\n"
        "8,nw,invoice,INV-1,2026-10-05,2026-10-09,11900,EUR,8\n"
    )
    first, second = billhook("reconcile", str(statements), str(ledger)).lines()
    assert (first["ledger_ids"], first["status"]) == (["7"], "matched")
    assert (second["ledger_ids"], second["status"]) == ([], "missing")
    assert second["reason"]
    (pair,) = billhook("duplicates", str(ledger)).lines()
    assert {pair["a"], pair["b"]} == {"7", "8"}
    assert {"score", "reason"} <= set(pair)


def test_a_table_without_its_columns_is_named(billhook: Billhook, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("id,amount\n1,2\n")
    said = billhook("duplicates", str(tmp_path / "l.csv"))
    assert said.status == 1
    assert "column" in said.err


def test_the_vault_keeps_lists_and_never_shows(billhook: Billhook, tmp_path: Path) -> None:
    key = str(tmp_path / "k.key")
    assert billhook("vault", "init", "--key-file", key).status == 0
    added = billhook(
        *("vault", "add", "nw", "--username", "ap", "--origin", "https://nw.example"),
        *("--key-file", key, "--password-stdin", "--totp-stdin"),
        stdin="s3cret-word\nJBSWY3DPEHPK3PXP\n",
    )
    assert added.status == 0
    listed = billhook("vault", "list", "--json", "--key-file", key)
    rows = {row["name"]: row for row in listed.json()}
    row = rows["nw"]
    assert row["username"] == "ap"
    assert row["origins"] == ["https://nw.example"]
    assert {"kind", "version", "updated", "last_used"} <= set(row)
    for arguments in (["list"], ["audit"], ["check"], ["rotate"]):
        said = billhook("vault", *arguments, "--key-file", key)
        assert said.status == 0
        assert "s3cret-word" not in said.out + said.err
    assert billhook("vault", "remove", "nw", "--key-file", key).status == 0
    assert billhook("vault", "list", "--json", "--key-file", key).json() == []


def test_a_vault_that_was_tampered_with_ends_with_1_and_says_so(
    billhook: Billhook, tmp_path: Path
) -> None:
    key = str(tmp_path / "k.key")
    billhook("vault", "init", "--key-file", key)
    file = tmp_path / "data" / "vault.db"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content[: len(content) // 2]))
    said = billhook("vault", "check", "--key-file", key)
    assert said.status == 1
    assert "vault" in said.err.lower()


def test_a_wrong_key_is_named(billhook: Billhook, tmp_path: Path) -> None:
    billhook("vault", "init", "--key-file", str(tmp_path / "a.key"))
    other = tmp_path / "b.key"
    other.write_bytes(b"x" * 32)
    other.chmod(0o600)
    said = billhook("vault", "list", "--key-file", str(other))
    assert said.status == 1
    assert "does not open the vault" in said.err


def test_what_is_connected_and_loaded_survives_backup_and_restore(
    billhook: Billhook, tmp_path: Path
) -> None:
    key = str(tmp_path / "k.key")
    billhook("vault", "init", "--key-file", key)
    assert billhook("connect", "supplier", "Nordwind", "--domain", "nw.example").status == 0
    connected = billhook(
        *("connect", "portal", "NW", "--supplier", "Nordwind", "--url", "https://nw.example/login"),
        *("--credential", "nw", "--account", "K-1"),
    )
    assert connected.status == 0
    box = ("connect", "mailbox", "AP", "--host", "h.example", "--username", "ap")
    assert billhook(*box, "--credential", "m").status == 0
    folder = ("connect", "destination", "D", "--kind", "folder", "--set", f"path={tmp_path}")
    assert billhook(*folder).status == 0
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(
        "id,supplier,kind,reference,doc_date,post_date,amount,currency\n"
        "1,Nordwind,invoice,R-1,2026-10-05,2026-10-06,119.00,EUR\n"
    )
    assert billhook("load", "ledger", str(ledger)).status == 0
    orders = tmp_path / "orders.csv"
    orders.write_text("supplier,number,day,net,currency\nNordwind,PO-1,2026-10-01,100.00,EUR\n")
    assert billhook("load", "orders", str(orders)).status == 0
    assert billhook("rules", "set", "po_tolerance_percent", "1.5").status == 0
    assert billhook("backup", str(tmp_path / "b.tar")).status == 0

    new = str(tmp_path / "new")
    assert billhook("restore", str(tmp_path / "b.tar"), "--data", new).status == 0
    assert "1.5" in billhook("rules", "list", "--data", new).out
    assert billhook("vault", "check", "--key-file", key, "--data", new).status == 0
    again = billhook("restore", str(tmp_path / "b.tar"), "--data", new)
    assert again.status == 1
    assert "is in use" in again.err


def test_a_column_of_receipts_under_another_name_is_remembered(
    billhook: Billhook, tmp_path: Path
) -> None:
    billhook("connect", "supplier", "Nordwind", "--domain", "nw.example")
    orders = tmp_path / "orders.csv"
    orders.write_text("supplier,number,day,net,currency\nNordwind,PO-1,2026-10-01,100.00,EUR\n")
    assert billhook("load", "orders", str(orders)).out == "1 orders are loaded.\n"
    receipts = tmp_path / "receipts.csv"
    receipts.write_text("id,PONo,line,quantity,day\nG1,PO-1,1,5,2026-10-04\n")
    assert "--column number=NAME" in billhook("load", "receipts", str(receipts)).err
    said = billhook("load", "receipts", str(receipts), "--column", "number=PONo")
    assert said.out == "1 receipts are loaded.\n"
    assert billhook("load", "receipts", str(receipts)).status == 0  # the name is remembered
    assert billhook("load", "receipts", str(receipts), "--column", "number").status == 2


def test_a_mailbox_begins_at_a_day_that_can_be_taken_back(billhook: Billhook) -> None:
    box = ("connect", "mailbox", "AP", "--host", "h.example", "--username", "ap")
    begun = billhook(*box, "--credential", "m", "--since", "2026-11-01")
    assert "INBOX, from 2026-11-01 on." in begun.out
    assert "from 2026-11-01 on" in billhook("connect", "mailbox", "AP", "--port", "993").out
    assert "from" not in billhook("connect", "mailbox", "AP", "--since", "beginning").out
    wrong = billhook("connect", "mailbox", "AP", "--since", "last year")
    assert wrong.status == 2
    assert "2026-11-01" in wrong.err


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\x1f\x8b broken"])
def test_what_is_no_backup_is_refused(billhook: Billhook, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.tar").write_bytes(content)
    said = billhook("restore", str(tmp_path / "b.tar"))
    assert said.status == 1
    assert "b.tar" in said.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("po_tolerance_percent", "many"), ("auto_deliver", "perhaps"), ("nonsense", "1")],
)
def test_a_rule_that_makes_no_sense_is_refused(billhook: Billhook, name: str, value: str) -> None:
    assert billhook("rules", "set", name, value).status == 1


def test_users_are_added_without_a_password_on_the_command_line(billhook: Billhook) -> None:
    added = billhook(
        *("users", "add", "maya", "--full-name", "Maya Okafor", "--role", "approver"),
        "--password-stdin",
        stdin="correct horse battery\n",
    )
    assert added.status == 0
    listed = billhook("users", "list")
    assert "Maya Okafor" in listed.out
    assert "horse" not in listed.out


def test_the_doctor_names_what_is_missing_and_what_to_do(billhook: Billhook) -> None:
    said = billhook("doctor", "--json")
    findings = {finding["check"]: finding for finding in said.json()}
    assert said.status == 1
    assert findings["Vault"]["ok"] is False
    assert findings["Vault"]["remedy"]
    assert all({"check", "ok", "detail", "remedy"} <= set(finding) for finding in said.json())


def test_an_unknown_setting_is_named_with_its_file(billhook: Billhook, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "billhook.toml").write_text("hostz = []\n")
    said = billhook("rules", "list")
    assert said.status == 1
    assert "billhook.toml" in said.err
    assert "hostz" in said.err


def test_the_dashboard_is_not_opened_to_other_machines_by_accident(billhook: Billhook) -> None:
    said = billhook("up", "--host", "0.0.0.0", "--no-browser")
    assert said.status == 1
    assert "proxy" in said.err


def test_an_older_vault_is_refused_until_it_is_accepted_by_its_epoch(
    billhook: Billhook, tmp_path: Path
) -> None:
    key = ("--key-file", str(tmp_path / "k"))
    billhook("vault", "init", *key)
    file = tmp_path / "data" / "vault.db"
    older = file.read_bytes()
    billhook("vault", "add", "x", "--password-stdin", *key, stdin="one\n")
    file.write_bytes(older)
    refused = billhook("vault", "check", *key)
    assert refused.status == 1
    epoch = re.search(r"--accept-epoch (\d+)", refused.err)
    assert epoch
    assert billhook("vault", "check", "--accept-epoch", epoch[1], *key).status == 0
    assert billhook("vault", "check", *key).status == 0


def test_what_is_written_is_its_users_own(billhook: Billhook, tmp_path: Path) -> None:
    assert billhook("rules", "list").status == 0
    modes = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "data").iterdir()}
    assert modes["app.sqlite"] == 0
    assert set(modes.values()) == {0}


def test_triage_knows_the_look_alikes_of_connected_suppliers(
    billhook: Billhook, tmp_path: Path
) -> None:
    mail = tmp_path / "a.eml"
    mail.write_text(
        "From: Nordwind <billing@nordw1nd.test>\nSubject: Your invoice 7 is ready\n\n"
        "Your invoice 7 is ready.\n",
        encoding="utf-8",
    )
    (before,) = billhook("triage", str(mail)).lines()
    assert before["alerts"] == []
    assert billhook("connect", "supplier", "Nordwind", "--domain", "nordwind.example").status == 0
    (after,) = billhook("triage", str(mail)).lines()
    assert after["alerts"] == ["sender_lookalike"]
    assert any("nordw1nd.test" in reason for reason in after["reasons"])
    assert after["authenticity"] == "unknown"
    assert after["authenticity_reason"] in after["reasons"]


def test_parse_reads_what_is_in_a_mail_and_the_mail_itself(
    billhook: Billhook, tmp_path: Path
) -> None:
    body = tmp_path / "body.eml"
    body.write_bytes(letter("Invoice HS-20418", HOSTING_EN))
    (own,) = billhook("parse", str(body)).lines()
    assert (own["format"], own["inside"], own["fields"]["gross_total"]) == (
        "html",
        "text of the mail",
        "59.40",
    )
    attached = EmailMessage()
    attached["From"], attached["Subject"] = "billing@nw.example", "Your invoice"
    attached.set_content("Please find our invoice attached.")
    attached.add_attachment(
        HOSTING_EN.encode(), maintype="application", subtype="pdf", filename="no.pdf"
    )
    attached.add_attachment(xml.ubl(), maintype="text", subtype="xml", filename="invoice.xml")
    (tmp_path / "attached.eml").write_bytes(attached.as_bytes())
    broken, invoice = billhook("parse", str(tmp_path / "attached.eml")).lines()
    assert [broken["inside"], invoice["inside"]] == ["no.pdf", "invoice.xml"]
    assert (invoice["format"], invoice["part"], invoice["parts"]) == ("ubl", 2, 2)


def test_people_are_invited_changed_and_sent_away_by_command(billhook: Billhook) -> None:
    added = ("users", "add", "ada", "--full-name", "Ada", "--role", "admin", "--password-stdin")
    billhook(*added, stdin="correct horse battery\n")
    invited = billhook("users", "invite", "ivo", "--full-name", "Ivo Marek", "--role", "auditor")
    assert "/choose?token=" in invited.out
    assert billhook("users", "role", "ivo", "clerk").status == 0
    assert billhook("users", "deactivate", "ivo").status == 0
    refused = billhook("users", "role", "ada", "clerk")
    assert refused.status == 1
    assert "last administrator" in refused.err
    assert "(may not sign in)" in billhook("users", "list").out
