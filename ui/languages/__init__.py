"""The interface's languages: words from catalogues, figures and dates by locale.

English text in the source is the key. `say` gives it in the language of who looks at it; `phrase`
marks a constant that `say` gets later. Foreign text is only ever a placeholder's value.
"""

from ui.languages.choice import current, preferred, speaking
from ui.languages.formats import FORMATS, Format, locale, number
from ui.languages.saying import Phrase, all_said, phrase, said_by_name, say, say_many

__all__ = [
    "FORMATS",
    "Format",
    "Phrase",
    "all_said",
    "current",
    "locale",
    "number",
    "phrase",
    "preferred",
    "said_by_name",
    "say",
    "say_many",
    "speaking",
]
