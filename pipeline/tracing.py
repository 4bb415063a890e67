"""The way of a document as spans: mail, expectation, visit, reading, delivery.

They are days and processes apart, so none is handed from one to the next: a span has the id that
follows from what it is about, and whoever comes later names it by that. Where nobody watches, a
span only says for the log what is at work. A span holds ids, numbers and words of ours; nothing
that a mail, a portal or a document says, and no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from model import at_work
from model.expectations import Expectation, ExpectationSource
from model.filing import Channel, DocumentSource


@dataclass(frozen=True, slots=True)
class Mark:
    """A span by what it is about, and what its story began with."""

    root: str
    about: str


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of work. `mark` is None for what happens several times, as tries do.

    `parent` is what it goes on from, `links` what else it answers. `facts` are added by `note`.
    """

    name: str
    mark: Mark | None = None
    parent: Mark | None = None
    links: tuple[Mark, ...] = ()
    facts: dict[str, str | int] = field(default_factory=dict)

    def note(self, **facts: str | int) -> None:
        """Add facts: ids, numbers and words of our own enumerations, nothing from outside."""
        self.facts.update(facts)


class Observer(Protocol):
    """Who watches the spans; it must not raise."""

    def __call__(self, span: Span) -> AbstractContextManager[None]:
        """The time of the span."""
        ...


class _Watch:
    """Who watches in this process."""

    def __init__(self) -> None:
        self.observer: Observer | None = None


_WATCH = _Watch()


def watch(observer: Observer | None) -> None:
    """Let somebody watch every span of this process, or nobody any more."""
    _WATCH.observer = observer


def _none() -> None:
    return None


def _nothing() -> tuple[Mark, ...]:
    return ()


@contextmanager
def span(
    name: str,
    mark: Mark | None = None,
    *,
    parent: Callable[[], Mark | None] = _none,
    links: Callable[[], tuple[Mark, ...]] = _nothing,
    **ids: str,
) -> Iterator[Span]:
    """Be at work on these ids; `parent` and `links` are only asked for where somebody watches."""
    with at_work.on(**ids):
        if _WATCH.observer is None:
            yield Span(name)
            return
        opened = Span(name, mark, parent(), links(), dict(ids))
        with _WATCH.observer(opened):
            yield opened


def of_mail(message_id: str) -> Mark:
    """The span in which a mail was understood."""
    return Mark(f"mail:{message_id}", f"mail:{message_id}")


def of_visit(run_id: str) -> Mark:
    """The span of a visit."""
    return Mark(f"visit:{run_id}", f"visit:{run_id}")


def of_expectation(expected: Expectation) -> Mark:
    """The span in which an expectation was opened; it belongs to the mail that announced it."""
    about = f"expectation:{expected.id}"
    notice = expected.source is ExpectationSource.NOTICE
    return Mark(f"mail:{expected.source_id}" if notice else about, about)


def of_arrival(source: DocumentSource, sha256: str) -> Mark:
    """The span in which a file was read and filed; it goes on from a mail or a visit."""
    about = f"document:{source.reference}:{sha256}"
    came = came_from(source)
    return Mark(came.root if came else about, about)


def came_from(source: DocumentSource) -> Mark | None:
    """The span that brought a document; None for what people or other programs handed over."""
    match source.channel:
        case Channel.MAIL:
            return of_mail(source.reference)
        case Channel.PORTAL:
            return of_visit(source.reference)
    return None


def first_arrival(sources: Sequence[DocumentSource], sha256: str) -> Mark | None:
    """The span in which a document on file was read first."""
    return of_arrival(sources[0], sha256) if sources else None
