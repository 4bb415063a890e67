"""Forms to sign in, told from all others on the labelled pages of Formasaurus (MIT, from PyPI).

The pages are laid out by Chromium without network and scripts and looked at by the product's own
script. The weights were set on the first half of the domains; the second was only counted.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Route, sync_playwright

from benchmarks import Measured
from fetchers.portals.autopilot.forms import vocabulary as words
from fetchers.portals.autopilot.forms.facts import LOOK, Form, form_of, narrowed
from fetchers.portals.autopilot.forms.judging import Purpose, purpose_of
from model.errors import BillhookError

_LOGIN: Final = "l"
_UNLABELLED: Final = frozenset("X-")
_OURS: Final = frozenset({Purpose.SIGN_IN, Purpose.NAME_FIRST})
_ENOUGH: Final = 3
_LEADS_ON: Final = re.compile(rb"http-equiv", re.IGNORECASE)  # a page that goes on by itself
_REMEDY: Final = (
    "The labelled pages are not in {place}; get them with: pip download --no-deps Formasaurus && "
    "unzip formasaurus-*.whl, and give the folder formasaurus/data by --data."
)


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A form, whether it is there to sign in, and the half of the domains it belongs to."""

    form: Form
    is_login: bool
    half: int


def run(data: Path | None) -> Measured:
    """F1 of the judged forms; the reference is the plain rule of twenty lines."""
    folder = _folder(data)
    forms, pages = _labelled(folder)
    ours, plain = (_scores(forms, rule) for rule in (_judged, plain_rule))
    details = {
        "pages": pages,
        "forms": len(forms),
        "login_forms": sum(one.is_login for one in forms),
        "ours": ours,
        "reference": plain,
    }
    return Measured("login-forms", ours["all"]["f1"], plain["all"]["f1"], "F1", details)


def _folder(data: Path | None) -> Path:
    places = [data, data / "data", data / "formasaurus" / "data"] if data else []
    for place in places:
        if (place / "index.json").is_file():
            return place
    raise BillhookError(_REMEDY.format(place=data or "this checkout"))


def _labelled(folder: Path) -> tuple[list[_Labelled], int]:
    """Every labelled form once, and the number of pages that they stand on."""
    found: list[_Labelled] = []
    seen: set[str] = set()
    pages = 0
    for labels, url, told in _looked_at(folder):
        own = sorted((one for one in told if one["index"] >= 0), key=lambda one: int(one["index"]))
        if len(own) != len(labels):
            continue  # this parser and theirs see other forms: no label is surely of one of them
        pages += 1
        for label, one in zip(labels, own, strict=True):
            mark = _mark(one, url)
            if label not in _UNLABELLED and mark not in seen:
                seen.add(mark)
                found.append(_Labelled(narrowed(form_of(one)), label == _LOGIN, _half(url)))
    return found, pages


def _mark(told: dict[str, Any], url: str) -> str:
    """What is the same of one form on several pages of a domain."""
    fields = [(one["type"], one["name"]) for one in told["fields"]]
    presses = [one["words"] for one in told["presses"]]
    return json.dumps([_domain(url), fields, presses, told["action"], told["words"]])


def _domain(url: str) -> str:
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _half(url: str) -> int:
    return int(hashlib.sha256(_domain(url).encode()).hexdigest(), 16) % 2


def _looked_at(folder: Path) -> Iterator[tuple[list[str], str, list[dict[str, Any]]]]:
    """The labels of each page, its address, and what the script tells of its forms."""
    index: dict[str, dict[str, Any]] = json.loads((folder / "index.json").read_text("utf-8"))
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--host-resolver-rules=MAP * ~NOTFOUND"]
        )
        page = browser.new_context(java_script_enabled=False).new_page()
        for name, facts in index.items():
            content = _LEADS_ON.sub(b"data-unused", (folder / name).read_bytes())
            if (told := _told(page, facts["url"], content)) is not None:
                yield facts["forms"], facts["url"], told
        browser.close()


def _told(page: Page, url: str, content: bytes) -> list[dict[str, Any]] | None:
    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame == page.main_frame:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=content)
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    try:
        page.goto(url, wait_until="domcontentloaded", timeout=20_000)
        told: list[dict[str, Any]] = page.evaluate(LOOK)
    except Error:
        return None
    return told


def _judged(form: Form) -> bool:
    return purpose_of(form) in _OURS


def plain_rule(form: Form) -> bool:
    """Whether a form is for signing in, by eight signs and no more care: the reference."""
    spoken = " ".join(one.words for one in form.presses)
    named = f"{form.words} {form.action}"
    passwords = sum(one.is_password for one in form.fields)
    texts = len(form.fields) - passwords
    new = any("new-password" in one.autocomplete for one in form.fields)
    signs = (
        2 * (passwords == 1),
        1 * bool(words.SIGN_IN.search(spoken)),
        1 * bool(words.SIGN_IN.search(named)),
        1 * (texts == 1),
        -3 * (passwords > 1 or new),
        -2 * bool(words.REGISTRATION.search(f"{spoken} {named}")),
        -1 * (texts > 2),
        -2 * (form.selects + form.areas + form.radios > 0),
    )
    return sum(signs) >= _ENOUGH


def _scores(forms: list[_Labelled], rule: Callable[[Form], bool]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 on the half that the weights were set on, the other, and both."""
    halves = {"first_half": (0,), "second_half": (1,), "all": (0, 1)}
    return {
        name: _score([one for one in forms if one.half in wanted], rule)
        for name, wanted in halves.items()
    }


def _score(forms: list[_Labelled], rule: Callable[[Form], bool]) -> dict[str, float]:
    said = [one for one in forms if rule(one.form)]
    right = sum(one.is_login for one in said)
    precision = right / max(len(said), 1)
    recall = right / max(sum(one.is_login for one in forms), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "right": right,
        "wrong": len(said) - right,
    }
