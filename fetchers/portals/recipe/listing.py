"""The lists of a recipe: their rows and columns, how they are turned, and how a file is got."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from fetchers.portals.recipe.parts import Alternatives, JsonPath, Name, Part, Pattern, Shown
from model.documents import DocumentKind

EVER: Final = date(2000, 1, 1)
_WAYS: Final = ("link", "click", "url", "address", "print", "together", "only_listed")


class Column(Part):
    """Where a row says one value: under a header, in an element, or at a path of its JSON twin."""

    header: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    at: Alternatives | None = None
    attribute: Annotated[str, Field(pattern=r"^[\w-]+$", max_length=60)] | None = None
    json_path: JsonPath | None = Field(default=None, alias="json")
    pattern: Pattern | None = None
    optional: bool = False

    @model_validator(mode="after")
    def _one_place(self) -> Column:
        if sum(place is not None for place in (self.header, self.at, self.json_path)) != 1:
            raise ValueError("name one of header, at and json")
        if self.attribute and self.at is None:
            raise ValueError("an attribute is read from the element of at")
        return self


class Columns(Part):
    """The columns of a list. A column that is not optional must never be blank."""

    number: Column | None = None
    day: Column | None = None
    amount: Column | None = None
    due: Column | None = None
    currency: Column | None = None
    account: Column | None = None
    kind: Column | None = None

    @model_validator(mode="after")
    def _identifies(self) -> Columns:
        required = self.number is not None and not self.number.optional
        if not required and (self.day is None or self.amount is None):
            raise ValueError("a row is known by its number, or by its day and amount")
        return self

    def named(self) -> Mapping[str, Column]:
        """The columns that this list has."""
        pairs = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: column for name, column in pairs if column is not None}


class JsonTwin(Part):
    """The answer of the portal's own interface that holds the rows.

    `rows` is their path; without one the answer itself is the array of rows.
    """

    url: Annotated[str, Field(min_length=1, max_length=300)]
    rows: JsonPath | None = None
    total: JsonPath | None = None


class Pages(Part):
    """How a list is turned: to the next page, by page numbers, by more rows, or by scrolling.

    `batch` is how many rows come at once, but for the last ones; `prompt` says that the end of a
    list that is scrolled asks for more rows as soon as it is in sight.
    """

    next: Alternatives | None = None
    numbers: Alternatives | None = None
    more: Alternatives | None = None
    scroll: Alternatives | None = None
    end: Alternatives | None = None
    batch: Annotated[int, Field(ge=2, le=10_000)] | None = None
    prompt: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Pages:
        ways = (self.next, self.numbers, self.more, self.scroll)
        if sum(way is not None for way in ways) != 1:
            raise ValueError("name one of next, numbers, more and scroll")
        return self

    @property
    def control(self) -> Alternatives:
        """What is pressed to turn, where one control does it."""
        return self.next or self.more or ()

    @property
    def adds(self) -> bool:
        """Whether turning adds rows, as a rule below those that were read."""
        return (self.more or self.scroll) is not None


class Periods(Part):
    """A selector of years or periods: the options of a select, or a tab or link each."""

    choose: Alternatives | None = None
    each: Alternatives | None = None
    apply: Alternatives | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Periods:
        if (self.choose is None) == (self.each is None):
            raise ValueError("name one of choose and each")
        return self


class Span(Part):
    """A form for a first and a last day, filled from the visit's `since`.

    `oldest` is the first day that is asked for where a visit wants everything; `days` is the
    longest span that the portal answers at once.
    """

    first: Alternatives = Field(alias="from")
    last: Alternatives | None = Field(default=None, alias="to")
    apply: Alternatives | None = None
    oldest: date = EVER
    days: Annotated[int, Field(ge=1, le=36_600)] | None = None

    @model_validator(mode="after")
    def _has_windows(self) -> Span:
        if self.days is not None and self.last is None:
            raise ValueError("days is for a form that asks for a last day (to)")
        return self


class Counter(Shown):
    """The portal's own number of rows: of the whole list, or of the period that is shown."""

    of: Literal["list", "period"] = "list"


class Together(Part):
    """Files that come in one archive: rows are ticked, or all at once, and a control brings it."""

    tick: Alternatives | None = None
    all: Alternatives | None = None
    get: Alternatives

    @model_validator(mode="after")
    def _one_way(self) -> Together:
        if (self.tick is None) == (self.all is None):
            raise ValueError("name one of tick and all")
        return self


class Getter(Part):
    """How a row's file is got, or that its list is only read.

    `detail` leads to the row's own page, `menu` opens the row's menu; the file's link or control
    is looked for there. `absent` shows in rows whose file is not there yet. `address` is where a
    row that is read from JSON says the file's address.
    """

    detail: Alternatives | None = None
    menu: Alternatives | None = None
    absent: Alternatives | None = None
    link: Alternatives | None = None
    click: Alternatives | None = None
    url: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    address: JsonPath | None = None
    print: Alternatives | None = None
    together: Together | None = None
    only_listed: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Getter:
        if sum(getattr(self, way) is not None for way in _WAYS) != 1:
            raise ValueError(f"name one of {', '.join(_WAYS)}")
        if self.print is not None and self.detail is None:
            raise ValueError("what is printed is the row's own page: name detail")
        if (self.detail or self.menu) and not (self.link or self.click or self.print):
            raise ValueError("detail and menu lead to a link, a click or a page to print")
        if self.detail and self.menu:
            raise ValueError("name one of detail and menu")
        return self


class Move(Part):
    """One step on the way to a list."""

    click: Alternatives | None = None
    goto: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    choose: Alternatives | None = None
    option: Name | None = None

    @model_validator(mode="after")
    def _one_move(self) -> Move:
        if sum(move is not None for move in (self.click, self.goto, self.choose)) != 1:
            raise ValueError("name one of click, goto and choose")
        if (self.choose is None) != (self.option is None):
            raise ValueError("choose and option belong together")
        return self


FileKind = Literal["pdf", "xml", "csv", "xlsx", "zip"]


class DocumentList(Part):
    """One list of documents."""

    name: Name
    kind: DocumentKind = DocumentKind.INVOICE
    open: tuple[Move, ...] = ()
    frames: Annotated[tuple[Alternatives, ...], Field(max_length=4)] = ()
    rows: Alternatives | None = None
    skip: Alternatives | None = None
    json_twin: JsonTwin | None = Field(default=None, alias="json")
    columns: Columns
    kinds: Mapping[Name, DocumentKind] | None = None
    counter: Counter | None = None
    empty: Alternatives | None = None
    periods: Periods | None = None
    span: Span | None = None
    pages: Pages | None = None
    document: Getter
    accept: tuple[FileKind, ...] = ("pdf", "xml")

    @model_validator(mode="after")
    def _readable(self) -> DocumentList:
        if (self.rows is None) == (self.json_twin is None):
            raise ValueError("name one of rows and json")
        if (self.columns.kind is None) != (self.kinds is None):
            raise ValueError("a column of kinds and their names (kinds) belong together")
        for name, column in self.columns.named().items():
            if (column.json_path is not None) != (self.json_twin is not None):
                raise ValueError(f"column {name} and the list must both be read from json, or not")
        if self.periods is not None and self.span is not None:
            raise ValueError("name one of periods and span")
        if self.document.together is not None and self.columns.number is None:
            raise ValueError("files that come together are told apart by the column number")
        return self

    @model_validator(mode="after")
    def _deliverable(self) -> DocumentList:
        told = self.document.url or self.document.address or self.document.only_listed
        if self.json_twin is not None and not told:
            raise ValueError("rows read from json get their file by document: url or address")
        if self.json_twin is None and self.document.address:
            raise ValueError("an address stands in rows that are read from json")
        return self
