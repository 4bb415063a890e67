"""Suppliers, their accounts and portals, and what was learned of their documents."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, text

from model.memory import LayoutMemory
from model.recipe_book import RecipeFound
from model.recipes import RecipeOrigin, RecipeState
from model.schedules import Schedule
from model.suppliers import PortalState
from model.takeovers import Doubt
from model.visits import Listing
from storage.columns import (
    WHOLE,
    Choice,
    Flag,
    Instant,
    Packed,
    Words,
)
from storage.tables.base import id_, maybe, need, table

supplier: Final = table(
    "supplier",
    id_(),
    need("name"),
    maybe("vat_id"),
    need("ibans", Packed(tuple[str, ...])),
    need("domains", Packed(tuple[str, ...])),
    need("currency"),
    need("search"),
    Column("proposed", Flag(), nullable=False, server_default=text("0")),
)

account: Final = table(
    "account",
    id_(),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    need("number"),
    need("label"),
    maybe("portal_id"),  # no foreign key: portal.account_id points the other way
    Index(None, "supplier_id"),
)

portal: Final = table(
    "portal",
    id_(),
    need("supplier_id", Words(), ForeignKey("supplier.id")),
    need("name"),
    need("start_url"),
    need("origins", Packed(frozenset[str])),
    maybe("credential"),
    maybe("recipe"),
    maybe("account_id", Words(), ForeignKey("account.id")),
    need("state", Choice(PortalState)),
    need("paused_because"),
    maybe("refused_edition"),
    maybe("connected", Instant()),
    need("resources", Packed(frozenset[str]), before="[]"),
    Index(None, "supplier_id"),
)

schedule: Final = table(
    "schedule",
    Column("portal_id", Words(), ForeignKey("portal.id"), primary_key=True),
    need("schedule", Packed(Schedule)),
)

layout_memory: Final = table(
    "layout_memory",
    Column("supplier_id", Words(), ForeignKey("supplier.id"), primary_key=True),
    Column("layout", Words(), primary_key=True),
    need("version", WHOLE),
    need("memory", Packed(LayoutMemory)),
    need("taught", Instant()),
)

layout_version: Final = table(
    "layout_version",
    Column("supplier_id", Words(), ForeignKey("supplier.id"), primary_key=True),
    Column("layout", Words(), primary_key=True),
    Column("version", WHOLE, primary_key=True, autoincrement=False),
    need("memory", Packed(LayoutMemory)),
    need("taught", Instant()),
)

recipe_version: Final = table(
    "recipe_version",
    id_(),
    need("portal_id", Words(), ForeignKey("portal.id")),
    need("position", WHOLE),
    need("origin", Choice(RecipeOrigin)),
    need("state", Choice(RecipeState)),
    need("text"),
    need("why"),
    need("created", Instant()),
    maybe("run_id"),
    Index(None, "portal_id", "position", unique=True),
)

recipe_test: Final = table(
    "recipe_test",
    Column("run_id", Words(), ForeignKey("run.id"), primary_key=True),
    need("portal_id", Words(), ForeignKey("portal.id")),
    need("user_id"),
    need("text"),
    maybe("found", Packed(RecipeFound)),
    Index(None, "portal_id"),
)

portal_seen: Final = table(
    "portal_seen",
    Column("portal_id", Words(), ForeignKey("portal.id"), primary_key=True),
    need("rows", Packed(tuple[Listing, ...])),
)

takeover: Final = table(
    "takeover",
    id_(),
    need("credential"),
    need("name"),
    need("site"),
    need("account"),
    need("username"),
    need("start_url"),
    need("origins", Packed(frozenset[str])),
    need("created", Instant()),
    maybe("doubt", Choice(Doubt)),
    need("why"),
    maybe("chosen", Instant()),
    need("at_once", Flag()),
    maybe("portal_id", Words(), ForeignKey("portal.id")),
    Index(None, "portal_id"),
)
