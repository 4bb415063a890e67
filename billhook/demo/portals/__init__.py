"""The suppliers' portals: one module each, on a desk and a shell that they share.

Every portal answers `GET /_peers/log` with what was done to it and `GET` or `POST /_peers/switch`
with its switches, for tests; neither needs a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from billhook.demo.portals.brightline import Brightline
from billhook.demo.portals.harbourlane import HarbourLane
from billhook.demo.portals.kestrel import Kestrel
from billhook.demo.portals.lumen import Lumen
from billhook.demo.portals.nordwind import Nordwind
from billhook.demo.portals.ondanet_fibra import OndanetFibra
from billhook.demo.portals.ondanet_fijo import OndanetFijo
from billhook.demo.portals.ondanet_movil import OndanetMovil
from billhook.demo.portals.sablefinch import SableFinch
from billhook.demo.portals.shell import Portal
from billhook.demo.portals.vandermeer import VanDerMeer

PORTALS: Final[Mapping[str, type[Portal]]] = {
    "nordwind": Nordwind,
    "lumen": Lumen,
    "kestrel": Kestrel,
    "ondanet-fijo": OndanetFijo,
    "ondanet-movil": OndanetMovil,
    "ondanet-fibra": OndanetFibra,
    "vandermeer": VanDerMeer,
    "brightline": Brightline,
    "harbourlane": HarbourLane,
    "sablefinch": SableFinch,
}
