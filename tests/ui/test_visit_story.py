from __future__ import annotations

import httpx
from nicegui.testing import User

from tests.ui.conftest import press
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_portals import STORY


async def test_a_failed_visit_tells_how_it_went(user: User) -> None:
    await user.open("/portals")
    await user.should_see("How it went", retries=100)
    press(user, "How it went", nth=0)
    await user.should_see(STORY.sentence, retries=100)
    await user.should_see("It ended on https://espaceclient.orange.example/factures")
    await user.should_see("Its 2 steps")
    await user.should_see(HOSTILE)  # as text, never as markup


async def test_what_was_kept_is_downloaded_and_never_opened(clerk: httpx.AsyncClient) -> None:
    bundle = await clerk.get("/visit/a-story/bundle.zip")
    assert bundle.content == b"PK bundle"
    assert bundle.headers["content-disposition"] == 'attachment; filename="visit-a-story.zip"'
    picture = await clerk.get("/visit/a-story/page.png")
    assert (picture.content, picture.headers["content-type"]) == (b"PNG picture", "image/png")
    for place in ("/visit/another/bundle.zip", "/visit/another/page.png"):
        assert (await clerk.get(place)).status_code == 404
    assert (await clerk.get("/visit/a%2F..%2Fb/page.png")).status_code in (404, 422)


async def test_what_was_kept_is_for_those_who_are_signed_in(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/visit/a-story/bundle.zip")
    assert answer.content != b"PK bundle"
