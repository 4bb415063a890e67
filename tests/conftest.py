"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path | None:
    """The folder of development data (invoices, mails, statements with truth), where it is present.

    The project's own fixtures cover the same ground; tests that measure on the larger sets ask for
    this folder and have nothing to do without it. BILLHOOK_SHARED_DATA names it; else it is looked
    for beside the checkout.
    """
    named = os.environ.get("BILLHOOK_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    return folder if folder.is_dir() else None
