"""Portals whose files are got in one way or another, and some whose files are none."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.portals.farm.paging import Plain
from tests.portals.farm.site import page
from tests.portals.sites import Doc, html

PDF = "application/pdf"


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


class Clicked(Plain):
    """A button that starts a download by script."""

    def way(self, doc: Doc) -> str:
        say = self.tongue.download
        return f"<button onclick=\"location='/file/{doc.number}'\">{say}</button>"


class Popup(Plain):
    """A button that opens the file in a tab of its own."""

    def way(self, doc: Doc) -> str:
        return (
            f"<button onclick=\"window.open('/file/{doc.number}')\">{self.tongue.download}</button>"
        )

    def hand_out(self, doc: Doc) -> Response:
        return Response(doc.pdf, media_type=PDF)


class Blobs(Plain):
    """A button whose script fetches the file as base64 and hands it out as a blob."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/b64/{number}", self.guarded(self.encoded))]

    async def encoded(self, request: Request) -> Response:
        """A file as the script gets it."""
        told = base64.b64encode(self.doc(request.path_params["number"]).pdf)
        return Response(told, media_type="text/plain")

    def way(self, doc: Doc) -> str:
        return f"<button onclick=\"hand('{doc.number}')\">{self.tongue.download}</button>"

    def turns(self, _number: int) -> str:
        return (
            "<script>async function hand(number) {"
            " const told = atob(await (await fetch('/b64/' + number)).text());"
            " const bytes = Uint8Array.from(told, one => one.charCodeAt(0));"
            " const link = document.createElement('a'); link.download = number + '.pdf';"
            " link.href = URL.createObjectURL(new Blob([bytes], {type: 'application/pdf'}));"
            " link.click(); }</script>"
        )


class BlobLinks(Blobs):
    """Links to blobs that the page made beforehand."""

    def way(self, doc: Doc) -> str:
        return f"<a class=pdf data-number='{doc.number}' href='#'>PDF</a>"

    def turns(self, _number: int) -> str:
        return (
            "<script>for (const link of document.querySelectorAll('a.pdf'))"
            " fetch('/b64/' + link.dataset.number).then(one => one.text()).then(told => {"
            "  const bytes = Uint8Array.from(atob(told), one => one.charCodeAt(0));"
            "  link.href = URL.createObjectURL(new Blob([bytes])); });</script>"
        )


class Posting(Plain):
    """A form for each row, which posts and opens a tab."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/get", self.guarded(self.posted), methods=["POST"])]

    async def posted(self, request: Request) -> Response:
        """The file that was asked for."""
        number = parse_qs((await request.body()).decode())["number"][0]
        return self.hand_out(self.doc(number))

    def way(self, doc: Doc) -> str:
        return (
            "<form method=post action=/get target=_blank>"
            f"<input type=hidden name=number value='{doc.number}'>"
            f"<button>{self.tongue.download}</button></form>"
        )


class Printed(Plain):
    """Invoices that are web pages; one row leads to its order instead, one shows another sum."""

    prints = True

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/show/{number}", self.guarded(self.shown))]

    def way(self, doc: Doc) -> str:
        return f"<a class=open href='/show/{doc.number}'>…</a>"

    async def shown(self, request: Request) -> Response:
        """The page of a row."""
        doc, say = self.doc(request.path_params["number"]), self.tongue
        amount = say.money("99.00" if doc.number == "INV-1006" else doc.amount)
        told = f"<h1>{say.kind(doc.kind)} {doc.number}</h1><p>{say.total}: {amount}</p>"
        if doc.number == "INV-1005":
            told = (
                f"<h1>Ordine {doc.number}</h1><p>Indirizzo di fattura: Porto 1</p><p>{amount}</p>"
            )
        return page(say, f"<main><article>{told}</article></main>")


class Menus(Plain):
    """A menu for each row, which is put at the end of the page when it is opened."""

    def way(self, doc: Doc) -> str:
        return f"<button class=dots onclick=\"menu('{doc.number}')\">⋮</button>"

    def turns(self, _number: int) -> str:
        return (
            "<script>function menu(number) { close_(); const box = document.createElement('div');"
            " box.id = 'menu'; box.innerHTML = '<a role=menuitem href=\"/pay\">Zapłać</a> ' +"
            f" '<a role=menuitem href=\"/file/' + number + '\">{self.tongue.download}</a>';"
            " document.body.append(box); }"
            "function close_() {"
            " const old = document.querySelector('#menu'); if (old) old.remove(); }"
            "document.addEventListener('keydown', e => { if (e.key === 'Escape') close_(); });"
            "</script>"
        )


class Detailed(Plain):
    """A page for each row, opened by script, with the link on it."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/show/{number}", self.guarded(self.shown))]

    def way(self, doc: Doc) -> str:
        return f"<button class=open onclick=\"location='/show/{doc.number}'\">…</button>"

    async def shown(self, request: Request) -> Response:
        """The page of a row."""
        number = request.path_params["number"]
        return self.frame(f"<h1>{number}</h1><a class=get href='/file/{number}'>PDF</a>")


class ZippedRows(Plain):
    """Each file comes in an archive, one of them within another archive, with a note beside it."""

    def hand_out(self, doc: Doc) -> Response:
        inner = {f"{doc.number}.pdf": doc.pdf, "readme.txt": b"thank you"}
        if doc.number == "INV-1003":
            inner = {"inner.zip": zipped(inner)}
        return Response(zipped(inner), media_type="application/zip")


class Bombs(Plain):
    """Archives that nobody should open: one unpacks to far too much, one names files elsewhere."""

    def hand_out(self, doc: Doc) -> Response:
        files = {f"{doc.number}.pdf": doc.pdf}
        if doc.number == "INV-1001":
            files = {"bomb.pdf": b"%PDF-" + b"\0" * 300_000_000}
        if doc.number == "INV-1002":
            files = {"../../../etc/cron.d/INV-1002.pdf": doc.pdf}
        return Response(zipped(files), media_type="application/zip")


class Together(Plain):
    """A box for each row and one for all; a button brings the ticked ones in an archive."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/zip", self.guarded(self.archive), methods=["GET"])]

    def way(self, doc: Doc) -> str:
        return f"<input type=checkbox class=one name=n value='{doc.number}'>"

    def table(self, docs: tuple[Doc, ...]) -> str:
        return (
            '<label><input type=checkbox class=all onclick="for (const box of '
            "document.querySelectorAll('.one')) box.checked = this.checked\"> *</label>"
            f"<form action=/zip>{super().table(docs)}<button class=zip>ZIP</button></form>"
        )

    async def archive(self, request: Request) -> Response:
        """The files that were ticked."""
        numbers = request.query_params.getlist("n")
        self.log[f"ticked {len(numbers)}"] += 1
        files = {f"farm_{number.replace('-', '')}.pdf": self.doc(number).pdf for number in numbers}
        return Response(zipped(files), media_type="application/zip")


class LackingTogether(Together):
    """The archive lacks one of the files that were ticked."""

    async def archive(self, _request: Request) -> Response:
        kept = {doc.number: doc.pdf for doc in self.docs if doc.number != "INV-1004"}
        return Response(
            zipped({f"{one}.pdf": kept[one] for one in kept}), media_type="application/zip"
        )


class Structured(Plain):
    """The files are XML."""

    def hand_out(self, doc: Doc) -> Response:
        told = f"<?xml version='1.0'?><Invoice><ID>{doc.number}</ID></Invoice>"
        return Response(told, media_type="text/html")


class Sheets(Plain):
    """The files are tables of text."""

    def hand_out(self, doc: Doc) -> Response:
        return Response(f"Date;Number\n{doc.day};{doc.number}\n", media_type="text/plain")


class Pages(Plain):
    """One file is an error page with a file's name, one is empty, one leads elsewhere."""

    foreign = "https://elsewhere.example"

    def hand_out(self, doc: Doc) -> Response:
        named = {"content-disposition": f'attachment; filename="{doc.number}.pdf"'}
        if doc.number == "INV-1002":
            return Response("<html><h1>Error</h1>", media_type=PDF, headers=named)
        if doc.number == "INV-1003":
            return Response(b"", media_type=PDF, headers=named)
        if doc.number == "INV-1004":
            return RedirectResponse(f"{self.foreign}/{doc.number}.pdf", 302)
        return super().hand_out(doc)


class Mislabelled(Plain):
    """The files are PDF, whatever their content type says."""

    def hand_out(self, doc: Doc) -> Response:
        kinds = {"INV-1001": "text/html", "INV-1002": "application/octet-stream", "INV-1003": "x/y"}
        return Response(doc.pdf, media_type=kinds.get(doc.number, "text/plain"))


class Announced(Plain):
    """Two files are announced and not there: one row says so, one answer does."""

    def way(self, doc: Doc) -> str:
        return "<em class=soon>…</em>" if doc.number == "INV-1006" else super().way(doc)

    def hand_out(self, doc: Doc) -> Response:
        if doc.number == "INV-1005":
            return html("We are preparing your file", status=202)
        return super().hand_out(doc)


@dataclass
class Ending(Plain):
    """The session ends after each three files."""

    def hand_out(self, doc: Doc) -> Response:
        if self.log["files"] % 3 == 0:
            self.sessions.clear()
        return super().hand_out(doc)


@dataclass
class EndingOnce(Plain):
    """The session ends after three files, once."""

    def hand_out(self, doc: Doc) -> Response:
        if self.log["files"] == 3:
            self.sessions.clear()
        return super().hand_out(doc)
