"""People: who may sign in and what they may do, each change on the audit trail.

What opened the dashboard before a change opens nothing after it: a new role, password or standing
ends all sessions and links of the person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from model.errors import RecordMissing, WrongInput
from model.people import Role, TokenPurpose, User
from model.secret import Secret
from pipeline.rules import Rules
from storage import audit, entities, users
from storage.changes import announce
from storage.tx import Tx
from vault.strength import weakness

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_MAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LONGEST_MAIL: Final = 254  # RFC 5321, 4.5.3.1.3
_LONGEST_FULL_NAME: Final = 100
_LONGEST_PASSWORD: Final = 1024


def named(tx: Tx, name: str) -> User:
    """The person of this name. Raises RecordMissing."""
    for one in users.every(tx):
        if one.name == name:
            return one
    raise RecordMissing(f"There is nobody with the name {name!r}.")


def add(tx: Tx, actor: str, name: str, *, full_name: str, role: Role, mail: str = "") -> Secret:
    """The link by which a new person chooses their password.

    Raises:
        WrongInput: the name or mail address is taken, or is none.
    """
    prove_name(name)
    shown = _full_name(full_name)
    person = users.invite(tx, name, shown, role, prove_mail(tx, mail))
    note(tx, actor, "added", person, f"{shown}, {role}")
    return _link(tx, person)


def put(tx: Tx, actor: str, name: str, *, full_name: str, role: Role, kept: str) -> User:
    """The person, whose password is kept as this hash; a new one or one who is there.

    Raises:
        WrongInput: they are the last administrator, and would be none.
    """
    known = next((one for one in users.every(tx) if one.name == name), None)
    if known is not None and role is not Role.ADMIN:
        _prove_another_admin(tx, known)
    person = users.add(tx, name, full_name, role, kept)
    _lift_limit(tx, actor, person)
    note(tx, actor, "set name, role and password", person, f"{full_name}, {role}")
    return person


def prove_name(name: str) -> None:
    """Nothing, where it does as a name to sign in with: plain letters, so that none look alike.

    Raises:
        WrongInput: it does not.
    """
    if not is_name(name):
        raise WrongInput(
            "A name to sign in with is made of a-z, 0-9 and . _ @ + -, at most 64 of them."
        )


def is_name(name: str) -> bool:
    """Whether it does as a name to sign in with."""
    return _NAME.fullmatch(name) is not None


def set_mail(tx: Tx, actor: str, name: str, mail: str) -> None:
    """Write down a person's mail address, none where empty. Raises RecordMissing, WrongInput."""
    person = named(tx, name)
    address = prove_mail(tx, mail, person.id)
    if person.mail == address:
        return
    users.set_mail(tx, person.id, address)
    note(tx, actor, "set the mail address", person, f"{person.mail or '—'} → {address or '—'}")


def set_role(tx: Tx, actor: str, name: str, role: Role) -> None:
    """Let a person do other things. Raises RecordMissing, WrongInput."""
    person = named(tx, name)
    if person.role is role:
        return
    if role is not Role.ADMIN:
        _prove_another_admin(tx, person)
    users.set_role(tx, person.id, role)
    note(tx, actor, "set the role", person, f"{person.role} → {role}")
    _lift_limit(tx, actor, users.get(tx, person.id))


def limit(tx: Tx, actor: str, name: str, codes: Sequence[str]) -> None:
    """Let a person see the documents of these companies alone, by their codes; none: of all.

    Raises:
        RecordMissing: there is no such person or company.
        WrongInput: they are an administrator, who sees all.
    """
    person, chosen = named(tx, name), [entities.by_code(tx, code) for code in codes]
    if chosen and person.role is Role.ADMIN:
        raise WrongInput(f"{person.full_name} is an administrator, who sees all companies.")
    users.limit(tx, person.id, frozenset(one.id for one in chosen))
    said = ", ".join(one.name for one in chosen) or "all companies"
    note(tx, actor, "set whose documents they see", person, said)


def _lift_limit(tx: Tx, actor: str, person: User) -> None:
    """Let an administrator see all companies: who manages them sees them."""
    if person.role is Role.ADMIN and person.entities:
        users.limit(tx, person.id, frozenset())
        note(tx, actor, "set whose documents they see", person, "all companies")


def set_active(tx: Tx, actor: str, name: str, *, active: bool) -> None:
    """Let a person sign in, or not any more. Raises RecordMissing, WrongInput."""
    person = named(tx, name)
    if person.active is active:
        return
    if not active:
        _prove_another_admin(tx, person)
    users.set_active(tx, person.id, active=active)
    note(tx, actor, "let sign in again" if active else "deactivated", person)


def reset(tx: Tx, actor: str, name: str) -> Secret:
    """The link by which a person chooses a new password. Raises RecordMissing, WrongInput."""
    person = named(tx, name)
    if not person.active:
        raise WrongInput(f"{person.full_name} may not sign in; let them sign in again first.")
    users.forget_password(tx, person.id)
    note(tx, actor, "reset the password", person)
    return _link(tx, person)


def end_sessions(tx: Tx, actor: str, name: str) -> int:
    """How many sessions of a person ended. Raises RecordMissing."""
    person = named(tx, name)
    ended = users.end_sessions(tx, person.id)
    note(tx, actor, "ended all sessions", person, str(ended))
    return ended


def prove_strong(tx: Tx, password: Secret, person: User) -> None:
    """Nothing, where a password is hard to guess. Raises WrongInput, which does not hold it."""
    if len(password.reveal()) > _LONGEST_PASSWORD:
        raise WrongInput(f"This password is longer than {_LONGEST_PASSWORD} characters.")
    if weak := weakness(password, (person.name, person.full_name, Rules.of(tx).company)):
        raise WrongInput(f"This password is {weak}; take a longer one, such as four words.")


def note(tx: Tx, actor: str, verb: str, person: User, detail: str = "") -> None:
    """Put on record what was done with a person's account, and tell all open pages."""
    audit.note(tx, actor, verb, f"person:{person.name}", detail)
    announce(tx, "settings", f"person:{person.name}")


def _link(tx: Tx, person: User) -> Secret:
    purpose = TokenPurpose.CHOOSE_PASSWORD
    return Secret(users.one_time_token(tx, person.id, purpose, users.INVITED))


def prove_mail(tx: Tx, typed: str, user_id: str = "") -> str:
    """A mail address that nobody else has, or none. Raises WrongInput."""
    mail = typed.strip()
    if mail and not (_MAIL.fullmatch(mail) and len(mail) <= _LONGEST_MAIL):
        raise WrongInput("This is not one mail address.")
    same = mail.casefold()
    if mail and any(one.mail.casefold() == same and one.id != user_id for one in users.every(tx)):
        raise WrongInput("Somebody else has this mail address.")
    return mail


def _full_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= _LONGEST_FULL_NAME or not name.isprintable():
        raise WrongInput(f"Give the person's full name, at most {_LONGEST_FULL_NAME} characters.")
    return name


def _prove_another_admin(tx: Tx, person: User) -> None:
    admins = {one.id for one in users.every(tx) if one.role is Role.ADMIN and one.active}
    if admins == {person.id}:
        raise WrongInput(
            f"{person.full_name} is the last administrator; make somebody else one first."
        )
