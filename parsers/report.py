"""The JSON of `billhook parse` and `billhook validate`.

Amounts stand as the document states them, which is what EN 16931 asks of a credit note too: its
totals are positive and its type says that they are owed to us. What we owe, signed, is
`Reading.money`.
"""

from __future__ import annotations

from typing import Any

from model.documents import Box, Line, Reading
from parsers.hints import Validation
from parsers.safety.wire import encode
from parsers.wording.amounts import canonical


def of_reading(file: str, reading: Reading) -> dict[str, Any]:
    """One line of `billhook parse`."""
    report: dict[str, Any] = {
        "file": file,
        "kind": reading.kind.value,
        "format": reading.format.value,
        "state": reading.state.value,
        "detail": reading.detail,
        "fields": {name: one.value for name, one in reading.fields.items()},
        "lines": [_of_line(line) for line in reading.lines],
        "tax_rows": [encode(row) for row in reading.tax_rows],
        "evidence": {
            name: {
                "page": one.evidence.page,
                "box": _corners(one.evidence.box),
                "place": one.evidence.place,
                "source": one.evidence.source.value,
                "score": one.evidence.score,
                "why": one.evidence.why,
            }
            for name, one in reading.fields.items()
        },
        "checks": [encode(check) for check in reading.checks],
        "accept": reading.accept,
        "pages": reading.pages,
    }
    if reading.statement:
        report["statement"] = encode(reading.statement)
    if reading.further:
        report["further_statements"] = encode(reading.further)
    return report


def of_validation(file: str, validation: Validation) -> dict[str, Any]:
    """One line of `billhook validate`."""
    return {"file": file, **encode(validation)}


def _corners(box: Box | None) -> list[float] | None:
    """A box as x, y, width, height in points from the page's top left."""
    return None if box is None else [box.x, box.y, box.w, box.h]


def _of_line(line: Line) -> dict[str, Any]:
    """A line without its place, its numbers written as the amounts of the fields are."""
    written = encode(line)
    for name in ("quantity", "unit_price", "total", "tax_rate"):
        value = getattr(line, name)
        written[name] = None if value is None else canonical(value)
    return {name: value for name, value in written.items() if name not in {"page", "box"}}
