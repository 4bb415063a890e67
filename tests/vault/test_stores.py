"""Outside stores, played by small programs: their arguments, environment, time and answers."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from model.errors import OutsideStoreFailed, VaultLocked, WrongInput
from model.secret import Secret
from tests.vault.making import CANARY, SEED
from tests.waiting import until
from vault import Reference, TotpSeed, Vault, seed_name
from vault.stores import STORES, prove_reference, resolve

Program = Callable[[str, str], Mapping[str, str]]
ITEMS = {"op": "op://ap/acme/password", "bw": "acme", "pass": "portals/acme", "vault": "kv/acme"}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Makes a program of a shell script; gives the environment that finds it."""

    def make(name: str, script: str) -> Mapping[str, str]:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return {"PATH": f"{path.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}

    return make


def say(text: str) -> str:
    return f"cat <<'END'\n{text}\nEND"


@pytest.mark.parametrize(
    ("store", "answer", "username", "seed"),
    [
        ("op", CANARY, None, None),
        ("bw", {"login": {"username": "ap", "password": CANARY, "totp": SEED}}, "ap", SEED),
        ("bw", {"login": {"username": None, "password": CANARY}}, None, None),
        ("pass", CANARY, None, None),
        ("pass", f"{CANARY}\nURL: https://x.example\nlogin: ap", "ap", None),
        (
            "pass",
            f"{CANARY}\notpauth://totp/A?secret={SEED}",
            None,
            f"otpauth://totp/A?secret={SEED}",
        ),
        ("vault", {"data": {"data": {"password": CANARY, "username": "ap"}}}, "ap", None),
        ("vault", {"data": {"password": CANARY}}, None, None),
    ],
)
def test_what_each_store_says_is_understood(
    program: Program, store: str, answer: object, username: str | None, seed: str | None
) -> None:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    found = resolve(store, ITEMS[store], environ=program(store, say(text)))
    assert found.password == Secret(CANARY)
    assert found.username == username
    assert found.seed == (Secret(seed) if seed else None)


@pytest.mark.parametrize("store", sorted(STORES))
def test_a_store_is_asked_by_arguments_without_a_shell_or_input(
    program: Program, tmp_path: Path, store: str
) -> None:
    item = f"{STORES[store].prefix}a b;$(touch pwned)'\"*"
    environ = program(store, f'printf "%s\\0" "$@" > {tmp_path}/said; wc -c; exit 1')
    with pytest.raises(OutsideStoreFailed):
        resolve(store, item, environ=environ)
    said = (tmp_path / "said").read_text().split("\0")[:-1]
    assert said == [*STORES[store].ask[1:], item]
    assert not Path("pwned").exists()


def test_a_store_s_program_knows_only_what_it_needs(program: Program, tmp_path: Path) -> None:
    environ = dict(program("op", f"env > {tmp_path}/known; echo secret"))
    more = {"OP_SESSION": "1", "BW_SESSION": "2", "VAULT_TOKEN": "3", "BILLHOOK_DATA": "4"}
    resolve("op", ITEMS["op"], environ=environ | more)
    known = (tmp_path / "known").read_text()
    assert "OP_SESSION=1" in known
    assert not any(name in known for name in ("BW_SESSION", "VAULT_TOKEN", "BILLHOOK"))


@pytest.mark.parametrize(
    ("store", "script", "why"),
    [
        ("bw", "echo CANARY; exit 3", "exit status 3"),
        ("bw", "echo CANARY", "no password"),
        ("bw", "echo '{\"login\": null}'", "no password"),
        ("bw", 'echo \'{"login": {"password": ""}}\'', "is empty"),
        ("op", "true", "is empty"),
        ("pass", "true", "no password"),
        ("op", "printf '\\377'", "no password"),
        ("op", "head -c 2000000 /dev/zero", "did not give"),
        ("vault", "echo '[]'", "no password"),
    ],
)
def test_an_answer_without_a_secret_is_an_error_that_quotes_none(
    program: Program, store: str, script: str, why: str
) -> None:
    with pytest.raises(OutsideStoreFailed, match=why) as refused:
        resolve(store, ITEMS[store], environ=program(store, script))
    assert "CANARY" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_store_that_waits_is_not_waited_for(program: Program, tmp_path: Path) -> None:
    environ = program("pass", f"sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(OutsideStoreFailed, match="did not answer"):
        resolve("pass", "acme", environ=environ, seconds=0.5)
    child = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/status")
    until(lambda: not child.exists() or "zombie" in child.read_text(), seconds=10)


def test_a_store_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutsideStoreFailed, match="op of the store op is not installed"):
        resolve("op", ITEMS["op"], environ={"PATH": str(tmp_path)})


@pytest.mark.parametrize(
    ("store", "item"),
    [
        ("lastpass", "acme"),
        ("pass", ""),
        ("pass", "-c"),
        ("pass", "--clip"),
        ("pass", "two\nlines"),
        ("pass", "x" * 501),
        ("op", "acme"),
    ],
)
def test_what_could_be_taken_for_an_option_is_refused(store: str, item: str) -> None:
    with pytest.raises(WrongInput):
        prove_reference(store, item)
    with pytest.raises(WrongInput):
        Reference(store=store, item=item)


@pytest.fixture
def referring(vault: Vault, program: Program, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """A vault whose record "other" lies in the store pass."""
    environ = program("pass", say(f"{CANARY}\nlogin: store-user\nurl: https://evil.example"))
    monkeypatch.setenv("PATH", environ["PATH"])
    origins = frozenset({"https://portal.example"})
    vault.put("other", Reference(store="pass", item="acme", origins=origins, customer_number="K"))
    return vault


def test_a_reference_is_leased_as_the_sign_in_it_stands_for(referring: Vault) -> None:
    with referring.lease("other", purpose="login", job="run-2") as lease:
        assert (lease.username, lease.password) == ("store-user", Secret(CANARY))
        assert lease.origins == {"https://portal.example"}
        assert (lease.customer_number, lease.totp) == ("K", None)
    assert [event.verb for event in referring.events()[-2:]] == ["put", "lease"]


def test_our_user_name_and_seed_come_before_the_store_s(referring: Vault) -> None:
    referring.put("other", Reference(store="pass", item="acme", username="ours"))
    referring.put(seed_name("other"), TotpSeed(credential="other", seed=Secret(SEED)))
    with referring.lease("other", purpose="login", job="run-2") as lease:
        assert (lease.username, lease.totp) == ("ours", Secret(SEED))


def test_a_store_that_fails_is_on_record_and_the_job_waits(
    referring: Vault, program: Program
) -> None:
    program("pass", "exit 1")
    with pytest.raises(VaultLocked), referring.lease("other", purpose="login", job="run-2"):
        pytest.fail("a lease was given")
    lease, failed = referring.events()[-2:]
    assert (lease.verb, failed.verb, failed.outcome) == ("lease", "fetch", "failed")
    referring.check()
