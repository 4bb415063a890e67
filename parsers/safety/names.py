"""What a file's name says of its kind, and whether it was written to deceive. No name is a path."""

from __future__ import annotations

import re
from typing import Final

_RUNNABLE: Final = re.compile(
    r"\.(?:ace|appx|apk|bat|bin|chm|cmd|com|cpl|deb|dll|dmg|docm|dotm|exe|gadget|hta|img|iso|jar|jnlp"
    r"|js|jse|lnk|msc|msi|msix|msp|one|pif|potm|ppam|ppsm|pptm|ps1|psm1|py|reg|rpm|scf|scr|search-ms"
    r"|settingcontent-ms|sh|sldm|svg|svgz|url|vb|vbe|vbs|vhd|vhdx|wim|wsc|wsf|wsh|xlam|xll|xlsb|xlsm"
    r"|xltm|z)$",
    re.IGNORECASE,
)
_TWO_ENDINGS: Final = re.compile(
    r"\.(?:pdf|xml|docx?|xlsx?|csv|jpe?g|png|txt)\s*\.(?!(?:pdf|xml|p7m|p7s|zip|gz|asc|sig|txt|eml|csv"
    r"|docx?|xlsx?|jpe?g|png)$)[a-z][a-z0-9]{1,5}$",
    re.IGNORECASE,
)
# direction marks, control characters, ways out of a folder
_TRICKY: Final = re.compile(
    r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|(?:^|[/\\])\.\.(?:[/\\]|$)|^/"
)


def deceives(name: str) -> bool:
    """Whether a raw name leaves its folder, or shows another ending than it has."""
    return bool(_TRICKY.search(name))


def danger_of_name(name: str) -> str:
    """Why a file of this name is no invoice, as "can run a program"; "" where it may be one."""
    if _RUNNABLE.search(name):
        return "can run a program"
    if _TWO_ENDINGS.search(name):
        return "hides its kind behind a second ending"
    return ""
