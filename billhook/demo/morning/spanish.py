"""The Spanish mails: three notices of one brand."""

from __future__ import annotations

from billhook.demo.notices import Mail, due, find, gross
from billhook.demo.shapes import Document, World


def mails(world: World) -> tuple[Mail, ...]:
    """Ondanet: landline, mobile, broadband."""
    services = (
        ("fijo-invoice", "884464", "Ondanet Fijo", "/facturas.asp", 12),
        ("movil-invoice", "55182405", "Ondanet Móvil", "/mi-cuenta/facturas", 15),
        ("fibra-invoice", "00774", "Ondanet Fibra", "/area/recibos", 18),
    )
    return tuple(
        _ondanet(world, find(world.documents, tail), key=key, brand=brand, path=path, minute=minute)
        for key, tail, brand, path, minute in services
    )


def _ondanet(world: World, bill: Document, *, key: str, brand: str, path: str, minute: int) -> Mail:
    slug = (bill.portal or "").removeprefix("ondanet-")
    return Mail(
        key=key,
        batch=1,
        minute=minute,
        sender=f"{brand} <factura.{slug}@ondanet.example>",
        subject=f"Ya puedes consultar tu factura de {bill.period}",
        language="es",
        mail_class="invoice_available",
        paragraphs=(
            "Hola, Aldermoor Ltd:",
            (
                f"Ya está disponible la factura {bill.number} de tu servicio {brand}. Puedes"
                " verla y descargarla en tu área privada."
            ),
            "Gracias por confiar en Ondanet.",
        ),
        facts=(
            ("Nº de factura", bill.number),
            ("Nº de cliente", bill.account),
            ("Importe total", gross(world, bill)),
            ("Fecha de vencimiento", due(world, bill)),
        ),
        button="Ver mi factura",
        portal=bill.portal or "",
        path=path,
        footer="Este es un mensaje automático. No respondas a este correo.",
    )
