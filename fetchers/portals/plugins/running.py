"""Running the steps of a plug-in, and what they prove."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playwright.sync_api import Locator

from fetchers.portals.autopilot import words
from fetchers.portals.clicks import click
from fetchers.portals.endings import broken
from fetchers.portals.haul import Haul
from fetchers.portals.patience import settle, until
from fetchers.portals.plugins.delivering import DELIVERIES, described
from fetchers.portals.plugins.moving import MOVES
from fetchers.portals.plugins.run import Action, Run, forgiving
from fetchers.portals.plugins.stripe import run_snippet
from fetchers.portals.plugins.taking import extract, extract_answer, fields_of, run_js
from fetchers.portals.plugins.values import filled
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Recipe
from fetchers.portals.recipe.plugin import Step
from fetchers.portals.selecting import every_visible, first_visible
from fetchers.portals.session import Session
from fetchers.portals.signs import text_of

_MOST_PAGES: Final = 200
_MOST_ITEMS: Final = 5_000


def collect_by_plugin(session: Session, recipe: Recipe, haul: Haul) -> None:
    """Nothing comes back: what the plug-in of a recipe brings is in the haul.

    Raises:
        VisitEnded: RECIPE_BROKEN where a step fails, the sign-in does not prove itself, or nothing
            was found and the portal does not say that it has nothing.
    """
    plugin = recipe.plugin
    if plugin is None:
        return
    run = Run(session, recipe, haul, {"config": dict(plugin.config)})
    session.context.on("response", run.hear)
    session.page.on("download", run.take_note)
    if plugin.check and not steps(run, plugin.check, "checkAuth"):
        raise broken("checkAuth", "it does not hold after the sign-in")
    steps(run, plugin.options, "getConfigOptions")
    steps(run, plugin.documents, "getDocuments")
    haul.counts.append(None)
    if not haul.listings and not haul.proofs:
        _prove_empty(run)


def _prove_empty(run: Run) -> None:
    found = re.search("|".join(words.NOTHING), text_of(run.page), re.IGNORECASE)
    if found is None:
        raise broken("getDocuments", "it found nothing, and nothing says that there is nothing")
    run.haul.proofs.append(found[0])


def steps(run: Run, told: Sequence[Step], place: str) -> bool:
    """The value of the last step that was run."""
    value: Any = True
    for number, step in enumerate(told, start=1):
        at = f"{place}.{number}"
        action = ACTIONS.get(str(step.get("action")))
        if action is None:
            raise broken(at, "it is an action that Billhook does not know")
        run.session.diary.note(f"{at} {step['action']}")
        value = forgiving(run, action, step, at)
    return bool(value)


def _inner(step: Step, key: str) -> list[Step]:
    told = step.get(key)
    return [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []


def choose_branch(run: Run, step: Step, place: str) -> bool:
    """The value of the branch that was run; where none was, whether the condition held."""
    if isinstance(step.get("script"), str):
        holds = bool(run.script(step["script"], place))
    else:
        holds = run.element(step, place) is not None
    branch = _inner(step, "then" if holds else "else")
    return steps(run, branch, f"{place}.{'then' if holds else 'else'}") if branch else holds


def extract_all(run: Run, step: Step, place: str) -> bool:
    """True; the steps of its loop were run for each row, on all of its pages."""
    if isinstance(step.get("script"), str):
        items = run.script(step["script"], place)
        if not isinstance(items, list):
            raise broken(place, "its script gave no list")
        _each(run, step, [(None, item) for item in items], place, first=0)
        return True
    first = 0
    later: list[tuple[Locator | None, Any]] = []
    behavior = (step.get("pagination") or {}).get("behavior", "processThenPaginate")
    for rows in _pages(run, step, place):
        if behavior == "paginateThenProcess":
            later += [(None, item) for _row, item in rows]
            continue
        _each(run, step, rows, place, first=first)
        first += len(rows)
    _each(run, step, later, place, first=0)
    return True


def _pages(run: Run, step: Step, place: str) -> Iterator[list[tuple[Locator | None, Any]]]:
    """The rows of each page, with their values."""
    selector = (f"css={run.text(step, 'selector', place)}",)
    for _ in range(_MOST_PAGES):
        scope = run.scope(step, place)
        until(run.page, lambda: every_visible(scope, selector) or None, seconds=run.seconds(step))  # noqa: B023 - called at once
        run.haul.pages += 1
        rows = every_visible(scope, selector)
        fields = step.get("fields") or {}
        yield [(row, fields_of(run, fields, row, f"{place}.fields")) for row in rows]
        if not _turned(run, step, place):
            return
    run.haul.cut(f"{place} has more than {_MOST_PAGES} pages")


def _turned(run: Run, step: Step, place: str) -> bool:
    """Whether there was another page, which is there now."""
    pagination = step.get("pagination")
    if not isinstance(pagination, Mapping) or not pagination.get("selector"):
        return False
    control = first_visible(run.page, (f"css={pagination['selector']}",))
    if control is None or not control.is_enabled() or _stopped(control):
        return False
    before = text_of(run.page)
    click(control, purpose=Purpose.TURN_PAGE, step=f"{place}.pagination")
    settle(run.page)
    waited = pagination.get("waitForSelector")
    if isinstance(waited, str):
        wanted = (f"css={waited}",)
        until(run.page, lambda: first_visible(run.page, wanted), seconds=run.seconds(step))
    changed = until(run.page, lambda: text_of(run.page) != before or None, seconds=3.0)
    return changed is not None


def _stopped(control: Locator) -> bool:
    """Whether a control says that it leads nowhere any more."""
    return control.get_attribute("aria-disabled", timeout=3_000) == "true"


def _each(
    run: Run,
    step: Step,
    rows: Sequence[tuple[Locator | None, Any]],
    place: str,
    *,
    first: int,
) -> None:
    """Nothing comes back: the loop's steps were run for these rows."""
    name = str(step.get("variable") or "item")
    inner = _inner(step, "forEach")
    _note_days(run, inner, name, [item for _row, item in rows])
    for index, (row, item) in enumerate(rows[:_MOST_ITEMS], start=first):
        with run.at(row, {name: item, "index": index}):
            steps(run, inner, f"{place}.forEach")


def _note_days(run: Run, inner: Sequence[Step], name: str, items: Sequence[Any]) -> None:
    """Nothing comes back: the dates of a list are known, as far as its rows hold them."""
    told = next((described(one) for one in inner if described(one) is not None), None)
    if isinstance(told, str):
        told = {"date": f"{told.strip().removesuffix('}}').strip()}.date}}}}"}
    if not isinstance(told, Mapping):
        return
    days = (filled(told.get("date"), {**run.variables, name: item}) for item in items)
    run.days += [str(day) for day in days if day]


ACTIONS: Final[Mapping[str, Action]] = {
    **MOVES,
    **DELIVERIES,
    "extract": extract,
    "extractAll": extract_all,
    "extractNetworkResponse": extract_answer,
    "runJs": run_js,
    "runSnippet": run_snippet,
    "if": choose_branch,
}
"""All actions of the format, by name."""
