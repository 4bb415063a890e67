"""The inbox: the list, the document, its fields; as a table where more is to be seen at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from nicegui import events, ui

from model.inbox_words import asks_who, read, with_filter
from model.teaching import LearnedView, Said
from model.views import Counts, DocumentView, InboxQuery
from model.worklist import Chosen
from ui.bus import News
from ui.components.parts import box, button, icon_button, toast
from ui.components.record_list import BLOCK, RecordList
from ui.early import ask_early
from ui.keys import ANSWERS, Key, choosing_keys, list_keys
from ui.languages import all_said, phrase, say, say_many
from ui.languages.formats import MINUS
from ui.limits import MOST_UPLOADED
from ui.rows import inbox_row
from ui.saved_views import ViewsChip
from ui.screens.base import Frame, Screen, Tabs
from ui.screens.batch_bar import BatchBar, UndoBar, undo_last
from ui.screens.document_pane import DocumentPane
from ui.screens.fields_pane import FieldsPane
from ui.screens.first_steps import ADDRESS as START
from ui.screens.hands import Hands
from ui.screens.inbox_filters import FilterBar
from ui.screens.save_view_form import SaveViewForm
from ui.screens.talk_pane import TalkButtons
from ui.seat import Seat
from ui.wording import count

VIEWS = {
    "todo": phrase("To do"),
    "exceptions": phrase("Exceptions"),
    "ready": phrase("Ready"),
    "delivered": phrase("Delivered"),
    "all": phrase("All"),
}
UNFIT = phrase("No document fits. Clear the search, or choose wider filters.")
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
MOST_PATCHED = 100  # documents that are drawn by themselves; of more the list is asked again
MOST_REASONS = 3  # why documents were left, told at once
GROUP, FIELD, PAGES = phrase("Inbox"), phrase("Fields"), phrase("Document")


class InboxScreen(Screen):
    """Documents, newest first."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._unasked = not (view or doc)
        self._document: DocumentView | None = None
        self._wanted = ""  # the document asked for last; a slower answer about another is dropped
        self._stale = False
        self._counts = frame.counts
        self._chosen = Chosen()
        self._many = 0

    def build(self) -> None:
        """Lay out list, document and fields."""
        self.view = self.view if self.view in VIEWS else "todo"
        with self.top(say("Inbox"), say("Supplier, number, amount:>1000 …")):
            self._tabs = Tabs(VIEWS, self.view, self._choose)
        self._save_form = SaveViewForm(self.seat, self._query)
        self._filters()
        self._undo_bar = UndoBar()
        self._hands = Hands(self.seat, self._undo_bar, self._done)
        with box("body") as self._body:
            button(
                say("Back to the list"),
                self._unfold_list,
                glyph="chevron-left",
                press="back",
                classes="ghost back phone-only",
            )
            with box("list-box"):
                query = {"view": self.view, "text": self.sought}
                around = {"around": self.doc} if self.doc else {}
                ask_early("/api/inbox", {**query, "start": 0, "end": BLOCK, **around})
                self._list = RecordList(
                    "/api/inbox",
                    say("Documents"),
                    heads=all_said(HEADS),
                    empty=say(NOTHING),
                    query=query,
                    start=self.doc,
                    chooses=True,
                )
                self._batch = BatchBar(
                    deliver=self._by_button("deliver"),
                    assign=self._by_button("assign"),
                    mine=self._by_button("mine"),
                    clear=self._list.choose_none,
                )
            self._list.on("cursor", self._on_cursor)
            self._list.on("open", self._flip, args=[])
            self._list.on("choice", self._on_choice)
            self._list.on("tap", self._on_tap, args=[])
            self._pane = DocumentPane(self.seat)
            self._fields = FieldsPane(
                self.answer,
                self._deliver_seen,
                self._correct,
                undo=self._undo,
                forget=self._forget,
                forget_all=self._forget_all,
                again=self._seen("again"),
                on_rest=self._unstale,
                talk=TalkButtons(self._say, self._about("assign"), self._about("mine")),
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
            *choosing_keys(self._list.id, GROUP),
            Key("n", "N", phrase("Narrow by a filter"), GROUP, focus=(".filters select",)),
            Key("b", "B", "Save this view", GROUP, press="save-view"),
            Key("@", "@", "Assign to …", GROUP, act="assign", on=self._list.id),
            Key("m", "M", "Assign to me", GROUP, act="mine", on=self._list.id),
            Key("c", "C", "Comment", GROUP, focus=(".say input",)),
            Key("f", "F", "First unsure field", GROUP, focus=unsure, hint="fields"),
            Key(
                "d",
                "D",
                "Deliver, and go to the next",
                GROUP,
                act="deliver",
                on=self._list.id,
                hint="deliver",
            ),
            Key("v", "V", "Table or split", GROUP, press="layout", hint="table"),
            Key("l", "L", "Lines", GROUP, press="lines"),
            Key("z", "Z", "Undo what you did last", GROUP, act="undo", on=self._list.id),
            Key("R", "Shift R", "Read the document again", GROUP, act="again", on=self._list.id),
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

    async def load(self) -> None:
        """Lead an empty company to its first steps; the list asks for itself."""
        await self._views.load()
        ours = await self.seat.look(self.seat.desk.entities.seen) or ()
        self._chips.offer(ours, nobodys=not self.seat.user.entities)
        if self._unasked and not self._counts.all:
            steps = await self.seat.look(self.seat.desk.connections.first_steps)
            if steps and steps.begins:
                ui.navigate.to(START)

    async def on_change(self, news: News) -> None:
        """Patch the list; read the document again if it is the one that changed."""
        if news.topic == "views":
            await self._views.load()
        if news.topic != "inbox":
            return
        await self._patch(news.subjects)
        if self._wanted in news.subjects:
            await self._show_again()

    async def _patch(self, subjects: frozenset[str]) -> None:
        """Draw what changed at once; the list asks again by itself where one came or went."""
        if len(subjects) > MOST_PATCHED:
            self._list.renew()
            return
        worklist, query = self.seat.desk.worklist, self._query()
        asked = query if asks_who(query.text) else replace(query, user_id="")
        rows = await self.seat.share(worklist.rows, subjects)
        fitting = await self.seat.share(worklist.fitting, asked, subjects)
        today = await self.seat.share(self.seat.desk.today)
        if rows is None or fitting is None or today is None or self._list.is_deleted:
            return
        drawn = [inbox_row(row, today) for row in rows]
        self._list.patch(drawn, subjects, fitting)

    def search(self, sought: str) -> None:
        """Show only what fits."""
        self.sought = sought
        self._chips.show(sought)
        self._remember()
        self._ask(text=sought)

    def _choose(self, view: str) -> None:
        self.view = view
        self._remember()
        self._ask(view=view)

    def _ask(self, **changes: str) -> None:
        self._list.ask(**changes)
        self._list.explain(empty_words(self._list.query, self._counts))

    def _query(self) -> InboxQuery:
        return InboxQuery(view=self.view, text=self.sought, user_id=self.seat.user.id)

    def _filters(self) -> None:
        with box("filters"):
            self._views = ViewsChip(self.seat)
            self._chips = FilterBar(self._pick)
            box("gap")
            button(
                say("Save view"),
                self._save_form.open,
                glyph="bookmark",
                press="save-view",
                classes="ghost small",
            )
            icon_button(say("Table or split (V)"), "list", self._flip, press="layout")
        self._chips.show(self.sought)

    def _pick(self, name: str, value: str) -> None:
        self.seek(with_filter(self.sought, name, value))

    def _on_choice(self, event: events.GenericEventArguments) -> None:
        ids, self._many = tuple(map(str, event.args["ids"])), int(event.args["many"])
        every = bool(event.args["every"])
        query = self._query() if every else None
        self._chosen = Chosen(
            () if every else ids, query=query, but=frozenset(ids if every else ())
        )
        self._batch.show(self._many)

    def _on_tap(self) -> None:
        """On a phone the document takes the place of the list; elsewhere they stand together."""
        if not self._many:
            self._body.classes("shown")

    def _unfold_list(self) -> None:
        self._body.classes(remove="shown")

    def _flip(self) -> None:
        self._list.wide = not self._list.wide
        self._body.classes(toggle="wide")

    async def _on_cursor(self, event: events.GenericEventArguments) -> None:
        self.doc = str(event.args["id"])
        self._remember()
        await self._show(self.doc)

    def _remember(self) -> None:
        """Keep view, search and document in the address: after a reload they are there again."""
        held = {"view": self.view, "doc": self.doc} | ({"q": self.sought} if self.sought else {})
        ui.navigate.history.replace(f"/?{urlencode(held)}")

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

    async def act(self, verb: str, at: str) -> None:
        """Do it to what is selected, or to the document of the row that the person saw."""
        deeds = {
            "deliver": self._deliver_at,
            "assign": self._assign,
            "mine": self._mine,
            "again": self._read_again,
            "undo": self._undo_last,
        }
        if at or self._many or verb == "undo":
            await deeds[verb](at)

    async def answer(self, question: str, key: str) -> None:
        """Give an answer; what was answered meanwhile is refused with a word."""
        if await self.seat.act(self.seat.desk.answer, question, key):
            await self._done()

    async def _deliver_seen(self, document: DocumentView) -> None:
        """Deliver a document as the person saw it, whatever is shown by now."""
        await self.frame.in_turn(lambda: self._deliver_at(document.id, document))

    async def _deliver_at(self, document_id: str, seen_as: DocumentView | None = None) -> None:
        """Deliver what is selected, or one document: as it is shown, where it is shown."""
        if self._many:
            await self._deliver_chosen()
            return
        shown, words = seen_as or self._document, ""
        if shown and shown.id == document_id:
            seen = Chosen((shown.id,), {shown.id: shown.version})
            words = say(
                "{supplier} {number} is on its way.", supplier=shown.supplier, number=shown.number
            )
        else:
            seen = Chosen((document_id,))
        if await self._send(seen, words):
            self._list.leave(document_id)
        await self._show_again()

    async def _deliver_chosen(self) -> None:
        if await self._send(self._chosen, ""):
            self._list.choose_none()
            await self._done()

    async def _send(self, chosen: Chosen, words: str) -> bool:
        """Whether any of them goes out; why the others do not is told."""
        done = await self.seat.result(self.seat.desk.worklist.deliver, chosen)
        if done is None:
            return False
        if done.ids:
            many = say_many(len(done.ids), "{n} document on the way.", "{n} documents on the way.")
            left = say_many(done.left, "{n} more is left.", "{n} more are left.")
            told = (words or many, left if done.left else "")
            self._undo_bar.offer(" ".join(filter(None, told)), self._by_button("undo"))
        if done.refused:
            toast(" ".join(done.refused[:MOST_REASONS]), wrong=True)
        return bool(done.ids)

    async def _undo_last(self, _at: str) -> None:
        self._undo_bar.hide()
        await undo_last(self.seat)
        await self._done()

    async def _assign(self, document_id: str) -> None:
        await self._hands.ask(await self._subjects(document_id))

    async def _mine(self, document_id: str) -> None:
        await self._hands.take(await self._subjects(document_id))

    async def _subjects(self, document_id: str) -> list[str]:
        """What is selected, or this document."""
        ids: tuple[str, ...] = (document_id,) if document_id else ()
        if self._many:
            ids = await self.seat.look(self.seat.desk.worklist.ids, self._chosen) or ()
        return [f"document:{one}" for one in ids]

    async def _say(self, document_id: str, said: str) -> None:
        subject = f"document:{document_id}"
        if await self.seat.act(self.seat.desk.talk.comment, subject, said):
            await self._done()

    async def _correct(self, document_id: str, said: Said) -> None:
        """Correct the document that was shown when it was typed; keys that follow wait for it."""

        async def correct() -> None:
            await self.seat.tell(self.seat.desk.evidence.correct, document_id, said)
            await self._done()

        await self.frame.in_turn(correct)

    async def _undo(self, document: DocumentView) -> None:
        await self.seat.tell(self.seat.desk.evidence.undo, document.id)
        await self._done()

    async def _forget(self, document: DocumentView, learned: LearnedView) -> None:
        forget = self.seat.desk.evidence.forget
        await self.seat.tell(forget, document.id, learned.layout, learned.name)
        await self._done()

    async def _forget_all(self, document: DocumentView) -> None:
        await self.seat.tell(self.seat.desk.evidence.forget_all, document.id)
        await self._done()

    async def _read_again(self, document_id: str) -> None:
        await self.seat.tell(self.seat.desk.read_again, document_id)
        await self._done()

    def _by_button(self, verb: str) -> Callable[[], Awaitable[None]]:
        """What a button does: the same as its key, to the document that is shown."""

        async def pressed() -> None:
            at = self._document.id if self._document else ""
            await self.frame.in_turn(lambda: self.act(verb, at))

        return pressed

    def _about(self, verb: str) -> Callable[[str], Awaitable[None]]:
        """What a button beside a document does: the same as its key, to that document."""

        async def pressed(document_id: str) -> None:
            await self.frame.in_turn(lambda: self.act(verb, document_id))

        return pressed

    def _seen(self, verb: str) -> Callable[[DocumentView], Awaitable[None]]:
        about = self._about(verb)
        return lambda document: about(document.id)

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
        misread = read(query.get("text", ""), date.min).misread
        return " ".join((say(UNFIT), *misread))
    if not counts.all:
        return say(FIRST)
    if query["view"] == "todo":
        went = count(counts.delivered, "document")
        return say(
            "Nothing to do. {went} went out; what arrives next shows up by itself.", went=went
        )
    return say(NOTHING)
