"""Hands that write to a vault's file without a key: statements, and one flipped bit anywhere."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from model.errors import BillhookError
from tests.vault.making import Place
from vault import Vault

Found = tuple[object, ...]
CHANGES = [
    "UPDATE vault_record SET id = iif(id LIKE 'f%', '0', 'f') || substr(id, 2) WHERE id = :id",
    "UPDATE vault_record SET kind = 'totp' WHERE id = :id",
    "UPDATE vault_record SET version = version + 1 WHERE id = :id",
    "UPDATE vault_record SET gen = 2 WHERE id = :id",
    "UPDATE vault_record SET gen = 0 WHERE id = :id",
    "UPDATE vault_record SET alg = 2 WHERE id = :id",
    "UPDATE vault_record SET ct = substr(ct, 1, length(ct) - 1) WHERE id = :id",
    "UPDATE vault_record SET nonce = x'' WHERE id = :id",
    "DELETE FROM vault_record WHERE id = :id",
    "DELETE FROM vault_record",
    (
        "INSERT INTO vault_record SELECT 'ff', kind, version, gen, alg, digest, nonce, ct"
        " FROM vault_record WHERE id = :id"
    ),
    "UPDATE vault_header SET mac = x'00'",
    "DELETE FROM vault_event WHERE seq = (SELECT max(seq) FROM vault_event)",
    "DELETE FROM vault_event",
    "CREATE TRIGGER spy AFTER INSERT ON vault_event BEGIN DELETE FROM vault_event; END",
    "CREATE INDEX more ON vault_record (kind)",
    "CREATE TABLE more (x)",
    "DROP TABLE vault_event",
]
"""Statements that change what the file holds; `:id` is the record named acme."""


def flipped(value: Any, position: int, bit: int) -> int | bytes:
    if isinstance(value, int):
        return value ^ (1 << bit)
    body = bytearray(value.encode() if isinstance(value, str) else value)
    body[position] ^= 1 << bit
    return bytes(body)


def cells(place: Place) -> list[tuple[str, object, Any]]:
    """Every cell: the statement that writes it, its row's key, its value."""
    found = []
    with place.spoiling() as raw:
        for table, key in (("vault_header", "k"), ("vault_record", "id"), ("vault_event", "seq")):
            cursor = raw.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                own = row[columns.index(key)]
                for column, value in zip(columns, row, strict=True):
                    slot = "CAST(? AS TEXT)" if isinstance(value, str) else "?"
                    change = f"UPDATE OR REPLACE {table} SET {column} = {slot} WHERE {key} = ?"
                    found.append((change, own, value))
    return found


def flip_bits(
    place: Place, folder: Path, step: int, rng: random.Random, *, held: bool = False
) -> tuple[int, int]:
    """How many flips were made and how many were refused, by a vault held open where `held`."""
    made = refused = 0
    flips = [(cell, i) for cell in cells(place) for i in range(_length(cell[2]))]
    look = reader_of(place.copy(folder), held=held)
    for (change, own, value), position in flips[::step]:
        spoiled = place.copy(folder)
        with spoiled.spoiling() as raw:
            raw.execute("PRAGMA ignore_check_constraints = ON")
            bit = position if isinstance(value, int) else rng.randrange(8)
            raw.execute(change, [flipped(value, position, bit), own])
        made += 1
        try:
            look()
        except BillhookError:
            refused += 1
    return made, refused


def _length(value: Any) -> int:
    return 8 if isinstance(value, int) else len(value)


def contents(place: Place) -> Found:
    """All that a vault holds, opened without leaving a trace."""
    with place.open() as vault:
        return _held_by(vault)


def _held_by(vault: Vault) -> Found:
    with vault._access.reading() as found:
        return vault.check(), found.opened(), vault.events()


def reader_of(place: Place, *, held: bool) -> Callable[[], Found]:
    """What reads all of a vault: by opening it each time, or through one that is open already."""
    if not held:
        return partial(contents, place)
    vault = place.open()
    assert _held_by(vault)  # it has proved every row once
    return partial(_held_by, vault)


def survives(place: Place, body: bytes, expected: Found, look: Callable[[], Found]) -> bool:
    """Whether the file reads all the same; then it must hold just what it held."""
    place.path.write_bytes(body)
    try:
        found = look()
    except BillhookError:
        return False
    assert found == expected
    return True


def flip_file(
    place: Place, folder: Path, step: int, rng: random.Random, *, held: bool = False
) -> tuple[int, int]:
    """How many bits were flipped in the raw file, and how many of them mattered to nobody."""
    whole, expected = place.path.read_bytes(), contents(place)
    spoiled = place.copy(folder)
    look = reader_of(spoiled, held=held)
    survived = 0
    positions = range(0, len(whole), step)
    for position in positions:
        body = bytearray(whole)
        body[position] ^= 1 << rng.randrange(8)
        survived += survives(spoiled, bytes(body), expected, look)
    return len(positions), survived
