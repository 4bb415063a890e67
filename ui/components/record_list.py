"""A virtual list of records, drawn in the browser from blocks that it fetches itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from nicegui.element import Element

from ui.components.parts import toast
from ui.languages import phrase, said_by_name, say
from ui.rows import Row

BLOCK: Final = 100
"""So many records are asked for at once; the same stands in record_list.js."""
MISSING: Final = phrase("What this address points at is not in this list, or not any more.")
_WORDS: Final = {
    "source": phrase("Source"),
    "trouble": phrase("Not connected. Trying again …"),
    "loading": phrase("Loading"),
}


class RecordList(Element, component="record_list.js"):
    """Any number of records, two lines each or, `wide`, as a table.

    It begins at the record `start`, wherever that stands in the list, and says so where it is not
    in it: what is shown then is another one.

    Events: `cursor` {id} when the cursor rests on a record ("" where the list is empty), `open`
    {id} on Enter and double click, `tap` {id} on a click. Where it `chooses`, `choice` {every, ids,
    many} says which records are selected: the `ids`, or with `every` all that fit but those.
    """

    def __init__(
        self,
        url: str,
        label: str,
        *,
        heads: Sequence[str],
        empty: str,
        query: Mapping[str, str],
        wide: bool = False,
        start: str = "",
        chooses: bool = False,
    ) -> None:
        super().__init__()
        self._props.update(
            url=url,
            label=label,
            heads=tuple(heads),
            empty=empty,
            query=dict(query),
            wide=wide,
            start=start,
            words=said_by_name(_WORDS),
            chooses=chooses,
        )
        self.on("missing", lambda: toast(say(MISSING)), args=[])

    @property
    def wide(self) -> bool:
        """Whether the list is a table."""
        return bool(self._props["wide"])

    @wide.setter
    def wide(self, wide: bool) -> None:
        self._props["wide"] = wide
        self.update()

    def explain(self, empty: str) -> None:
        """Say why the list is empty, where it is."""
        if empty != self._props["empty"]:
            self._props["empty"] = empty
            self.update()

    @property
    def query(self) -> dict[str, str]:
        """What the list asks for."""
        return dict(self._props["query"])

    def ask(self, **changes: str) -> None:
        """Ask for other records, from the top."""
        self._props["query"] = self.query | changes
        self.update()
        self.run_method("reload")

    def choose_none(self) -> None:
        """Select nothing any more."""
        self.run_method("clear")

    def leave(self, record_id: str) -> None:
        """Ask again, and go on to the next record where this one is still under the cursor."""
        self.run_method("leave", record_id)

    def patch(
        self, rows: Sequence[Row], changed: Collection[str], fitting: Collection[str]
    ) -> None:
        """Draw records anew where they are shown.

        Of those that `changed`, the `fitting` belong into the list. Only where one came or went
        does the list ask again, soon after.
        """
        self.run_method("patch", list(rows), sorted(changed), sorted(fitting))

    def renew(self) -> None:
        """Ask again soon; what is asked several times in a row is asked once."""
        self.run_method("soon")

    def refresh(self) -> None:
        """Ask again; the record under the cursor stays in its place on the screen."""
        self.run_method("reload", True)
