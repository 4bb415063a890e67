"""What may be said through the vault's door, and nothing else."""

from __future__ import annotations

import json

import pytest

from model.errors import BillhookError
from model.secret import Secret
from pipeline.keyholder import vault_talk

OWN = Secret("correct horse battery")
QUESTIONS: list[vault_talk.Question] = [
    vault_talk.Look(),
    vault_talk.Uses("acme"),
    vault_talk.Import("u1", "export.json", Secret("e30="), Secret("")),
    vault_talk.Replace("u1", "acme", 3, Secret('"\\ü')),
    vault_talk.AddSeed("u1", "acme", Secret("seed")),
    vault_talk.SetOrigins("u1", "acme", 1, ("https://a.example",), OWN),
    vault_talk.Remove("u1", "acme", 1),
    vault_talk.Reveal("u1", "acme", OWN, copied=True),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: type(one).__name__)
def test_every_question_comes_through_the_line_as_it_was(question: vault_talk.Question) -> None:
    line = json.dumps(vault_talk.write_question(question))
    assert vault_talk.read_question(json.loads(line)) == question
    assert OWN.reveal() not in repr(question)


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"ask": "look"},
        {"ask": "keys", "with": {}},
        {"ask": "look", "with": {"name": "x"}},
        {"ask": "uses", "with": {}},
        {"ask": "uses", "with": {"name": 7}},
        {"ask": "reveal", "with": {"user_id": "u", "name": "n", "password": 1, "copied": True}},
        {"ask": "remove", "with": {"user_id": "u", "name": "n", "version": "1"}},
        {"ask": ["look"], "with": {}},
    ],
)
def test_nothing_else_can_be_asked(nonsense: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        vault_talk.read_question(nonsense)


@pytest.mark.parametrize("nonsense", [None, 7, [1], [{}], [{"name": "x"}], {"value": 1}])
@pytest.mark.parametrize("question", [QUESTIONS[0], QUESTIONS[1], QUESTIONS[2], QUESTIONS[-1]])
def test_an_answer_of_another_shape_is_named(
    question: vault_talk.Question, nonsense: object
) -> None:
    with pytest.raises(BillhookError, match="not understood"):
        vault_talk.read_answer(question, nonsense)
