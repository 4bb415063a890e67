"""Steps that go through the portal: navigating, waiting, clicking, choosing, checking."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from playwright.sync_api import Error

from fetchers.portals.clicks import click, is_filter
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.fence import FieldKind, type_secret
from fetchers.portals.opening import check_place, open_page
from fetchers.portals.patience import loaded, settle, until
from fetchers.portals.plugins.run import Action, Run
from fetchers.portals.plugins.values import filled, fits
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe.plugin import Step
from fetchers.portals.selecting import Option, choose, options_of
from model.outcomes import OutcomeCode

_LONGEST_SLEEP_MS: Final = 30_000


def navigate(run: Run, step: Step, place: str) -> bool:
    """True, once the address is open."""
    open_page(run.session, run.text(step, "url", place))
    if step.get("waitForNetworkIdle") is True:
        settle(run.page)
    return True


def wait_for_element(run: Run, step: Step, place: str) -> bool:
    """True, once the element is there."""
    if until(run.page, lambda: run.element(step, place), seconds=run.seconds(step)) is None:
        raise broken(place, "the element did not come")
    return True


def wait_for_url(run: Run, step: Step, place: str) -> bool:
    """True, once the page's address fits."""
    pattern = run.text(step, "url", place)
    came = until(run.page, lambda: fits(run.page.url, pattern) or None, seconds=run.seconds(step))
    if came is None:
        raise broken(place, "the address did not come")
    return True


def wait_for_condition(run: Run, step: Step, place: str) -> bool:
    """True, once the script's value is."""
    script = str(step.get("script", ""))

    def holds() -> bool | None:
        return bool(run.script(script, place)) or None

    if until(run.page, holds, seconds=run.seconds(step)) is None:
        raise broken(place, "the condition did not come true")
    return True


def wait_for_idle(run: Run, step: Step, _place: str) -> bool:
    """True, once the page asks for nothing more, or time is up."""
    with suppress(Error):
        run.page.wait_for_load_state("networkidle", timeout=run.seconds(step) * 1000)
    return True


def wait_for_navigation(run: Run, _step: Step, _place: str) -> bool:
    """True, once the page that is coming has loaded."""
    loaded(run.page)
    check_place(run.session)
    return True


def sleep(run: Run, step: Step, _place: str) -> bool:
    """True, after a while."""
    told = step.get("duration")
    wait = told if isinstance(told, (int, float)) else 0
    run.page.wait_for_timeout(min(max(wait, 0), _LONGEST_SLEEP_MS))
    return True


def press(run: Run, step: Step, place: str) -> bool:
    """True, once the control was pressed; none that pays, deletes or orders is."""
    control = until(run.page, lambda: run.element(step, place), seconds=run.seconds(step))
    if control is None:
        raise broken(place, "the control is not there")
    click(control, purpose=Purpose.GO, step=place)
    loaded(run.page)
    check_place(run.session)
    return True


def choose_option(run: Run, step: Step, place: str) -> bool:
    """True, once the option of a select was chosen."""
    field = until(run.page, lambda: run.element(step, place), seconds=run.seconds(step))
    value = run.text(step, "value", place)
    options = options_of(field) if field else []
    wanted = next((one for one in options if value in (one.value, one.label)), None)
    if field is None or wanted is None or not is_filter(field):
        raise broken(place, "it has no such option")
    if not choose(field, Option(wanted.value, wanted.label)):
        raise broken(place, "the option can't be chosen")
    return True


def write(run: Run, step: Step, place: str) -> bool:
    """True, once the text stands in the field; into one for a password goes the credential's."""
    field = until(run.page, lambda: run.element(step, place), seconds=run.seconds(step))
    if field is None:
        raise broken(place, "the field is not there")
    if field.get_attribute("type", timeout=3_000) == "password":
        run.session.announce_password()
        password = run.session.credential.password
        type_secret(field, password, field=FieldKind.PASSWORD, fence=run.session.fence)
        return True
    if not is_filter(field):
        raise broken(place, "it writes into a form that is no filter")
    try:
        field.fill(run.text(step, "value", place), timeout=5_000)
    except Error:
        raise broken(place, "the field can't be written to") from None
    return True


def check_url(run: Run, step: Step, place: str) -> bool:
    """Whether the page's address fits."""
    return fits(run.page.url, run.text(step, "url", place))


def check_element(run: Run, step: Step, place: str) -> bool:
    """Whether the element is there."""
    return run.element(step, place) is not None


def expose(run: Run, step: Step, _place: str) -> bool:
    """True; the choice is named for whoever has to choose."""
    option = filled(step.get("option"), run.variables)
    told = option.get("label") if isinstance(option, Mapping) else option
    run.offered.setdefault(str(step.get("config")), []).append(str(told or ""))
    return True


def prompt(run: Run, step: Step, _place: str) -> bool:
    """True where the option has a value.

    Raises:
        VisitEnded: AMBIGUOUS, with the choices, for a person.
    """
    name = str(step.get("config"))
    config: Mapping[str, Any] = run.variables.get("config") or {}
    if config.get(name) not in (None, ""):
        return True
    offered = ", ".join(run.offered.get(name, [])[:5]) or "a value"
    raise VisitEnded(OutcomeCode.AMBIGUOUS, candidates=f"{name}: {offered}")


MOVES: Final[Mapping[str, Action]] = {
    "navigate": navigate,
    "waitForElement": wait_for_element,
    "waitForURL": wait_for_url,
    "waitForCondition": wait_for_condition,
    "waitForNetworkIdle": wait_for_idle,
    "waitForNavigation": wait_for_navigation,
    "sleep": sleep,
    "click": press,
    "dropdownSelect": choose_option,
    "type": write,
    "checkURL": check_url,
    "checkElementExists": check_element,
    "exposeOption": expose,
    "promptOptionSelection": prompt,
}
"""The steps that move, wait and check, by their names in a plug-in."""
