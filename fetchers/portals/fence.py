"""What a visit may reach, and where a secret may be typed.

Origins are scheme, host and port together, compared exactly: no sub-domain is guessed. Two walls
stand behind each other. Chromium resolves no name but those of `host_rules`, which also stops what
no script of ours would see: the 307 redirect of a form, a WebSocket, a beacon. `type_secret` is the
one function that types a secret into a page, and it looks before it types.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from fetchers.portals.endings import VisitEnded
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitOrder

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Frame, Locator

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")  # nothing that a list of rules is made of
_FILL_TIMEOUT_MS: Final = 5_000


class FieldKind(StrEnum):
    """What a field of a sign-in takes."""

    NAME = "name"
    PASSWORD = "password"  # noqa: S105 - a kind of field
    CODE = "code"


class Refusal(StrEnum):
    """Why a secret was not typed, in the words of password managers' own planners."""

    GONE = "gone"
    HIDDEN = "hidden-field-only"
    NOT_A_PASSWORD = "no-password-field"  # noqa: S105 - a reason
    REGISTRATION = "looks-like-registration"
    NO_FIELD = "no-field"
    READ_ONLY = "read-only"
    DRIFT = "drift"


class FieldGone(VisitEnded):
    """The page took a field away, or drew it anew, before a secret stood in it for good."""

    def __init__(self) -> None:
        facts = {"reason": "the field is gone", "refusal": Refusal.GONE.value}
        super().__init__(OutcomeCode.FILL_REFUSED, **facts)


@dataclass(frozen=True, slots=True)
class Fence:
    """The origins of one visit: only they are gone to, and only there is a secret typed."""

    origins: frozenset[str]
    resources: frozenset[str] = frozenset()

    @property
    def reach(self) -> frozenset[str]:
        """All that the network lets through: the origins, and hosts that pages may load from."""
        return self.origins | self.resources

    def with_resources(self, hosts: Iterable[str]) -> Fence:
        """The fence with hosts (and ports) that pages may load from over https."""
        found = (origin_of(f"https://{host}") for host in hosts)
        return Fence(self.origins, frozenset(one for one in found if one))

    def allows(self, url: str) -> bool:
        """Whether a URL lies at one of the origins."""
        return origin_of(url) in self.origins


def origin_of(url: str) -> str | None:
    """The origin of a URL (RFC 6454) without a default port; None where it has none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:  # UnicodeError is one
        return None
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host):
        return None
    shown = f"[{host}]" if ":" in host else host
    tail = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{shown}{tail}"


def is_loopback(origin: str) -> bool:
    """Whether an origin lies on this machine, by its address and not by what a name server says."""
    host = urlsplit(origin).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def fence_of(order: VisitOrder, sealed: frozenset[str]) -> Fence:
    """The origins that are both ordered and sealed with the credential.

    Raises:
        VisitEnded: ORIGIN_MISMATCH where the start page lies outside them, or one of them is not
            https (plain http counts on this machine, and only where the order says so).
    """
    shared = frozenset(map(_plain, order.origins)) & frozenset(map(_plain, sealed))
    for origin in sorted(shared):
        if not _permitted(origin, loopback_http=order.loopback_http):
            raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=origin, portal=order.portal)
    if origin_of(order.start_url) not in shared:
        seen = origin_of(order.start_url) or "an address without a host"
        raise VisitEnded(OutcomeCode.ORIGIN_MISMATCH, seen=seen, portal=order.portal)
    return Fence(shared)


def _plain(origin: str) -> str:
    return origin_of(origin) or ""


def _permitted(origin: str, *, loopback_http: bool) -> bool:
    if origin.startswith("https://"):
        return True
    return loopback_http and is_loopback(origin)


def host_rules(origins: Iterable[str]) -> str:
    """The value of Chromium's --host-resolver-rules that reaches these hosts and ports alone.

    EXCLUDE would open every port of a host; a host and port mapped to itself opens just that one.
    """
    doors = sorted({_door(origin) for origin in origins})
    return ", ".join([*(f"MAP {door} {door}" for door in doors), "MAP * ~NOTFOUND"])


def _door(origin: str) -> str:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{parts.port or _DEFAULT_PORTS[parts.scheme]}"


def type_secret(locator: Locator, secret: Secret, *, field: FieldKind, fence: Fence) -> None:
    """Nothing comes back: the secret stands in the field, or nothing was typed at all.

    First a plan without the secret: the element, what it is, where its form leads. The element is
    held from the first look to the last key, and its signature compared before and after it is
    filled, so that a page which changes in between gets nothing.

    Raises:
        FieldGone: the page took it away meanwhile; another one, if there is one, is not looked at.
        VisitEnded: ORIGIN_MISMATCH where the page, the field's frame or the form's action lies
            outside the fence; FILL_REFUSED where the field is not plainly the right one.
    """
    handle = _held(locator)
    _check_place(handle, fence)
    signature = _checked_field(handle, field, fence)
    again = _signature(handle)
    if again is None:
        raise FieldGone
    if again != signature:
        raise _refused(Refusal.DRIFT, "the field changed while it was looked at")
    # Playwright's own message holds the text that was typed: it must not survive even as a context.
    if not _filled(handle, secret):
        if _signature(handle) is None:
            raise FieldGone
        raise _refused(Refusal.READ_ONLY, "the field can't be typed into")
    after = _signature(handle)
    if after is None and field is not FieldKind.CODE:  # the last digit of a code may send its form
        raise FieldGone
    if after not in (signature, None):
        _filled(handle, Secret(""))
        raise _refused(Refusal.DRIFT, "the field changed when it was filled")


def _held(locator: Locator) -> ElementHandle:
    from playwright.sync_api import Error  # late: the parent process never loads a browser

    try:
        handle = locator.element_handle(timeout=_FILL_TIMEOUT_MS)
    except Error:
        handle = None
    if handle is None:
        raise FieldGone
    return handle


def _check_place(handle: ElementHandle, fence: Fence) -> None:
    frame = handle.owner_frame()
    if frame is None:
        raise FieldGone
    for place in _frames_up(frame):
        if not fence.allows(place.url):
            raise VisitEnded(
                OutcomeCode.ORIGIN_MISMATCH, seen=origin_of(place.url) or "a page without an origin"
            )


def _frames_up(frame: Frame) -> list[Frame]:
    chain = [frame]
    while (above := chain[-1].parent_frame) is not None:
        chain.append(above)
    return chain


# Every reader is taken from the prototype: a field named "action" or "type" shadows nothing here.
_LOOK: Final = """
el => {
  const attribute = Element.prototype.getAttribute;
  const form = el.form || Element.prototype.closest.call(el, 'form');
  const actions = [];
  if (form) {
    const own = attribute.call(form, 'action');
    actions.push(new URL(own || location.href, document.baseURI).href);
    const inside = Element.prototype.querySelectorAll.call(form, '[formaction]');
    for (const one of [...inside, ...document.querySelectorAll('[form][formaction]')])
      actions.push(new URL(attribute.call(one, 'formaction'), document.baseURI).href);
  }
  let opacity = 1, hidden = false;
  for (let node = el; node instanceof Element; node = node.parentElement) {
    opacity *= Number(getComputedStyle(node).opacity);
    hidden = hidden || attribute.call(node, 'aria-hidden') === 'true';
  }
  const box = el.getBoundingClientRect();
  const shown = one => one.getClientRects().length > 0;
  const inForm = form ? [...Element.prototype.querySelectorAll.call(form, 'input')] : [el];
  const isPassword = one => (attribute.call(one, 'type') || '').toLowerCase() === 'password';
  return {
    passwords: inForm.filter(one => isPassword(one) && shown(one)).length,
    renews: inForm.some(
      one => (attribute.call(one, 'autocomplete') || '').includes('new-password')),
    named: [attribute.call(el, 'name'), el.id, attribute.call(el, 'autocomplete')].join('|'),
    tag: el.tagName, type: (attribute.call(el, 'type') || 'text').toLowerCase(), actions, opacity,
    hidden, width: box.width, height: box.height, here: el.isConnected,
    right: box.right + scrollX, bottom: box.bottom + scrollY,
  };
}
"""
_SMALLEST_PX: Final = 8  # what is smaller is not meant to be seen (KeePassXC's rule)
_FAINTEST: Final = 0.7
_TEXT_TYPES: Final = frozenset({"text", "email", "tel", "number", "password", "search", "url"})


Signature = tuple[str, ...]


def _look(handle: ElementHandle) -> dict[str, Any] | None:
    """What is to be known of a field; None where it is gone."""
    from playwright.sync_api import Error  # late: the parent process never loads a browser

    try:
        look: dict[str, Any] = handle.evaluate(_LOOK)
    except Error:
        return None
    return look if look["here"] else None


def _signature(handle: ElementHandle) -> Signature | None:
    """What must not change between the plan and the filling; None where the field is gone."""
    look = _look(handle)
    return _signed(look) if look else None


def _signed(look: dict[str, Any]) -> Signature:
    return (look["tag"], look["type"], look["named"], *look["actions"])


def _checked_field(handle: ElementHandle, field: FieldKind, fence: Fence) -> Signature:
    """The signature of a field that plainly takes this kind of secret."""
    look = _look(handle)
    if look is None:
        raise FieldGone
    for action in look["actions"]:
        if not fence.allows(action):
            raise VisitEnded(
                OutcomeCode.ORIGIN_MISMATCH, seen=origin_of(action) or "a form without an origin"
            )
    if look["tag"] != "INPUT" or look["type"] not in _TEXT_TYPES:
        raise _refused(Refusal.NO_FIELD, "it is not a field for text")
    if field is FieldKind.PASSWORD and look["type"] != "password":
        raise _refused(Refusal.NOT_A_PASSWORD, "the field for the password would show it")
    if not (handle.is_visible() and _seen(look)):
        raise _refused(Refusal.HIDDEN, "the field is hidden")
    if field is FieldKind.PASSWORD and (look["passwords"] > 1 or look["renews"]):
        raise _refused(Refusal.REGISTRATION, "the form asks for a new password")
    return _signed(look)


def _seen(look: dict[str, Any]) -> bool:
    large = look["width"] >= _SMALLEST_PX and look["height"] >= _SMALLEST_PX
    on_page = look["right"] > 0 and look["bottom"] > 0
    return bool(large and on_page and look["opacity"] >= _FAINTEST and not look["hidden"])


def _filled(handle: ElementHandle, secret: Secret) -> bool:
    from playwright.sync_api import Error  # late: the parent process never loads a browser

    try:
        handle.fill(secret.reveal(), timeout=_FILL_TIMEOUT_MS)
    except Error:
        return False
    return True


def _refused(why: Refusal, reason: str) -> VisitEnded:
    return VisitEnded(OutcomeCode.FILL_REFUSED, reason=reason, refusal=why.value)
