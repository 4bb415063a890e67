"""The middle of the inbox: the document as page, as XML, and the mail that it came with."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import events
from nicegui.element import Element

from model.views import DocumentView
from ui.components.doc_view import DocView
from ui.components.drawing import Drawing, glyph_of
from ui.components.invoice import invoice
from ui.components.letter import letter
from ui.components.parts import box, icon_button, text
from ui.components.sides import sides
from ui.languages import phrase, say
from ui.languages.formats import MINUS
from ui.limits import MOST_TEXT
from ui.seat import Seat

PAGES, INVOICE, TEXT = phrase("Pages"), phrase("Invoice"), phrase("Text")
SIDES, XML, MAIL = phrase("Page and XML"), "XML", phrase("E-mail")


class DocumentPane:
    """One document in several forms; only the forms that it has are offered."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._document: DocumentView | None = None
        self._form: str = PAGES
        with box("doc"):
            with box("bar2", role="toolbar", aria_label=say("Document")):
                self._forms = box("seg", role="group", aria_label=say("Form"))
                box("sp")
                self._page = text("", "tn")
                self._tools = box("tools")
            self._stage = box("dvhost")
        with self._stage:
            self.view = DocView()
            self.view.on("page", self._turned)
            self._paper = box("paper-text", tabindex="0", role="region", aria_label=say("Text"))
        with self._tools:
            self._zoom_buttons()
        self.show(None)

    def show(self, document: DocumentView | None) -> None:
        """Show a document, the same form as before if it has that."""
        other = document is None or self._document is None or document.id != self._document.id
        self._document = document
        forms = _forms(document)
        self._tools.visible = document is not None
        if document:
            self._download.props["href"] = f"/doc/{document.sha256}/original"
            self.view.show(document)
        if other:
            self._turn_to(1)
        self._offer(forms)
        if other or self._form not in forms:
            self._choose(forms[0] if forms else PAGES)

    def _offer(self, forms: list[str]) -> None:
        self._forms.clear()
        self._forms.visible = len(forms) > 1
        at = forms.index(self._form) if self._form in forms else -1
        with self._forms:
            for number, form in enumerate(forms):
                made = self._form_button(form)
                if number == (at + 1) % len(forms):  # the key leads round
                    made.props["data-press"] = "form"

    def _form_button(self, form: str) -> Element:
        chosen = form == self._form
        pressed = "true" if chosen else "false"
        made = text(
            say(form), "on" if chosen else "", "button", type="button", aria_pressed=pressed
        )
        made.on("click", self._chooser(form), args=[])
        return made

    def _chooser(self, form: str) -> Callable[[], object]:
        asked = {MAIL: self._show_mail, SIDES: self._show_sides, XML: self._show_xml}
        of = self._document

        def choose() -> object:
            if self._document is None or of is None or self._document.id != of.id:
                return None  # another document is shown by now
            if form in asked:
                return asked[form]()
            self._choose(form)
            return None

        return choose

    def _choose(self, form: str) -> None:
        self._form = form
        self._offer(_forms(self._document))
        pages = form == PAGES and bool(self._document and self._document.pages)
        self.view.visible = pages
        self._paper.visible = self._document is not None and not pages
        self._page.visible = pages
        if pages:
            return
        self._paper.clear()
        with self._paper:
            if form == INVOICE and self._document:
                invoice(self._document)
            else:
                _written(_as_text(self._document))

    async def _show_mail(self) -> None:
        mail_id = _mail_id(self._document)
        mail = await self._seat.look(self._seat.desk.mail, mail_id)
        if mail is None or self._stage.is_deleted or mail_id != _mail_id(self._document):
            return
        self._choose(MAIL)
        self._paper.clear()
        with self._paper:
            letter(mail)

    async def _show_sides(self) -> None:
        shown = self._document
        if shown is None:
            return
        found = await self._seat.look(self._seat.desk.evidence.sides, shown.id)
        if found is None or self._is_other(shown):
            return
        self._choose(SIDES)
        self._paper.clear()
        with self._paper:
            sides(shown, found)

    async def _show_xml(self) -> None:
        shown = self._document
        if shown is None:
            return
        told = shown.xml or await self._seat.look(self._seat.desk.evidence.xml, shown.id)
        if told is None or self._is_other(shown):
            return
        self._choose(XML)
        self._paper.clear()
        with self._paper:
            _written(told)

    def _is_other(self, asked: DocumentView) -> bool:
        """Whether another document is shown by now than the one that was asked for."""
        return self._stage.is_deleted or self._document is None or self._document.id != asked.id

    def _turned(self, event: events.GenericEventArguments) -> None:
        self._turn_to(int(event.args))

    def _turn_to(self, page: int) -> None:
        pages = len(self._document.pages) if self._document else 0
        self._page.text = f"{page} / {pages}" if pages else ""

    def _zoom_buttons(self) -> None:
        view = f"getElement({self.view.id})"
        icon_button(say("Smaller ({key})", key=MINUS), "zoom-out", js=f"() => {view}.enlarge(0.8)")
        icon_button(say("Larger (+)"), "zoom-in", js=f"() => {view}.enlarge(1.25)")
        name = say("Download the original")
        named = {"download": "", "aria_label": name, "title": name}
        self._download = Drawing("a", "btn ghost ico", glyph_of("download"), **named)


def _forms(document: DocumentView | None) -> list[str]:
    if document is None:
        return []
    has = {
        PAGES: document.pages,
        INVOICE: document.xml and not document.pages,
        TEXT: document.text,
        SIDES: document.hybrid and document.pages,
        XML: document.xml or document.hybrid,
        MAIL: _mail_id(document),
    }
    return [form for form, there in has.items() if there]


def _written(words: str) -> None:
    text(words[:MOST_TEXT], tag="pre")
    if len(words) > MOST_TEXT:
        text(say("The rest is in the original."), "quiet", "p")


def _mail_id(document: DocumentView | None) -> str:
    sources = document.sources if document else ()
    return next((source.mail_id for source in sources if source.mail_id), "")


def _as_text(document: DocumentView | None) -> str:
    if document is None:
        return ""
    told = document.text or document.xml
    return told or say("This document has no page to show. Download the original to see it.")
