"""Setting up the demo company, and finding it as it was left."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from billhook.demo.setup import set_up
from billhook.demo.shapes import World
from billhook.demo.world import build
from billhook.wiring import opened_store
from model.suppliers import PortalState
from storage import suppliers

REFUSED = "The portal refused the password."
OTHER_IBAN = "NL91ABNA0417164300"


def _peers(world: World, port: int) -> dict[str, Any]:
    """What the outside world says of itself, as `peers.json` does."""
    portals = {
        facts.slug: {
            "brand": facts.slug.title(),
            "url": f"http://127.0.0.1:{port}",
            "username": "ap",
            "password": "right",
            "customer_number": facts.account,
        }
        for facts in world.portals
    }
    return {
        "portals": portals,
        "imap": {"host": "127.0.0.1", "port": port, "user": "ap", "password": "right"},
        "approval": {
            "url": f"http://127.0.0.1:{port}",
            "address": "approval@aldermoor.example",
            "webhook_secret": "secret",
            "token": "token",
        },
        "smtp": {"host": "127.0.0.1", "port": port},
    }


def test_a_second_start_remembers_what_was_refused_and_what_was_confirmed(tmp_path: Path) -> None:
    world = build(date(2026, 11, 2))
    settings = set_up(tmp_path, world, _peers(world, 8001))
    slug, seller = world.portals[0].slug, world.sellers[0].slug
    with opened_store(settings) as store, store.begin() as tx:
        suppliers.pause_portal(tx, slug, REFUSED)
        suppliers.confirm_iban(tx, seller, OTHER_IBAN)
    set_up(tmp_path, world, _peers(world, 8002))
    with opened_store(settings) as store, store.read() as tx:
        portal = suppliers.portal(tx, slug)
        assert OTHER_IBAN in suppliers.get(tx, seller).ibans
    assert (portal.state, portal.paused_because) == (PortalState.PAUSED, REFUSED)
    assert portal.start_url == "http://127.0.0.1:8002"
