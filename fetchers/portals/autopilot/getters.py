"""How a row's file is got: by which of its controls, tried on a row before it is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.look import Control, Rows
from fetchers.portals.autopilot.surroundings import surroundings_of
from fetchers.portals.clicks import click
from fetchers.portals.endings import VisitEnded
from fetchers.portals.files import Got, kind_of
from fetchers.portals.getting.addresses import downloaded, from_link
from fetchers.portals.getting.presses import Heard
from fetchers.portals.getting.printing import unproven
from fetchers.portals.getting.together import get_together
from fetchers.portals.getting.unpacking import Refused, members
from fetchers.portals.patience import loaded, settle, steadily, until
from fetchers.portals.pressing import Purpose, allowed
from fetchers.portals.recipe import Alternatives, DocumentList, Getter, Recipe, Together
from fetchers.portals.row_values import Row
from fetchers.portals.selecting import Scope, first_visible, locate, wait_for
from fetchers.portals.session import Session
from fetchers.portals.tabs import shut
from model.documents import DocumentKind

_MOST_TRIED: Final = 5
_MOST_ON_PAGE: Final = 3
_PRESSED: Final = 4.0  # seconds from a press until something comes of it
_LEFT: Final = 1.5  # seconds; a page that was left for another brings no file any more
_PRINTED: Final = ("css=main", "css=article", "css=body")
_HINTS: Final = re.compile(r"pdf|download|fa-file|icon-file|document|invoice", re.IGNORECASE)
_LESSER: Final = re.compile(
    r"csv|receipt|quittung|reçu|\bxml\b|einzelverbindung|itemi[sz]ed|usage|delivery|lieferschein",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r"(\.pdf|\.xml|/pdf|/download|format=pdf|type=pdf)\b", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"([^\W\d_][^\d]{0,30}?)\W+[\w/.-]*\d[\w/.-]*")
_DOTS: Final = 0.5
_PROMISING: Final = 4
_ACCEPTED: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": ("csv", "xlsx", "pdf"),
    "xlsx": ("xlsx", "csv", "pdf"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a row's file that brought one; `kind` is what the file was, `zipped` how it came."""

    getter: Getter
    kind: str
    zipped: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """A row on which the ways to its file are tried. `part` is the list as far as it is known."""

    session: Session
    recipe: Recipe
    part: DocumentList
    rows: Rows
    row: Row
    scope: Scope

    @property
    def place(self) -> Locator:
        """Where the row stands."""
        assert self.row.place is not None  # noqa: S101 - it was found on the page
        return self.row.place


def accepted(way: Way, kind: DocumentKind) -> tuple[str, ...]:
    """The kinds of files that rows of the list bring."""
    usual = ("pdf", "xml", "csv") if kind is DocumentKind.STATEMENT else ("pdf", "xml")
    told = _ACCEPTED.get(way.kind, usual)
    return (*told, "zip") if way.zipped else told


def way_to_file(trial: Trial) -> Way | None:
    """The first way that brings a document; None where none does."""
    lesser: Way | None = None
    for control in ranked(trial.rows.controls)[:_MOST_TRIED]:
        way = _by_control(trial, control)
        if way is not None and way.kind in ("pdf", "xml"):
            return way
        lesser = lesser or way
    return lesser or (_together(trial) if trial.rows.boxes else None)


def ranked(controls: tuple[Control, ...]) -> list[Control]:
    """The controls that a visit may press, most promising first; one that was shown leads."""
    usable = [one for one in controls if promise(one) > 0]
    return sorted(usable, key=lambda one: (one.shown, promise(one)), reverse=True)


def promise(control: Control) -> float:
    """How much a control promises a file; nothing where a visit leaves it alone."""
    said = f"{control.words} {control.says}"
    files = bool(words.FILE.search(said))
    if not allowed(said, posts=False, purpose=Purpose.DOWNLOAD):
        return 0
    if not files and words.rank(said) < 0:
        return 0
    return max(
        0.1,
        _DOTS
        + 6 * files
        + 3 * ("pdf" in f"{said} {control.hints}".lower())
        + 3 * control.download
        + 5 * bool(_SUFFIX.search(control.href))
        + 2 * (words.kind_in(said) is not None)
        + 2 * bool(_HINTS.search(control.hints))
        + 2 * bool(words.DETAIL.search(said))
        + any(ch.isdigit() for ch in said)
        - 5 * bool(_LESSER.search(f"{said} {control.hints}")),
    )


def promises_file(rows: Rows) -> bool:
    """Whether a control of the rows says enough to be tried on more than one of them."""
    return any(promise(control) >= _PROMISING for control in rows.controls)


def _by_control(trial: Trial, control: Control) -> Way | None:
    within = _selectors(trial.place, control)
    place = steadily(trial.session.page, lambda: first_visible(trial.place, within), otherwise=None)
    if place is None:
        return None
    if has_address(control):
        found = _by_link(trial, place, within)
        if found is not None:
            return _with_absent(trial, found, control, within)
    found = _by_press(trial, place, within)
    return _with_absent(trial, found, control, within) if found else None


def has_address(control: Control) -> bool:
    """Whether a control is a link that leads somewhere by itself."""
    low = control.href.lower()
    return bool(low) and not low.startswith(("javascript:", "#", "mailto:", "tel:"))


def _with_absent(trial: Trial, way: Way, control: Control, within: Alternatives) -> Way:
    """The way, with what shows in rows that have no file (yet)."""
    if control.path == ":scope":
        return way
    bare = f"css=:scope:not(:has({_PRESSABLE}))"
    unmarked = first_visible(trial.place, (bare,)) is not None  # a script makes it a control
    lacking = [] if unmarked else [bare]
    plain = [one.removeprefix("css=") for one in within if one.startswith("css=")]
    plain = [one for one in plain if not one.startswith(":scope")]
    places = trial.session.page.locator  # rows of this page that lack the control
    if plain and trial.rows.selectors:
        row = trial.rows.selectors[0].removeprefix("css=")
        without = f"css={row}:not(:has({plain[0]}))"
        count = steadily(trial.session.page, lambda: places(without).count(), otherwise=0)
        if 0 < count < trial.rows.count:
            lacking.insert(0, f"css=:scope:not(:has({plain[0]}))")
    return replace(way, getter=way.getter.model_copy(update={"absent": tuple(lacking) or None}))


_PRESSABLE: Final = "a, button, input, [role=button], [onclick]"


def _selectors(scope: Scope, control: Control) -> Alternatives:
    """Selectors that find this very control within its row or page, best first."""
    meant = locate(scope, f"css={control.path}").first
    found = [f"css={control.tag}.{name}" for name in control.classes]
    role = "link" if control.tag == "a" else "button"
    said = control.words if not any(ch.isdigit() for ch in control.words) else ""
    if said and len(said) <= 60:  # noqa: PLR2004 - longer ones are no label
        found.append(f"role={role}[name={json.dumps(said, ensure_ascii=False)}]")
    address = urlsplit(control.href)
    tail = _SUFFIX.search(address.path)
    if tail and address.path.endswith(tail[0]):
        found.append(f'css=a[href$="{tail[0]}"]')
    folder = re.split(r"\d", address.path, maxsplit=1)[0].rsplit("/", 1)[0]
    if has_address(control) and len(folder) > 1 and not address.netloc:
        found.append(f"css=a[href^={json.dumps(folder + '/')}]")
    if has_address(control) and address.query and not any(map(str.isdigit, address.path)):
        found.append(f"css=a[href^={json.dumps(address.path + '?')}]")
    if _names_document(control):
        kind = re.escape(_NUMBERED.sub(r"\1", control.words)).replace("/", r"\/")
        return (f"role=link[name=/^\\s*{kind}\\W/i]",)
    found.append(f"css={control.path}")
    return tuple(one for one in found if _finds(scope, one, meant))[:6]


def _finds(scope: Scope, selector: str, meant: Locator) -> bool:
    try:
        place = first_visible(scope, (selector,))
        if place is None:
            return False
        same = "(el, other) => el === other"
        return bool(place.evaluate(same, meant.element_handle(timeout=1_000)))
    except Error:
        return False


def _by_link(trial: Trial, place: Locator, within: Alternatives) -> Way | None:
    """The file at a link's address, or on the page that stands there."""
    session = trial.session
    try:
        got = from_link(session, place, trial.part, trial.row)
    except VisitEnded:
        return None
    told = _told(got)
    if told is not None:
        return Way(Getter(link=within), *told)
    if session.beside.url == "about:blank":
        return None
    return _on_page(trial, session.beside, within)


def _by_press(trial: Trial, place: Locator, within: Alternatives) -> Way | None:
    """The file that a press brings: itself, on the page it leads to, or in the menu it opens."""
    page = trial.session.page
    before = page.url
    known = {(one.words, one.href, one.path) for one in _controls(page)}
    opened: list[str] = []
    got = press(trial.session, trial.row, page, place, opened=opened)
    if got is not None:
        told = _told(got)
        return Way(Getter(click=within), *told) if told else None
    if opened:
        return _in_tab(trial, opened[0], within)
    if page.url != before:
        try:
            return _on_page(trial, page, within)
        finally:
            _back(trial)
    fresh = [one for one in _controls(page) if (one.words, one.href, one.path) not in known]
    try:
        return _in_menu(trial, fresh, within)
    finally:
        steadily(page, lambda: page.keyboard.press("Escape"), otherwise=None)


def _in_tab(trial: Trial, address: str, detail: Alternatives) -> Way | None:
    """The file on a row's own page that a script opened in a tab, looked at beside the list."""
    tab = trial.session.beside
    try:
        tab.goto(address, timeout=trial.session.patience * 1000, wait_until="domcontentloaded")
    except Error:
        return None
    return _on_page(trial, tab, detail)


def _back(trial: Trial) -> None:
    page = trial.session.page
    try:
        page.go_back(timeout=trial.session.patience * 1000, wait_until="domcontentloaded")
    except Error:
        return
    settle(page)
    wait_for(page, trial.part.rows or (), seconds=_PRESSED)


def _controls(page: Page) -> tuple[Control, ...]:
    return surroundings_of(page, page).controls


def _in_menu(trial: Trial, fresh: list[Control], within: Alternatives) -> Way | None:
    for control in ranked(tuple(fresh))[:_MOST_ON_PAGE]:
        found = _from_control(trial, trial.session.page, control)
        if found is not None:
            return replace(found, getter=found.getter.model_copy(update={"menu": within}))
    return None


def _on_page(trial: Trial, page: Page, detail: Alternatives) -> Way | None:
    """The file on a row's own page, or that page itself where it proves to be the document."""
    settle(page)
    promising = [one for one in _controls(page) if is_for_file(one)]
    for control in ranked(tuple(promising))[:_MOST_ON_PAGE]:
        found = _from_control(trial, page, control)
        if found is not None:
            return replace(found, getter=found.getter.model_copy(update={"detail": detail}))
    return _printed(trial, page, detail)


def is_for_file(control: Control) -> bool:
    """Whether a control's words or address say that it brings a file."""
    said = f"{control.words} {control.says}"
    file = words.FILE.search(said) or _SUFFIX.search(control.href) or control.download
    return bool(file) or _names_document(control)


def _names_document(control: Control) -> bool:
    """Whether a link's words are a kind of document and its number: Invoice 2026-0017."""
    numbered = _NUMBERED.fullmatch(control.words)
    return bool(numbered and has_address(control) and words.kind_in(numbered[1]))


def _from_control(trial: Trial, page: Page, control: Control) -> Way | None:
    """The file by a control of a page, as a getter of a link or a click alone."""
    within = _selectors(page, control)
    place = first_visible(page, within)
    if place is None:
        return None
    if not has_address(control):
        got = press(trial.session, trial.row, page, place)
        told = _told(got) if got else None
        return Way(Getter(click=within), *told) if told else None
    here = page.url
    try:
        got = from_link(trial.session, place, trial.part, trial.row)
    except VisitEnded:
        got = None
    told = _told(got) if got else None
    if told is None and page.url != here:
        page.goto(here, timeout=trial.session.patience * 1000, wait_until="domcontentloaded")
    return Way(Getter(link=within), *told) if told else None


def _printed(trial: Trial, page: Page, detail: Alternatives) -> Way | None:
    text = steadily(page, lambda: page.locator("body").inner_text(timeout=2_000), otherwise="")
    if unproven(text, trial.row.listing, decimal=trial.recipe.decimal):
        return None
    shown = tuple(one for one in _PRINTED if first_visible(page, (one,)) is not None)
    return Way(Getter(detail=detail, print=shown), "pdf") if shown else None


def press(
    session: Session, row: Row, page: Page, control: Locator, *, opened: list[str] | None = None
) -> Got | None:
    """What a press brings as a file, waited for no longer than a first trial deserves.

    `opened` gets the addresses of the portal's own pages that it opened in tabs.
    """
    heard, before = Heard(), page.url
    page.on("download", heard.download)
    session.context.on("page", heard.tab)
    try:
        click(control, purpose=Purpose.DOWNLOAD, step="autopilot.file")
        _await(page, heard, before)
        return downloaded(session, heard.downloads[0], row) if heard.downloads else None
    except VisitEnded:
        return None
    finally:
        session.context.remove_listener("page", heard.tab)
        page.remove_listener("download", heard.download)
        own = [tab for tab in heard.tabs if not tab.is_closed()]
        if opened is not None:
            opened.extend(tab.url for tab in own if session.fence.allows(tab.url))
        shut(own)


def _await(page: Page, heard: Heard, before: str) -> None:
    def came() -> bool | None:
        return bool(heard.downloads or heard.tabs or page.url != before) or None

    until(page, came, seconds=_PRESSED)
    for tab in heard.tabs:
        loaded(tab)
    until(page, lambda: heard.downloads or None, seconds=_PRESSED if heard.tabs else _LEFT)


def _told(got: Got) -> tuple[str, bool] | None:
    """What kind of document came, and whether in an archive; None where none came."""
    kind = kind_of(got.content)
    if kind != "zip":
        return (kind, False) if kind else None
    try:
        inner = {kind_of(one.content) for one in members(got)}
    except Refused:
        return None
    best = next((one for one in ("pdf", "xml", "csv", "xlsx") if one in inner), None)
    return (best, True) if best else None


def _together(trial: Trial) -> Way | None:
    """The files of ticked rows in one archive, brought by a control beside the rows."""
    around = surroundings_of(trial.session.page, trial.session.page, trial.rows.selectors)
    for control in ranked(tuple(one for one in around.controls if is_for_file(one)))[:1]:
        box = ("css=input[type=checkbox]", "role=checkbox")
        together = Together(tick=box, get=_selectors(trial.session.page, control))
        part = trial.part.model_copy(
            update={"document": Getter(together=together), "accept": ("pdf", "xml", "zip")}
        )
        for _, got in get_together(trial.session, part, [trial.row], scope=trial.scope):
            if isinstance(got, Got) and kind_of(got.content) in ("pdf", "xml"):
                return Way(Getter(together=together), kind_of(got.content) or "pdf", zipped=True)
    return None
