"""KeePass: the entries in its XML."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NoReturn
from xml.parsers import expat

from model.errors import FileUnreadable
from model.secret import Secret
from vault.exchange import kdbx
from vault.exchange.found import Imported
from vault.exchange.streams import Stream

_MOST_ENTRIES: Final = 100_000
_DEEPEST: Final = 100
_REFERENCE: Final = re.compile(r"\{REF:([TUPAN])@I:([0-9A-F]{32})\}", re.IGNORECASE)
_REFERRED: Final = {"T": "Title", "U": "UserName", "P": "Password", "A": "URL", "N": "Notes"}
_SEEDS: Final = ("otp", "TOTP Seed", "TimeOtp-Secret-Base32")
_MORE_URLS: Final = "KP2A_URL"


@dataclass(slots=True)
class _Entry:
    uuid: str = ""
    group: str = ""
    fields: dict[str, str] = field(default_factory=dict, repr=False)


def read(body: bytes, password: Secret) -> Iterator[Imported]:
    """Its entries as they stand now; older versions and the recycle bin are left out.

    Raises:
        WrongKey: the password is another one.
        FileUnreadable: it is damaged, too large, or has something that Billhook doesn't read.
    """
    opened = kdbx.open_file(body, password)
    document = _Document(opened.stream)
    document.parse(opened.xml)
    entries = {entry.uuid: entry for entry in document.entries}
    for entry in entries.values():
        if entry.group != document.bin or not entry.group:
            yield _imported(entry, entries)


class _Document:
    """The XML read from front to back: the stream hides its values in the order of the text."""

    def __init__(self, stream: Stream) -> None:
        self.entries: list[_Entry] = []
        self.bin = ""
        self._stream = stream
        self._path: list[str] = []
        self._groups: list[str] = []
        self._text: list[str] = []
        self._hidden = False
        self._name = ""
        self._entry = _Entry()

    def parse(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = _refuse  # no entities, so none that grow
        parser.Parse(xml, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if len(self._path) > _DEEPEST:
            raise FileUnreadable("The KeePass file is nested too deeply.")
        self._text.clear()
        self._hidden = attributes.get("Protected") == "True"
        if tag == "Group":
            self._groups.append("")
        elif tag == "Entry" and not self._in_history():
            self._entry = _Entry(group=self._groups[-1] if self._groups else "")

    def _end(self, tag: str) -> None:
        text = self._shown()
        self._path.pop()
        act = self._actions.get((self._path[-1] if self._path else "", tag))
        if act is not None and not self._in_history():
            act(self, text)
        if tag == "Group":
            self._groups.pop()
        self._text.clear()
        self._hidden = False

    def _shown(self) -> str:
        text = "".join(self._text)
        if not self._hidden:
            return text
        return self._stream(base64.b64decode(text)).decode()

    def _in_history(self) -> bool:
        return "History" in self._path

    def _enter_group(self, text: str) -> None:
        """A group below the recycle bin belongs to it."""
        below = len(self._groups) > 1 and self.bin and self._groups[-2] == self.bin
        self._groups[-1] = self.bin if below else text

    def _note_bin(self, text: str) -> None:
        self.bin = text

    def _note_uuid(self, text: str) -> None:
        self._entry.uuid = text

    def _note_name(self, text: str) -> None:
        self._name = text

    def _note_value(self, text: str) -> None:
        self._entry.fields[self._name] = text

    def _keep(self, _text: str) -> None:
        self.entries.append(self._entry)
        if len(self.entries) > _MOST_ENTRIES:
            raise FileUnreadable("The KeePass file has too many entries.")

    _actions: Final[dict[tuple[str, str], Callable[[_Document, str], None]]] = {
        ("Meta", "RecycleBinUUID"): _note_bin,
        ("Group", "UUID"): _enter_group,
        ("Entry", "UUID"): _note_uuid,
        ("String", "Key"): _note_name,
        ("String", "Value"): _note_value,
        ("Group", "Entry"): _keep,
    }


def _refuse(*_declared: object) -> NoReturn:
    raise FileUnreadable("The KeePass file declares a document type, which none has.")


def _imported(entry: _Entry, entries: dict[str, _Entry]) -> Imported:
    known = {
        name: _REFERENCE.sub(lambda found: _referred(found, entries), value)
        for name, value in entry.fields.items()
    }
    more = (value for name, value in known.items() if name.startswith(_MORE_URLS))
    urls = tuple(url.strip() for url in (known.get("URL", ""), *more) if url.strip())
    found = Imported(
        name=known.get("Title") or "",
        username=known.get("UserName", ""),
        password=Secret(known.get("Password", "")),
        urls=urls,
        notes=Secret(known.get("Notes", "")),
        totp=Secret(next((known[name] for name in _SEEDS if known.get(name)), "")),
    )
    return found if found.name else replace(found, name=urls[0] if urls else "")


def _referred(found: re.Match[str], entries: dict[str, _Entry]) -> str:
    """The field of another entry, named by the hexadecimal digits of its UUID."""
    uuid = base64.b64encode(bytes.fromhex(found[2])).decode()
    entry = entries.get(uuid)
    return entry.fields.get(_REFERRED[found[1].upper()], "") if entry else found[0]
