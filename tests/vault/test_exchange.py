from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from model.errors import FileUnreadable, WrongInput, WrongKey
from model.secret import Secret
from tests.vault.making import CANARY, SEED, credential
from vault import ApiKey, BrowserSession, Credential, ImportLine, Mailbox, Vault, seed_name
from vault.exchange import files, protected

PASS = Secret("correct horse")


def record_of(vault: Vault, name: str) -> Any:
    with vault.lease(name, purpose="compare", job="test") as lease:
        return lease.record


def lines(vault: Vault, path: Path, **how: Any) -> dict[str, tuple[str, str]]:
    return {line.name: (line.action, line.why) for line in vault.import_file(path, **how)}


def test_an_export_comes_back_into_another_vault_as_it_was(
    tmp_path: Path, vault: Vault, bare_vault: Vault
) -> None:
    vault.put("session", BrowserSession(state=Secret("{}")))
    done = vault.export(tmp_path / "out.json", PASS)
    assert (done.written, done.left_out) == (4, 1)
    assert {line.action for line in bare_vault.import_file(tmp_path / "out.json", PASS)} == {"new"}
    for name in ("acme", "globex", "inbox", "erp"):
        assert record_of(bare_vault, name) == record_of(vault, name)
    with bare_vault.lease("acme", purpose="login", job="run-2") as lease:
        assert lease.totp == Secret(SEED)


def test_a_protected_export_shows_nothing(tmp_path: Path, vault: Vault) -> None:
    vault.export(tmp_path / "out.json", PASS)
    body = (tmp_path / "out.json").read_text()
    assert CANARY not in body
    assert "acme" not in body
    assert stat.S_IMODE((tmp_path / "out.json").stat().st_mode) == 0o600
    assert (vault.events()[-1].verb, vault.events()[-1].purpose) == ("export", "protected")


def test_a_protected_export_opens_with_its_password_only(
    tmp_path: Path, vault: Vault, bare_vault: Vault
) -> None:
    vault.export(tmp_path / "out.json", PASS)
    with pytest.raises(WrongKey):
        bare_vault.import_file(tmp_path / "out.json", Secret("wrong"))
    with pytest.raises(FileUnreadable, match="give its password"):
        bare_vault.import_file(tmp_path / "out.json")


def test_a_changed_export_is_refused(tmp_path: Path, vault: Vault, bare_vault: Vault) -> None:
    path = tmp_path / "out.json"
    vault.export(path, PASS)
    envelope = json.loads(path.read_text())
    head, _, tail = envelope["data"].partition("|")
    envelope["data"] = f"{head}|{'A' if tail[0] != 'A' else 'B'}{tail[1:]}"
    path.write_text(json.dumps(envelope))
    with pytest.raises(WrongKey):
        bare_vault.import_file(path, PASS)


def test_a_plain_export_has_to_be_meant(tmp_path: Path, vault: Vault) -> None:
    hows: list[dict[str, Any]] = [{}, {"passphrase": PASS, "plain": True}]
    for how in hows:
        with pytest.raises(WrongInput, match="plain"):
            vault.export(tmp_path / "out.json", **how)
    vault.export(tmp_path / "out.json", plain=True)
    item = json.loads((tmp_path / "out.json").read_text())["items"][0]
    assert item["login"]["password"] == CANARY
    assert stat.S_IMODE((tmp_path / "out.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o755])
def test_a_plain_export_goes_into_a_private_folder_only(
    tmp_path: Path, vault: Vault, mode: int
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(mode)
    with pytest.raises(WrongInput, match="private folder"):
        vault.export(tmp_path / "shared" / "out.json", plain=True)
    assert vault.events()[-1].verb == "lease"
    assert vault.export(tmp_path / "shared" / "out.json", PASS).written == 4


def test_an_export_never_overwrites(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "out.json").write_text("mine")
    for path in (tmp_path / "out.json", tmp_path / "nowhere" / "out.json"):
        with pytest.raises(WrongInput, match="new file"):
            vault.export(path, PASS)
    assert (tmp_path / "out.json").read_text() == "mine"


BITWARDEN = {
    "encrypted": False,
    "folders": [],
    "items": [
        {
            "type": 1,
            "name": "Acme",
            "notes": None,
            "fields": None,
            "login": {
                "uris": [
                    {"match": None, "uri": "https://portal.acme.example/login"},
                    {"match": None, "uri": "androidapp://com.acme"},
                    {"match": None, "uri": "http://old.acme.example"},
                    {"match": None, "uri": "acme.example"},
                ],
                "username": "ap",
                "password": "pw-1",
                "totp": "gezd gnbv gy3t qojq",
            },
        },
        {"type": 1, "name": "Acme", "login": {"uris": [], "username": "bo", "password": "pw-2"}},
        {"type": 1, "name": "Acme", "login": {"username": "bo", "password": "pw-3", "totp": "?"}},
        {"type": 2, "name": "A note", "notes": "CANARY"},
        {"type": 1, "name": "\u202e", "login": {"password": "pw-4"}},
    ],
}


def test_a_dry_run_shows_what_would_become_of_each_entry_and_changes_nothing(
    tmp_path: Path, bare_vault: Vault
) -> None:
    (tmp_path / "in.json").write_text(json.dumps(BITWARDEN))
    before = bare_vault.check()
    first, *others = bare_vault.import_file(tmp_path / "in.json", dry_run=True)
    origins = ("https://acme.example", "https://old.acme.example", "https://portal.acme.example")
    start = "https://portal.acme.example/login"
    assert first == ImportLine("Acme", "ap", origins, "new", "", start)
    assert [(line.name, line.action) for line in others] == [
        ("Acme (bo)", "new"),
        ("Acme (2)", "new"),
        ("A note", "refused"),
        ("\u202e", "refused"),
    ]
    assert "typed nowhere" in others[0].why
    assert "seed can't be read" in others[1].why
    assert bare_vault.check() == before


def test_an_import_keeps_what_is_new_in_one_transaction(tmp_path: Path, bare_vault: Vault) -> None:
    (tmp_path / "in.json").write_text(json.dumps(BITWARDEN))
    before = bare_vault.check().epoch
    bare_vault.import_file(tmp_path / "in.json")
    assert bare_vault.check().epoch == before + 1
    assert [entry.name for entry in bare_vault.names()] == [
        "Acme",
        "Acme (2)",
        "Acme (bo)",
        seed_name("Acme"),
    ]
    assert record_of(bare_vault, "Acme").login_url == "https://portal.acme.example/login"


def test_what_the_vault_has_already_stays_as_it_is(tmp_path: Path, bare_vault: Vault) -> None:
    (tmp_path / "in.json").write_text(json.dumps(BITWARDEN))
    bare_vault.put("Acme", credential())
    bare_vault.import_file(tmp_path / "in.json")
    again = lines(bare_vault, tmp_path / "in.json")
    assert again["Acme"][0] == "kept"
    assert again["Acme (bo)"][0] == "same"
    assert record_of(bare_vault, "Acme") == credential()


CHROME = 'name,url,username,password,note\nAcme,https://acme.example/,ap,"p,""w\n2",a note\n'
FIREFOX = (
    '"url","username","password","httpRealm","formActionOrigin","guid"\n'
    '"https://portal.acme.example","ap","pw",,"https://portal.acme.example","{1}"\n'
    '"","ap","pw",,"",""\n'
)
ONEPASSWORD = "Title,Url,Username,Password,OTPAuth,Notes\nAcme,https://acme.example,ap,pw,,\n"
BITWARDEN_CSV = (
    "folder,favorite,type,name,notes,fields,login_uri,login_username,login_password,login_totp\n"
    ',,login,Acme,,,"https://acme.example,https://b.example",ap,pw,GEZDGNBVGY3TQOJQ\n'
)


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        (CHROME, ["Acme"]),
        ("\ufeff" + CHROME, ["Acme"]),
        (FIREFOX, ["portal.acme.example"]),
        (ONEPASSWORD, ["Acme"]),
        (BITWARDEN_CSV, ["Acme", "Acme/totp"]),
    ],
    ids=["chrome", "with-a-mark", "firefox", "1password", "bitwarden"],
)
def test_a_browser_s_sheet_is_read_by_its_headings(
    tmp_path: Path, bare_vault: Vault, sheet: str, names: list[str]
) -> None:
    (tmp_path / "in.csv").write_text(sheet)
    bare_vault.import_file(tmp_path / "in.csv")
    assert [entry.name for entry in bare_vault.names()] == names
    assert bare_vault.names()[0].username == "ap"
    assert bare_vault.names()[0].origins


def test_a_sheet_s_quoted_password_keeps_its_commas_and_lines(
    tmp_path: Path, bare_vault: Vault
) -> None:
    (tmp_path / "in.csv").write_text(CHROME)
    bare_vault.import_file(tmp_path / "in.csv")
    assert record_of(bare_vault, "Acme").password == Secret('p,"w\n2')


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"just a text",
        b"name,url\nAcme,https://acme.example\n",
        b"{",
        b"{}",
        b'{"items":[{}]}',
        b'{"items":[{"name":"x","login":["x"]}]}',
        b"[" * 100_000,
        b'{"encrypted":true,"items":[]}',
        b'{"encrypted":true,"passwordProtected":true}',
        b"url,password\n" + b"x" * 200_000 + b",pw\n",
    ],
)
def test_a_file_that_is_none_of_these_is_refused(
    tmp_path: Path, bare_vault: Vault, body: bytes
) -> None:
    (tmp_path / "in").write_bytes(body)
    with pytest.raises(FileUnreadable):
        bare_vault.import_file(tmp_path / "in", PASS)
    assert bare_vault.names() == ()


def test_a_file_that_is_missing_or_too_large_is_refused(
    tmp_path: Path, bare_vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileUnreadable, match="can't be read"):
        bare_vault.import_file(tmp_path / "none")
    monkeypatch.setattr(files, "_MOST_BYTES", 10)
    (tmp_path / "in.csv").write_text(CHROME)
    with pytest.raises(FileUnreadable, match="larger"):
        bare_vault.import_file(tmp_path / "in.csv")


def test_an_argon2id_export_opens_too() -> None:
    envelope = protected.protect("text", PASS)
    envelope |= {"kdfType": 1, "kdfIterations": 1, "kdfMemory": 1, "kdfParallelism": 1}
    keys = protected._keys(envelope, PASS)
    for field in ("encKeyValidation_DO_NOT_EDIT", "data"):
        envelope[field] = protected._encrypted("text", keys)
    assert protected.unprotect(envelope, PASS) == "text"


@pytest.mark.parametrize(
    "forged",
    [
        {"kdfType": 2},
        {"kdfIterations": 0},
        {"kdfIterations": 10**9},
        {"kdfType": 1, "kdfIterations": 1, "kdfMemory": 1 << 20, "kdfParallelism": 4},
        {"kdfType": 1, "kdfIterations": 100, "kdfMemory": 16, "kdfParallelism": 4},
    ],
)
def test_an_export_that_asks_for_an_endless_derivation_is_refused(forged: dict[str, int]) -> None:
    envelope = protected.protect("text", PASS) | forged
    with pytest.raises(FileUnreadable, match="derivation"):
        protected.unprotect(envelope, PASS)


def test_the_kinds_of_a_foreign_file_are_the_ones_it_names(
    tmp_path: Path, bare_vault: Vault
) -> None:
    mailbox = Mailbox(username="ap", password=Secret("pw"))
    bare_vault.put("box", mailbox)
    bare_vault.put("key", ApiKey(key=Secret("pw")))
    bare_vault.put("empty", Credential(username="", password=Secret("pw")))
    bare_vault.export(tmp_path / "out.json", plain=True)
    assert {action for action, _ in lines(bare_vault, tmp_path / "out.json").values()} == {"same"}


def test_what_is_not_wanted_is_passed_over(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "chrome.csv"
    path.write_text(
        "name,url,username,password\nA,https://a.example,u,p\nB,https://b.example,u,p\n"
    )
    found = vault.import_file(path, wanted=lambda line: line.name == "A")
    assert [(line.name, line.action) for line in found] == [("A", "new"), ("B", "passed")]
    assert "B" not in [entry.name for entry in vault.names()]
