"""All portals of the farm: their language, their shape, and what a visit has to end with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import yaml

from model.outcomes import OutcomeCode as Code
from tests.portals.farm import manners, paging, places, ways
from tests.portals.farm.paging import NEWEST, Plain
from tests.portals.farm.site import DOCS, FarmSite
from tests.portals.farm.tongues import CS, DE, EN, ES, FI, FR, IT, NL, PL, PT, SV, US, Tongue

ALL: Final = tuple(doc.number for doc in DOCS)
Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Portal:
    """One portal: how it is made, how its recipe differs from the usual, and what it brings.

    `lists` replaces the usual list by several, each of which differs in turn. `fails` names the
    documents that do not come, and how. `order` are facts of the visit's order. `holds` are the
    documents that a visit with other means than the recipe's can bring, where they are others.
    """

    name: str
    make: Callable[[], FarmSite]
    tongue: Tongue
    part: Parts = field(default_factory=dict)
    top: Parts = field(default_factory=dict)
    lists: tuple[Parts, ...] = ()
    outcome: Code = Code.OK
    brings: tuple[str, ...] = ALL
    fails: Mapping[str, Code] = field(default_factory=dict)
    order: Parts = field(default_factory=dict)
    says: str = ""
    holds: tuple[str, ...] | None = None

    def site(self) -> FarmSite:
        """The portal itself."""
        made = self.make()
        made.tongue = self.tongue
        return made

    def recipe(self, origin: str) -> str:
        """Its recipe."""
        listed = [{**usual_list(self.tongue), **self.part, **one} for one in self.lists or ({},)]
        told = {
            **usual(self.tongue, origin),
            **self.top,
            "lists": [_without_none(one) for one in listed],
        }
        return yaml.safe_dump(_without_none(told), sort_keys=False, allow_unicode=True)


def _without_none(told: Parts) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value is not None}


def usual(tongue: Tongue, origin: str) -> dict[str, Any]:
    """The recipe of a portal of the farm, but for its lists."""
    return {
        "billhook_recipe": 1,
        "name": "Farm",
        "origins": [origin],
        "decimal": tongue.mark,
        "dates": tongue.order,
        "currency": tongue.currency,
        "sign_in": {
            "username": [f"label={tongue.email}", "css=input[name=user]", "css=#signin input"],
            "password": ["css=#signin input[type=password]", "css=input[name=password]"],
            "submit": [f'role=button[name="{tongue.sign_in}"]', "css=#signin button"],
            "signed_in": ["css=a[href='/logout']", f'role=link[name="{tongue.sign_out}"]'],
        },
    }


def usual_list(tongue: Tongue) -> dict[str, Any]:
    """The list of a portal of the farm: a table in pages, with a link in each row."""
    return {
        "name": "invoices",
        "open": [{"click": ["css=a.list", f'role=link[name="{tongue.invoices}"]']}],
        "rows": ["css=table.docs tr.doc", "css=table tbody tr:has(td)"],
        "columns": {
            "number": {"header": [tongue.number]},
            "day": {"header": [tongue.date]},
            "amount": {"header": [tongue.total]},
            "kind": {"header": [tongue.type]},
        },
        "kinds": {tongue.invoice: "invoice", tongue.credit: "credit_note"},
        "counter": {"at": ["css=p.count", "css=main h1 + p"]},
        "empty": ["css=p.empty", f"text={tongue.nothing}"],
        "pages": {"next": ["css=a.next", "css=a[rel=next]", f'role=link[name="{tongue.next}"]']},
        "document": {"link": ["css=a.pdf", "text=PDF", "css=a[href*='/file/']"]},
    }


def pressed(tongue: Tongue) -> Parts:
    """A file by a button in each row."""
    return {"document": {"click": [f'role=button[name="{tongue.download}"]', "css=td button"]}}


def _with(*mixins: type, base: type[FarmSite] = FarmSite) -> Callable[[], FarmSite]:
    return type("+".join(one.__name__ for one in mixins), (*mixins, base), {})


_BAD: Final = {"INV-1002": Code.NOT_A_DOCUMENT, "INV-1003": Code.DOWNLOAD_FAILED}
_ZIP: Final = {"accept": ["pdf", "zip"]}


def _less(*numbers: str) -> tuple[str, ...]:
    return tuple(number for number in ALL if number not in numbers)


_BY_YEAR: Final = {
    "periods": {"choose": ["css=select[name=year]"]},
    "counter": {"at": ["css=p.count"], "of": "period"},
    "pages": None,
}
_BY_DAYS: Final = {
    "span": {
        "from": ["css=input[name=from]"],
        "to": ["css=input[name=to]"],
        "apply": ["css=form button"],
        "oldest": "2024-01-01",
        "days": 400,
    },
    "counter": {"at": ["css=p.count"], "of": "period"},
    "pages": None,
}

PAGED: Final = (
    Portal("next page", FarmSite, DE),
    Portal("page numbers", paging.Numbered, FR, {"pages": {"numbers": ["css=a.page"]}}),
    Portal("more", paging.Adding, NL, {"pages": {"more": ["css=button.more"]}}),
    Portal("scroll to the counter", paging.Endless, ES, {"pages": {"scroll": ["css=.box"]}}),
    Portal(
        "scroll to the end",
        paging.EndlessUncounted,
        IT,
        {"pages": {"scroll": ["css=.box"], "end": ["css=.end"]}, "counter": None},
    ),
    Portal(
        "scroll by uneven batches",
        paging.EndlessUneven,
        IT,
        {"pages": {"scroll": ["css=.box"], "batch": 2}, "counter": None},
    ),
    Portal(
        "scroll under a growing counter",
        paging.EndlessGrowing,
        EN,
        {"pages": {"scroll": ["css=.box"]}},
        outcome=Code.PARTIAL,
    ),
    Portal("virtual", paging.Virtual, EN, {"pages": {"scroll": ["css=.box"]}}),
    Portal(
        "scroll that breaks",
        paging.EndlessBreaking,
        US,
        {"pages": {"scroll": ["css=.box"]}},
        outcome=Code.PARTIAL,
        brings=ALL[:4],
        says="HTTP 500",
    ),
    Portal(
        "years",
        paging.ByYear,
        PL,
        _BY_YEAR,
        brings=(*ALL[5:], *ALL[2:5], *ALL[:2]),
    ),
    Portal(
        "years since 2025",
        paging.ByYear,
        CS,
        _BY_YEAR,
        brings=ALL[3:],
        order={"since": date(2025, 5, 1)},
    ),
    Portal("years in tabs", paging.ByYearTab, SV, {"periods": {"each": ["css=a.tab"]}}),
    Portal(
        "days of a form",
        paging.ByDates,
        FI,
        _BY_DAYS,
    ),
    Portal(
        "days since 2026",
        paging.ByDates,
        IT,
        _BY_DAYS,
        brings=ALL[5:],
        order={"since": date(2026, 3, 1)},
    ),
    Portal(
        "a form that takes a password",
        paging.ByDatesAndPassword,
        ES,
        _BY_DAYS,
        outcome=Code.RECIPE_BROKEN,
        brings=(),
    ),
    Portal("a row arrives", paging.Growing, EN, brings=(*ALL, NEWEST.number)),
    Portal(
        "a row arrives at home",
        paging.GrowingAtHome,
        NL,
        {"open": [], "counter": None},
        brings=(*ALL, NEWEST.number),
    ),
    Portal("a row leaves", paging.Shrinking, CS, brings=(*ALL, NEWEST.number)),
    Portal(
        "a page that never comes",
        paging.Breaking,
        PT,
        outcome=Code.PARTIAL,
        brings=ALL[:6],
        says="page 3 of invoices",
    ),
    Portal("everything fails once", paging.Stumbling, US),
)

GOT: Final = (
    Portal("click", ways.Clicked, ES, pressed(ES)),
    Portal("a tab of its own", ways.Popup, DE, pressed(DE)),
    Portal("blob", ways.Blobs, FR, pressed(FR)),
    Portal("links to blobs", ways.BlobLinks, FI),
    Portal("posted form", ways.Posting, NL, pressed(NL)),
    Portal(
        "printed",
        ways.Printed,
        IT,
        {"document": {"detail": ["css=a.open"], "print": ["css=article", "css=main"]}},
        outcome=Code.PARTIAL,
        brings=_less("INV-1005", "INV-1006"),
        fails=dict.fromkeys(("INV-1005", "INV-1006"), Code.NOT_A_DOCUMENT),
    ),
    Portal(
        "menus",
        ways.Menus,
        PL,
        {"document": {"menu": ["css=button.dots"], "link": ["css=#menu a[href*='/file/']"]}},
    ),
    Portal(
        "detail page",
        ways.Detailed,
        SV,
        {"document": {"detail": ["css=button.open"], "link": ["css=a.get"]}},
    ),
    Portal("an archive each", ways.ZippedRows, FI, _ZIP),
    Portal(
        "archives to leave closed",
        ways.Bombs,
        EN,
        _ZIP,
        outcome=Code.PARTIAL,
        brings=ALL[2:],
        fails=dict.fromkeys(ALL[:2], Code.NOT_A_DOCUMENT),
    ),
    Portal(
        "all in one archive",
        ways.Together,
        CS,
        {**_ZIP, "document": {"together": {"all": ["css=.all"], "get": ["css=button.zip"]}}},
    ),
    Portal(
        "the ticked in one archive",
        ways.Together,
        PT,
        {**_ZIP, "document": {"together": {"tick": ["css=.one"], "get": ["css=button.zip"]}}},
    ),
    Portal(
        "an archive that lacks one",
        ways.LackingTogether,
        DE,
        {**_ZIP, "document": {"together": {"tick": ["css=.one"], "get": ["css=button.zip"]}}},
        outcome=Code.PARTIAL,
        brings=_less("INV-1004"),
        fails={"INV-1004": Code.DOWNLOAD_FAILED},
        says="INV-1004",
    ),
    Portal("xml", ways.Structured, DE, {"accept": ["xml"]}),
    Portal("csv", ways.Sheets, EN, {"accept": ["csv"]}),
    Portal(
        "pages and empty files",
        ways.Pages,
        FR,
        outcome=Code.PARTIAL,
        brings=_less("INV-1002", "INV-1003", "INV-1004"),
        fails={**_BAD, "INV-1004": Code.ORIGIN_MISMATCH},
    ),
    Portal("wrong content types", ways.Mislabelled, ES),
    Portal(
        "announced",
        ways.Announced,
        NL,
        {"document": {"link": ["css=a.pdf"], "absent": ["css=em.soon"]}},
        outcome=Code.PARTIAL,
        brings=_less("INV-1005", "INV-1006"),
        fails=dict.fromkeys(("INV-1005", "INV-1006"), Code.NOT_YET_AVAILABLE),
    ),
    Portal("a session that ends", ways.EndingOnce, EN),
    Portal(
        "a session that keeps ending",
        ways.Ending,
        US,
        outcome=Code.PARTIAL,
        brings=ALL[:6],
        fails={"INV-1006": Code.DOWNLOAD_FAILED},
        says="ended the session",
    ),
)

_ACCOUNTS: Final = {"account": {"at": ["css=p.who"]}}
_CHOOSE: Final = {"choose": ["css=select.account"], "pattern": "K-\\d+"}
_SHELVES: Final = (("invoices", "invoice"), ("credits", "credit_note"), ("statements", "statement"))

PLACED: Final = (
    Portal("frame", places.Framed, IT, {"frames": [["css=iframe.list", "css=main iframe"]]}),
    Portal(
        "frame in a frame",
        places.FramedTwice,
        PL,
        {"frames": [["css=iframe.outer"], ["css=iframe.list"]]},
    ),
    Portal("shadow tree", places.Shadowed, SV),
    Portal(
        "two accounts",
        places.Accounts,
        FI,
        {"pages": None},
        {**_ACCOUNTS, "accounts": _CHOOSE},
        brings=(*ALL[:3], ALL[0], *ALL[4:]),
    ),
    Portal(
        "one of two accounts",
        places.Accounts,
        FI,
        {"pages": None},
        {**_ACCOUNTS, "accounts": _CHOOSE},
        brings=(ALL[0], *ALL[4:]),
        order={"account": "K200"},
    ),
    Portal(
        "none of the accounts",
        places.Accounts,
        FI,
        {"pages": None},
        {**_ACCOUNTS, "accounts": _CHOOSE},
        outcome=Code.ACCOUNT_MISMATCH,
        brings=(),
        order={"account": "K-300"},
    ),
    Portal(
        "a menu of accounts",
        places.AccountMenu,
        PT,
        {"pages": None},
        {
            **_ACCOUNTS,
            "accounts": {
                "open": ["css=button.accounts"],
                "each": ["css=a.account"],
                "pattern": "K-\\d+",
            },
        },
        brings=(*ALL[:3], ALL[0], *ALL[4:]),
    ),
    Portal(
        "a list of accounts",
        places.AccountList,
        EN,
        {"pages": None},
        {
            **_ACCOUNTS,
            "accounts": {
                "open": ['role=link[name="Contracts"]'],
                "each": ["css=a.account"],
                "pattern": "K-\\d+",
            },
        },
        brings=(*ALL[:3], ALL[0], *ALL[4:]),
    ),
    Portal("banner", places.Bannered, FR, top={"consent": ['role=button[name="Tout refuser"]']}),
    Portal("closed", places.Closed, DE, outcome=Code.MAINTENANCE, brings=()),
    Portal("closed on Sunday", places.Announcing, EN),
    Portal(
        "payments",
        places.Payments,
        NL,
        {"document": {"only_listed": True}, "kind": "receipt"},
        outcome=Code.OK_EMPTY,
        brings=(),
    ),
    Portal(
        "shelves",
        places.Shelves,
        EN,
        {"pages": None, "kinds": None},
        lists=tuple(
            {
                "name": name,
                "kind": kind,
                "open": [{"click": [f"css=a.{name}"]}],
                "columns": {
                    "number": {"header": ["Number"]},
                    "day": {"header": ["Date"]},
                    "amount": {"header": ["Total"]},
                },
            }
            for name, kind in (*_SHELVES, ("quotes", "quote"))
        ),
        brings=(*ALL[:3], "ST-06", "Q-77"),
    ),
    Portal("the month first, by evidence", FarmSite, US, top={"dates": "evidence"}),
    Portal(
        "day or month first",
        lambda: Plain(docs=(DOCS[3], DOCS[4])),
        FR,
        top={"dates": "evidence"},
        outcome=Code.AMBIGUOUS,
        brings=(),
        holds=("INV-1003", "INV-1004"),  # the page's language tells how its dates are written
    ),
)

RUDE: Final = (
    Portal("slow", _with(manners.Slow), SV),
    Portal("redirecting", _with(manners.Redirecting), CS),
    Portal("re-rendering", _with(manners.Rerendering), ES),
    Portal(
        "random classes", _with(manners.Masked), PT, {"empty": ["css=p:text-is('Sem faturas')"]}
    ),
    Portal("changed after Tuesday", _with(manners.ChangedAfterTuesday), DE),
    Portal(
        "slow, re-rendering and redirecting",
        _with(manners.Slow, manners.Rerendering, manners.Redirecting),
        FI,
    ),
)

PORTALS: Final = (*PAGED, *GOT, *PLACED, *RUDE)
