"""How the vault's records read: kinds, states, ages; and how their list is chosen and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from model.hosts import shown_host
from model.takeovers import Standing
from model.vaults import Health, ImportedEntry, SecretKind, SecretUse, SecretView, VaultStanding
from ui.languages import phrase, say, say_many
from ui.rows import Row
from ui.wording import DASH, age, count

KINDS: Final = {
    SecretKind.CREDENTIAL: phrase("Portal sign-in"),
    SecretKind.TOTP: phrase("Authenticator"),
    SecretKind.SESSION: phrase("Browser session"),
    SecretKind.MAILBOX: phrase("Mailbox"),
    SecretKind.OAUTH: phrase("Mailbox consent"),
    SecretKind.API_KEY: phrase("API key"),
    SecretKind.REFERENCE: phrase("In another store"),
}
GLYPHS: Final = {
    SecretKind.CREDENTIAL: "globe",
    SecretKind.TOTP: "clock",
    SecretKind.SESSION: "history",
    SecretKind.MAILBOX: "mail",
    SecretKind.OAUTH: "shield-check",
    SecretKind.API_KEY: "hash",
    SecretKind.REFERENCE: "link",
}
STORES: Final = {
    "op": "1Password",
    "bw": "Bitwarden",
    "pass": "pass",
    "vault": "HashiCorp Vault",
}
HEALTH_WORDS: Final = {
    Health.FAILING: phrase("Refused"),
    Health.EXPIRING: phrase("Expiring"),
    Health.REUSED: phrase("Reused"),
    Health.WEAK: phrase("Weak"),
    Health.UNUSED: phrase("Never used"),
}
HEALTH_LOOKS: Final = {
    Health.FAILING: "exception",
    Health.EXPIRING: "duplicate",
    Health.REUSED: "duplicate",
    Health.WEAK: "duplicate",
    Health.UNUSED: "delivered",
}
FINE: Final = ("ready", phrase("Fine"))
KEY_WORDS: Final = {
    "keyring": phrase("the OS keyring"),
    "file": phrase("a key file"),
    "passphrase": phrase("a passphrase"),
    "two-secret": phrase("two secrets together"),
    "recovery": phrase("the recovery kit"),
}
VERB_WORDS: Final = {
    "put": phrase("Written"),
    "import": phrase("Imported"),
    "lease": phrase("Used"),
    "fetch": phrase("Asked for at its store"),
    "reveal": phrase("Shown to a person"),
    "remove": phrase("Removed"),
}
PURPOSE_WORDS: Final = {
    "shown": "",
    "copied": phrase("copied"),
    "visit": phrase("visit"),
    "deliver": phrase("delivery"),
    "another password": phrase("another password"),
    "other origins": phrase("other origins"),
}
_YEAR: Final = 365
_MONTH: Final = 30
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_RANKS: Final = {health: rank for rank, health in enumerate(Health)}


def _worst(view: SecretView) -> int:
    return _RANKS[view.ailments[0].health] if view.ailments else len(_RANKS)


SORTS: Final[Mapping[str, Callable[[SecretView], Any]]] = {
    "name": lambda view: view.facts.name.casefold(),
    "state": lambda view: (_worst(view), view.facts.name.casefold()),
    "age": lambda view: view.facts.updated,
    "used": lambda view: view.facts.last_used or _NEVER,
}
"""Orders of the list: the worst, the oldest and the longest unused come first."""


def in_view(view: SecretView, chosen: str) -> bool:
    """Whether a record belongs to a view: all, those to look at, or those that nothing uses."""
    healths = {one.health for one in view.ailments}
    if chosen == "attention":
        return bool(healths - {Health.UNUSED})
    return Health.UNUSED in healths if chosen == "unused" else True


def fits(view: SecretView, kind: str, sought: str) -> bool:
    """Whether a record is of the kind and holds what was typed, in what is shown of it."""
    facts = view.facts
    shown = (facts.name, facts.username, *facts.origins)
    users = (part for user in view.users for part in (user.name, user.supplier))
    words = " ".join((*shown, *users)).casefold()
    return kind in ("", facts.kind) and all(word in words for word in sought.casefold().split())


def vault_row(view: SecretView, now: datetime) -> Row:
    """A record in the list. Never its value."""
    facts = view.facts
    look, word = state(view)
    note = view.ailments[0].sentence if view.ailments else ""
    used = age(facts.last_used, now) if facts.last_used else DASH
    return Row(
        id=facts.name,
        icon=GLYPHS[facts.kind],
        title=facts.name,
        tag=say("code") if view.seed else "",
        number=places(facts.origins),
        extra=_several([user.name for user in view.users]) or DASH,
        state=look,
        word=word,
        note=note,
        due=used,
        due_wide=used,
        tone="",
        amount=how_old(facts.updated, now),
        currency="",
        done=look != "exception",
        credit=False,
        label=f"{facts.name}, {say(KINDS[facts.kind])}, {word}",
    )


def state(view: SecretView) -> tuple[str, str]:
    """The look and the word of a record's worst ailment."""
    if not view.ailments:
        return FINE[0], say(FINE[1])
    worst = view.ailments[0].health
    return HEALTH_LOOKS[worst], say(HEALTH_WORDS[worst])


def places(origins: tuple[str, ...]) -> str:
    """Where a record may be used, as hosts: "portal.acme.example +1"."""
    return _several([host_of(origin) for origin in origins]) or DASH


def host_of(origin: str) -> str:
    """The host of an origin as a person reads it, with a port that is unusual."""
    parts = urlsplit(origin)
    port = f":{parts.port}" if parts.port else ""
    return f"{shown_host(parts.hostname or origin)}{port}"


def _several(names: list[str]) -> str:
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return f"{names[0]}{more}" if names else ""


def how_old(at: datetime, now: datetime) -> str:
    """An age in a narrow column: "today", "12 d", "5 mo", "3 y"."""
    days = max(0, (now - at).days)
    if days == 0:
        return say("today")
    if days < 2 * _MONTH:
        return say("{n} d", n=days)
    if days < 2 * _YEAR:
        return say("{n} mo", n=days // _MONTH)
    return say("{n} y", n=days // _YEAR)


def told(use: SecretUse) -> str:
    """What was done with a record: "Used: visit", "Shown to a person: copied"."""
    verb = say(VERB_WORDS.get(use.verb, use.verb.replace("-", " ").capitalize()))
    purpose = say(PURPOSE_WORDS.get(use.purpose, use.purpose))
    failed = "" if use.outcome == "done" else f" ({use.outcome})"
    return f"{verb}: {purpose}{failed}" if purpose else f"{verb}{failed}"


def opens_with(standing: VaultStanding) -> str:
    """Which keys open the vault: "Opens with a key file or a passphrase"."""
    words = [say(KEY_WORDS.get(kind, kind)) for kind in standing.kinds if kind != "recovery"]
    return say("Opens with {keys}", keys=say(" or ").join(words)) if words else ""


def kit_words(standing: VaultStanding, now: datetime) -> tuple[str, str]:
    """How the recovery kit stands, and the command that mends it; no command where all is well."""
    if not standing.kinds:
        return "", ""
    if "recovery" not in standing.kinds:
        return say("No recovery kit"), "billhook vault recovery-kit"
    if standing.recovery_proved is None:
        return say("Recovery kit not proved"), "billhook vault check --recovery"
    proved = say("Recovery kit proved {when}", when=age(standing.recovery_proved, now))
    late = (now - standing.recovery_proved).days > _YEAR
    return proved, "billhook vault check --recovery" if late else ""


def imported_words(entries: Iterable[ImportedEntry]) -> str:
    """What an import brought, in one sentence: "98 new sign-ins; 71 are proposed as portals."."""
    found = list(entries)
    new = sum(one.action == "new" for one in found)
    here = sum(one.action in {"same", "kept"} for one in found)
    proposed = sum(one.portal == Standing.PROPOSED for one in found)
    told = [count(new, "new sign-in"), *([say("{n} here already", n=here)] if here else [])]
    ends = say_many(proposed, "{n} is proposed as a portal.", "{n} are proposed as portals.")
    return f"{', '.join(told)}; {ends}"


def imported_lines(entries: Iterable[ImportedEntry]) -> list[str]:
    """What was not taken over as it stands in the file, and why; a line for each entry."""
    return [f"{one.name}: {one.why}" for one in entries if one.why and one.action != "same"]
