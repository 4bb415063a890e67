"""The whole suite: every forged or hostile mail is seen, no honest one is."""

import json
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from fetchers.mail.triage import triage
from model.mail import Authenticity, TriagedMail
from tests.fetchers.mail.benign import TRUSTED, benign
from tests.fetchers.mail.hostile import SAMPLES, Sample
from tests.fetchers.mail.letters import OURS, SUPPLIERS


def read(raw: bytes) -> TriagedMail:
    return triage(raw, SUPPLIERS, trusted=OURS, today=date(2026, 11, 21))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_hostile_mail_is_seen(sample: Sample) -> None:
    mail = read(sample.raw)
    assert mail.authenticity is not Authenticity.PASS or sample.alert
    if sample.alert:
        assert sample.alert in mail.alerts, (mail.alerts, mail.authenticity_reason)
        assert len(mail.alert_reasons) >= len(mail.alerts)


@pytest.mark.slow
def test_none_of_560_honest_mails_is_flagged() -> None:
    flagged = []
    proven = 0
    for number, raw in enumerate(benign()):
        mail = triage(raw, SUPPLIERS, trusted=TRUSTED, today=date(2026, 11, 21))
        proven += mail.authenticity is Authenticity.PASS
        if mail.alerts or mail.authenticity is Authenticity.FAIL:
            flagged.append((number, mail.sender, mail.alert_reasons, mail.authenticity_reason))
    assert flagged == []
    assert proven >= 400


@pytest.mark.slow
def test_no_mail_of_the_development_set_is_flagged(shared_data: Path | None) -> None:
    rows = _rows(shared_data / "mail-dev") if shared_data else iter(())
    flagged = []
    for number, row in enumerate(rows):
        mail = EmailMessage(policy=SMTP)
        mail["From"] = "Sender <billing@sender.test>"
        mail["To"] = "ap@buyer.example"
        mail["Subject"] = " ".join(row["subject"].split())
        mail["Message-ID"] = f"<{number}@sender.test>"
        mail.set_content(row["body"])
        if read(mail.as_bytes()).alerts:
            flagged.append(row["id"])
    assert flagged == []


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    for name in ("corpus.jsonl", "more.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
