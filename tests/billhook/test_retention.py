"""Retention and holds by command: shown first, agreed to, done."""

from __future__ import annotations

import pytest

from tests.billhook.conftest import Billhook

pytestmark = pytest.mark.slow


def test_rules_are_set_shown_and_applied_after_a_yes(billhook: Billhook) -> None:
    assert "for ever" in billhook("retention", "show").out
    assert billhook("retention", "set", "mail", "1095").status == 0
    (rule,) = billhook("retention", "show", "--json").json()
    assert (rule["kind"], rule["days"], rule["number"]) == ("mail", 1095, 0)
    assert billhook("retention", "show").out.startswith("mail: 0 from before ")
    done = billhook("retention", "apply")
    assert (done.status, done.out.startswith("0 deleted")) == (0, True)
    assert billhook("retention", "set", "mail", "for-ever").status == 0
    assert billhook("retention", "show", "--json").json() == []
    for wrong in ("29", "-1", "soon", "99999", "\u0663\u0660\u0660"):
        assert billhook("retention", "set", "mail", wrong).status == 2


def test_a_hold_is_placed_listed_and_lifted(billhook: Billhook) -> None:
    assert billhook("hold", "place", "all", "--reason", "Audit 2026").status == 0
    (hold,) = billhook("hold", "list", "--json").json()
    assert (hold["subject"], hold["reason"], hold["lifted"]) == ("all", "Audit 2026", None)
    assert billhook("hold", "lift", hold["id"]).status == 0
    assert "lifted" in billhook("hold", "list").out
    assert billhook("hold", "lift", hold["id"]).status == 1
    assert billhook("hold", "place", "supplier:nobody", "--reason", "x").status == 1
