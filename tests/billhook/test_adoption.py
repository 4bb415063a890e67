"""`billhook portals adoption`: how far each supplier is taken over, by command."""

from __future__ import annotations

from datetime import date

from tests.billhook.conftest import Billhook

NOTHING = {"sign_ins": 0, "downloads": 0, "minutes": 0}


def _connect(billhook: Billhook) -> None:
    billhook("connect", "supplier", "Nordwind")
    billhook("connect", "supplier", "Kestrel")
    billhook(
        *("connect", "portal", "Nordwind", "--supplier", "Nordwind", "--credential", "nw"),
        *("--url", "https://p.nw.example/login"),
    )


def test_every_supplier_is_told_with_what_holds_it_back(billhook: Billhook) -> None:
    _connect(billhook)
    billhook("rules", "set", "minutes_per_sign_in", "2.5")
    said = billhook("portals", "adoption", "--json").json()
    assert date.fromisoformat(f"{said['month']}-01")
    assert said["estimate"] == {"minutes_per_sign_in": 2.5, "minutes_per_download": 1}
    assert said["stages"] == {
        "known": 1,
        "registered": 1,
        "connected": 0,
        "automatic": 0,
        "hands_free": 0,
    }
    assert {name: said[name] for name in NOTHING} == NOTHING
    kestrel, nordwind = said["suppliers"]
    assert (kestrel["name"], kestrel["stage"], kestrel["portals"]) == ("Kestrel", "known", [])
    (portal,) = nordwind["portals"]
    assert (portal["name"], portal["stage"], portal["key"]) == ("Nordwind", "registered", "r")
    assert portal["held_back"] == "It was not visited yet; visit it now."
    same = {name: nordwind[name] for name in portal if name != "id"}
    assert portal == {"id": portal["id"], **same}


def test_it_reads_as_a_line_a_supplier_and_one_for_all(billhook: Billhook) -> None:
    _connect(billhook)
    assert billhook("portals", "adoption").out.splitlines() == [
        "Kestrel: known. It has no portal here; connect it with: billhook connect portal.",
        "Nordwind: registered. It was not visited yet; visit it now.",
        "0 of 2 suppliers hands-free, 0 min saved this month.",
    ]
