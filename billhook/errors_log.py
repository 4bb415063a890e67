"""What nobody foresaw: written where a developer finds it, without a value of it."""

from __future__ import annotations

import traceback
from pathlib import Path


def log_unexpected(error: BaseException) -> str:
    """A sentence for the person: what kind of error, and the places in the code it passed.

    Neither the message nor the values of variables are kept: either may hold a secret.
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = " ← ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-4:]))
    return f"Something unforeseen happened ({type(error).__name__} at {where}). Nothing was lost."
