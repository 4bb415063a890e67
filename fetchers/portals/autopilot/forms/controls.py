"""The controls of a page that a person could press now, with their words and where they lead."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page

from fetchers.portals.patience import steadily
from fetchers.portals.recipe import Alternatives

_WANTED: Final = "a[href], button, [role=button], [role=link], [role=menuitem], input[type=button]"
_LONGEST: Final = 60  # characters; what says more is no plain control
_UNSTABLE: Final = re.compile(r"\d{3,}|[0-9a-f]{8,}|[:.]")
_TOLD: Final = """
els => els.slice(0, 600).map(el => {
  const above = node => !node ? null
    : getComputedStyle(node).position === 'fixed' ? node : above(node.parentElement);
  const area = el.closest('[id*=cookie i],[class*=cookie i],[id*=consent i],[class*=consent i],'
    + '[id*=gdpr i],[class*=gdpr i],[role=dialog],[role=alertdialog],[aria-modal=true]')
    || above(el);
  const box = el.getBoundingClientRect();
  return {
    words: (el.innerText || el.value || el.getAttribute('aria-label') || el.textContent || '')
      .trim().replace(/\\s+/g, ' ').slice(0, 80),
    id: el.id || '', link: el.tagName === 'A', href: el.tagName === 'A' ? el.href : '',
    told: el.getAttribute('href') || '', away: el.target === '_blank',
    seen: box.width > 1 && box.height > 1 && getComputedStyle(el).visibility === 'visible',
    around: area ? area.innerText.slice(0, 2000) : '',
  };
})
"""


@dataclass(frozen=True, slots=True)
class Control:
    """A link or button. `around` is the text of the dialog or banner that it stands in.

    `href` is absolute, `told` as the page writes it; `away` says that it opens another tab.
    """

    words: str
    id: str
    link: bool
    href: str
    told: str
    away: bool
    seen: bool
    around: str

    @property
    def selectors(self) -> Alternatives:
        """How it is written down."""
        name = json.dumps(self.words, ensure_ascii=False)
        found = [f"role={'link' if self.link else 'button'}[name={name}]", f"text={name}"]
        if self.id and not _UNSTABLE.search(self.id):
            found.append(f"css=[id={json.dumps(self.id)}]")
        if self.link and self.told and not self.told.startswith(("#", "javascript:")):
            found.append(f"css=a[href={json.dumps(self.told)}]")
        return tuple(found)


def controls_of(page: Page) -> tuple[Control, ...]:
    """The controls of a page, its open shadow trees included; those without words are left out."""
    nothing: list[dict[str, Any]] = []
    every = page.locator(_WANTED)
    told = steadily(page, lambda: every.evaluate_all(_TOLD), otherwise=nothing)
    return tuple(Control(**one) for one in told if 0 < len(one["words"]) <= _LONGEST)
