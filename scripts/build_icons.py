"""Write ui/theme/icons.svg: the glyphs of Lucide that the dashboard uses, as one sprite.

With Lucide's drawings unpacked by `npm pack lucide-static && tar xzf lucide-static-*.tgz`:
`python scripts/build_icons.py package/icons ui/theme/icons.svg`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

GLYPHS = """
archive arrow-up-right bell building-2 calendar check chevron-down chevron-left chevron-right
circle-alert circle-check circle-help clock command copy corner-down-left download equal equal-
not eye file-text file-minus globe hash history inbox info keyboard layers link list lock log-
out mail minus moon paperclip play plus refresh-cw rotate-cw scale search send settings shield-
check sparkles sun triangle-alert upload user x zap zoom-in zoom-out
"""


def symbol(source: str, name: str) -> str:
    """One glyph as a symbol: the drawing of Lucide's file without its frame."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if found is None:
        raise SystemExit(f"{name} is not a drawing of Lucide.")
    drawing = re.sub(r"\s+", " ", found.group(1)).strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>'
    )


def main(icons: Path, target: Path) -> None:
    """Read the folder of Lucide's drawings and write the sprite."""
    symbols = [symbol((icons / f"{name}.svg").read_text(), name) for name in GLYPHS.split()]
    body = "\n".join(symbols)
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n')


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
