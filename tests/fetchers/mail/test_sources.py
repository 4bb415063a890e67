import io
import json
import mailbox
from pathlib import Path

import pytest

from fetchers.mail.report import as_json, refused_as_json
from fetchers.mail.sources import PlainMail, SourceMail, mails
from fetchers.mail.triage import triage
from model.errors import DocumentTooLarge, FileUnreadable, WrongInput
from tests.fetchers.mail.letters import SUPPLIERS, letter
from tests.fetchers.mail.test_triage import TODAY


def test_a_mail_file_is_one_mail(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter())
    (found,) = mails(tmp_path / "a.eml")
    assert (found.key, found.name, found.content) == ("file", str(tmp_path / "a.eml"), letter())


def test_a_folder_gives_its_mails_in_order_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.eml", "a.eml", "sub/c.EML", "notes.txt"):
        (tmp_path / name).write_bytes(letter(name))
    assert [found.name for found in mails(tmp_path)] == [
        str(tmp_path / name) for name in ("a.eml", "b.eml", "sub/c.EML")
    ]


def test_an_mbox_gives_each_of_its_mails(tmp_path: Path) -> None:
    box = mailbox.mbox(str(tmp_path / "box.mbox"))
    for text in ("one", "From the start\nFrom us 2026\n", "three"):
        box.add(letter(text=text).replace(b"\r\n", b"\n"))
    box.close()
    found = list(mails(tmp_path / "box.mbox"))
    assert [each.name.rpartition("#")[2] for each in found] == ["1", "2", "3"]
    second = found[1].content
    assert isinstance(second, bytes)
    assert b"\nFrom the start" in second


def test_a_corpus_line_is_subject_and_body(tmp_path: Path) -> None:
    row = {"id": "x1", "subject": "Invoice", "body": "text", "class": "other"}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(row) + "\n\n")
    assert list(mails(tmp_path / "corpus.jsonl")) == [
        SourceMail("id", "x1", PlainMail("Invoice", "text"))
    ]


def test_standard_input_is_read_for_a_dash() -> None:
    (found,) = mails("-", standard_input=io.BytesIO(letter()))
    assert found.name == "-"


def test_a_line_that_is_no_mail_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(WrongInput, match="Line 1"):
        list(mails(tmp_path / "corpus.jsonl"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="gone"):
        list(mails(tmp_path / "gone.eml"))


def test_a_triaged_mail_is_stated_as_the_command_promises() -> None:
    raw = letter("Ihre Rechnung Nr. 12-7 steht bereit", "Rechnungsbetrag: 10,00 €")
    line = as_json(SourceMail("file", "a.eml", raw), triage(raw, SUPPLIERS, today=TODAY))
    assert json.loads(json.dumps(line)) == line
    assert line["file"] == "a.eml"
    assert (line["class"], line["trigger"]) == ("invoice_available", True)
    assert line["fields"] == {
        "number": "12-7",
        "amount": "10.00",
        "currency": "EUR",
        "due_date": None,
        "link": None,
        "customer_number": None,
    }
    assert (line["authenticity"], line["alerts"]) == ("unknown", [])
    assert line["reasons"]
    assert isinstance(line["confidence"], float)


def test_a_refused_mail_is_stated_with_its_reason_and_the_same_keys() -> None:
    source = SourceMail("file", "big.eml", b"")
    line = refused_as_json(source, DocumentTooLarge("too large"))
    whole = as_json(source, triage(letter(), SUPPLIERS, today=TODAY))
    assert set(whole) <= set(line)
    assert line["reasons"] == ["too large"]
    assert not line["trigger"]
