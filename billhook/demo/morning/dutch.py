"""The Dutch mails: two notices and a shipment."""

from __future__ import annotations

from billhook.demo.notices import Mail, due, find, gross, issued
from billhook.demo.shapes import World


def mails(world: World) -> tuple[Mail, ...]:
    """Van der Meer."""
    notices = [
        Mail(
            key=f"vandermeer-{tail}",
            batch=batch,
            minute=minute,
            sender="Van der Meer Logistiek <facturatie@vandermeer-logistiek.example>",
            subject=f"Uw factuur {bill.number} staat klaar",
            language="nl",
            mail_class="invoice_available",
            paragraphs=(
                "Geachte heer, mevrouw,",
                (
                    f"Uw factuur {bill.number} van {issued(world, bill)} staat voor u klaar in"
                    " Mijn Van der Meer. Na het inloggen kunt u de factuur downloaden."
                ),
                "Met vriendelijke groet,\nVan der Meer Logistiek B.V.",
            ),
            facts=(
                ("Factuurnummer", bill.number),
                ("Debiteurnummer", bill.account),
                ("Bedrag", gross(world, bill)),
                ("Vervaldatum", due(world, bill)),
            ),
            button="Naar mijn facturen",
            portal="vandermeer",
            path="/facturen",
        )
        for tail, batch, minute, bill in (
            ("0432", 1, 26, find(world.documents, "0432")),
            ("0451", 4, 92, find(world.documents, "0451")),
        )
    ]
    shipping = Mail(
        key="vandermeer-shipping",
        batch=5,
        minute=112,
        sender="Van der Meer Logistiek <planning@vandermeer-logistiek.example>",
        subject="Zending Z-77120 is onderweg",
        language="nl",
        mail_class="shipping",
        paragraphs=(
            "Geachte heer, mevrouw,",
            (
                "Uw zending Z-77120 is vanochtend geladen in Rotterdam en wordt morgen tussen"
                " 8.00 en 12.00 uur in Cambridge afgeleverd."
            ),
            "Met vriendelijke groet,\nPlanning Van der Meer",
        ),
    )
    return (*notices, shipping)
