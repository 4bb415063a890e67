"""Clicking, read-only: a visit presses nothing that pays, deletes, cancels or orders.

What a control says decides, whoever named it: a recipe, the autopilot or an import.
"""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Error, Locator

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.pressing import NEVER, Purpose, allowed
from fetchers.portals.selecting import told_by

CLICK_TIMEOUT_MS: Final = 10_000


_SAYS: Final = """
el => {
  const control = el.closest('button, input, a, [role=button], [role=link]') || el;
  const form = control.form || null;
  const submits = (control.tagName === 'BUTTON' && control.type === 'submit')
    || (control.tagName === 'INPUT' && ['submit', 'image'].includes(control.type));
  const words = [control.innerText, control.value, control.getAttribute('aria-label'),
    control.getAttribute('title')].filter(word => typeof word === 'string' && word.trim());
  return {
    words: words.join(' | ').slice(0, 500),
    posts: Boolean(form && submits && (form.getAttribute('method') || '').toLowerCase() === 'post'),
  };
}
"""
_FORM: Final = """
el => {
  const form = el.form;
  if (!form) return {takes: false, words: ''};
  const takes = form.querySelector('input[type=password], input[type=file], textarea') !== null;
  const words = [...form.querySelectorAll('button, input[type=submit]')]
    .map(one => one.innerText || one.value || '').join(' | ');
  return {takes, words: words.slice(0, 500)};
}
"""


class Forbidden(VisitEnded):
    """A step leads to a control that pays, deletes or orders; no other is sought for it."""

    def __init__(self, step: str) -> None:
        ended = broken(step, "the control says that it pays, orders, cancels or deletes").outcome
        super().__init__(ended.code, **ended.facts)


def click(target: Locator, *, purpose: Purpose, step: str) -> None:
    """Nothing comes back: the control was pressed.

    Raises:
        VisitEnded: RECIPE_BROKEN where it can't be pressed, or is none that a visit presses.
    """
    if not _pressed(target, purpose, step):
        raise broken(step, "the control can't be pressed")


def is_filter(field: Locator) -> bool:
    """Whether a field stands in no form but one that looks for something.

    A form that takes a password, a file or a text of several lines is none, nor one that says it
    pays, deletes or orders.
    """
    try:
        form: dict[str, Any] = told_by(field, _FORM, timeout=CLICK_TIMEOUT_MS)
    except Error:
        return False
    return not form["takes"] and not NEVER.search(form["words"])


def _pressed(target: Locator, purpose: Purpose, step: str) -> bool:
    try:
        says: dict[str, Any] = told_by(target, _SAYS, timeout=CLICK_TIMEOUT_MS)
        if NEVER.search(says["words"]):
            raise Forbidden(step)
        if not allowed(says["words"], posts=says["posts"], purpose=purpose):
            return False
        target.click(timeout=CLICK_TIMEOUT_MS)
    except Error:
        return False
    return True
