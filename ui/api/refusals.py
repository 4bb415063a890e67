"""What a form that goes by a request of its own is told where nothing came of it."""

from __future__ import annotations

from typing import Final

from starlette.responses import JSONResponse

from ui.languages import phrase, say

_NOT_UNDERSTOOD: Final = phrase("This was not understood; reload the page.")


def not_understood() -> JSONResponse:
    """The answer to what no form of ours sends."""
    return refused(say(_NOT_UNDERSTOOD))


def refused(words: str, status: int = 400) -> JSONResponse:
    """A refusal with words for the person."""
    return JSONResponse({"error": words}, status)
