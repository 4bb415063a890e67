"""Letters to suppliers about a statement, in their language: what is missing, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from model.matches import MatchStatus
from model.reports import LetterDraft
from model.views import StatementLineView, StatementView


@dataclass(frozen=True, slots=True)
class _Words:
    """The sentences of a letter in one language."""

    subject: str
    greeting: str
    missing: str
    credit: str
    differs: str
    theirs: str
    ours: str
    closing: str


_LANGUAGES: Final = {
    "en": _Words(
        "Your statement of {day}: missing documents and differences",
        "Dear accounts team,\n\nwe have compared your statement of {day} with our books.",
        "These documents are not on file here. Please send us a copy of each:",
        "Please also send these credit notes:",
        "These amounts differ. Please send a correction, or tell us what we overlooked:",
        "your statement says {amount}",
        "our books say {amount}",
        "Thank you and kind regards\n{company}",
    ),
    "de": _Words(
        "Ihr Kontoauszug vom {day}: fehlende Belege und Abweichungen",
        "Guten Tag,\n\nwir haben Ihren Kontoauszug vom {day} mit unseren Büchern abgeglichen.",
        "Diese Belege liegen uns nicht vor. Bitte senden Sie uns jeweils eine Kopie:",
        "Bitte senden Sie uns auch diese Gutschriften:",
        "Diese Beträge weichen ab. Bitte senden Sie uns eine Korrektur oder einen Hinweis:",
        "Ihr Auszug nennt {amount}",
        "unsere Bücher nennen {amount}",
        "Vielen Dank und freundliche Grüße\n{company}",
    ),
    "fr": _Words(
        "Votre relevé du {day} : pièces manquantes et écarts",
        "Bonjour,\n\nnous avons rapproché votre relevé du {day} de nos écritures.",
        "Ces pièces ne nous sont pas parvenues. Merci de nous envoyer une copie de chacune :",
        "Merci de nous envoyer aussi ces avoirs :",
        "Ces montants diffèrent. Merci de nous envoyer une correction ou une explication :",
        "votre relevé indique {amount}",
        "nos livres indiquent {amount}",
        "Avec nos remerciements et nos salutations\n{company}",
    ),
    "es": _Words(
        "Su extracto del {day}: documentos pendientes y diferencias",
        "Buenos días:\n\nhemos conciliado su extracto del {day} con nuestra contabilidad.",
        "No nos constan estos documentos. Les rogamos que nos envíen una copia de cada uno:",
        "Les rogamos que nos envíen también estos abonos:",
        "Estos importes difieren. Les rogamos que nos envíen una corrección o una aclaración:",
        "su extracto indica {amount}",
        "nuestros libros indican {amount}",
        "Gracias y un cordial saludo\n{company}",
    ),
    "nl": _Words(
        "Uw rekeningoverzicht van {day}: ontbrekende stukken en verschillen",
        "Goedendag,\n\nwij hebben uw overzicht van {day} met onze boeken vergeleken.",
        "Deze stukken hebben wij niet ontvangen. Wilt u ons van elk een kopie sturen?",
        "Wilt u ons ook deze creditnota's sturen?",
        "Deze bedragen verschillen. Wilt u ons een correctie of een toelichting sturen?",
        "uw overzicht vermeldt {amount}",
        "onze boeken vermelden {amount}",
        "Met dank en vriendelijke groet\n{company}",
    ),
    "it": _Words(
        "Il vostro estratto conto del {day}: documenti mancanti e differenze",
        "Buongiorno,\n\nabbiamo confrontato il vostro estratto conto del {day} con i nostri libri.",
        "Questi documenti non ci risultano. Vi preghiamo di inviarci una copia di ciascuno:",
        "Vi preghiamo di inviarci anche queste note di credito:",
        "Questi importi differiscono. Vi preghiamo di inviarci una correzione o un chiarimento:",
        "il vostro estratto indica {amount}",
        "i nostri libri indicano {amount}",
        "Grazie e cordiali saluti\n{company}",
    ),
}
LANGUAGES: Final = tuple(_LANGUAGES)
"""The languages that letters are written in (ISO 639-1); others are written to in English."""


def request(view: StatementView, *, company: str, language: str) -> LetterDraft | None:
    """The letter that asks for missing documents and corrections; None where there is no need.

    Only what is certainly missing is asked for. A text that came with the statement stands in the
    letter on one line each, as it is.
    """
    known = language if language in _LANGUAGES else LANGUAGES[0]
    words = _LANGUAGES[known]
    parts = tuple(_parts(view, words))
    if not parts:
        return None
    day = str(view.row.day or "")
    greeting = words.greeting.format(day=day)
    closing = words.closing.format(company=_flat(company))
    body = "\n\n".join((greeting, *parts, closing)) + "\n"
    return LetterDraft(known, words.subject.format(day=day), body)


def _parts(view: StatementView, words: _Words) -> Iterator[str]:
    missing = [line for line in view.lines if line.status is MatchStatus.MISSING]
    bills = [_named(line) for line in missing if line.amount.amount >= 0]
    credits_ = [_named(line) for line in missing if line.amount.amount < 0]
    differing = [
        f"{_named(line)}: {words.theirs.format(amount=line.amount)}, "
        f"{words.ours.format(amount=line.amount - line.difference)}"
        for line in view.lines
        if line.status is MatchStatus.MATCHED_DIFFERENCE and line.difference
    ]
    wanted = ((words.missing, bills), (words.credit, credits_), (words.differs, differing))
    for sentence, lines in wanted:
        if lines:
            yield f"{sentence}\n{_listed(lines)}"


def _named(line: StatementLineView) -> str:
    number = _flat(line.reference) or _flat(line.text) or "?"
    return ", ".join(filter(None, (number, str(line.day or ""), str(line.amount))))


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _flat(text: str) -> str:
    return " ".join(text.split())
