"""How a row's file is got: by which of its links or buttons, here or on its own page."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from playwright.sync_api import Error

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.look import Control, Rows
from fetchers.portals.recipe import Alternatives, Getter
from fetchers.portals.selecting import first_visible
from fetchers.portals.session import Session
from fetchers.portals.sign_in import steady_first


def getter_of(session: Session, rows: Rows) -> Getter | None:
    """How a row's file is got; None where no control of the row leads to one."""
    files = [one for one in rows.controls if _is_file(one)]
    if files:
        best = next((one for one in files if "csv" not in one.words.lower()), files[0])
        return Getter(link=_found(best)) if best.href else Getter(click=_found(best))
    details = [
        one for one in rows.controls if one.href and not one.href.lower().startswith("javascript")
    ]
    details.sort(key=lambda one: not words.DETAIL.search(one.words))
    return _behind(session, rows, details[0]) if details else None


def _is_file(control: Control) -> bool:
    if control.href.lower().startswith("javascript:"):
        return False
    path = urlsplit(control.href).path.lower()
    return bool(words.FILE.search(control.words)) or path.endswith(
        (".pdf", "/pdf", ".xml", "download")
    )


def _found(control: Control) -> Alternatives:
    """The selectors of a control within its row."""
    found = [f"css={control.tag}.{name}" for name in control.classes]
    if control.words and control.tag == "a":
        found.append(f"role=link[name={json.dumps(control.words, ensure_ascii=False)}]")
    elif control.words:
        found.append(f"role=button[name={json.dumps(control.words, ensure_ascii=False)}]")
    tail = urlsplit(control.href).path.rsplit("/", 1)[-1]
    if tail in ("pdf", "download"):
        found.append(f'css=a[href$="/{tail}"]')
    elif tail.endswith((".pdf", ".xml")):
        found.append(f'css=a[href$="{tail[-4:]}"]')
    return tuple(found) or ("css=a[href]",)


def _behind(session: Session, rows: Rows, control: Control) -> Getter | None:
    """The way to the file on the page behind a row's link, looked at beside the list."""
    within = _row_link(control)
    row = first_visible(session.page, rows.selectors)
    place = first_visible(row, within) if row is not None else None
    if place is None:
        return None
    href = place.evaluate("el => el.closest('a[href]').href")
    if not session.fence.allows(str(href)):
        return None
    try:
        address = str(href)
        session.beside.goto(address, timeout=session.patience * 1000, wait_until="domcontentloaded")
    except Error as problem:
        direct = "Download is starting" in str(problem)
        return Getter(link=within) if direct else None
    link, button = (f"role={role}[name=/{words.FILE.pattern}/i]" for role in ("link", "button"))
    if steady_first(session.beside, (link,)) is not None:
        return Getter(detail=within, link=(link,))
    if steady_first(session.beside, (button,)) is not None:
        return Getter(detail=within, click=(button,))
    return None


def _row_link(control: Control) -> Alternatives:
    """A row's link to its own page; the words may be the row's number, so they don't count."""
    by_class = tuple(f"css=a.{name}" for name in control.classes)
    folder = control.href.rsplit("/", 1)[0]
    by_href = (f'css=a[href^="{folder}/"]',) if folder else ()
    return (*by_class, *by_href, "css=a[href]")
