import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.mail.learned import likeness, read_weights, weights_of
from fetchers.mail.learned.grams import counts, pieces, words_of
from model.mail import MailClass


def test_the_weights_know_every_class_and_are_small() -> None:
    weights = read_weights()
    assert set(weights.classes) == set(MailClass)
    assert len(weights.rows) == len(weights.classes) << weights.bits
    assert len(weights.rows) < 5_000_000


def test_weights_are_plain_data_laid_out_as_documented() -> None:
    facts = {"classes": ["other", "quote"], "bits": 1, "steps": [0.5, 1.0], "intercepts": [0, 1]}
    packed = json.dumps(facts).encode() + b"\n" + zlib.compress(bytes([1, 255, 2, 254]))
    weights = weights_of(packed)
    assert weights.classes == (MailClass.OTHER, MailClass.QUOTE)
    assert list(weights.rows) == [1, -1, 2, -2]


@pytest.mark.parametrize(
    ("subject", "mail_class"),
    [
        ("Hasło do konta zostało zmienione", MailClass.PASSWORD_ACCOUNT),
        ("Der Wagen wartet noch auf Sie: Warenkorb", MailClass.OTHER),
        ("Przesyłka jest już w drodze", MailClass.SHIPPING),
    ],
)
def test_wordings_that_no_rule_holds_are_likened(subject: str, mail_class: MailClass) -> None:
    assert likeness(subject, "").best is mail_class


def test_a_likeness_names_the_words_that_spoke_for_it() -> None:
    read = likeness("Reset your password", "")
    assert read.best is MailClass.PASSWORD_ACCOUNT
    assert "password" in " ".join(read.words)


@given(st.text(max_size=400), st.text(max_size=2000))
def test_any_text_is_likened_to_all_classes_with_shares_of_one(subject: str, body: str) -> None:
    logs = likeness(subject, body).logs
    assert set(logs) == set(MailClass)
    assert all(log <= 0 for log in logs.values())


def test_words_are_counted_once_with_their_neighbours() -> None:
    assert words_of("bill bill 12 due") == ["bill", "12", "due", "bill_bill"]


def test_pieces_of_a_code_are_told_from_other_numbers() -> None:
    assert pieces("123456") == ("6digits",)
    assert pieces("2026") == ("0",)


def test_scripts_without_spaces_are_read_in_single_signs() -> None:
    assert "票" in pieces("发票")


def test_training_sees_every_zone_with_the_same_weight_whatever_its_length() -> None:
    short, long = counts("invoice", "", 17), counts("invoice " * 20, "", 17)
    assert max(long.values()) <= max(short.values())
