"""Recipes for the sites of the farm."""

from __future__ import annotations

SIGN_IN = """
sign_in:
  username: [label=E-mail, "css=input[name=user]"]
  password: ["css=#signin input[type=password]"]
  submit: ['role=button[name="Sign in"]']
  signed_in: ["css=a[href='/logout']"]
"""
HEAD = """
billhook_recipe: 1
name: Farm
origins: [{origin}]
start: /
dates: dmy
currency: EUR
"""
TABLE_LIST = """
  - name: invoices
    kind: invoice
    open: [{click: ['role=link[name="Invoices"]']}]
    rows: ["css=table.docs tr.doc"]
    columns:
      number: {header: [Number]}
      day: {header: [Date]}
      amount: {header: [Total]}
      kind: {header: [Type]}
    kinds: {Invoice: invoice, Credit note: credit_note}
    counter: {at: [css=p.count]}
    empty: [css=p.empty]
    pages: {next: [css=a.next]}
    document: {link: [css=a.pdf]}
"""


def table(origin: str, *, sign_in: str = SIGN_IN, lists: str = TABLE_LIST, head: str = "") -> str:
    """The recipe of the table portal."""
    return HEAD.replace("{origin}", origin) + head + sign_in + "lists:" + lists


TWO_STEP = """
sign_in:
  username: [label=User]
  next: ['role=button[name="Continue"]']
  password: ['css=input[name=password]']
  submit: ['role=button[name="Log in"]']
  code:
    field: [label=Code]
    submit: ['role=button[name="Verify"]']
  signed_in: ["css=a[href='/logout']"]
"""
SPA_LIST = """
  - name: documents
    open: [{click: ['role=link[name="Invoices"]']}]
    json: {url: /api/documents, rows: data.items, total: data.total}
    columns:
      number: {json: "no"}
      day: {json: date}
      amount: {json: gross.value}
      currency: {json: gross.cur}
    pages: {more: ['role=button[name="Load more"]']}
    document: {url: "/file/{id}"}
"""
DETAIL_LIST = TABLE_LIST.replace(
    "document: {link: [css=a.pdf]}",
    "document: {detail: [css=a.open], click: ['role=button[name=\"Download PDF\"]']}",
)
STATEMENT_LIST = """
  - name: statements
    kind: statement
    open: [{goto: /statements}]
    rows: ["css=#st tr.st"]
    columns:
      number: {header: [Statement]}
      day: {header: [Date]}
    document: {link: ["text=CSV"]}
    accept: [csv]
"""
