"""The inbox: the list, the document, its fields; as a table where more is to be seen at once."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from nicegui import events, ui

from model.teaching import LearnedView, Said
from model.views import Counts, DocumentView
from ui.bus import News
from ui.components.parts import box, button, icon, icon_button, text, toast
from ui.components.record_list import RecordList
from ui.keys import ANSWERS, Key, list_keys
from ui.languages import all_said, phrase, say
from ui.languages.formats import MINUS
from ui.limits import MOST_UPLOADED
from ui.screens.base import Frame, Screen, Tabs
from ui.screens.document_pane import DocumentPane
from ui.screens.fields_pane import FieldsPane
from ui.seat import Seat
from ui.wording import count

VIEWS = {
    "todo": phrase("To do"),
    "exceptions": phrase("Exceptions"),
    "ready": phrase("Ready"),
    "delivered": phrase("Delivered"),
    "all": phrase("All"),
}
UNFIT = phrase("No document fits. Clear the search, or choose any source and any kind.")
FIRST = phrase(
    "No documents yet. Connect a mailbox or a portal with: billhook connect. Or upload a file."
)
NOTHING = phrase("No document is here now. What arrives next shows up by itself.")
HEADS = (
    phrase("Supplier"),
    phrase("Number"),
    phrase("PO"),
    phrase("Status"),
    phrase("Why"),
    phrase("Due"),
    phrase("Amount"),
)
SOURCES = {
    "": phrase("Any source"),
    "mail": phrase("Mail"),
    "portal": phrase("Portal"),
    "upload": phrase("Upload"),
}
KINDS = {
    "": phrase("Any kind"),
    "invoice": phrase("Invoices"),
    "credit_note": phrase("Credits"),
    "statement": phrase("Statements"),
}
GROUP, FIELD, PAGES = phrase("Inbox"), phrase("Fields"), phrase("Document")


class InboxScreen(Screen):
    """Documents, newest first."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._document: DocumentView | None = None
        self._wanted = ""  # the document asked for last; a slower answer about another is dropped
        self._stale = False
        self._counts = frame.counts

    def build(self) -> None:
        """Lay out list, document and fields."""
        self.view = self.view if self.view in VIEWS else "todo"
        with self.top(say("Inbox"), say("Supplier, number, PO, amount …")):
            self._tabs = Tabs(VIEWS, self.view, self._choose)
        self._filters()
        with box("body") as self._body:
            self._list = RecordList(
                "/api/inbox",
                say("Documents"),
                heads=all_said(HEADS),
                empty=say(NOTHING),
                query={"view": self.view},
                start=self.doc,
            )
            self._list.on("cursor", self._on_cursor)
            self._list.on("open", self._flip, args=[])
            self._pane = DocumentPane(self.seat)
            self._fields = FieldsPane(
                self._answer,
                self._deliver,
                self._correct,
                undo=self._undo,
                forget=self._forget,
                forget_all=self._forget_all,
                again=self._read_again,
                on_rest=self._unstale,
            )
        self.on_counts(self.frame.counts)

    def actions(self) -> None:
        """Upload a document by hand."""
        files = ui.upload(
            on_upload=self._uploaded,
            on_rejected=lambda: toast(say("That file is larger than Billhook takes."), wrong=True),
            multiple=True,
            auto_upload=True,
            max_file_size=MOST_UPLOADED,
        ).classes("hidden-upload")
        button(say("Upload"), lambda: files.run_method("pickFiles"), glyph="upload", press="upload")

    def keys(self) -> tuple[Key, ...]:
        """The keys of the inbox."""
        unsure = (".fr.unsure input", ".fr input")
        page, pages = self._pane.view.id, PAGES
        return (
            *list_keys(self._list.id, GROUP),
            Key("f", "F", "First unsure field", GROUP, focus=unsure, hint="fields"),
            Key("d", "D", "Deliver, and go to the next", GROUP, press="deliver", hint="deliver"),
            Key("v", "V", "Table or split", GROUP, press="layout", hint="table"),
            Key("l", "L", "Lines", GROUP, press="lines"),
            Key("z", "Z", "Undo the last correction", GROUP, press="undo"),
            Key("R", "Shift R", "Read the document again", GROUP, press="again"),
            Key("F", "Shift F", "Forget what corrections taught", GROUP, press="forget"),
            Key("", "↓ ↑", "In a field: point at another place", FIELD),
            Key("", "← →", "Then: the word before or after, Shift joins", FIELD),
            Key("", "Alt 1 2 3", "In an unsure field: another reading", FIELD),
            Key("u", "U", "Upload", GROUP, press="upload"),
            *ANSWERS,
            Key("o", "O", "Other form: pages, XML, e-mail …", pages, press="form"),
            Key("]", "]", "Next page", pages, call="turn", on=page, amount=1),
            Key("[", "[", "Previous page", pages, call="turn", on=page, amount=-1),
            Key("+", "+", "Larger", pages, call="enlarge", on=page, amount=1.25, repeat=True),
            Key("-", MINUS, "Smaller", pages, call="enlarge", on=page, amount=0.8, repeat=True),
            Key("0", "0", "As wide as the pane", pages, call="enlarge", on=page),
        )

    def on_counts(self, counts: Counts) -> None:
        """Show the numbers in the tabs."""
        for view in VIEWS:
            self._tabs.count(view, getattr(counts, view))
        self._counts = counts
        self._list.explain(empty_words(self._list.query, counts))

    async def on_change(self, news: News) -> None:
        """Patch the list; read the document again if it is the one that changed."""
        if news.topic != "inbox":
            return
        self._list.refresh()
        if self._wanted in news.subjects:
            await self._show_again()

    def search(self, sought: str) -> None:
        """Show only what fits."""
        self._ask(text=sought)

    def _choose(self, view: str) -> None:
        self.view = view
        self._remember()
        self._ask(view=view)

    def _ask(self, **changes: str) -> None:
        self._list.ask(**changes)
        self._list.explain(empty_words(self._list.query, self._counts))

    def _filters(self) -> None:
        with box("filters"):
            self._filter("source", say("Source"), SOURCES)
            self._filter("kind", say("Kind"), KINDS)
            box("gap")
            icon_button(say("Table or split (V)"), "list", self._flip, press="layout")

    def _filter(self, name: str, label: str, choices: Mapping[str, str]) -> None:
        with box("chip", "label") as chip:
            select = box("", "select", aria_label=label)
            with select:
                for value, words in choices.items():
                    text(say(words), tag="option", value=value)
            icon("chevron-down")

        def chosen(choice: events.GenericEventArguments) -> None:
            value = str(choice.args)
            chip.classes("on") if value else chip.classes(remove="on")
            self._ask(**{name: value})

        select.on("change", chosen, js_handler="(e) => emit(e.target.value)")

    def _flip(self) -> None:
        self._list.wide = not self._list.wide
        self._body.classes(toggle="wide")

    async def _on_cursor(self, event: events.GenericEventArguments) -> None:
        self.doc = str(event.args["id"])
        self._remember()
        await self._show(self.doc)

    def _remember(self) -> None:
        """Keep view and document in the address: after a reload they are there again."""
        ui.navigate.history.replace(f"/?{urlencode({'view': self.view, 'doc': self.doc})}")

    async def _show(self, document_id: str) -> None:
        self._wanted, document = document_id, None
        if document_id:
            document = await self.seat.look(self.seat.desk.document, document_id)
        now = await self.seat.look(self.seat.desk.now)
        if now is None or self._body.is_deleted or document_id != self._wanted:
            return
        same = document and self._document and document.id == self._document.id
        self._document = document
        self._pane.show(document)
        self._stale = bool(same and self._fields.busy)
        if document and self._stale:  # nothing moves under the person's fingers
            self._fields.patch(document)
        else:
            self._fields.show(document, now)

    async def _show_again(self) -> None:
        if self._wanted:
            await self._show(self._wanted)

    async def _unstale(self) -> None:
        if self._stale:
            await self._show_again()

    async def _answer(self, exception_id: str, key: str) -> None:
        if await self.seat.act(self.seat.desk.answer, exception_id, key):
            await self._done()

    async def _deliver(self) -> None:
        shown = self._document
        if shown and await self.seat.act(self.seat.desk.deliver, shown.id, shown.version):
            toast(
                say(
                    "{supplier} {number} is on its way.",
                    supplier=shown.supplier,
                    number=shown.number,
                )
            )
        await self._done()

    async def _correct(self, said: Said) -> None:
        if self._document:
            await self.seat.tell(self.seat.desk.evidence.correct, self._document.id, said)
            await self._done()

    async def _undo(self) -> None:
        if self._document:
            await self.seat.tell(self.seat.desk.evidence.undo, self._document.id)
            await self._done()

    async def _forget(self, learned: LearnedView) -> None:
        if self._document:
            forget, shown = self.seat.desk.evidence.forget, self._document.id
            await self.seat.tell(forget, shown, learned.layout, learned.name)
            await self._done()

    async def _forget_all(self) -> None:
        if self._document:
            await self.seat.tell(self.seat.desk.evidence.forget_all, self._document.id)
            await self._done()

    async def _read_again(self) -> None:
        if self._document:
            await self.seat.tell(self.seat.desk.read_again, self._document.id)
            await self._done()

    async def _done(self) -> None:
        self._list.refresh()
        await self._show_again()

    async def _uploaded(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        if await self.seat.act(self.seat.desk.upload, event.file.name, content):
            toast(say("{name} was taken in and is being read.", name=event.file.name))


def empty_words(query: Mapping[str, str], counts: Counts) -> str:
    """Why the list shows nothing for this query, and what is next."""
    if any(value for name, value in query.items() if name != "view"):
        return say(UNFIT)
    if not counts.all:
        return say(FIRST)
    if query["view"] == "todo":
        went = count(counts.delivered, "document")
        return say(
            "Nothing to do. {went} went out; what arrives next shows up by itself.", went=went
        )
    return say(NOTHING)
