"""The reference of `reconcile`: what a spreadsheet or an SQL query does with normalised numbers.

python -m benchmarks.reconcile_join STATEMENTS.csv LEDGER.csv ANSWERS.jsonl
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

_WORDS = re.compile(r"\b(?:INVOICE|CREDIT|NOTE|COLLECTIVE|NO|NR)\b")
_SEPARATORS = re.compile(r"[^A-Z0-9]")
_QUERY = """
select line.id, entry.id from line
left join entry on entry.supplier = line.supplier and entry.number = line.number
    and line.number <> ''
"""


def main(statements: str, ledger: str, answers: str) -> None:
    """Join the tables by supplier and number, and write what stands beside each line."""
    base = sqlite3.connect(":memory:")
    for table, path, key in (("line", statements, "stmt_id"), ("entry", ledger, "ledger_id")):
        base.execute(f"create table {table} (id text, supplier text, number text)")
        with Path(path).open(newline="", encoding="utf-8") as handle:
            rows = ((r[key], r["supplier_id"], number(r["ref"])) for r in csv.DictReader(handle))
            base.executemany(f"insert into {table} values (?, ?, ?)", rows)
    base.execute("create index number on entry (supplier, number)")
    found: dict[str, list[str]] = defaultdict(list)
    for line, entry in base.execute(_QUERY):
        found[line] += [entry] if entry else []
    with Path(answers).open("w", encoding="utf-8") as file:
        for line, entries in found.items():
            status = "matched" if entries else "missing"
            said = {"stmt_id": line, "ledger_ids": entries, "status": status}
            file.write(json.dumps(said) + "\n")


def number(text: str) -> str:
    """Letters and digits without document words, without a prefix and its zeros."""
    plain = _SEPARATORS.sub("", _WORDS.sub(" ", text.upper()))
    return (plain.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or plain).lstrip("0")


if __name__ == "__main__":
    main(*sys.argv[1:])
