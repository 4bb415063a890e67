"""Sites that are no portals for documents: what people's password managers hold besides.

Each is a small web application with a sign-in, pages behind it and things to do there. They speak
several languages; none of them offers a bill or a statement.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.portals.farm.site import FarmSite, page
from tests.portals.farm.tongues import TONGUES

Say = Mapping[str, str]


@dataclass
class Other(FarmSite):
    """A site with a sign-in and pages; `say` are its own words in its language."""

    say: Say = field(default_factory=dict)
    pages: ClassVar[tuple[str, ...]] = ()

    def routes(self) -> list[Route]:
        own = [Route(f"/{name}", self.guarded(getattr(self, name))) for name in self.pages]
        usual = (route for route in super().routes() if route.path not in ("/invoices", "/pay"))
        return [*usual, *own]

    def frame(self, body: str) -> HTMLResponse:
        links = " ".join(f"<a href=/{name}>{self.say.get(name, name)}</a>" for name in self.pages)
        out = f"<a href=/logout>{self.tongue.sign_out}</a>"
        return page(self.tongue, f"<nav><a href=/home>⌂</a> {links} {out}</nav><main>{body}</main>")

    async def home(self, _request: Request) -> Response:
        """The first page behind the sign-in."""
        return self.frame("<h1>⌂</h1>")

    def head(self, name: str) -> str:
        """The heading of a page."""
        return f"<h1>{self.say.get(name, name)}</h1>"

    def day(self, number: int) -> str:
        """A day of this year."""
        return self.tongue.written(f"{number % 27 + 1:02}/0{number % 8 + 1}/2026")


class Store(Other):
    """A web shop for private people: goods, a basket, orders; its bills lie in the parcels."""

    pages: ClassVar = ("goods", "orders", "wishes")

    async def home(self, request: Request) -> Response:
        return await self.goods(request)

    async def goods(self, _request: Request) -> Response:
        """Goods with their prices."""
        offers = "".join(
            f"<article><h3>{self.say['thing']} {n}</h3><b>{self.tongue.money(f'{n}9.90')}</b>"
            f"<form method=post action=/basket><button>{self.say['buy']}</button></form></article>"
            for n in range(1, 9)
        )
        return self.frame(self.head("goods") + offers)

    async def orders(self, _request: Request) -> Response:
        """What was ordered: a number, a day, a state and a sum each."""
        say = self.tongue
        rows = "".join(
            f"<tr><td>{self.day(n)}</td><td>W-{8100 + n}</td><td>{self.say['sent']}</td>"
            f"<td>{say.money(f'{n}4.95')}</td></tr>"
            for n in range(1, 6)
        )
        heads = f"<th>{say.date}</th><th>{self.say['order']}</th><th></th><th>{say.total}</th>"
        table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        return self.frame(self.head("orders") + table)

    async def wishes(self, _request: Request) -> Response:
        """What somebody would like to have."""
        return self.frame(f"{self.head('wishes')}<ul><li>{self.say['thing']} 7</ul>")


class Forum(Other):
    """A forum: threads with days and counts, messages, a profile."""

    pages: ClassVar = ("threads", "messages", "profile")

    async def threads(self, _request: Request) -> Response:
        """The threads."""
        rows = "".join(
            f"<tr><td><a href=/threads?t={n}>{self.say['topic']} {n}</a></td><td>{self.day(n)}"
            f"</td><td>{n * 17}</td></tr>"
            for n in range(1, 13)
        )
        return self.frame(f"{self.head('threads')}<table><tbody>{rows}</tbody></table>")

    async def messages(self, _request: Request) -> Response:
        """Private messages."""
        told = "".join(f"<li><b>user{n}</b> {self.day(n)}: ok!</li>" for n in range(1, 5))
        return self.frame(f"{self.head('messages')}<ul>{told}</ul>")

    async def profile(self, _request: Request) -> Response:
        """Who somebody is."""
        return self.frame(f"{self.head('profile')}<p>ap@aldermoor.example</p>")


class News(Other):
    """A news site: articles with days, a reading list."""

    pages: ClassVar = ("today", "sports", "saved")

    async def today(self, _request: Request) -> Response:
        """The articles of the day."""
        told = "".join(
            f"<article><h2><a href=/story/{n}>{self.say['story']} {n}</a></h2>"
            f"<time>{self.day(n)}</time><p>Lorem ipsum.</p></article>"
            for n in range(1, 8)
        )
        return self.frame(self.head("today") + told)

    async def sports(self, _request: Request) -> Response:
        """Results."""
        rows = "".join(f"<tr><td>{self.day(n)}<td>A - B<td>{n}:1</tr>" for n in range(1, 7))
        return self.frame(f"{self.head('sports')}<table>{rows}</table>")

    async def saved(self, _request: Request) -> Response:
        """What is to be read later."""
        return self.frame(f"{self.head('saved')}<p>-</p>")


class Bank(Other):
    """A bank: movements of an account with days and amounts, and orders to pay."""

    pages: ClassVar = ("overview", "movements", "transfer")

    async def home(self, request: Request) -> Response:
        return await self.overview(request)

    async def overview(self, _request: Request) -> Response:
        """The balance."""
        return self.frame(f"{self.head('overview')}<p>{self.tongue.money('12,481.07')}</p>")

    async def movements(self, _request: Request) -> Response:
        """What came and went."""
        say = self.tongue
        rows = "".join(
            f"<tr><td>{self.day(n)}</td><td>{self.say['payee']} {n}</td>"
            f"<td>{say.money(f'-{n}3.20' if n % 3 else f'{n}00.00')}</td></tr>"
            for n in range(1, 15)
        )
        heads = f"<th>{say.date}</th><th>{self.say['text']}</th><th>{say.total}</th>"
        table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        return self.frame(self.head("movements") + table)

    async def transfer(self, request: Request) -> Response:
        """An order to pay; no visit may send it."""
        self.log["paid"] += request.method == "POST"
        return self.frame(
            f"{self.head('transfer')}<form method=post action=/transfer><input name=iban>"
            f"<input name=amount><button>{self.say['send']}</button></form>"
        )


class Webmail(Other):
    """A mailbox: folders, and mails with senders, subjects and days."""

    pages: ClassVar = ("inbox", "sent", "contacts")

    async def home(self, request: Request) -> Response:
        return await self.inbox(request)

    async def inbox(self, _request: Request) -> Response:
        """The mails."""
        rows = "".join(
            f"<div class=mail><span>user{n}@post.example</span> <a href=/inbox?m={n}>"
            f"{self.say['subject']} {n}</a> <span>{self.day(n)}</span></div>"
            for n in range(1, 10)
        )
        return self.frame(self.head("inbox") + rows)

    async def sent(self, request: Request) -> Response:
        """Mails that were sent."""
        return await self.inbox(request)

    async def contacts(self, _request: Request) -> Response:
        """People."""
        return self.frame(f"{self.head('contacts')}<ul><li>Ada<li>Grace</ul>")


class FileHost(Other):
    """Files in the cloud: names, sizes, days, each with a download."""

    pages: ClassVar = ("files", "shared", "trash")

    async def home(self, request: Request) -> Response:
        return await self.files(request)

    async def files(self, _request: Request) -> Response:
        """The files: pictures and notes."""
        rows = "".join(
            f"<tr><td>{name}</td><td>{n},4 MB</td><td>{self.day(n)}</td>"
            f"<td><a href=/blob/{n}>{self.tongue.download}</a></td></tr>"
            for n, name in enumerate(("beach.jpg", "notes.txt", "song.mp3", "cat.png"), 1)
        )
        return self.frame(f"{self.head('files')}<table><tbody>{rows}</tbody></table>")

    async def shared(self, _request: Request) -> Response:
        """What others shared."""
        return self.frame(f"{self.head('shared')}<p>-</p>")

    async def trash(self, _request: Request) -> Response:
        """What was thrown away."""
        return self.frame(f"{self.head('trash')}<p>-</p>")

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/blob/{number:int}", self.guarded(self.blob))]

    async def blob(self, _request: Request) -> Response:
        """A file's bytes."""
        self.log["blobs"] += 1
        return Response(b"\x89PNG", media_type="image/png")


class Social(Other):
    """A social network whose posts come as JSON while the page is scrolled."""

    pages: ClassVar = ("feed", "friends", "events")

    async def home(self, request: Request) -> Response:
        return await self.feed(request)

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/api/posts", self.guarded(self.posts))]

    async def feed(self, _request: Request) -> Response:
        """Posts of others."""
        script = (
            "<script>fetch('/api/posts').then(r => r.json()).then(told => told.forEach(one => {"
            "const p = document.createElement('p'); p.textContent = one.by + ': ' + one.text;"
            "document.querySelector('main').append(p)}))</script>"
        )
        return self.frame(self.head("feed") + script)

    async def posts(self, _request: Request) -> Response:
        """The posts."""
        posts = [{"by": f"user{n}", "text": "♥", "at": f"2026-05-{n:02}"} for n in range(1, 9)]
        return JSONResponse(posts)

    async def friends(self, _request: Request) -> Response:
        """People."""
        return self.frame(f"{self.head('friends')}<ul><li>Ada<li>Grace</ul>")

    async def events(self, _request: Request) -> Response:
        """What is on."""
        rows = "".join(f"<li>{self.day(n)} {self.say['party']} {n}</li>" for n in range(1, 5))
        return self.frame(f"{self.head('events')}<ul>{rows}</ul>")


class Administration(Other):
    """A program's administration: users with their last sign-in, tokens, a log."""

    pages: ClassVar = ("users", "tokens", "log_")

    async def users(self, _request: Request) -> Response:
        """Who may use it."""
        rows = "".join(
            f"<tr><td>user{n}@us.example</td><td>admin</td><td>{self.day(n)}</td></tr>"
            for n in range(1, 8)
        )
        return self.frame(f"{self.head('users')}<table><tbody>{rows}</tbody></table>")

    async def tokens(self, _request: Request) -> Response:
        """Keys for programs."""
        return self.frame(f"{self.head('tokens')}<p>ci •••• {self.day(3)}</p>")

    async def log_(self, _request: Request) -> Response:
        """What was done."""
        rows = "".join(f"<li>{self.day(n)} user{n} signed in</li>" for n in range(1, 9))
        return self.frame(f"{self.head('log_')}<ul>{rows}</ul>")


class Doorless(Other):
    """A site that has no sign-in any more."""

    async def entrance(self, _request: Request) -> Response:
        return page(self.tongue, f"<h1>{self.say['closed']}</h1><p>2009-2024</p>")


_KINDS: Final = {
    kind.__name__: kind
    for kind in (
        *(Store, Forum, News, Bank, Webmail),
        *(FileHost, Social, Administration, Doorless),
    )
}


def _read() -> dict[str, Callable[[], Other]]:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["site"]
    return {
        f"{one['kind']} {one['tongue']}": partial(
            _KINDS[one["kind"]], tongue=TONGUES[one["tongue"]], say=one["say"]
        )
        for one in told
    }


OTHERS: Final = _read()
"""What makes each of thirty sites, by its name."""
