"""People in Settings: who may sign in, what they may do, and links to choose a password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from nicegui import events
from nicegui.element import Element

from model.people import MAY, Right, Role
from model.people_desk import PersonView
from ui.components.parts import box, button, dialog, text, toast, when_gone
from ui.components.secret_form import Asked, SecretForm
from ui.languages import phrase, say
from ui.seat import Seat
from ui.stored_words import right_word
from ui.wording import clock_time, count

ROLES: Final = {
    Role.CLERK: phrase("Clerk"),
    Role.APPROVER: phrase("Approver"),
    Role.ADMIN: phrase("Administrator"),
    Role.AUDITOR: phrase("Auditor"),
}
_RESET: Final = phrase("The password of {name} fits no more, and they are signed out.")
LINK: Final = phrase(
    "Hand it over yourself. It is good once, for three days, and is not shown again."
)
ALONE: Final = phrase(
    "One person alone may approve here, so nobody can be the second pair of eyes: bank details and"
    " destinations change by one word of theirs. Make somebody else an approver."
)
ONLY_ADMINS: Final = phrase("An administrator says who may sign in, and what they may do.")
_KNOWN: Final = phrase("The one that your identity provider knows.")
_TYPED: Final = "(e) => emit(e.target.value)"


class PeoplePane:
    """Everybody who may sign in; an administrator changes it where it stands."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._may = seat.user.role.may(Right.MANAGE_PEOPLE)
        self._shown: tuple[PersonView, ...] = ()
        self._rows: dict[str, Element] = {}

    def build(self) -> None:
        """Make room for them."""
        with box("settings people") as self.pane:
            with box("acts"):
                if self._may:
                    button(say("Add a person"), self._add, glyph="plus", key="a", press="new")
                else:
                    text(say(ONLY_ADMINS), "quiet")
            self._alone = text("", "quiet")
            self._list = box()
            _table_of_rights()
        self._dialog = PeopleDialog(self.load)

    async def load(self) -> None:
        """Ask for everybody, and draw them where they are others than before."""
        found = await self._seat.look(self._seat.desk.people.people)
        now = await self._seat.look(self._seat.desk.now)
        if found is None or now is None or found == self._shown or self._list.is_deleted:
            return
        self._shown = found
        self._alone.text = say(ALONE) if _approvers(found) == 1 else ""
        self._list.clear()
        self._rows.clear()
        with self._list:
            for one in found:
                self._row(one, now)

    def narrow(self, sought: str) -> None:
        """Show only people whose names hold all words."""
        words = sought.casefold().split()
        for held, row in self._rows.items():
            hidden = not all(word in held for word in words)
            row.props("hidden") if hidden else row.props(remove="hidden")

    def _row(self, one: PersonView, now: datetime) -> None:
        person = one.person
        facts = {"tabindex": "0", "role": "group", "aria_label": person.full_name}
        with box("setrow person-row", **facts) as row:
            with box("set-what", "span"):
                text(person.full_name, tag="b")
                text(" · ".join(_facts(one, now)), "quiet")
            self._role(one)
            if self._may:
                self._acts(one)
        self._rows[f"{person.name} {person.full_name}".casefold()] = row

    def _role(self, one: PersonView) -> None:
        if not self._may:
            text(say(ROLES[one.person.role]))
            return
        field = box("", "select", aria_label=say("Role of {name}", name=one.person.full_name))
        with field:
            for role, name in ROLES.items():
                chosen = {"selected": ""} if role is one.person.role else {}
                text(say(name), tag="option", value=role.value, **chosen)
        field.on("change", self._role_setter(one.person.name), js_handler=_TYPED)

    def _acts(self, one: PersonView) -> None:
        name, people = one.person.name, self._seat.desk.people
        with box("acts"):
            if not one.person.active:
                button(say("Let sign in again"), self._doer(people.set_active, name, active=True))
                return
            button(
                say("New link") if one.invited else say("Reset password"), lambda: self._reset(one)
            )
            if one.authenticator:
                steps = self._seat.desk.second_step
                button(say("Authenticator lost"), self._doer(steps.take_away, name))
            button(say("Mail address"), lambda: self._mail(one))
            if one.sessions:
                button(say("End sessions"), self._doer(people.end_sessions, name))
            button(say("Deactivate"), self._doer(people.set_active, name, active=False))

    def _role_setter(self, name: str) -> Callable[[events.GenericEventArguments], Any]:
        async def change(chosen: events.GenericEventArguments) -> None:
            role = Role(str(chosen.args))
            with self.pane:  # the row may be drawn anew meanwhile, and what it said with it
                done = await self._seat.act(self._seat.desk.people.set_role, name, role)
                if not done:
                    self._shown = ()  # a refused choice does not stay in its field
                await self.load()
                if done:
                    said = say(
                        "{name}: {role}. They sign in anew.", name=name, role=say(ROLES[role])
                    )
                    toast(said)

        return change

    def _doer(self, action: Callable[..., object], name: str, **said: bool) -> Callable[[], Any]:
        async def do() -> None:
            with self.pane:
                await self._seat.act(action, name, **said)
                await self.load()

        return do

    def _add(self) -> None:
        fields = [
            Asked("full_name", "Full name", "line"),
            Asked("name", "Name to sign in with", "line", "Such as maya, or an e-mail address."),
            Asked("mail", "Mail address", "line", _KNOWN, required=False),
            Asked("role", "Role", "choice", choices=tuple((r.value, n) for r, n in ROLES.items())),
        ]
        about = f"{say('They choose a password by a link.')} {say(LINK)}"
        title, submit = say("Add a person"), say("Make the link")
        self._dialog.ask(title, "add", fields, about=about, submit=submit)

    def _mail(self, one: PersonView) -> None:
        said = {"name": one.person.name}
        about = say("Empty takes it away. Known so far: {mail}", mail=one.person.mail or "—")
        title = say("Mail address of {name}", name=one.person.full_name)
        fields = [Asked("mail", "Mail address", "line", required=False)]
        self._dialog.ask(title, "mail", fields, about=about, submit=say("Keep"), said=said, then="")

    def _reset(self, one: PersonView) -> None:
        about = say(_RESET, name=one.person.full_name)
        title, said = say("A link for {name}", name=one.person.full_name), {"name": one.person.name}
        self._dialog.ask(
            title, "reset", [], about=f"{about} {say(LINK)}", submit=say("Make the link"), said=said
        )


def _facts(one: PersonView, now: datetime) -> tuple[str, ...]:
    """Who a person is and how they stand, in a few words each."""
    mail = (one.person.mail,) if one.person.mail else ()
    company = (say("company's account"),) if one.company else ()
    return (one.person.name, *mail, *company, standing(one, now))


class PeopleDialog:
    """One dialog for forms about people; what it shows once leaves the page with it."""

    def __init__(self, after: Callable[[], Awaitable[None]]) -> None:
        self._after = after
        self._dialog = dialog(say("People"))
        with self._dialog:
            self._card = box("card unlock")
        when_gone(self._dialog, self._card.clear)

    def ask(
        self,
        title: str,
        path: str,
        fields: Sequence[Asked],
        *,
        about: str,
        submit: str,
        said: Mapping[str, object] | None = None,
        then: str = "keep",
        done: str = "",
    ) -> None:
        """Show a form; `then` "keep" shows the answer until the person has taken it."""
        self._card.clear()
        with self._card:
            text(title, tag="h2")
            form = SecretForm(
                f"/api/people/{path}", said or {}, fields, about=about, submit=submit, then=then
            )
        form.on("leave", self._dialog.close, args=[])
        form.on("done", lambda: self._done(done), args=[])
        self._dialog.open()

    async def _done(self, words: str) -> None:
        self._dialog.close()
        if words:
            toast(words)
        await self._after()


def _approvers(found: Sequence[PersonView]) -> int:
    """How many people could confirm what changes where money goes."""
    people = (one.person for one in found)
    return sum(person.active and person.role.may(Right.APPROVE) for person in people)


def standing(one: PersonView, now: datetime) -> str:
    """How a person stands, in a few words."""
    if not one.person.active:
        return say("may not sign in")
    if one.invited:
        return say("has not chosen a password yet")
    if one.newest is None:
        return say("not signed in")
    return say(
        "{sessions}, newest since {when}",
        sessions=count(one.sessions, "session"),
        when=clock_time(one.newest, now),
    )


def _table_of_rights() -> None:
    """Show what each role may do, from the one table that every action is held against."""
    text(say("What each role may do"), "set-head", "h2")
    with box("rights", "table"):
        with box("", "thead"), box("", "tr"):
            text(say("To …"), tag="th", scope="col")
            for name in ROLES.values():
                text(say(name), tag="th", scope="col")
        with box("", "tbody"):
            for right, roles in MAY.items():
                with box("", "tr"):
                    text(right_word(right), tag="th", scope="row")
                    for role in ROLES:
                        text(say("yes") if role in roles else say("no"), tag="td")
