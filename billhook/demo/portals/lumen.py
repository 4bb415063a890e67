"""Lumen Cloud (fr): a single-page application that keeps its session token in memory.

- `/` is the application; its views are `#/connexion`, `#/factures`, `#/compte`. A reload signs out.
- Sign-in form `#connexion`: fields `email`, `password`, button "Se connecter". Wrong: "Adresse
  e-mail ou mot de passe incorrect."; locked: "Compte bloqué, contactez le support."
- It posts JSON `{email, password}` to `/api/session` and gets `{token}` (401 and `{error}` else).
- `GET /api/invoices?offset=N` with `Authorization: Bearer TOKEN` gives `{items: [{id, number, kind,
  issued_on, due_on, period, amount_ttc, currency, status}], total, next}`, five a page.
- List `table#liste`, rows `tr.facture` (Date, Numéro, Période, Échéance, Montant TTC, button
  "Télécharger" which saves the fetched file), counter `p#compteur` "5 sur 9 documents", button
  `#plus` "Afficher plus" until all are shown. Empty: "Aucune facture".
- PDF: `GET /api/invoices/ID/pdf` with the same header.
"""

from __future__ import annotations

import secrets
from importlib.resources import files
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from billhook.demo.portals.desk import Desk
from billhook.demo.portals.pages import Look
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.shapes import Document

PAGE_SIZE: Final = 5

APPLICATION: Final = files(__package__).joinpath("lumen.html").read_text("utf-8")


class Lumen(Portal):
    """The portal of Lumen Cloud."""

    door = Door(
        path="/",
        home="/#/factures",
        title="Connexion",
        user=Entry("email", "Adresse e-mail"),
        key=Entry("password", "Mot de passe"),
        button="Se connecter",
        wrong="Adresse e-mail ou mot de passe incorrect.",
        locked="Compte bloqué, contactez le support.",
        maintenance="Maintenance en cours : le service sera rétabli sous peu.",
    )
    look = Look(accent="#5b3df5", bar="#ffffff", bar_ink="#2a2350", rounding="12px")
    menu = (("Factures", "#/factures"), ("Compte", "#/compte"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tokens: set[str] = set()

    def doors(self) -> list[Route]:
        """The session of the interface."""
        return [Route("/api/session", self.open_session, methods=["POST"])]

    def rooms(self) -> list[Route]:
        """The list and the files of the interface."""
        return [
            Route("/api/invoices", self.invoices),
            Route("/api/invoices/{id}/pdf", self.invoice),
        ]

    async def entrance(self, _request: Request) -> Response:
        """The application; it asks for a sign-in itself."""
        return HTMLResponse(self.page("Espace client", APPLICATION))

    async def open_session(self, request: Request) -> Response:
        """A token for the right credential."""
        sent: dict[str, Any] = await request.json()
        if not self.desk.opens(str(sent.get("email", "")), str(sent.get("password", ""))):
            error = self.door.locked if self.desk.locked else self.door.wrong
            return JSONResponse({"error": error}, status_code=401)
        self.desk.log.sign_ins += 1
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        return JSONResponse({"token": token})

    async def invoices(self, request: Request) -> Response:
        """Five documents from an offset on."""
        if not self._known(request):
            return JSONResponse({"error": "session expirée"}, status_code=401)
        self.desk.log.list_views += 1
        offset = int(request.query_params.get("offset", "0"))
        documents = self.desk.documents
        end = offset + PAGE_SIZE
        items = [self._listed(document) for document in documents[offset:end]]
        following = end if end < len(documents) else None
        return JSONResponse({"items": items, "total": len(documents), "next": following})

    async def invoice(self, request: Request) -> Response:
        """The file of one document."""
        if not self._known(request):
            return JSONResponse({"error": "session expirée"}, status_code=401)
        wanted = request.path_params["id"]
        found = (document for document in self.desk.documents if _id(document) == wanted)
        return await self.hand_out(next(found, None))

    def _known(self, request: Request) -> bool:
        return request.headers.get("authorization", "").removeprefix("Bearer ") in self._tokens

    @staticmethod
    def _listed(document: Document) -> dict[str, str | None]:
        return {
            "id": _id(document),
            "number": document.number,
            "kind": document.kind.value,
            "issued_on": document.issued.isoformat(),
            "due_on": document.due.isoformat() if document.due else None,
            "period": document.period,
            "amount_ttc": str(document.gross),
            "currency": document.currency,
            "status": "payée" if document.booked else "à payer",
        }


def _id(document: Document) -> str:
    return document.number.lower().replace("-", "")
