"""A sign-in's form as it stands in a server's HTML: what it sends once it is filled in.

It is a door only where nothing but the form itself makes up what is sent. Its shape is remembered
in the recipe, so that a form which has changed since gets no password without a browser.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_plus, urlsplit

from fetchers.portals.browserless.finding import every_shown, first_shown
from fetchers.portals.browserless.markup import Element, Markup, Unlike, words_of
from fetchers.portals.fence import Fence
from fetchers.portals.recipe import Recipe
from fetchers.portals.told import CAPTCHA_PARTS, is_captcha
from model.secret import Secret

Pair = tuple[str, str]

_CONTROLS: Final = frozenset({"input", "select", "textarea", "button"})
_NAMES: Final = frozenset({"text", "email", "tel", "number", "search", "url", ""})
_PRESSED: Final = frozenset({"submit", "image", "button", "reset"})
_TICKED: Final = frozenset({"checkbox", "radio"})
_CHANGING: Final = re.compile(r"[\w.-]*\d[\w.-]*")  # tokens, and the numbers that builds carry
_PLAIN_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Door:
    """A form for a name and a password: where it is sent, and its shape.

    `pairs` are its fields as the server filled them, with the places of the name and the password
    among them.
    """

    action: str
    shape: str
    pairs: tuple[Pair, ...] = field(repr=False)
    name_at: int
    password_at: int

    def filled(self, name: Secret, password: Secret) -> tuple[Pair, ...]:
        """What the form sends, field by field (HTML, 4.10.21.4)."""
        pairs = list(self.pairs)
        pairs[self.name_at] = (pairs[self.name_at][0], name.reveal())
        pairs[self.password_at] = (pairs[self.password_at][0], password.reveal())
        return tuple(pairs)


def body_of(pairs: tuple[Pair, ...]) -> bytes:
    """The fields as one body (URL Standard, 5.2)."""
    return "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in pairs).encode()


def _escaped(text: str) -> str:
    return quote_plus(text, safe="*").replace("~", "%7E")


def door_of(page: Markup, recipe: Recipe, fence: Fence) -> Door:
    """The form that a recipe's sign-in names.

    Raises:
        Unlike: there is none, or a browser might send something else than it says.
    """
    steps = recipe.sign_in
    name = _field(page, steps.username, _NAMES, "user name")
    password = _field(page, steps.password or (), frozenset({"password"}), "password")
    form = next(password.iterancestors("form"), None)
    if form is None or form is not next(name.iterancestors("form"), None):
        raise Unlike("name and password stand in no form, or in two")
    submit = first_shown(page.root, steps.submit)
    if submit is None or submit not in list(form.iter("button", "input")) or not _sends(submit):
        raise Unlike("the form's button is not in it")
    _check_page(page)
    action = _action(page, form, fence)
    controls = [one for one in form.iter(*_CONTROLS) if "disabled" not in one.attrib]
    _check_controls(form, controls)
    sent = [(one, pair) for one in controls for pair in _pairs(one, submit)]
    places = [one for one, _pair in sent]
    return Door(
        action,
        _shape(page, action, controls),
        tuple(pair for _one, pair in sent),
        places.index(name),
        places.index(password),
    )


def _field(page: Markup, where: tuple[str, ...], kinds: frozenset[str], what: str) -> Element:
    field = first_shown(page.root, where)
    if field is None or field.tag != "input" or _type(field) not in kinds or not field.get("name"):
        raise Unlike(f"the field for the {what} is not there")
    if {"disabled", "readonly"} & set(field.attrib):
        raise Unlike(f"the field for the {what} can't be typed into")
    return field


def _type(control: Element) -> str:
    return (control.get("type") or "").strip().lower()


def _sends(control: Element) -> bool:
    return _type(control) in (("submit", "") if control.tag == "button" else ("submit",))


def _check_page(page: Markup) -> None:
    """Nothing, where the page is one whose forms send what they say."""
    if not page.utf8:
        raise Unlike("the page does not say that it is written in UTF-8")
    if every_shown(page.root, (f"css={CAPTCHA_PARTS}",)):
        raise Unlike("a CAPTCHA stands at the form")
    if any(is_captcha(one.get("src") or "") for one in page.root.iter("iframe", "script")):
        raise Unlike("a CAPTCHA stands at the form")
    if page.root.xpath("//@formaction | //@form"):
        raise Unlike("a control of the page changes where a form leads")


def _action(page: Markup, form: Element, fence: Fence) -> str:
    """Where the form is sent."""
    kind = (form.get("enctype") or _PLAIN_FORM).strip().lower()
    charset = (form.get("accept-charset") or "utf-8").strip().lower()
    method, target = (form.get("method") or "").strip().lower(), form.get("target") or "_self"
    if (method, kind, charset, target.lower()) != ("post", _PLAIN_FORM, "utf-8", "_self"):
        raise Unlike("the form is not sent as a plain one")
    action = page.address(form.get("action") or page.url).partition("#")[0]
    if not fence.allows(action):
        raise Unlike("the form leads to another origin")
    return action


def _check_controls(form: Element, controls: list[Element]) -> None:
    passwords = [one for one in controls if _type(one) == "password"]
    renews = any("new-password" in (one.get("autocomplete") or "") for one in controls)
    if len(passwords) != 1 or renews:
        raise Unlike("the form asks for a new password")
    if any(_type(one) == "file" or one.get("name") == "_charset_" for one in controls):
        raise Unlike("the form takes more than texts")
    closed = any("disabled" in one.attrib for one in form.iter("fieldset"))
    if closed or any("dirname" in one.attrib for one in controls):
        raise Unlike("the form has parts that a browser adds to")


def _pairs(control: Element, submit: Element) -> Iterator[Pair]:
    """What a control sends."""
    name, kind = control.get("name") or "", _type(control)
    pressed = control.tag == "button" or (control.tag == "input" and kind in _PRESSED)
    if not name or (pressed and control is not submit):
        return
    if control.tag == "select":
        yield from ((name, value) for value in _chosen(control))
    elif control.tag == "textarea":
        text = control.text or ""
        yield name, _broken_lines(text.removeprefix("\n"))
    elif kind in _TICKED:
        if "checked" in control.attrib:
            yield name, control.get("value", "on")
    else:
        yield name, _broken_lines(control.get("value") or "")


def _broken_lines(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


def _chosen(select: Element) -> list[str]:
    """The values of a select's chosen options; of one alone the first counts where none is."""
    options = [one for one in select.iter("option") if "disabled" not in one.attrib]
    chosen = [one for one in options if "selected" in one.attrib]
    if "multiple" not in select.attrib:
        chosen = chosen[-1:] or options[:1]
    return [one.get("value", words_of(one)) for one in chosen]


def _shape(page: Markup, action: str, controls: list[Element]) -> str:
    """What must not change: the form's fields in their order, where it leads, the page's scripts.

    Numbers and tokens, which a server makes anew, are left out.
    """
    told = [urlsplit(action).path]
    told += [f"{one.tag} {_type(one)} {one.get('name')}" for one in controls]
    for script in page.root.iter("script"):
        told.append(f"{(script.get('src') or '').partition('?')[0]} {script.text or ''}")
    for element in page.root.iter():
        told += sorted(f"{k!s}={v!s}" for k, v in element.items() if str(k).startswith("on"))
    steady = _CHANGING.sub("0", "\n".join(told))
    return hashlib.sha256(steady.encode()).hexdigest()[:16]
