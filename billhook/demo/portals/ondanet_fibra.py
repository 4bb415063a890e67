"""Ondanet Fibra (es): the broadband's "Área de clientes", a dark page with folded months.

- Sign-in `/login`: fields `documento` (NIF/NIE/CIF), `password`, button "Acceder". Wrong: "Los
  datos introducidos no son correctos."; locked: "Tu acceso está bloqueado temporalmente."
- Home `/area`; list `/area/recibos`: `details.mes` with `summary` "octubre 2026 · 108,66 €", in it
  `dl` (Número de factura, Fecha de emisión, Fecha de vencimiento, Total) and a link "Ver factura"
  (`target=_blank`) to `/area/recibos/ver/SERIAL`, which shows the PDF in the browser (inline).
  SERIAL is the number's last part. Counter: `p.count` "Total de recibos: 4". Empty: "Sin recibos".
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from billhook.demo.portals.pages import Look
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.shapes import Document


class OndanetFibra(Portal):
    """The broadband portal of Ondanet."""

    door = Door(
        path="/login",
        home="/area",
        title="Área de clientes",
        user=Entry("documento", "NIF, NIE o CIF"),
        key=Entry("password", "Contraseña"),
        button="Acceder",
        wrong="Los datos introducidos no son correctos.",
        locked="Tu acceso está bloqueado temporalmente.",
        maintenance="Área de clientes no disponible por mantenimiento.",
    )
    look = Look(
        accent="#1b7f4b",
        bar="#0d2b1d",
        paper="#f0f5f2",
        face="'Trebuchet MS', Verdana, sans-serif",
        rounding="10px",
        css=".mes{background:#fff;border-left:5px solid #1b7f4b;margin:.6rem 0;"
        "padding:.8rem 1.2rem}"
        ".mes summary{cursor:pointer;font-weight:700}.mes dl{display:grid;"
        "grid-template-columns:12rem 1fr;margin:.8rem 0}.mes dd{margin:0}",
    )
    menu = (("Mi fibra", "/area"), ("Recibos", "/area/recibos"), ("Salir", "/logout"))

    def rooms(self) -> list[Route]:
        """Home, the list and the viewer."""
        return [
            Route("/area", self.guarded(self.home)),
            Route("/area/recibos", self.guarded(self.bills)),
            Route("/area/recibos/ver/{serial}", self.guarded(self.bill)),
        ]

    async def home(self, _request: Request) -> Response:
        """The first page."""
        body = '<h1>1 Gb/s, línea activa</h1><p><a href="/area/recibos">Ver recibos</a></p>'
        return HTMLResponse(self.page("Mi fibra", body, here="/area"))

    async def bills(self, _request: Request) -> Response:
        """The list, a month a fold, the newest open."""
        documents = self.desk.documents
        folds = "".join(
            self._fold(document, is_open=index == 0) for index, document in enumerate(documents)
        )
        body = f'<h1>Recibos</h1>{folds}<p class="count">Total de recibos: {len(documents)}</p>'
        if not documents:
            body += '<p class="empty">Sin recibos</p>'
        return self.list_page("Recibos", body, "/area/recibos")

    async def bill(self, request: Request) -> Response:
        """The file of one bill, to be looked at."""
        wanted = request.path_params["serial"]
        found = (one for one in self.desk.documents if _serial(one) == wanted)
        return await self.hand_out(next(found, None), inline=True)

    def _fold(self, document: Document, *, is_open: bool) -> str:
        link = f"/area/recibos/ver/{_serial(document)}"
        return (
            f'<details class="mes"{" open" if is_open else ""}>'
            f"<summary>{document.period} · {self.amount(document)}</summary><dl>"
            f"<dt>Número de factura</dt><dd>{document.number}</dd>"
            f"<dt>Fecha de emisión</dt><dd>{self.day(document)}</dd>"
            f"<dt>Fecha de vencimiento</dt><dd>{self.due(document)}</dd>"
            f"<dt>Total</dt><dd>{self.amount(document)}</dd></dl>"
            f'<a href="{link}" target="_blank">Ver factura</a></details>'
        )


def _serial(document: Document) -> str:
    return document.number.rsplit("/", 1)[-1]
