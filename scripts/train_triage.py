"""Train `fetchers/mail/learned/weights.bin`, or measure it with the sending software unseen.

    python scripts/train_triage.py CORPUS                     writes the weights
    python scripts/train_triage.py CORPUS --fold A,B OUT      weights without these families, to OUT

Needs scikit-learn (for this script only; nothing of it is needed at run time). CORPUS holds one
mail a line (id, subject, body, class, repository); what may be trained on and which notices go
along stands in `fetchers/mail/learned/NOTICE.md`. Our own wording lies in `triage_mails/`, one book
a language: greetings, closings, then for each class lines of "subject | body" with {n} number,
{a} amount, {d} date, {o} order, {c} company, {p} person, {k} code, {u} link.
"""

from __future__ import annotations

import json
import random
import re
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from fetchers.mail.learned.grams import counts

BITS = 17
COPIES = 6  # mails made of each line
BOOKS = Path(__file__).with_name("triage_mails")
WEIGHTS = Path(__file__).parents[1] / "fetchers/mail/learned/weights.bin"
COMPANIES = (
    "Brightwater GmbH", "Lumen & Co", "Tessera Ltd", "Korvin Logistics", "Alba Telecom",
    "Hexa Software", "Nova Energie", "Ponte SRL", "Aquila SA", "Sable AB", "Orion Cloud",
)  # fmt: skip
PEOPLE = ("Mara Lind", "J. Okafor", "Pavel Horak", "Lucia Rey", "Tom Becker", "Aiko Sato")
_SENDERS = ("",) * 9 + ("[{c}] ", "{c}: ", "{c} - ")
_MIXES: tuple[Callable[[str, str, str], tuple[str, str]], ...] = (
    *[lambda subject, body, _: (subject, body)] * 5,
    *[lambda subject, _, another: (subject, another)] * 2,
    lambda _, body, __: ("", body),
    lambda _, body, __: ("{c} {n}", body),
    lambda _, body, __: ("{n}", body),
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to train on. Mails of one family share their weight."""

    family: str
    mail_class: str
    subject: str
    body: str


def own_mails(dice: random.Random) -> Iterator[Mail]:
    """Mails of our own wording, each line in several dresses."""
    for book in sorted(BOOKS.glob("*.txt")):
        hello, bye, *lines = book.read_text("utf-8").splitlines()
        greetings, closings = (line.partition(": ")[2].split("|") for line in (hello, bye))
        for mail_class, pairs in _classes(lines).items():
            for pair in pairs * COPIES:
                yield _dressed(mail_class, pair, pairs, around=(greetings, closings), dice=dice)


def _classes(lines: list[str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        subject, bar, body = line.partition(" | ")
        if bar:
            found[list(found)[-1]].append((subject.strip(), body.strip()))
        else:
            found[line.strip()] = []
    return found


def _dressed(
    mail_class: str,
    pair: tuple[str, str],
    pairs: list[tuple[str, str]],
    *,
    around: tuple[list[str], list[str]],
    dice: random.Random,
) -> Mail:
    """One line as a mail: with or without subject, name of the sender, greeting and closing."""
    subject, body = pair
    if mail_class != "other":  # the other classes' lines fit together only as they stand
        subject, body = dice.choice(_MIXES)(subject, body, dice.choice(pairs)[1])
    before = dice.choice(_SENDERS)
    hello, bye = (dice.choice([*words, ""]) for words in around)
    parts = filter(None, (hello, body, bye))
    return Mail("own", mail_class, _filled(before + subject, dice), _filled("\n".join(parts), dice))


def _filled(text: str, dice: random.Random) -> str:
    def number() -> str:
        return f"{dice.choice(['INV-', 'RE', '2026-', '#', ''])}{dice.randrange(1000, 10**6)}"

    values = {
        "n": number(),
        "o": number(),
        "a": f"{dice.randrange(900, 900_000) / 100:.2f} {dice.choice(['EUR', 'USD', '€'])}",
        "d": f"2026-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
        "c": dice.choice(COMPANIES),
        "p": dice.choice(PEOPLE),
        "k": str(dice.randrange(10**5, 10**6)),
        "u": f"<https://portal.example/{dice.randrange(10**6):x}>",
    }
    return re.sub(r"\{(\w)\}", lambda match: values[match[1]], text)


def corpus_mails(path: Path, without: list[str]) -> Iterator[Mail]:
    """The published templates, some families left out."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["repository"] not in without:
            mail_class = row["class"].replace("marketing_other", "other")
            yield Mail(row["repository"], mail_class, row["subject"], row["body"])


def train(mails: list[Mail]) -> LogisticRegression:
    """A logistic regression in which no family and no class drowns the others."""
    rows = [counts(mail.subject, mail.body, BITS) for mail in mails]
    ends = np.cumsum([0, *map(len, rows)])
    places = [place for row in rows for place in row]
    values = [value for row in rows for value in row.values()]
    matrix = csr_matrix((values, places, ends), shape=(len(rows), 1 << BITS))
    labels = [mail.mail_class for mail in mails]
    sizes = Counter((mail.family, mail.mail_class) for mail in mails)
    weights = np.array(
        [
            1 / COPIES if mail.family == "own" else sizes[mail.family, mail.mail_class] ** -0.5
            for mail in mails
        ]
    )
    totals = {name: sum(weights[np.array(labels) == name]) for name in set(labels)}
    weights *= np.array([totals[label] ** -0.5 for label in labels])
    model = LogisticRegression(C=3, max_iter=60, tol=1e-3)
    return model.fit(matrix, labels, sample_weight=weights / weights.mean())


def packed(model: LogisticRegression) -> bytes:
    """The model as `fetchers.mail.learned` reads it."""
    steps = np.abs(model.coef_).max(axis=1) / 127
    rows = np.round(model.coef_.T / steps).astype(np.int8)
    facts = {
        "classes": list(model.classes_),
        "bits": BITS,
        "steps": [round(float(step), 9) for step in steps],
        "intercepts": [round(float(value), 6) for value in model.intercept_],
    }
    return json.dumps(facts).encode() + b"\n" + zlib.compress(rows.tobytes(), 9)


def main(corpus: str, flag: str = "", families: str = "", out: str = str(WEIGHTS)) -> None:
    """Train and write."""
    if flag not in {"", "--fold"}:
        raise SystemExit(__doc__)
    dice = random.Random(1)  # noqa: S311 - the same mails every time
    mails = [*own_mails(dice), *corpus_mails(Path(corpus), families.split(","))]
    Path(out).write_bytes(packed(train(mails)))


if __name__ == "__main__":
    main(*sys.argv[1:])
