"""Documents: one identity is one document, and no version or source is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.documents import DocumentKind, Evidence, EvidenceSource, Field
from model.errors import AlreadyOnFile, RecordMissing, StaleVersion
from model.filing import DocumentStatus
from storage import changes, documents
from storage.store import Store
from tests.storage import samples

B = "b" * 64


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def test_a_filed_document_and_its_reading_come_back_as_they_were(store: Store) -> None:
    with store.begin() as tx:
        filed = samples.file_invoice(tx)
    with store.read() as tx:
        assert documents.get(tx, "doc-1") == filed
        assert documents.reading(tx, "doc-1") == samples.READING
        assert documents.sources(tx, "doc-1") == (samples.BY_PORTAL,)
        assert documents.find(tx, filed.identity) == filed
        assert documents.ready(tx) == (filed,)
        assert documents.of_supplier(tx, "nordwind") == (filed,)
        assert documents.by_sha256(tx, filed.sha256) == (filed,)


def test_documents_of_one_amount_are_found_whoever_sent_them(store: Store) -> None:
    with store.begin() as tx:
        filed = samples.file_invoice(tx, gross=samples.euros("12.34"))
        samples.file_invoice(tx, "doc-2", number="R-9", gross=samples.euros("12.35"))
        assert documents.billed_alike(tx, samples.euros("12.34")) == (filed,)
        assert documents.billed_alike(tx, replace(samples.euros("12.34"), currency="USD")) == ()


def test_a_zero_amount_is_an_amount_and_no_amount_is_none(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx, gross=samples.euros("0.00"), net=None)
        filed = documents.get(tx, "doc-1")
    assert filed.gross == samples.euros("0.00")
    assert filed.net is None


def test_the_same_document_by_mail_and_by_portal_is_one_with_two_sources(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        documents.add_source(tx, "doc-1", samples.BY_MAIL)
        documents.add_source(tx, "doc-1", samples.BY_MAIL)
        assert documents.sources(tx, "doc-1") == (samples.BY_MAIL, samples.BY_PORTAL)


def test_a_number_in_another_dress_is_the_same_document(store: Store) -> None:
    with store.begin() as tx:
        filed = samples.file_invoice(tx)
        same = samples.invoice("doc-2", number="re 2026 104877", sha256=B)
        assert documents.find(tx, same.identity) == filed
        with pytest.raises(AlreadyOnFile):
            documents.add(tx, same, samples.READING, samples.BY_MAIL)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": "RE-2026/104878"},
        {"account_id": None},
        {"kind": DocumentKind.CREDIT_NOTE},
        {"supplier_id": ""},
        {"number": None, "sha256": B},
    ],
)
def test_equal_amounts_on_one_day_are_two_documents(
    store: Store, changed: dict[str, object]
) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        other = samples.file_invoice(tx, "doc-2", **changed)
        assert documents.get(tx, "doc-2") == other


def test_a_re_issue_is_a_new_version_and_the_old_file_stays(store: Store) -> None:
    reread = replace(samples.READING, pages=3)
    with store.begin() as tx:
        samples.file_invoice(tx)
        newest = documents.add_version(
            tx, "doc-1", B, "application/xml", reading=reread, source=samples.BY_MAIL
        )
        assert (newest.version, newest.sha256, newest.media_type) == (2, B, "application/xml")
        assert documents.get(tx, "doc-1") == newest
        assert documents.versions(tx, "doc-1") == ("a" * 64, B)
        assert documents.reading(tx, "doc-1") == reread
        assert [found.id for found in documents.by_sha256(tx, "a" * 64)] == ["doc-1"]
        assert len(documents.sources(tx, "doc-1")) == 2


def test_the_same_file_again_is_no_new_version(store: Store) -> None:
    with store.begin() as tx:
        filed = samples.file_invoice(tx)
        again = documents.add_version(
            tx,
            "doc-1",
            filed.sha256,
            filed.media_type,
            reading=samples.READING,
            source=samples.BY_MAIL,
        )
        assert again == filed
        assert documents.versions(tx, "doc-1") == (filed.sha256,)


def test_who_decides_names_the_version_that_was_seen(store: Store) -> None:
    with store.begin() as tx:
        seen = samples.file_invoice(tx)
        newer = documents.update(tx, replace(seen, note="2 fields unsure"))
        assert newer.version == 2
        with pytest.raises(StaleVersion):
            documents.update(tx, replace(seen, note="late"))
        assert documents.get(tx, "doc-1") == newer


def test_a_corrected_number_finds_the_document_and_never_takes_anothers_identity(
    store: Store,
) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx, number="1")
        two = samples.file_invoice(tx, "doc-2", number="2")
        three = documents.update(tx, replace(two, number="3"))
        assert documents.find(tx, three.identity) == three
        assert documents.find(tx, two.identity) is None
        with pytest.raises(AlreadyOnFile):
            documents.update(tx, replace(three, number="1"))


def test_a_status_set_twice_counts_once(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        documents.set_status(tx, "doc-1", DocumentStatus.DELIVERED, "")
        twice = documents.set_status(tx, "doc-1", DocumentStatus.DELIVERED, "")
    assert (twice.status, twice.note, twice.version) == (DocumentStatus.DELIVERED, "", 2)


def test_a_clerks_correction_replaces_one_field_and_keeps_the_rest(store: Store) -> None:
    evidence = Evidence(EvidenceSource.CLERK, 1.0, "typed by Maya")
    typed = Field("gross_total", "1928.65", evidence)
    with store.begin() as tx:
        samples.file_invoice(tx)
        after = documents.set_field(tx, "doc-1", typed)
        assert documents.reading(tx, "doc-1") == after
    assert after.fields == {**samples.READING.fields, "gross_total": typed}
    assert replace(after, fields=samples.READING.fields) == samples.READING


def test_a_correction_touches_the_newest_version_only(store: Store) -> None:
    typed = Field("po_number", "PO-1", Evidence(EvidenceSource.CLERK, 1.0, "typed"))
    with store.begin() as tx:
        samples.file_invoice(tx)
        documents.add_version(
            tx, "doc-1", B, "text/plain", reading=samples.READING, source=samples.BY_MAIL
        )
        documents.set_field(tx, "doc-1", typed)
        assert documents.reading(tx, "doc-1").text("po_number") == "PO-1"
        documents.set_field(tx, "doc-1", typed)


def test_what_is_known_is_known_by_account(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        samples.file_invoice(tx, "doc-2", account_id=None, number="GS-1")
        samples.file_invoice(tx, "doc-3", number=None, sha256=B)
        one = (DocumentKind.INVOICE, "RE2026104877")
        assert documents.known(tx, "nordwind", "nordwind-1") == {one}
        both = {one, (DocumentKind.INVOICE, "GS1")}
        assert documents.known(tx, "nordwind", None) == both
        assert documents.known(tx, "another", None) == frozenset()


def test_a_document_whose_supplier_nobody_knows_is_filed(store: Store) -> None:
    with store.begin() as tx:
        filed = samples.file_invoice(tx, supplier_id="", account_id=None)
        assert documents.get(tx, "doc-1") == filed
        assert documents.find(tx, filed.identity) == filed


def test_text_that_no_database_keeps_is_filed_with_a_mark_in_its_place(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx, number="RE\x00-1\ud800", note="a\x00b")
        filed = documents.get(tx, "doc-1")
    assert filed.number == "RE\N{REPLACEMENT CHARACTER}-1\N{REPLACEMENT CHARACTER}"
    assert filed.note == "a\N{REPLACEMENT CHARACTER}b"


def test_a_missing_document_is_named(store: Store) -> None:
    with store.begin() as tx:
        for ask in (documents.get, documents.reading):
            with pytest.raises(RecordMissing, match="no document with the id 'doc-9'"):
                ask(tx, "doc-9")
        with pytest.raises(RecordMissing):
            documents.update(tx, samples.invoice("doc-9"))
        with pytest.raises(RecordMissing):
            documents.add_source(tx, "doc-9", samples.BY_MAIL)


def test_every_change_of_a_document_is_announced(store: Store) -> None:
    typed = Field("po_number", "PO-1", Evidence(EvidenceSource.CLERK, 1.0, "typed"))
    with store.begin() as tx:
        filed = samples.file_invoice(tx)
    for change in (
        lambda tx: documents.add_source(tx, "doc-1", samples.BY_MAIL),
        lambda tx: documents.update(tx, filed),
        lambda tx: documents.set_field(tx, "doc-1", typed),
    ):
        with store.begin() as tx:
            before = changes.last(tx)
            change(tx)
        with store.read() as tx:
            assert [(c.topic, c.subject) for c in changes.after(tx, before)] == [("inbox", "doc-1")]
