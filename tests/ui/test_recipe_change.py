from __future__ import annotations

from nicegui.testing import User

from tests.ui.conftest import press
from tests.ui.sample_desk import SampleDesk
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_portals import REPAIRED


async def test_a_repair_is_shown_before_and_after_and_put_back(
    user: User, desk: SampleDesk
) -> None:
    await user.open("/portals")
    await user.should_see("Version 3, repaired by a visit", retries=100)
    await user.should_see(REPAIRED.why)
    press(user, "What changed")
    await user.should_see("-   - css=table.docs tr.doc", retries=100)
    await user.should_see(f"+   - css=article.card {HOSTILE}")  # as text, never as markup
    press(user, "Put the one before back")
    await user.should_see("is visited by the recipe from before again", retries=100)
    assert ("u1", "put back p2") in desk.calls


async def test_one_key_puts_the_recipe_from_before_back(user: User, desk: SampleDesk) -> None:
    await user.open("/portals")
    await user.should_see("Put back", retries=100)
    press(user, "Put back")
    await user.should_see("is visited by the recipe from before again", retries=100)
    assert ("u1", "put back p2") in desk.calls
