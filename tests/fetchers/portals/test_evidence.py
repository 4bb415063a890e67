"""What is kept of a visit that failed holds its story, and no secret however a page writes it."""

from __future__ import annotations

import json
import random
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.diary import Diary, plain_address
from fetchers.portals.scrubbing import holds, scrubbed
from model.clock import SystemClock
from model.forensics import Story
from model.outcomes import OutcomeCode
from model.plain import from_plain
from model.secret import MASK, Secret
from tests.fetchers.portals.conftest import Farm
from tests.portals.recipes import table
from tests.portals.sites import USER, Redesigned, Site

CANARY = 'CANARY "7" & more/ä'


class Echoing(Site):
    """A portal that writes the password into the page that refuses it."""

    def login_form(self, error: str = "") -> str:
        """The form, with the password in its text, in an address and in an attribute."""
        said = escape(CANARY) if error else ""
        link = f"<a data-x='{said}' href='/?p={quote(CANARY) if error else ''}'>again</a>"
        return super().login_form(f"{error} {said}") + link


@pytest.mark.e2e
def test_a_password_that_a_page_echoes_is_nowhere_in_what_is_kept(farm: Farm) -> None:
    origin = farm.serve(Echoing())
    result = farm.visit(origin, table(origin), lease={"password": Secret(CANARY)})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED
    folder = farm.spool / "evidence"
    kept = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(kept) == {"page.html", "page.txt", "story.json"}  # no picture of it either
    assert not any(holds(content, (CANARY,)) for content in kept.values())
    assert not any("CANARY" in content for content in kept.values())


@pytest.mark.e2e
def test_a_failed_visit_leaves_its_steps_and_the_page_it_ended_on(farm: Farm) -> None:
    origin = farm.serve(Redesigned())
    farm.visit(origin, table(origin))
    told = json.loads((farm.spool / "evidence" / "story.json").read_text())
    story = from_plain(Story, told)
    steps = [step.what for step in story.steps]
    assert steps[0] == "signing in"
    assert "types the password" in steps
    assert f"page {origin}/home" in steps
    assert steps[-1] == "ends RECIPE_BROKEN"
    assert story.address.startswith(f"{origin}/")
    assert USER not in json.dumps(told)


@pytest.mark.parametrize(
    "written",
    [
        CANARY,
        escape(CANARY),
        escape(CANARY, quote=False),  # as a browser writes text
        escape(CANARY).replace("ä", "&auml;").replace("/", "&#x2F;").replace(" ", "&#32;"),
        quote(CANARY),
        quote(CANARY, safe="").replace("%C3%A4", "%c3%a4"),
        quote_plus(CANARY),
        json.dumps(CANARY),
        json.dumps(CANARY, ensure_ascii=False).replace("/", "\\/"),
        CANARY.replace('"', r"\x22").replace("&", r"\u0026"),
    ],
)
def test_a_secret_is_taken_out_however_it_is_written(written: str) -> None:
    assert "CANARY" not in scrubbed(f"<{written}>", (CANARY,))
    assert holds(f"<{written}>", (CANARY,))
    assert scrubbed("nothing", ("",)) == "nothing"


@given(st.text(min_size=1, max_size=30), st.randoms())
def test_a_secret_is_taken_out_whatever_way_each_letter_is_written(
    secret: str, dice: random.Random
) -> None:
    spelled = (
        lambda one: one,
        escape,
        lambda one: f"&#{ord(one)};",
        lambda one: f"&#x{ord(one):X};",
        lambda one: json.dumps(one)[1:-1],
        lambda one: quote(one, safe="", errors="surrogatepass"),
    )
    written = "".join(dice.choice(spelled)(one) for one in secret)
    assert scrubbed(written, (secret,)) == MASK


def test_an_address_is_kept_without_what_may_hold_a_token() -> None:
    told = plain_address("https://maya:pw@portal.example:8443/list;v=1?token=x#code=y")
    assert told == "https://portal.example:8443/list;v=1"


def test_a_diary_keeps_its_first_and_its_last_steps() -> None:
    diary = Diary(SystemClock())
    for number in range(1_000):
        diary.note(f"step {number}")
    assert len(diary.steps) == 400
    assert (diary.steps[0].what, diary.steps[-1].what) == ("step 0", "step 999")
