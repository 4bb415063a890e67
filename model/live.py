"""What is said about a live page: what the page tells its viewers, and what a person does there.

A message is one of the dataclasses below; on every line between processes it is a small JSON
object, read strictly: what does not fit exactly is a ValueError, never a guess. `Pressed` and
`Typed` may hold a password: no message is ever logged or kept.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from model.outcomes import OutcomeCode
from model.people import User

LEASE: Final = timedelta(minutes=10)
"""How long control lasts after the last thing that its person did."""
LONGEST: Final = timedelta(minutes=30)
"""How long one visit waits for persons, all in all."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a visit waits for persons: `idle` after the last thing one did, `longest` in all."""

    idle: timedelta = LEASE
    longest: timedelta = LONGEST


HELPED: Final = frozenset(
    {
        *(OutcomeCode.CAPTCHA, OutcomeCode.TERMS, OutcomeCode.KYC, OutcomeCode.ACTION_NEEDED),
        *(OutcomeCode.MFA_REQUIRED, OutcomeCode.MFA_EXPIRED, OutcomeCode.APPROVAL_PENDING),
        *(OutcomeCode.NEEDS_INTERACTIVE, OutcomeCode.BOT_BLOCKED, OutcomeCode.FILL_REFUSED),
        *(OutcomeCode.RECIPE_BROKEN, OutcomeCode.UNKNOWN),
    }
)
"""Where a person at the page can help. Not after a refused password: nothing tries that twice."""

SHOWN: Final = frozenset(
    {OutcomeCode.AMBIGUOUS, OutcomeCode.NO_DOCUMENTS, OutcomeCode.RECIPE_BROKEN}
)
"""Where a person at the page can show the list of documents that Billhook did not find."""

_LONGEST_TEXT: Final = 10_000
_LONGEST_NAME: Final = 40
_MOST_PIXELS: Final = 10_000


class Stage(StrEnum):
    """Who has the page."""

    AUTOMATION = "automation"
    WAITING = "waiting"  # for a person
    PERSON = "person"
    CHECKING = "checking"  # whether what the person did was enough
    ENDED = "ended"


class Verdict(StrEnum):
    """How a person ends their part."""

    DONE = "done"
    CANCEL = "cancel"
    REPORT = "report"


class ShowStep(StrEnum):
    """How far a person has come in showing a list of documents."""

    OFF = "off"
    GO = "go"  # to the list: what they do reaches the page
    POINT = "point"  # at a row: their clicks don't reach the page
    ASK = "ask"  # whether what Billhook understood is right; another row may be clicked instead


class Button(StrEnum):
    """What a mouse event is about."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    NONE = "none"


class Motion(StrEnum):
    """What a mouse did; the words are those of the DevTools protocol."""

    PRESSED = "mousePressed"
    RELEASED = "mouseReleased"
    MOVED = "mouseMoved"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the visit stands: `why` in one sentence, `seconds` until it waits no longer."""

    stage: Stage
    why: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Pages:
    """The open pages by their titles, which come from the portal; `shown` is the one in front."""

    titles: tuple[str, ...]
    shown: int


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for whoever looks on; `refused` says that something was not done."""

    words: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    """How far a person has come in showing a list; `words` say what comes next, or what is asked.

    They may hold text of the portal's.
    """

    step: ShowStep
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who controls the page, "" for nobody; whether that is you, and whether you may."""

    holder: str
    yours: bool
    may: bool
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Guest:
    """Who comes to see a live page, as the dashboard knows them; `may` says: may control it."""

    user_id: str
    name: str
    full_name: str
    may: bool


@dataclass(frozen=True, slots=True)
class Pointed:
    """A mouse event; x and y are fractions of the picture.

    `modifiers` are the sum of Alt 1, Ctrl 2, Meta 4 and Shift 8.
    """

    motion: Motion
    x: float
    y: float
    button: Button = Button.NONE
    buttons: int = 0
    clicks: int = 0
    modifiers: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError for what no mouse does."""
        _within(self.x, 0, 1)
        _within(self.y, 0, 1)
        _within(self.buttons, 0, 31)
        _within(self.clicks, 0, 3)
        _within(self.modifiers, 0, 15)


@dataclass(frozen=True, slots=True)
class Wheeled:
    """A turn of the wheel at a place, in pixels."""

    x: float
    y: float
    dx: float
    dy: float
    modifiers: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError for what no wheel does."""
        _within(self.x, 0, 1)
        _within(self.y, 0, 1)
        _within(self.dx, -_MOST_PIXELS, _MOST_PIXELS)
        _within(self.dy, -_MOST_PIXELS, _MOST_PIXELS)
        _within(self.modifiers, 0, 15)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key that went down or up; `text` is what it writes, "" for a key that writes nothing."""

    down: bool
    key: str
    code: str
    virtual: int
    modifiers: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for what no key is."""
        _within(len(self.key), 1, _LONGEST_NAME)
        _within(len(self.code), 0, _LONGEST_NAME)
        _within(self.virtual, 0, 255)
        _within(self.modifiers, 0, 15)
        _within(len(self.text), 0, 8)

    def __repr__(self) -> str:
        """Nothing of the key: it may belong to a password."""
        return "Pressed(…)"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that was pasted or composed."""

    text: str

    def __post_init__(self) -> None:
        """Raise ValueError for a text that nobody types."""
        _within(len(self.text), 1, _LONGEST_TEXT)

    def __repr__(self) -> str:
        """Nothing of the text: it may be a password."""
        return "Typed(…)"


@dataclass(frozen=True, slots=True)
class Turned:
    """Another of the open pages is wanted in front, or closed."""

    page: int
    close: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for what is no place in a list."""
        _within(self.page, 0, 99)


@dataclass(frozen=True, slots=True)
class Pointing:
    """From now on a click shows a row; or, `on` being false, reaches the page again."""

    on: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether Billhook has understood what the person showed."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Took:
    """A person takes control; to the visit it says that one did."""


@dataclass(frozen=True, slots=True)
class Left:
    """A person gives control back."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A person's verdict."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Drawn:
    """A frame has arrived where it was to be drawn: the next one may come."""


class LiveDesk(Protocol):
    """The live pages, as far as the dashboard knows them. Calls block: keep them off the loop."""

    def open(self, user: User, portal_id: str, *, shows: bool = False) -> str:
        """The id of the visit that this person attends; `shows`: to show the portal's list.

        Raises WrongInput, PortalPaused.
        """
        ...

    def line(self, user: User, run_id: str) -> socket.socket:
        """A line to a visit's page (see `model.live_line`). Raises RecordMissing, PageClosed."""
        ...


FromPage = Standing | Pages | Told | Showing
"""What the visit says."""
ToViewer = FromPage | Hands
"""What a viewer hears."""
Deed = Pointed | Wheeled | Pressed | Typed | Turned | Pointing | Answered
"""What only the one who controls the page may do."""
FromViewer = Deed | Took | Left | Ended | Drawn
"""What a viewer says."""

_NAMES: Final[Mapping[str, type[Any]]] = {
    "standing": Standing,
    "pages": Pages,
    "told": Told,
    "showing": Showing,
    "hands": Hands,
    "guest": Guest,
    "m": Pointed,
    "w": Wheeled,
    "k": Pressed,
    "p": Typed,
    "page": Turned,
    "point": Pointing,
    "answer": Answered,
    "take": Took,
    "leave": Left,
    "end": Ended,
    "ack": Drawn,
}
_WORDS: Final = {kind: name for name, kind in _NAMES.items()}
_CHOICES: Final[Mapping[str, type[StrEnum]]] = {
    "Stage": Stage,
    "Verdict": Verdict,
    "Button": Button,
    "Motion": Motion,
    "ShowStep": ShowStep,
}

FROM_PAGE: Final = (Standing, Pages, Told, Showing)
TO_VIEWER: Final = (*FROM_PAGE, Hands)
DEEDS: Final = (Pointed, Wheeled, Pressed, Typed, Turned, Pointing, Answered)
FROM_VIEWER: Final = (*DEEDS, Took, Left, Ended, Drawn)


def written(message: ToViewer | FromViewer | Guest) -> bytes:
    """A message as JSON."""
    return json.dumps({"t": _WORDS[type(message)], **asdict(message)}).encode()


def read(text: str | bytes, allowed: Iterable[type[Any]]) -> Any:
    """The message that a JSON text holds, one of the kinds `allowed`.

    Raises:
        ValueError: it holds none of them.
    """
    told: Any = json.loads(text)
    kind = _NAMES.get(str(told.pop("t", ""))) if isinstance(told, dict) else None
    if kind is None or kind not in allowed:
        raise ValueError("no message of this kind is taken here")
    known = {one.name: str(one.type) for one in fields(kind)}
    if not told.keys() <= known.keys():
        raise ValueError("the message says more than it may")
    try:
        return kind(**{name: _value(it, known[name]) for name, it in told.items()})
    except TypeError:
        raise ValueError("the message says less than it must") from None


def _value(it: object, kind: str) -> object:
    match kind, it:
        case ("str", str()) | ("bool", bool()):
            return it
        case "int", int() if not isinstance(it, bool):
            return it
        case "float", int() | float() if not isinstance(it, bool):
            return float(it)
        case "tuple[str, ...]", list():
            return tuple(map(str, it))
        case _, str() if kind in _CHOICES:
            return _CHOICES[kind](it)
    raise ValueError("a value of the message is of another kind")


def _within(value: float, least: float, most: float) -> None:
    if not least <= value <= most:  # a NaN lies nowhere
        raise ValueError("a value of the message lies outside its bounds")
