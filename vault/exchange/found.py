"""What stands in another password manager's file, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from model.errors import WrongInput
from model.secret import Secret
from vault.origins import origin_of
from vault.records import (
    NONE,
    ApiKey,
    Credential,
    Mailbox,
    Record,
    TotpSeed,
    proper_name,
    seed_name,
)

_NOWHERE = "None of its addresses is an origin, so it is typed nowhere until it gets one."
_SEED_LOST = "Its authenticator's seed can't be read; only the password was taken."


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An entry as password managers have it in common."""

    name: str
    username: str
    password: Secret
    urls: tuple[str, ...] = ()
    notes: Secret = NONE
    totp: Secret = NONE
    customer_number: str | None = None
    kind: str = Credential.kind


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as records of ours, by name; without any, `why` says what stands against it."""

    name: str
    records: dict[str, Record]
    why: str = ""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What becomes of an entry: it is `new`, the `same`, `refused`, `kept` as it is or `passed`.

    `start` is the page of its sign-in, "" where it names none but origins.
    """

    name: str
    username: str
    origins: tuple[str, ...]
    action: str
    why: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many entries were written, and how many sessions and tokens were left out."""

    written: int
    left_out: int


def settle(entries: Iterable[Imported]) -> list[Found]:
    """The entries as records; a name's second bearer gets its user name beside it."""
    taken: set[str] = set()
    found: list[Found] = []
    for entry in entries:
        name = _free_name(entry, taken)
        taken.add(name)
        found.append(_found(replace(entry, name=name)))
    return found


def compare(item: Found, find: Callable[[str], Record | None]) -> ImportLine:
    """What becomes of an entry, given what the vault has under its names."""
    record = item.records.get(item.name)
    username = getattr(record, "username", "")
    origins = tuple(sorted(getattr(record, "origins", ())))
    action, why = _verdict(item, find)
    start = getattr(record, "login_url", None) or ""
    return ImportLine(item.name, username, origins, action, why, start)


def pass_over(line: ImportLine, wanted: Callable[[ImportLine], bool] | None) -> ImportLine:
    """The line, passed over where it is new but not wanted."""
    if wanted is None or line.action != "new" or wanted(line):
        return line
    return replace(line, action="passed", why="It belongs to no supplier that Billhook knows.")


def _verdict(item: Found, find: Callable[[str], Record | None]) -> tuple[str, str]:
    if not item.records:
        return "refused", item.why
    mine = {name: find(name) for name in item.records}
    if mine == item.records:
        return "same", ""
    if any(mine.values()):
        return "kept", "The vault has another record of this name; remove it first to replace it."
    return "new", item.why


def _free_name(entry: Imported, taken: set[str]) -> str:
    names = [entry.name, f"{entry.name} ({entry.username})"]
    names += [f"{entry.name} ({number})" for number in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def _found(entry: Imported) -> Found:
    try:
        name = proper_name(entry.name)
    except WrongInput as error:
        return Found(entry.name, {}, error.message)
    if not entry.password:
        return Found(name, {}, "It has no password.")
    record = _record(entry)
    why = "" if record.origins else _NOWHERE
    if not entry.totp:
        return Found(name, {name: record}, why)
    try:
        seed = TotpSeed(credential=name, seed=entry.totp)
    except WrongInput:
        return Found(name, {name: record}, f"{_SEED_LOST} {why}".strip())
    return Found(name, {name: record, seed_name(name): seed}, why)


def _record(entry: Imported) -> Credential | Mailbox | ApiKey:
    pairs = [(url, origin) for url in entry.urls if (origin := _origin(url))]
    origins = frozenset(origin for _, origin in pairs)
    if entry.kind == Mailbox.kind:
        return Mailbox(username=entry.username, password=entry.password, origins=origins)
    if entry.kind == ApiKey.kind:
        return ApiKey(key=entry.password, origins=origins)
    return Credential(
        username=entry.username,
        password=entry.password,
        origins=origins,
        login_url=next((url for url, origin in pairs if url != origin), None),
        customer_number=entry.customer_number,
        notes=entry.notes,
    )


def _origin(url: str) -> str | None:
    """The origin of an address; without a scheme, or with plain http, it means https."""
    full = url if "://" in url else f"https://{url}"
    for candidate in (full, full.replace("http://", "https://", 1)):
        try:
            return origin_of(candidate)
        except WrongInput:
            continue
    return None
