"""`billhook portals adoption`: how far each supplier is taken over, and what that saves."""

from __future__ import annotations

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.wiring import opened_store
from model.adoption import Adoption, AdoptionReport, Savings, SupplierAdoption
from pipeline.portals import adoption as adopting


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def adoption(*, data: str | None, as_json: bool) -> None:
    """Show how far each supplier is adopted, what holds it back, and what it saved this month.

    Minutes are estimated by the rules minutes_per_sign_in and minutes_per_download.

    Example: billhook portals adoption --json
    """
    with opened_store(settings_of(data)) as store, store.read() as tx:
        found = adopting.report(tx)
    if as_json:
        show_json(_said(found))
        return
    for one in found.suppliers:
        click.echo(_line(one))
    click.echo(f"{found.summary}.")


def _line(one: SupplierAdoption) -> str:
    adoption = one.adoption
    saved = f", {adoption.savings.time} saved" if adoption.savings.minutes else ""
    held_back = f". {adoption.held_back}" if adoption.held_back else ""
    return f"{one.name}: {adoption.stage.words}{saved}{held_back}"


def _said(found: AdoptionReport) -> dict[str, object]:
    return {
        "month": f"{found.month:%Y-%m}",
        "estimate": {
            "minutes_per_sign_in": float(found.effort.sign_in),
            "minutes_per_download": float(found.effort.download),
        },
        "stages": {stage.value: count for stage, count in found.stages.items()},
        **_saved(found.savings),
        "suppliers": [
            {
                "id": one.supplier_id,
                "name": one.name,
                **_adopted(one.adoption),
                "portals": [
                    {"id": portal.portal_id, "name": portal.name, **_adopted(portal.adoption)}
                    for portal in one.portals
                ],
            }
            for one in found.suppliers
        ],
    }


def _adopted(adoption: Adoption) -> dict[str, object]:
    return {
        "stage": adoption.stage.value,
        "held_back": adoption.held_back or None,
        "key": adoption.key or None,
        **_saved(adoption.savings),
    }


def _saved(savings: Savings) -> dict[str, object]:
    return {
        "sign_ins": savings.sign_ins,
        "downloads": savings.downloads,
        "minutes": float(savings.minutes),
    }
