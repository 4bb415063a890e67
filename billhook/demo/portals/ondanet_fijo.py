"""Ondanet Fijo (es): the landline's "oficina virtual", a site of twenty years ago.

- Sign-in `/acceso.asp`: fields `usuario`, `clave`, button "Entrar". Wrong: "Usuario o clave
  incorrectos."; locked: "Acceso bloqueado por seguridad. Llame al 1004."
- Home `/inicio.asp`; list `/facturas.asp`: a layout table, inside it `table.datos` with a head row
  and `tr.fila` rows: Factura, Fecha, Vencimiento, Importe, link "Ver PDF" to
  `/factura.asp?num=NUMBER`. Counter: `td.pie` "Facturas encontradas: 4". Empty: "No hay facturas".
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from billhook.demo.portals.pages import Look, row
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.shapes import Document


class OndanetFijo(Portal):
    """The landline portal of Ondanet."""

    door = Door(
        path="/acceso.asp",
        home="/inicio.asp",
        title="Acceso clientes",
        user=Entry("usuario", "Nº de cliente (sin guiones)"),
        key=Entry("clave", "Clave de acceso"),
        button="Entrar",
        wrong="Usuario o clave incorrectos.",
        locked="Acceso bloqueado por seguridad. Llame al 1004.",
        sign_out="/salir.asp",
        maintenance="Oficina virtual en mantenimiento. Disculpe las molestias.",
    )
    look = Look(
        accent="#b3261e",
        bar="#b3261e",
        paper="#ffffff",
        face="Verdana, Geneva, sans-serif",
        rounding="0",
        css="body{font-size:12px}.marco{border:2px groove #ccc;width:100%}"
        ".marco>tbody>tr>td{vertical-align:top;padding:12px}.lado{width:11rem;background:#f4e4e3}"
        ".datos th{background:#b3261e;color:#fff}.datos td{border:1px solid #ccc}.pie{color:#555}",
    )
    menu = (("Inicio", "/inicio.asp"), ("Facturas", "/facturas.asp"), ("Salir", "/salir.asp"))

    def rooms(self) -> list[Route]:
        """Home, the list and its files."""
        return [
            Route("/inicio.asp", self.guarded(self.home)),
            Route("/facturas.asp", self.guarded(self.bills)),
            Route("/factura.asp", self.guarded(self.bill)),
        ]

    async def home(self, _request: Request) -> Response:
        """The first page."""
        text = '<p>Bienvenido. Consulte sus <a href="/facturas.asp">facturas</a>.</p>'
        return HTMLResponse(self.page("Inicio", self._framed(text), here="/inicio.asp"))

    async def bills(self, _request: Request) -> Response:
        """The list."""
        rows = "".join(self._row(document) for document in self.desk.documents)
        head = row(("Factura", "Fecha", "Vencimiento", ">Importe", "Documento"), "th")
        count = len(self.desk.documents)
        none = '<tr><td colspan="5">No hay facturas</td></tr>' if not count else ""
        table = (
            f'<table class="datos">{head}{rows}{none}'
            f'<tr><td class="pie" colspan="5">Facturas encontradas: {count}</td></tr></table>'
        )
        return self.list_page("Facturas", self._framed(table), "/facturas.asp")

    async def bill(self, request: Request) -> Response:
        """The file of one bill."""
        return await self.hand_out(self.desk.find(request.query_params.get("num", "")))

    def _row(self, document: Document) -> str:
        link = escape("/factura.asp?" + urlencode({"num": document.number}))
        cells = (
            document.number,
            self.day(document),
            self.due(document),
            f">{self.amount(document)}",
            f'<a href="{link}">Ver PDF</a>',
        )
        return row(cells, kind="fila")

    def _framed(self, inner: str) -> str:
        account = self.desk.facts.account
        return (
            f'<table class="marco"><tr><td class="lado"><b>Cliente</b><br>{account}</td>'
            f"<td>{inner}</td></tr></table>"
        )
