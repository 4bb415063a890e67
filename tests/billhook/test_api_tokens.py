"""`billhook api-tokens`: a token is shown once, and ended by its name."""

from __future__ import annotations

import pytest

from tests.billhook.conftest import Billhook


@pytest.mark.slow
def test_a_token_is_shown_once_listed_without_itself_and_ended(billhook: Billhook) -> None:
    made = billhook("api-tokens", "add", "erp", "--scope", "read:documents", "--json").json()
    assert made["token"].startswith("bhk_")
    assert made["scopes"] == ["read:documents"]
    listed = billhook("api-tokens", "list", "--json")
    assert made["token"] not in listed.out
    assert [(one["name"], one["revoked"]) for one in listed.json()] == [("erp", None)]
    assert billhook("api-tokens", "revoke", "erp").status == 0
    assert billhook("api-tokens", "list", "--json").json()[0]["revoked"]
    assert billhook("api-tokens", "revoke", "erp").status == 1


@pytest.mark.slow
def test_all_that_is_only_read_is_one_word(billhook: Billhook) -> None:
    said = billhook("api-tokens", "add", "bi", "--scope", "read", "--days", "1", "--json").json()
    assert {scope.split(":")[0] for scope in said["scopes"]} == {"read"}
    assert len(said["scopes"]) > 5


@pytest.mark.slow
def test_a_token_for_one_company_says_so_and_counts_nothing_of_others(billhook: Billhook) -> None:
    code = billhook("entity", "add", "Harbour Books", "--json").json()["code"]
    said = billhook(
        "api-tokens", "add", "bi", "--scope", "read", "--company", code.lower(), "--json"
    ).json()
    assert said["companies"] == [code]
    assert "read:metrics" not in said["scopes"]
    assert code in billhook("api-tokens", "list").out
    assert billhook("api-tokens", "add", "x", "--scope", "read", "--company", "NONE").status == 1


@pytest.mark.parametrize(
    "arguments", [["--scope", "everything"], [], ["--scope", "read", "--days", "9999"]]
)
@pytest.mark.slow
def test_a_token_without_a_scope_or_an_end_is_not_made(
    billhook: Billhook, arguments: list[str]
) -> None:
    assert billhook("api-tokens", "add", "erp", *arguments).status in {1, 2}
    assert billhook("api-tokens", "list", "--json").json() == []
