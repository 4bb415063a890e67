"""The anchor's witness: a second place that knows how new the vault is."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import VaultRolledBack
from tests.vault.making import Place, credential, filled
from vault import Vault, open_vault


class Witness:
    """Another place, and the vault with its anchor as they were before the newest change."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.older = {path: path.read_bytes() for path in (place.path, place.anchor)}
        self.line = ""

    def open(self, accept_epoch: int | None = None) -> Vault:
        place = self.place
        return open_vault(
            place.path,
            place.key,
            clock=place.clock,
            accept_epoch=accept_epoch,
            witness=lambda: self.line,
        )

    def put_back(self, *paths: Path) -> None:
        for path in paths:
            path.write_bytes(self.older[path])


@pytest.fixture
def witness(place: Place) -> Witness:
    made = Witness(place)
    with place.open() as vault:
        vault.put("acme", credential("new"))
        vault.put("acme", credential("newer"))
        made.line = vault.anchor_line()
    return made


def test_a_vault_put_back_with_its_anchor_is_refused(place: Place, witness: Witness) -> None:
    witness.put_back(place.path, place.anchor)
    place.open().lock()  # nobody else would know
    with pytest.raises(VaultRolledBack, match="change 9 was seen"):
        witness.open()


def test_an_older_vault_is_taken_where_that_is_meant(place: Place, witness: Witness) -> None:
    witness.put_back(place.path, place.anchor)
    with witness.open(accept_epoch=7) as vault:
        assert vault.check().epoch == 8
        witness.line = vault.anchor_line()
    with witness.open() as vault:
        assert vault.check().doubt == ""


@pytest.mark.parametrize("how", ["put back", "removed"])
def test_an_anchor_that_is_behind_its_witness_is_said_and_on_record(
    place: Place, witness: Witness, how: str
) -> None:
    if how == "removed":
        place.anchor.unlink()
    else:
        witness.put_back(place.anchor)
    known = 0 if how == "removed" else 7
    said = f"vault.db.anchor knows change {known}, its witness change 9"
    with witness.open() as vault:
        assert vault.check().doubt == said
        event = vault.events()[-1]
    assert (event.actor, event.verb, event.purpose) == ("billhook", "doubt", said)
    with witness.open() as vault:
        assert vault.check().doubt == ""  # that change made the anchor the newest again


def test_a_witness_that_lags_behind_is_no_doubt(place: Place, witness: Witness) -> None:
    with place.open() as vault:
        vault.remove("globex")
    with witness.open() as vault:
        assert vault.check().doubt == ""


@pytest.mark.parametrize(
    "line", ["", "{}", "no line at all", '{"epoch":99,"format":1,"mac":"00","vault":"0"}\n']
)
def test_a_line_that_nobody_with_the_key_wrote_says_nothing(witness: Witness, line: str) -> None:
    witness.line = line
    with witness.open() as vault:
        assert vault.check().doubt == ""


def test_a_line_of_another_vault_or_of_a_key_before_says_nothing(
    tmp_path: Path, place: Place, witness: Witness
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    with filled(folder).open() as other:
        for number in range(9):
            other.put(f"n{number}", credential())
        line = other.anchor_line()
    for told in (
        line,
        line.replace(line.partition('"vault"')[2], witness.line.partition('"vault"')[2]),
    ):
        witness.line = told
        witness.open().lock()
    with place.open() as vault:
        witness.line = vault.anchor_line()
        vault.keys.renew([place.key])
    with witness.open() as vault:
        assert vault.check().doubt == ""
