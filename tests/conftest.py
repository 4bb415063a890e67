"""What every test may ask for, and what no run may hide."""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import expect

# how long one example takes says only how busy the machine is
settings.register_profile("billhook", deadline=None)
settings.load_profile("billhook")
# and so does how long a page takes to show what it must
expect.set_options(timeout=60_000)

_LONG = frozenset({"crash", "e2e", "tryton", "pretix"})
_WHOLE_APPLICATION = "stranger"  # the fixture, in tests/ui
_PLUGINS = ("postgres", "dovecot")
pytest_plugins = [
    f"tests.{name}" for name in _PLUGINS if Path(__file__).with_name(f"{name}.py").exists()
]


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


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_itemcollected(item: pytest.Item) -> None:
    """What starts the whole web application is left out of the quick tests."""
    if _WHOLE_APPLICATION in getattr(item, "fixturenames", ()):
        item.add_marker("slow")


@pytest.hookimpl(trylast=True)  # after the order has been drawn by lot
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes go first, then those of many tests.

    Begun last, one of them keeps the other worker waiting. pytest-xdist's own order goes by the
    number of tests alone, and begins those of minutes at the end: `./test` switches it off.
    """
    tests = Counter(item.path for item in items)

    def place(item: pytest.Item) -> tuple[bool, int, Path]:
        return item.path.parent.name not in _LONG, -tests[item.path], item.path

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What was collected stays to the end, so the garbage collector need not look at it again.

    NiceGUI's tests collect twice each: .5 s a time over six thousand collected tests.
    """
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI everything that a test needs is installed: a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and not exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
