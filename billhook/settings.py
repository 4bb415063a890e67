"""Settings of an installation: the data folder, and what `billhook.toml` in it says.

No secret stands in it. What the company decides (tolerances, rules) lies in the database instead.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path

from model.errors import SettingsInvalid

FILE: Final = "billhook.toml"
DEFAULT_PORT: Final = 8420


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs.

    `database`, `engine` and `vault` are database URLs (default: SQLite files in the data folder);
    `files` is where files lie: a folder that machines share, or s3://BUCKET/PREFIX (with the
    `files_endpoint` and `files_region` of its server, its two keys in `files_credentials`);
    `machine` is what this one is called among several, its own name where empty, `machine_address`
    the host:port under which the others reach its workers, `passport` the file that all have;
    `browsers` is how many visits all machines make at once, 0 for as many as their workers can;
    `drain_seconds` is how long a worker that is to end goes on with what it has begun;
    `anchor` is the file that notes how new the vault is, best on another disk than the vault;
    `key_file` opens the vault; `hosts` are the names under which the dashboard is reached;
    `mail_authorities` are the authserv-ids of our own mail servers (RFC 8601), and `mail_sealers`
    the domains of forwarders whose word we take on what they passed on (ARC, RFC 8617);
    `responses_seconds` is how often destinations are asked what they decided;
    `mail_keepalive_seconds` is how long a quiet line to a mail server is trusted, and
    `mail_poll_seconds` how often a server that can't push is asked; `mail_ca_file` holds the
    certificates (PEM) to trust for mail servers instead of the system's;
    `log` is how it logs: "text", or "json" for a line of JSON a record; `log_level` from which
    level on; `traces` is the address of an OpenTelemetry collector, none where empty;
    `metrics_name_portals` lets `/metrics` name portals, and so suppliers;
    `address` is where people reach the dashboard, for links in mails and the identity provider;
    `oidc_issuer`, `oidc_client_id` and `oidc_client_secret_file` are the company's identity
    provider and what it knows Billhook by; `oidc_roles` says what the members of its groups are
    ("AP team = clerk"), `oidc_groups_claim` where it names them, `oidc_known_by_mail` that an
    invited person is known by their address; `oidc_scopes` is what it is asked for, `oidc_ca_file`
    holds the certificates to trust for it; `password_sign_in` names those who may still sign in by
    password, everybody where it is empty;
    `loopback_http` permits plain http on this machine, for the demo company only.
    """

    data: Path
    database: str = ""
    engine: str = ""
    vault: str = ""
    files: str = ""
    files_endpoint: str = ""
    files_region: str = ""
    files_credentials: str = ""
    machine: str = ""
    machine_address: str = ""
    passport: str = ""
    browsers: int = 0
    drain_seconds: float = 0.0
    anchor: str = ""
    key_file: str = ""
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    mail_authorities: tuple[str, ...] = ()
    mail_sealers: tuple[str, ...] = ()
    responses_seconds: float = 60.0
    mail_keepalive_seconds: float = 300.0
    mail_poll_seconds: float = 60.0
    mail_ca_file: str = ""
    log: str = "text"
    log_level: str = "warning"
    traces: str = ""
    metrics_name_portals: bool = False
    address: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret_file: str = ""
    oidc_scopes: tuple[str, ...] = ("openid", "profile", "email")
    oidc_groups_claim: str = "groups"
    oidc_roles: tuple[str, ...] = ()
    oidc_known_by_mail: bool = False
    oidc_ca_file: str = ""
    password_sign_in: tuple[str, ...] = ()
    loopback_http: bool = False

    @property
    def database_url(self) -> str:
        """The URL of the application's tables."""
        return self.database or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where the application's tables lie, unless `database` names another place."""
        return self.data / "app.sqlite"

    @property
    def engine_url(self) -> str:
        """The URL of the engine's tables: a file of its own, or the same PostgreSQL."""
        if self.engine or not self.database.startswith("postgresql"):
            return self.engine or f"sqlite:///{self.data / 'engine.sqlite'}"
        return self.database.replace("postgresql+psycopg:", "postgresql:", 1)

    @property
    def passport_file(self) -> Path:
        """The passport of the installation's machines."""
        return Path(self.passport) if self.passport else self.data / "machines.pem"

    @property
    def is_shared(self) -> bool:
        """Whether several machines may work on it: its tables lie in a server's database."""
        return self.database.startswith("postgresql")

    @property
    def vault_file(self) -> Path:
        """Where the vault lies, unless a database holds it."""
        return self.data / "vault.db"

    @property
    def vault_place(self) -> Path | str:
        """Where the vault lies: its file, or the URL of the database that holds it."""
        return self.vault or self.vault_file

    @property
    def vault_anchor(self) -> Path:
        """Where the vault's highest epoch is noted: never in the database that holds it."""
        return Path(self.anchor) if self.anchor else self.data / "vault.db.anchor"


def data_folder(named: str | None) -> Path:
    """The data folder: the one named, else BILLHOOK_DATA, else the user's own."""
    chosen = named or os.environ.get("BILLHOOK_DATA")
    return Path(chosen).expanduser().resolve() if chosen else user_data_path("billhook")


def made(data: Path) -> Path:
    """The data folder, made for its user alone if it is not there.

    Raises:
        SettingsInvalid: it can't be made.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsInvalid(
            f"{data} can't be the data folder: {error.strerror}; name another with --data."
        ) from None
    return data


def load(data: Path) -> Settings:
    """The settings of a data folder, which is made if it is not there.

    Raises:
        SettingsInvalid: the folder can't be made, or its file is no TOML, or names a setting that
            does not exist.
    """
    file = made(data) / FILE
    if not file.exists():
        return Settings(data)
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{file} is not valid TOML: {error}.") from None
    return Settings(data, **_checked(said, file))


def _checked(said: dict[str, Any], file: Path) -> dict[str, Any]:
    defaults = {field.name: field.default for field in fields(Settings) if field.name != "data"}
    for name, value in said.items():
        if name not in defaults:
            known = ", ".join(sorted(defaults))
            raise SettingsInvalid(f"{file}: {name!r} is no setting. Settings are: {known}.")
        if not _fits(value, defaults[name]):
            raise SettingsInvalid(f"{file}: {name} can't be {value!r}.")
    return {name: _tuple(value) for name, value in said.items()}


def _fits(value: object, default: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, int) and not isinstance(default, bool):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, type(default))


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
