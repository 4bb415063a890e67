"""A sign-in's form: what it sends without a browser is what a browser would send."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.browserless.door import Door, body_of, door_of
from fetchers.portals.browserless.markup import Unlike, markup_of
from fetchers.portals.fence import Fence
from fetchers.portals.recipe import Recipe, read_recipe
from model.secret import Secret

FENCE = Fence(frozenset({"https://a.example"}))
NAME, PASSWORD = Secret("ap@x.example"), Secret("C4nary ~*é&=+")


def recipe() -> Recipe:
    return read_recipe(
        "billhook_recipe: 1\nname: A\ndates: dmy\ncurrency: EUR\nsign_in:\n"
        "  username: ['css=input[name=u]']\n  password: ['css=input[type=password]']\n"
        "  submit: ['css=button', 'css=input[type=submit]']\n"
    )


def door(form: str, *, kind: str = "text/html; charset=utf-8", head: str = "") -> Door:
    content = f"<!doctype html><head>{head}</head><body>{form}</body>".encode()
    return door_of(markup_of("https://a.example/in/login?x=1", 200, content, kind), recipe(), FENCE)


FIELDS = "<input name=u><input name=p type=password>"
BUTTON = "<button name=go value=1>Sign in</button>"
FORM = f"<form method=post action=/login>{FIELDS}{BUTTON}</form>"


def test_all_that_a_form_sends_is_sent_in_its_order() -> None:
    found = door(
        "<form method=POST action='../go#x'><input type=hidden name=_token value='t&amp;1'>"
        f"{FIELDS}<input type=checkbox name=a checked><input type=checkbox name=b>"
        "<input type=radio name=c value=1><input type=radio name=c value=2 checked>"
        "<select name=d><option value=x>X<option selected>Y y</select>"
        "<select name=e><option disabled value=0>-<option value=7>7</select>"
        "<textarea name=f>\nl1\nl2</textarea><input name=g disabled value=1><input value=2>"
        f"<input type=button name=other value=1><input type=submit name=no value=1>{BUTTON}</form>"
    )
    assert found.action == "https://a.example/go"
    assert found.filled(NAME, PASSWORD) == (
        ("_token", "t&1"),
        ("u", NAME.reveal()),
        ("p", PASSWORD.reveal()),
        ("a", "on"),
        ("c", "2"),
        ("d", "Y y"),
        ("e", "7"),
        ("f", "l1\r\nl2"),
        ("go", "1"),
    )


def test_without_an_action_a_form_is_sent_to_its_own_page() -> None:
    assert door(FORM.replace("action=/login", "")).action == "https://a.example/in/login?x=1"


@pytest.mark.parametrize(
    "form",
    [
        FORM.replace("method=post", ""),
        FORM.replace("/login", "https://b.example/login"),
        FORM.replace("method=post", "method=post enctype=multipart/form-data"),
        FORM.replace("method=post", "method=post target=_blank"),
        FORM.replace("<button ", "<button formaction=https://b.example/ "),
        FORM.replace("<form ", "<form id=x ").replace("name=u", "name=u form=x"),
        FORM.replace("name=u", "name=u readonly"),
        FORM.replace("type=password", "type=text"),
        FORM.replace("type=password", "type=password hidden"),
        FORM.replace(BUTTON, f"<input type=password name=again>{BUTTON}"),
        FORM.replace("type=password", "type=password autocomplete=new-password"),
        FORM.replace(BUTTON, f"<input type=file name=f>{BUTTON}"),
        FORM.replace(BUTTON, f"<div class=h-captcha></div>{BUTTON}"),
        FORM.replace(BUTTON, "") + BUTTON,
        f"<form><input name=u></form><form method=post><input type=password name=p>{BUTTON}</form>",
        FORM.replace("<button ", "<button type=button "),
        f"{FIELDS}{BUTTON}",
        "<p>Sign in with your company's account.</p>",
    ],
)
def test_a_form_that_a_browser_may_send_otherwise_is_no_door(form: str) -> None:
    with pytest.raises(Unlike):
        door(form)


def test_a_page_that_does_not_say_how_it_is_written_has_no_door() -> None:
    with pytest.raises(Unlike):
        door(FORM, kind="text/html")
    assert door(FORM, kind="text/html", head="<meta charset=utf-8>")


def test_a_token_changes_no_shape_but_a_field_or_a_script_does() -> None:
    token = "<input type=hidden name=_token value={}>"
    first, second, third = (
        door(FORM.replace(FIELDS, token.format(value) + FIELDS)) for value in ("a1", "b2", "c3")
    )
    assert first.shape == second.shape == third.shape
    script = "<script src=/app.{}.js?{}></script>"
    old, new = (door(FORM, head=script.format(*build)) for build in (("3fa9", 1), ("77b1", 2)))
    assert old.shape == new.shape
    others = {
        first.shape,
        old.shape,
        door(FORM).shape,
        door(FORM.replace("/login", "/signin")).shape,
        door(FORM.replace("method=post", "method=post onsubmit=hash()")).shape,
        door(FORM, head="<script>hash()</script>").shape,
    }
    assert len(others) == 6


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(TEXT.filter(bool), TEXT), min_size=1, max_size=6))
def test_whatever_the_fields_say_arrives_as_it_was(pairs: list[tuple[str, str]]) -> None:
    body = body_of(tuple(pairs)).decode("ascii")
    assert parse_qsl(body, keep_blank_values=True) == pairs


def test_no_secret_shows_where_a_door_is_written_out() -> None:
    assert PASSWORD.reveal() not in repr(
        door(FORM.replace("name=u", f"name=u value='{PASSWORD.reveal()}'"))
    )
