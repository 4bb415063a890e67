"""The forms of the Vault screen: one dialog, filled with what is asked at the moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from nicegui import ui

from model.vaults import SecretKind, SecretView
from ui.components.parts import box, button, text, toast
from ui.components.secret_form import Asked, SecretForm

OWN: Final = Asked("password", "Your own password", "password")
ORIGINS_HINT: Final = "One a line, as https://portal.example. Nothing is typed anywhere else."
EXPORTS: Final = (
    "Bitwarden (JSON, CSV), KeePass (KDBX), 1Password (1PUX, CSV), Chrome, Edge, Firefox (CSV)."
)
PROTECTED: Final = "Leave it empty where the file is not protected."
RECORDED: Final = "It goes on record that you did."


class VaultForms:
    """Asks for what an action on a record needs; `after` is called once it is done."""

    def __init__(self, after: Callable[[], Awaitable[None]]) -> None:
        self._after = after
        self._dialog = ui.dialog().props('aria-label="Vault"')
        with self._dialog:
            self._card = box("card unlock")
        self._dialog.on("hide", self._card.clear, args=[])  # what was shown leaves the page

    def add(self) -> None:
        """Ask for a portal's sign-in."""
        fields = [
            Asked("name", "Name in the vault", "line", "Such as nordwind."),
            Asked("username", "User name", "line"),
            Asked("value", "Password", "secret"),
            Asked("origins", "Allowed origins", "lines", ORIGINS_HINT),
        ]
        self._ask(
            "Add a sign-in",
            "It goes straight to the vault. An authenticator is added to it with T.",
            ("add", fields),
            submit="Add it",
            view=None,
            done="The sign-in is in the vault.",
        )

    def take_in(self) -> None:
        """Ask for the export of another password manager."""
        fields = [
            Asked("body", "File", "file", EXPORTS),
            Asked("passphrase", "The file's own password", "secret", PROTECTED, required=False),
        ]
        self._ask(
            "Import sign-ins",
            "They go straight to the vault, and what is there already stays as it is. A site that"
            " may be a supplier's is proposed as a portal; none is visited before you tick it.",
            ("import", fields),
            submit="Import",
            view=None,
            done="",
        )

    def replace(self, view: SecretView) -> None:
        """Ask for another password."""
        key = view.facts.kind is SecretKind.API_KEY
        self._ask(
            f"Replace the {'key' if key else 'password'} of {view.facts.name}",
            "Type what is valid at the other side by now. It goes straight to the vault.",
            ("replace", [Asked("value", "New key" if key else "New password", "secret")]),
            submit="Replace",
            view=view,
            done=f"{view.facts.name} has a new {'key' if key else 'password'}.",
        )

    def add_seed(self, view: SecretView) -> None:
        """Ask for an authenticator's seed."""
        fields = [
            Asked("picture", "Picture of the QR code", "picture", required=False),
            Asked("seed", "Or the key below it", "secret", required=False),
        ]
        self._ask(
            f"Authenticator of {view.facts.name}",
            "At the portal choose an authenticator app, and give what it shows for that.",
            ("seed", fields),
            submit="Replace it" if view.seed else "Add it",
            view=view,
            done=f"Codes for {view.facts.name} are made here from now on.",
        )

    def set_origins(self, view: SecretView) -> None:
        """Ask where the record may be used."""
        name, lines = view.facts.name, "\n".join(view.facts.origins)
        self._ask(
            f"Where {name} may be used",
            "Whoever owns an address in this list can get the secret. Compare each letter.",
            ("origins", [Asked("origins", "Allowed origins", "lines", ORIGINS_HINT, lines), OWN]),
            submit="Allow these",
            view=view,
            done=f"{name} may be used there, and nowhere else.",
        )

    def remove(self, view: SecretView) -> None:
        """Ask whether the record shall go."""
        users = ", ".join(user.name for user in view.users)
        ends = f"{users} can't sign in without it." if users else "Nothing uses it."
        seed = " Its authenticator goes too." if view.seed else ""
        self._ask(
            f"Remove {view.facts.name}?",
            f"{ends}{seed} This can't be undone.",
            ("remove", []),
            submit="Remove",
            view=view,
            danger=True,
            done=f"{view.facts.name} is removed.",
        )

    def reveal(self, view: SecretView) -> None:
        """Ask for the person's own password, then show the value."""
        self._show(view, copied=False)

    def copy(self, view: SecretView) -> None:
        """Ask for the person's own password, then put the value on the clipboard."""
        self._show(view, copied=True)

    def _show(self, view: SecretView, *, copied: bool) -> None:
        code = "the code" if view.facts.kind is SecretKind.TOTP else "the secret"
        self._ask(
            f"{'Copy' if copied else 'Show'} {code} of {view.facts.name}",
            f"Type the password that you sign in with. {RECORDED}",
            ("reveal", [OWN]),
            submit="Copy" if copied else "Show",
            view=view,
            copied=copied,
            done="Copied; the clipboard is emptied in 30 seconds." if copied else "",
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
            with box("told", "ul", tabindex="0", aria_label="What to look at"):
                for line in lines:
                    text(line, tag="li")
            button("Close", self._dialog.close, classes="pri")
        self._card.client.run_javascript(  # what replaces a form takes the focus that was in it
            "setTimeout(() => document.querySelector('.told + .btn')?.focus(), 60)"
        )
