"""What only a vault written by another program could hold, part by part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.errors import VaultDamaged, VaultTampered
from tests.vault.making import NOON, credential
from vault import Vault, audit, records
from vault.header import Tip
from vault.records import Content
from vault.wire import canonical, read_canonical


def test_a_header_without_its_current_data_key_is_refused(vault: Vault) -> None:
    with vault._access.reading() as contents:
        header = replace(contents.header, keys=())
    with pytest.raises(VaultTampered):
        vault._access.key.data_key(header)


def test_a_trail_that_ends_before_the_header_says_is_refused(vault: Vault) -> None:
    with vault._access.reading() as contents, pytest.raises(VaultTampered):
        audit.trail(contents._data_key, [], Tip(1, b"mac"))


def test_a_field_of_a_later_version_is_not_dropped_silently() -> None:
    body = read_canonical(records.encode(Content("acme", NOON, credential())))
    body["record"]["later"] = "value"
    with pytest.raises(VaultDamaged):
        records.decode("credential", canonical(body))


def test_a_field_that_came_later_has_its_default_in_older_records() -> None:
    body = read_canonical(records.encode(Content("acme", NOON, credential())))
    del body["record"]["customer_number"]
    found = records.decode("credential", canonical(body))
    assert found.record == replace(credential(), customer_number=None)
