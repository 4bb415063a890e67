"""Ondanet Móvil (es): the mobile service's "Mi cuenta", cards on a light page.

- Sign-in `/entrar`: fields `correo`, `contrasena`, button "Iniciar sesión". Wrong: "El correo o la
  contraseña no son válidos."; locked: "Hemos bloqueado tu cuenta durante 30 minutos."
- Home `/mi-cuenta`; list `/mi-cuenta/facturas`: `div.tarjetas` with `article.factura`, in it `h2`
  "octubre 2026", `p.numero` "Factura NUMBER", `p.fechas` "Emitida el … · Vence el …", `p.total`,
  link "Descargar factura (PDF)" to `/mi-cuenta/facturas/NUMBER.pdf`. Counter: `p.count`
  "Mostrando 4 facturas de 4". Empty: "Todavía no tienes facturas".
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from billhook.demo.portals.pages import Look
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.shapes import Document


class OndanetMovil(Portal):
    """The mobile portal of Ondanet."""

    door = Door(
        path="/entrar",
        home="/mi-cuenta",
        title="Hola de nuevo",
        user=Entry("correo", "Correo electrónico", kind="email"),
        key=Entry("contrasena", "Contraseña"),
        button="Iniciar sesión",
        wrong="El correo o la contraseña no son válidos.",
        locked="Hemos bloqueado tu cuenta durante 30 minutos.",
        sign_out="/cerrar-sesion",
        maintenance="Estamos mejorando Mi cuenta. Vuelve en un rato.",
    )
    look = Look(
        accent="#0b6bcb",
        bar="#ffffff",
        bar_ink="#0b6bcb",
        paper="#eaf3fb",
        rounding="18px",
        css=".tarjetas{display:grid;grid-template-columns:1fr 1fr;gap:1rem}"
        ".factura{background:#fff;border-radius:18px;padding:1.25rem}.factura h2{margin:0;"
        "font-size:1.1rem}.total{font-size:1.5rem;font-weight:700;color:#0b6bcb;margin:.3rem 0}",
    )
    menu = (
        ("Resumen", "/mi-cuenta"),
        ("Mis facturas", "/mi-cuenta/facturas"),
        ("Cerrar sesión", "/cerrar-sesion"),
    )

    def rooms(self) -> list[Route]:
        """Summary, the list and its files."""
        return [
            Route("/mi-cuenta", self.guarded(self.summary)),
            Route("/mi-cuenta/facturas", self.guarded(self.bills)),
            Route("/mi-cuenta/facturas/{number}.pdf", self.guarded(self.bill)),
        ]

    async def summary(self, _request: Request) -> Response:
        """The first page."""
        body = (
            "<h1>18 líneas, todo en orden</h1>"
            '<p><a class="button" href="/mi-cuenta/facturas">Ver mis facturas</a></p>'
        )
        return HTMLResponse(self.page("Resumen", body, here="/mi-cuenta"))

    async def bills(self, _request: Request) -> Response:
        """The list."""
        documents = self.desk.documents
        count = len(documents)
        cards = "".join(self._card(document) for document in documents)
        body = (
            f'<h1>Mis facturas</h1><p class="count">Mostrando {count} facturas de {count}</p>'
            f'<div class="tarjetas">{cards}</div>'
        )
        if not documents:
            body += '<p class="empty">Todavía no tienes facturas</p>'
        return self.list_page("Mis facturas", body, "/mi-cuenta/facturas")

    async def bill(self, request: Request) -> Response:
        """The file of one bill."""
        return await self.hand_out(self.desk.find(request.path_params["number"]))

    def _card(self, document: Document) -> str:
        link = f"/mi-cuenta/facturas/{document.number}.pdf"
        return (
            f'<article class="factura"><h2>{document.period}</h2>'
            f'<p class="numero">Factura {document.number}</p>'
            f'<p class="fechas">Emitida el {self.day(document)} · Vence el {self.due(document)}</p>'
            f'<p class="total">{self.amount(document)}</p>'
            f'<a href="{link}">Descargar factura (PDF)</a></article>'
        )
