"""The forms of the Vault screen: one dialog, filled with what is asked at the moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from model.vaults import SecretKind, SecretView
from ui.components.parts import box, button, dialog, text, toast, when_gone
from ui.components.secret_form import Asked, SecretForm
from ui.languages import phrase, say

OWN: Final = Asked("password", "Your own password", "password")
ORIGINS_HINT: Final = phrase(
    "One a line, as https://portal.example. Nothing is typed anywhere else."
)
EXPORTS: Final = (
    "Bitwarden (JSON, CSV), KeePass (KDBX), 1Password (1PUX, CSV), Chrome, Edge, Firefox (CSV)."
)
PROTECTED: Final = phrase("Leave it empty where the file is not protected.")
UNUSED: Final = phrase("Nothing uses it.")
TITLES: Final = {
    (True, True): phrase("Copy the code of {name}"),
    (True, False): phrase("Show the code of {name}"),
    (False, True): phrase("Copy the secret of {name}"),
    (False, False): phrase("Show the secret of {name}"),
}
"""What is asked, by whether it is a code, and whether it is copied."""
RECORDED: Final = phrase("It goes on record that you did.")


class VaultForms:
    """Asks for what an action on a record needs; `after` is called once it is done."""

    def __init__(self, after: Callable[[], Awaitable[None]]) -> None:
        self._after = after
        self._dialog = dialog(say("Vault"))
        with self._dialog:
            self._card = box("card unlock")
        when_gone(self._dialog, self._card.clear)  # what was shown leaves the page

    def add(self) -> None:
        """Ask for a portal's sign-in."""
        fields = [
            Asked("name", "Name in the vault", "line", "Such as nordwind."),
            Asked("username", "User name", "line"),
            Asked("value", "Password", "secret"),
            Asked("origins", "Allowed origins", "lines", ORIGINS_HINT),
        ]
        self._ask(
            say("Add a sign-in"),
            say("It goes straight to the vault. An authenticator is added to it with T."),
            ("add", fields),
            submit=say("Add it"),
            view=None,
            done=say("The sign-in is in the vault."),
        )

    def take_in(self) -> None:
        """Ask for the export of another password manager."""
        fields = [
            Asked("body", "File", "file", EXPORTS),
            Asked("passphrase", "The file's own password", "secret", PROTECTED, required=False),
        ]
        self._ask(
            say("Import sign-ins"),
            say(
                "They go straight to the vault, and what is there already stays as it is. A site"
                " that may be a supplier's is proposed as a portal; none is visited before you"
                " tick it."
            ),
            ("import", fields),
            submit=say("Import"),
            view=None,
            done="",
        )

    def replace(self, view: SecretView) -> None:
        """Ask for another password."""
        key = view.facts.kind is SecretKind.API_KEY
        title = phrase("Replace the key of {name}" if key else "Replace the password of {name}")
        done = phrase("{name} has a new key." if key else "{name} has a new password.")
        self._ask(
            say(title, name=view.facts.name),
            say("Type what is valid at the other side by now. It goes straight to the vault."),
            ("replace", [Asked("value", "New key" if key else "New password", "secret")]),
            submit=say("Replace"),
            view=view,
            done=say(done, name=view.facts.name),
        )

    def add_seed(self, view: SecretView) -> None:
        """Ask for an authenticator's seed."""
        fields = [
            Asked("picture", "Picture of the QR code", "picture", required=False),
            Asked("seed", "Or the key below it", "secret", required=False),
        ]
        self._ask(
            say("Authenticator of {name}", name=view.facts.name),
            say("At the portal choose an authenticator app, and give what it shows for that."),
            ("seed", fields),
            submit=say("Replace it" if view.seed else "Add it"),
            view=view,
            done=say("Codes for {name} are made here from now on.", name=view.facts.name),
        )

    def set_origins(self, view: SecretView) -> None:
        """Ask where the record may be used."""
        name, lines = view.facts.name, "\n".join(view.facts.origins)
        self._ask(
            say("Where {name} may be used", name=name),
            say("Whoever owns an address in this list can get the secret. Compare each letter."),
            ("origins", [Asked("origins", "Allowed origins", "lines", ORIGINS_HINT, lines), OWN]),
            submit=say("Allow these"),
            view=view,
            done=say("{name} may be used there, and nowhere else.", name=name),
        )

    def remove(self, view: SecretView) -> None:
        """Ask whether the record shall go."""
        users = ", ".join(user.name for user in view.users)
        told = [say("{users} can't sign in without it.", users=users) if users else say(UNUSED)]
        if view.seed:
            told.append(say("Its authenticator goes too."))
        told.append(say("This can't be undone."))
        self._ask(
            say("Remove {name}?", name=view.facts.name),
            " ".join(told),
            ("remove", []),
            submit=say("Remove"),
            view=view,
            danger=True,
            done=say("{name} is removed.", name=view.facts.name),
        )

    def reveal(self, view: SecretView) -> None:
        """Ask for the person's own password, then show the value."""
        self._show(view, copied=False)

    def copy(self, view: SecretView) -> None:
        """Ask for the person's own password, then put the value on the clipboard."""
        self._show(view, copied=True)

    def _show(self, view: SecretView, *, copied: bool) -> None:
        self._ask(
            say(TITLES[view.facts.kind is SecretKind.TOTP, copied], name=view.facts.name),
            f"{say('Type the password that you sign in with.')} {say(RECORDED)}",
            ("reveal", [OWN]),
            submit=say("Copy" if copied else "Show"),
            view=view,
            copied=copied,
            done=say("Copied; the clipboard is emptied in 30 seconds.") if copied else "",
        )

    def _ask(
        self,
        title: str,
        about: str,
        form: tuple[str, Sequence[Asked]],
        *,
        submit: str,
        view: SecretView | None,
        done: str,
        copied: bool | None = None,
        danger: bool = False,
    ) -> None:
        path, fields = form
        said: dict[str, object] = {}
        if view is not None:
            said = {"name": view.facts.name, "version": view.facts.version}
        then = "" if copied is None else "copy" if copied else "show"
        if copied is not None:
            said["copied"] = copied
        self._card.clear()
        with self._card:
            text(title, tag="h2")
            made = SecretForm(
                f"/api/vault/{path}",
                said,
                fields,
                about=about,
                submit=submit,
                then=then,
                danger=danger,
            )
        made.on("leave", self._dialog.close, args=[])
        made.on("done", lambda event: self._done(done, event.args))
        self._dialog.open()

    async def _done(self, words: str, answered: Any) -> None:
        """Say that it was done; what the server has to add stays until it is read."""
        said = answered or {}
        if said.get("lines"):
            self._tell(str(said["words"]), [str(line) for line in said["lines"]])
        else:
            self._dialog.close()
            if told := words or str(said.get("words", "")):
                toast(told)
        await self._after()

    def _tell(self, words: str, lines: Sequence[str]) -> None:
        self._card.clear()
        with self._card:
            text(words, tag="h2")
            with box("told", "ul", tabindex="0", aria_label=say("What to look at")):
                for line in lines:
                    text(line, tag="li")
            button(say("Close"), self._dialog.close, classes="pri")
        self._card.client.run_javascript(  # what replaces a form takes the focus that was in it
            "setTimeout(() => document.querySelector('.told + .btn')?.focus(), 60)"
        )
