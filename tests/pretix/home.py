"""pretix on this machine: an environment and a sold-out shop, made once and kept in the cache.

pretix is a ticket shop under the AGPL-3.0 that nobody of this project wrote; here it is a portal to
visit. It has an environment of its own (never Billhook's), runs as a process of its own, and is
spoken to by HTTP alone: nothing of it is imported, changed, or kept in this repository.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.applications import installed, run
from tests.pretix import shop
from tests.pretix.stand import config, serve

HERE = Path(__file__).parent
LOCK = HERE / "pretix.lock"
ROWS = HERE / "shop.json"


def shop_folder() -> tuple[Path, Path]:
    """The Python that has pretix, and the data folder of the shop: made where they are missing."""
    return installed("pretix", LOCK, ROWS, Path(shop.__file__), make=_sell_out)


def _sell_out(python: Path, data: Path) -> None:
    """Nothing comes back: the folder is that of a shop with customers, orders and invoices."""
    _migrate(python, data)
    with serve(python, data) as stand:
        shop.sell(stand.origin)
    shop.backdate(data / "db.sqlite3")
    with serve(python, data) as stand:
        shop.print_invoices(stand.origin)


def _migrate(python: Path, data: Path) -> None:
    """Nothing comes back: the tables and the first rows stand.

    The tables are made from pretix's models, as its own tests do it, in place of some six hundred
    migrations one after another: seconds instead of minutes.
    """
    settings = {**os.environ, "PRETIX_CONFIG_FILE": str(config(data, "http://127.0.0.1"))}
    tests = {**settings, "DJANGO_SETTINGS_MODULE": "pretix.testutils.settings"}
    run(python, "-m", "pretix", "migrate", "--run-syncdb", "-v", "0", env=tests)
    run(python, "-m", "pretix", "loaddata", "-v", "0", ROWS, env=settings)
