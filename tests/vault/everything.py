"""What the frozen vault `vectors/v1/everything.db` holds, and what opens it."""

from __future__ import annotations

from datetime import timedelta

from model.secret import Secret
from tests.vault.making import NOON, SEED
from vault import (
    ApiKey,
    BrowserSession,
    Credential,
    Mailbox,
    OAuthToken,
    Record,
    Reference,
    TotpSeed,
)

CODE = "5ZADUHDV-WFLQYU3M-3OOVJMYH-FUWDU5DZ-XI3LVVYF"
ACCOUNT = "3d803519d7d9492b8effea70e6309dd1/3063ef569f314027bdcccfa8ba334b64"
KEYRING = "7a2cdca63d0ad15a686f47ee33448f5db76cd7e86267ebebe84f2274c40b9fda"
PASSPHRASE = Secret("correct horse battery staple")
RECORDS: dict[str, Record] = {
    "acme": Credential(
        username="ap@buyer.example",
        password=Secret('p\u00e4ssw\u00f6rd \u2603 \U0001f511 "quoted" \\ \x7f\t'),
        origins=frozenset({"https://portal.acme.example", "https://login.acme.example:8443"}),
        login_url="https://portal.acme.example/login",
        customer_number="K-4711",
        notes=Secret("line one\nline two"),
    ),
    "acme/totp": TotpSeed(
        credential="acme", seed=Secret(f"otpauth://totp/Acme:ap?secret={SEED}&issuer=Acme")
    ),
    "acme session": BrowserSession(
        state=Secret('{"cookies":[],"origins":[]}'),
        origins=frozenset({"https://portal.acme.example"}),
        expires=NOON + timedelta(days=30, microseconds=1),
    ),
    "erp": ApiKey(key=Secret("token-0123456789"), origins=frozenset({"https://erp.buyer.example"})),
    "inbox": Mailbox(
        username="ap@buyer.example",
        password=Secret("mailbox password"),
        origins=frozenset({"imaps://mail.buyer.example"}),
    ),
    "inbox token": OAuthToken(
        username="ap@buyer.example",
        client="11111111-2222-3333-4444-555555555555",
        tenant="buyer.example",
        scopes=frozenset({"offline_access", "https://mail.example/IMAP"}),
        refresh_token=Secret("refresh"),
        client_secret=Secret("client secret"),
        access_token=Secret("access"),
        expires=NOON + timedelta(hours=1),
        token_url="https://login.example/token",
        origins=frozenset({"https://login.example", "imaps://mail.example"}),
    ),
    "m\u00fcller": Reference(
        store="op",
        item="op://ap/mueller/password",
        username="ap",
        origins=frozenset({"https://portal.mueller.example"}),
        login_url="https://portal.mueller.example/login",
        customer_number="4712",
    ),
}
