"""KeePass files: those that KeePass writes open, hostile ones are refused with a reason."""

from __future__ import annotations

import base64
import random
import struct
from pathlib import Path

import pytest

from model.errors import BillhookError, FileUnreadable, WrongKey
from model.secret import Secret
from tests.vault.kdbx_files import NONCE_KEY, File
from tests.vault.making import SEED
from vault import Vault
from vault.exchange import kdbx, keepass
from vault.exchange.found import Imported
from vault.exchange.streams import _salsa20_bytes, chacha20, salsa20

pytestmark = pytest.mark.slow

PASS = Secret("correct horse")
WRITTEN = Path(__file__).parent / "vectors" / "keepass4.kdbx"
UUIDS = [base64.b64encode(bytes([number]) * 16).decode() for number in range(6)]


def value(key: str, text: str, *, hidden: bytes | None = None) -> str:
    shown = f' Protected="True">{base64.b64encode(hidden).decode()}' if hidden else f">{text}"
    return f"<String><Key>{key}</Key><Value{shown}</Value></String>"


def entry(uuid: str, *values: str, history: str = "") -> str:
    return f"<Entry><UUID>{uuid}</UUID>{''.join(values)}<History>{history}</History></Entry>"


def document(stream: int, version: int) -> bytes:
    """A document with a history, references, a bin with a group in it, and hidden values."""
    hide = (salsa20 if stream == 2 else chacha20)(NONCE_KEY * (2 if version == 4 else 1))
    acme = entry(
        UUIDS[1],
        value("Title", "Acme"),
        value("UserName", "ap"),
        value("Password", "", hidden=hide("p\u00e4ss".encode())),
        value("URL", "https://portal.acme.example/login"),
        value("KP2A_URL_1", "https://login.acme.example"),
        value("Notes", "line one&#xA;line two"),
        value("otp", "", hidden=hide(f"otpauth://totp/A?secret={SEED}".encode())),
        history=entry(UUIDS[1], value("Password", "", hidden=hide(b"older"))),
    )
    referring = entry(
        UUIDS[2],
        value("UserName", "second"),
        value("Password", f"{{REF:P@I:{bytes([1]).hex() * 16}}}"),
        value("URL", "https://second.example"),
    )
    lost = entry(UUIDS[3], value("Title", "Lost"), value("Password", "{REF:P@I:" + "F" * 32 + "}"))
    binned, below = (entry(UUIDS[4], value("Password", "", hidden=hide(b"x"))) for _ in range(2))
    last = entry(UUIDS[5], value("Title", "Last"), value("Password", "", hidden=hide(b"last" * 30)))
    return (
        f"<KeePassFile><Meta><RecycleBinUUID>{UUIDS[0]}</RecycleBinUUID></Meta><Root><Group>"
        f"<UUID>{base64.b64encode(b'root' * 4).decode()}</UUID>{acme}{referring}"
        f"<Group><UUID>{UUIDS[0]}</UUID>{binned}<Group><UUID>{UUIDS[3]}</UUID>{below}</Group>"
        f"</Group><Group><UUID>{UUIDS[4]}</UUID>{lost}{last}</Group></Group></Root></KeePassFile>"
    ).encode()


def read(body: bytes, password: Secret = PASS) -> list[Imported]:
    return list(keepass.read(body, password))


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize(
    ("version", "cipher", "kdf", "stream"),
    [
        (4, "aes", "argon2d", 3),
        (4, "chacha20", "argon2id", 3),
        (4, "aes", "aes", 2),
        (3, "aes", "aes", 2),
        (3, "chacha20", "aes", 3),
    ],
)
def test_a_file_of_each_version_cipher_and_derivation_opens(
    version: int, cipher: str, kdf: str, stream: int, zipped: bool
) -> None:
    xml = document(stream, version)
    found = read(
        File(xml, version=version, cipher=cipher, kdf=kdf, stream=stream, zipped=zipped).write()
    )
    acme, second, lost, last = found
    assert (acme.name, acme.username, acme.password) == ("Acme", "ap", Secret("p\u00e4ss"))
    assert acme.urls == ("https://portal.acme.example/login", "https://login.acme.example")
    assert acme.notes == Secret("line one\nline two")
    assert acme.totp == Secret(f"otpauth://totp/A?secret={SEED}")
    assert (second.name, second.password) == ("https://second.example", Secret("p\u00e4ss"))
    assert lost.password.reveal().startswith("{REF:")
    assert last.password == Secret("last" * 30)


def test_a_file_that_another_program_wrote_opens(vault: Vault) -> None:
    """Made by pykeepass 4.2, with a history, a reference and a recycle bin."""
    lines = vault.import_file(WRITTEN, PASS)
    assert [(line.name, line.action) for line in lines] == [
        ("Acme", "new"),
        ("Globex", "new"),
        ("Referring", "new"),
    ]
    with vault.lease("Referring", purpose="compare", job="test") as lease:
        assert lease.password == Secret("newer p\u00e4ssw\u00f6rd \u2603")
    with vault.lease("Acme", purpose="compare", job="test") as lease:
        assert lease.totp is not None
        assert lease.origins == {"https://portal.acme.example"}


def test_a_wrong_or_missing_password_is_named(vault: Vault) -> None:
    for version in (3, 4):
        body = File(document(3, version), version=version, kdf="aes").write()
        with pytest.raises(WrongKey, match="key file"):
            read(body, Secret("wrong"))
    with pytest.raises(FileUnreadable, match="give its password"):
        vault.import_file(WRITTEN)


def test_salsa20_gives_the_published_bytes() -> None:
    """ECRYPT, Salsa20 256-bit, set 1, vector 0."""
    flow = _salsa20_bytes(b"\x80" + bytes(31), bytes(8))
    published = "e3be8fdd8beca2e3ea8ef9475b29a6e7003951e1097a5c38d23b7a5fad9f6844"
    assert bytes(next(flow) for _ in range(32)).hex() == published


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"memory": 2 << 30}, "more memory"),
        ({"more": {"I": (0x05, struct.pack("<Q", 1 << 40))}}, "more memory or time"),
        ({"more": {"P": (0x04, struct.pack("<I", 1000))}}, "more memory or time"),
        ({"more": {"V": (0x04, struct.pack("<I", 0x10))}}, "derivation"),
        ({"more": {"K": (0x42, b"secret")}}, "derivation"),
        ({"more": {"$UUID": (0x42, bytes(16))}}, "derivation"),
        ({"more": {"M": (0x42, b"text")}}, "damaged"),
        ({"more": {"S": (0x05, bytes(8))}}, "damaged"),
        ({"kdf": "aes", "more": {"R": (0x05, struct.pack("<Q", 1 << 60))}}, "rounds"),
    ],
)
def test_a_derivation_that_costs_too_much_is_not_tried(
    more: dict[str, object], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = File(document(3, 4))
    transformed = file._transformed()
    for name, changed in more.items():
        setattr(file, name, changed)
    monkeypatch.setattr(File, "_transformed", lambda _: transformed)
    with pytest.raises(FileUnreadable, match=why):
        read(file.write())


def test_what_billhook_lacks_is_named() -> None:
    xml = document(3, 4)
    with pytest.raises(FileUnreadable, match=r"version 3\.1 and 4, not 2"):
        read(b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5" + struct.pack("<HH", 0, 2))
    with pytest.raises(FileUnreadable, match="neither AES nor ChaCha20"):
        read(File(xml, cipher="twofish").write())
    with pytest.raises(FileUnreadable, match="hides its passwords"):
        read(File(xml, stream=1).write())


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "document type"),
        (b"<Group>" * 200, "too deeply"),
        (b"<KeePassFile>" + b" " * (65 << 20), "more than 64 MiB"),
    ],
)
def test_xml_that_attacks_is_refused(xml: bytes, why: str) -> None:
    with pytest.raises(FileUnreadable, match=why):
        read(File(xml).write())


def test_a_file_with_too_many_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepass, "_MOST_ENTRIES", 3)
    with pytest.raises(FileUnreadable, match="too many"):
        read(File(document(3, 4)).write())


@pytest.mark.parametrize("version", [3, 4])
def test_a_flipped_or_missing_byte_never_gives_another_password(
    tmp_path: Path, vault: Vault, version: int
) -> None:
    """KDBX 4 proves every byte; in KDBX 3.1 what isn't proved may only be without effect."""
    body = File(document(3, version), version=version, kdf="aes").write()
    whole, dice, path = read(body), random.Random(version), tmp_path / "f.kdbx"
    for position in range(8, len(body), 7):
        spoiled = bytearray(body)
        spoiled[position] ^= 1 << dice.randrange(8)
        for attack in (bytes(spoiled), body[:position]):
            path.write_bytes(attack)
            try:
                vault.import_file(path, PASS, dry_run=True)
            except BillhookError:
                continue
            assert version == 3 or read(attack) == whole, position


def test_a_container_that_ends_early_is_damaged() -> None:
    with pytest.raises(FileUnreadable, match="damaged"):
        kdbx.open_file(kdbx.SIGNATURE, PASS)


def test_a_header_or_block_that_was_changed_is_told_from_a_wrong_password() -> None:
    body = File(document(3, 4)).write()
    header = len(body) - len(body.split(b"\r\n\r\n", 1)[1])
    for position in (12, header, len(body) - 60):
        spoiled = bytearray(body)
        spoiled[position] ^= 1
        with pytest.raises(FileUnreadable, match="damaged"):
            read(bytes(spoiled))


def test_a_block_of_an_older_file_that_was_changed_is_damaged() -> None:
    """As a changed ciphertext that decrypts to something: the block's hash tells."""
    whole = File(document(2, 3), version=3, cipher="chacha20", kdf="aes", stream=2).write()
    spoiled = bytearray(whole)
    spoiled[-60] ^= 1
    with pytest.raises(FileUnreadable, match="damaged"):
        read(bytes(spoiled))
