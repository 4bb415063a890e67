"""The pieces that need no browser: origins, clicks, files, the wire, the den, the errand."""

from __future__ import annotations

import os
import resource
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals import browser_here, den, visit
from fetchers.portals.autopilot.words import kind_in, rank
from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import fence_of, host_rules, is_loopback, origin_of
from fetchers.portals.files import Got, keep, kind_of, safe_name
from fetchers.portals.haul import Haul, verdict
from fetchers.portals.pressing import Purpose, allowed
from fetchers.portals.scrubbing import scrubbed
from fetchers.portals.starting import Child
from fetchers.portals.told import said
from fetchers.portals.wire import (
    Missing,
    Tape,
    Terms,
    answer_line,
    asked_line,
    job_line,
    missing_line,
    read_answer,
    read_job,
    read_line,
)
from fetchers.portals.wire import result_line as line_of
from model.codes import CodeAsked, CodeKind
from model.documents import DocumentKind
from model.errors import ProgramMissing, StorageFull
from model.money import Money
from model.outcomes import Outcome, OutcomeCode
from model.secret import Secret
from model.visits import Listing, VisitOrder, VisitResult
from tests.fetchers.portals.conftest import FarmLease
from tests.waiting import until

ORIGIN = "https://portal.example"


def order(tmp_path: Path, **facts: object) -> VisitOrder:
    told = {"start_url": f"{ORIGIN}/", "origins": frozenset({ORIGIN}), "spool": tmp_path}
    return VisitOrder(run_id="r", portal="P", **{**told, **facts})  # type: ignore[arg-type] # facts of a test


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://A.Example:443/x?y#z", "https://a.example"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://user:word@a.example/", "https://a.example"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example"),
        ("https://a.example, MAP * evil.example", None),
        ("https://a.example%20b/", None),
        ("about:blank", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://a.example:99999/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin


@given(st.text())
def test_any_text_has_an_origin_or_none(text: str) -> None:
    assert origin_of(text) is None or "://" in (origin_of(text) or "")


def test_only_the_ordered_hosts_and_ports_resolve() -> None:
    rules = host_rules([ORIGIN, "http://127.0.0.1:8000", "http://[::1]:9"])
    assert rules.endswith("MAP * ~NOTFOUND")
    assert "MAP portal.example:443 portal.example:443" in rules
    assert "MAP 127.0.0.1:8000 127.0.0.1:8000" in rules
    assert "MAP [::1]:9 [::1]:9" in rules


@pytest.mark.parametrize(
    "origin", ["http://localhost:1", "http://127.8.9.1", "http://[::1]", "https://localhost"]
)
def test_this_machine_is_known_by_its_address(origin: str) -> None:
    assert is_loopback(origin)


@pytest.mark.parametrize(
    "origin", ["http://localhost.evil.example", "http://127.0.0.1.evil.example"]
)
def test_a_name_that_only_looks_like_this_machine_is_not(origin: str) -> None:
    assert not is_loopback(origin)


def test_a_visit_stays_where_order_and_credential_agree(tmp_path: Path) -> None:
    both = frozenset({ORIGIN, "https://other.example"})
    assert fence_of(order(tmp_path, origins=both), frozenset({ORIGIN})).origins == {ORIGIN}
    with pytest.raises(VisitEnded):
        fence_of(order(tmp_path), frozenset())
    with pytest.raises(VisitEnded):
        fence_of(order(tmp_path, start_url="https://sub.portal.example/"), frozenset({ORIGIN}))


@pytest.mark.parametrize(
    "words",
    [
        "Pay now",
        "Jetzt bezahlen",
        "Delete",
        "Löschen",
        "Payer",
        "Annuler",
        "Cancel order",
        "Betalen",
    ],
)
def test_what_pays_deletes_or_cancels_is_never_pressed(words: str) -> None:
    for purpose in Purpose:
        assert not allowed(words, posts=False, purpose=purpose)


def test_what_submits_is_pressed_only_for_its_purpose() -> None:
    assert allowed("Send", posts=True, purpose=Purpose.SIGN_IN)
    assert not allowed("Send", posts=True, purpose=Purpose.DOWNLOAD)
    assert allowed("Download PDF", posts=True, purpose=Purpose.DOWNLOAD)
    assert allowed("Payments", posts=False, purpose=Purpose.GO)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Invoice/>", "xml"),
        (b"<Invoice xmlns='urn:x'></Invoice>", "xml"),
        (b"Date,Number\n2026-05-03,INV-1\n", "csv"),
        (b"Datum;Nummer\n03.05.2026;1\n", "csv"),
        (b"PK\x03\x04....[Content_Types].xml", "xlsx"),
        (b"PK\x03\x04....other", "zip"),
        (b"<!DOCTYPE html><html>", None),
        (b"<?xml version='1.0'?><html xmlns='x'>", None),
        (b"", None),
        (b"session expired", None),
        (b'{"error": "no"}', None),
        (b"MZ\x00\x01", None),
    ],
)
def test_a_file_is_known_by_its_bytes(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_none(content: bytes) -> None:
    assert kind_of(content) in {None, "pdf", "xml", "csv", "xlsx", "zip"}


def test_a_file_is_named_by_its_digest_and_kept_once(tmp_path: Path) -> None:
    got = Got(b"%PDF-1.4", "../../etc/passwd\x00.pdf")
    first, second = keep(got, "pdf", tmp_path), keep(got, "pdf", tmp_path)
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == [f"{first.sha256}.pdf"]
    assert safe_name(got.name) == "passwd .pdf"
    assert safe_name("..\\..\\") == "document"


def test_secrets_are_taken_out_however_they_are_written() -> None:
    text = "p&ss wörd p&amp;ss wörd p%26ss%20w%C3%B6rd p%26ss+w%C3%B6rd"
    assert scrubbed(text, ["p&ss wörd"]) == "*** *** *** ***"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Benutzername oder Kennwort ist falsch.", OutcomeCode.LOGIN_FAILED),
        ("El correo o la contraseña no son válidos.", OutcomeCode.LOGIN_FAILED),
        ("Gebruikersnaam of wachtwoord onjuist.", OutcomeCode.LOGIN_FAILED),
        ("Compte bloqué, contactez le support.", OutcomeCode.LOCKED),
        ("Your invoices", None),
        ("Terms and conditions", None),
    ],
)
def test_what_a_page_says_is_known_in_several_languages(
    text: str, code: OutcomeCode | None
) -> None:
    assert said(text) is code


def test_links_are_ranked_by_what_they_promise() -> None:
    assert rank("Rechnungen") > rank("Konto") > rank("Hello")
    assert rank("Log out") < 0
    assert rank("Pay invoice now") < 0
    assert kind_in("Rechnungen und Gutschriften") is DocumentKind.INVOICE
    assert kind_in("Credit notes") is DocumentKind.CREDIT_NOTE


def listing(number: str) -> Listing:
    return Listing(DocumentKind.INVOICE, number, None, Money(Decimal(1), "EUR"))


def test_success_is_computed_from_facts() -> None:
    haul = Haul()
    haul.proofs.append("its counter is 0")
    assert verdict(haul).code is OutcomeCode.OK_EMPTY
    haul.short = True
    assert verdict(haul).code is OutcomeCode.PARTIAL
    twice = Haul()
    twice.note(listing("A-1"))
    twice.fail(listing("a 1"), Outcome(OutcomeCode.DUPLICATE_ID, {"number": "a 1"}))
    assert verdict(twice).code is OutcomeCode.DUPLICATE_ID


def test_failures_of_one_kind_are_named_and_others_are_partial() -> None:
    haul = Haul(wanted=2)
    haul.fail(listing("1"), Outcome(OutcomeCode.NOT_A_DOCUMENT, {"number": "1"}))
    assert verdict(haul).code is OutcomeCode.NOT_A_DOCUMENT
    haul.fail(listing("2"), Outcome(OutcomeCode.DOWNLOAD_FAILED, {"number": "2"}))
    assert verdict(haul).code is OutcomeCode.PARTIAL


def test_a_job_passes_the_wire_unchanged(tmp_path: Path) -> None:
    wanted = order(tmp_path, known=frozenset({(DocumentKind.INVOICE, "1")}))
    lease = FarmLease(frozenset({ORIGIN}))
    tape = Tape(record=tmp_path)
    terms = Terms(tmp_path, sandboxed=True, tape=tape, has_codes=True)
    job = read_job(job_line(wanted, lease, terms))
    assert (job.order, job.origins, job.tape) == (wanted, frozenset({ORIGIN}), tape)
    assert (job.den, job.sandboxed, job.has_codes) == (tmp_path, True, True)
    assert job.credential.password == lease.password
    assert lease.password.reveal() not in repr(job)


def test_what_is_asked_and_answered_passes_the_wire_unchanged() -> None:
    asked = CodeAsked(CodeKind.LINK, frozenset({ORIGIN}), datetime(2026, 11, 2, tzinfo=UTC), ("A",))
    assert read_line(asked_line(asked)) == asked
    answer = read_answer(answer_line(Secret("482913")))
    assert answer is not None
    assert answer.reveal() == "482913"
    assert read_answer(answer_line(None)) is None


def test_a_result_passes_the_wire_unchanged() -> None:
    result = VisitResult(Outcome(OutcomeCode.OK, {"n": "1"}), listings=(listing("1"),), counter=1)
    assert read_line(line_of(result)) == result
    assert read_line(missing_line(Missing("get it"))) == Missing("get it")
    assert read_line(line_of(VisitResult(Outcome(OutcomeCode.OK)))) is not None


@given(st.binary(max_size=200))
def test_a_line_that_says_nothing_is_none(line: bytes) -> None:
    assert read_line(line) is None


def played(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, **facts: object
) -> VisitResult:
    """The result of a visit whose child is a script."""
    monkeypatch.setattr("fetchers.portals.errand.child", lambda **_line: scripted(script))
    monkeypatch.setattr("fetchers.portals.starting._END_SECONDS", 0.2)
    return visit(order(tmp_path, **facts), FarmLease(frozenset({ORIGIN})), lambda _progress: None)


@contextmanager
def scripted(script: str, *, dead: bool = False) -> Iterator[Child]:
    """A script as a visit's process; nobody but us is there to end it."""
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    if dead:
        process.wait()
    assert process.stdin
    assert process.stdout
    link, far = socket.socketpair()
    far.close()
    born = Child(process.pid, process.stdin, process.stdout, link)  # type: ignore[arg-type]  # IO
    try:
        yield born
    finally:
        born.end()
        process.wait()


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("pass", "without a word"),
        ("import os; os.kill(os.getpid(), 9)", "without a word"),
        ("print('nonsense')", "can't be understood"),
        ('print(\'{"result": {"outcome": {"code": "FINE"}}}\')', "can't be understood"),
        ("print('x' * 20_000_000)", "more than it may"),
    ],
)
def test_a_child_that_dies_or_raves_is_unknown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, cause: str
) -> None:
    result = played(monkeypatch, tmp_path, script)
    assert result.outcome.code is OutcomeCode.UNKNOWN
    assert cause in result.outcome.facts["cause"]


def test_a_child_that_died_before_it_got_its_job_is_unknown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("fetchers.portals.errand.child", lambda **_line: scripted("", dead=True))
    result = visit(order(tmp_path), FarmLease(frozenset({ORIGIN})), lambda _progress: None)
    assert "without a word" in result.outcome.facts["cause"]


@pytest.mark.slow
def test_a_mute_child_is_killed_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mark = tmp_path / "pid"
    script = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(600)']); "
        f"open({str(mark)!r}, 'w').write(str(p.pid)); time.sleep(600)"
    )
    result = played(monkeypatch, tmp_path, script, time_limit=1.5)
    assert "longer than it may" in result.outcome.facts["cause"]
    state = Path(f"/proc/{mark.read_text()}/stat")
    # The kill has been sent; the system carries it out in its own time.
    until(lambda: not state.exists() or state.read_text().split()[2] in "ZX", seconds=20)


def test_what_this_machine_lacks_is_an_error_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ProgramMissing, match="install it"):
        played(monkeypatch, tmp_path, 'print(\'{"missing": "Chromium: install it"}\')')


def test_a_browser_that_finds_no_room_on_the_disk_is_not_called_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    script = (
        "import os, resource; "
        f"resource.prlimit(os.getppid(), resource.RLIMIT_FSIZE, (0, {most})); "
        'print(\'{"missing": "Chromium does not start"}\')'
    )
    try:
        with pytest.raises(StorageFull, match="free some space"):
            played(monkeypatch, tmp_path, script)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))


def test_without_chromium_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fetchers.portals.den.shutil.which", lambda *_args, **_options: None)
    with pytest.raises(ProgramMissing, match="apt-get install chromium"):
        browser_here()


def test_a_den_is_private_and_gone_afterwards() -> None:
    with den.den() as home:
        assert stat.S_IMODE(home.folder.stat().st_mode) == 0o711
        assert stat.S_IMODE(home.profile.stat().st_mode) == 0o700
        assert os.access(home.launcher, os.X_OK)
        assert "--no-new-privs" in home.launcher.read_text()
    assert not home.folder.exists()


def test_root_without_a_user_for_chromium_visits_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(den, "PORTAL_USERS", ())
    monkeypatch.setattr("fetchers.portals.den.os.geteuid", lambda: 0)
    with pytest.raises(ProgramMissing, match="useradd"):
        visit(order(tmp_path), FarmLease(frozenset({ORIGIN})), lambda _progress: None)
    here = browser_here()
    assert not here.sandboxed
    assert "without its sandbox" in here.words


def test_a_den_whose_process_was_killed_is_swept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    left, alive = (tmp_path / f"billhook-visit-{pid}-x" for pid in (process.pid, os.getpid()))
    (left / "profile").mkdir(parents=True)
    alive.mkdir()
    with den.den():
        assert alive.exists()
        assert not left.exists()
