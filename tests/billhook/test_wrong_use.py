"""Wrong use: each ends with 1 or 2, and says in one sentence where and what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook

LEDGER = "ledger_id,supplier_id,kind,ref,doc_date,post_date,amount,currency,voucher\n"
LONG_CELL = f"a,b\n{'x' * 200_000},1\n"
FILES = {
    "empty": b"",
    "odd": bytes(range(256)) * 40,
    "array.json": b"[]",
    "half.json": b'{"username": "ap"}',
    "whole.json": b'{"username": "ap", "password": "hunter2"}',
    "deep.json": b"[" * 100_000,
    "bad.jsonl": b'\n{"id": 2}\n',
    "cell.csv": LONG_CELL.encode(),
    "short.csv": f"{LEDGER}7,nw,invoice\n".encode(),
    "long.csv": f"{LEDGER}7,nw,invoice,R,2026-10-05,2026-10-05,1,000,EUR,7\n".encode(),
    "nul.csv": b"a,b\n\x00,1\n",
    "other.csv": b"id,amount\n1,2\n",
    "recipe.yaml": b"billhook_recipe: 1\nname: [\n",
}

WRONG_USE = """\
parse
parse --nonsense @odd
parse - -
parse @odd --jsonl @odd
triage
triage - -
validate
validate - -
reconcile @other.csv
reconcile - -
duplicates
duplicates @other.csv --jsonl @other.csv
portals visit
portals visit nonsense --credential @whole.json --out @out
portals visit https://[ --credential @whole.json --out @out
portals visit https://x.example --out @out
portals visit https://x.example --credential - --recipe - --out @out
portals visit https://x.example --credential @whole.json --out @out --since 31.12.2026
portals import
vault
vault add
vault nonsense
vault check --accept-epoch old
vault export -
vault import - --passphrase-stdin
backup
restore
up --port many
up --port 99999
up --workers 0
demo --port -1
bench nonsense
nonsense
"""

FAILED = """\
parse @nowhere.pdf                        | nowhere.pdf | no such file
parse @odd @nowhere.pdf                   | nowhere.pdf | no such file
parse @folder                             | folder | holds no file
parse -                                   | Standard input | pipe
parse @odd --jsonl @folder                | folder | can't be written
parse @odd --jsonl @nowhere/a.jsonl       | nowhere/a.jsonl | can't be written
parse @odd --jsonl /dev/full              | /dev/full | No space left
triage @nowhere.eml                       | nowhere.eml | No such file
triage @folder                            | folder | .eml
triage -                                  | Standard input | pipe
triage @bad.jsonl                         | Line 2 | bad.jsonl
validate @nowhere.xml                     | nowhere.xml | no such file
validate @folder                          | folder | holds no file
reconcile @folder @folder                 | folder | can't be read
reconcile @empty @empty                   | empty | names the columns
reconcile @other.csv @other.csv           | other.csv | 'stmt_id'
duplicates @odd                           | odd | UTF-8
duplicates @cell.csv                      | cell.csv | line
duplicates @nul.csv                       | nul.csv | 'ledger_id'
duplicates @short.csv                     | short.csv | Line 2
duplicates @long.csv                      | long.csv, line 2 | more cells
portals visit https://x.example --credential @nowhere --out @out     | nowhere | can't be read
portals visit https://x.example --credential @folder --out @out      | folder | can't be read
portals visit https://x.example --credential @array.json --out @out  | array.json | JSON object
portals visit https://x.example --credential @odd --out @out         | odd | JSON object
portals visit https://x.example --credential @deep.json --out @out   | deep.json | JSON object
portals visit https://x.example --credential @half.json --out @out   | half.json | password
portals visit https://x.example --credential @whole.json --out @odd  | odd | can't be written
portals visit https://x.example --credential @whole.json --out @out --recipe @empty       | empty:1
portals visit https://x.example --credential @whole.json --out @out --recipe @recipe.yaml | yaml:3
portals import @nowhere                   | nowhere | can't be read
portals import @empty                     | empty | not JSON
portals import @array.json                | array.json | export it again
portals import @deep.json                 | deep.json | export
portals check nowhere                     | nowhere | recipe
vault list                                | billhook vault init
vault init --key-file @odd                | odd | chmod 600
vault init --key-file @folder             | folder | can't be read
vault add nw --password-stdin             | standard input is empty
vault add nw                              | standard input
backup @nowhere/b.tar                     | nowhere/b.tar | folder that exists
backup @folder                            | folder | folder that exists
backup /dev/null                          | /dev/null | folder that exists
restore @nowhere.tar                      | nowhere.tar | No such file
restore @folder                           | folder | Is a directory
restore @odd                              | odd | no backup
restore -                                 | no backup
bench words --data @folder                | folder | --data
load books                                | --set books=15
load books Nowhere                        | no destination Nowhere
load ledger @empty                        | empty | names the columns
load orders @cell.csv                     | cell.csv
vault list --data @odd                    | odd | --data
demo --headless --data @odd               | odd | --data
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of files that are not what a command asks for."""
    (tmp_path / "folder").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o644)
    return tmp_path


def words_at(place: Path, command: str) -> list[str]:
    """A command's words; @ is the folder of the files."""
    return [word.replace("@", f"{place}/") for word in command.split()]


@pytest.mark.parametrize("command", WRONG_USE.splitlines())
def test_wrong_use_ends_with_2_and_does_nothing(
    billhook: Billhook, place: Path, command: str
) -> None:
    said = billhook(*words_at(place, command))
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("Usage: ")
    assert "Traceback" not in said.err
    for name, content in FILES.items():
        assert (place / name).read_bytes() == content


@pytest.mark.parametrize("line", FAILED.splitlines())
def test_failed_work_ends_with_1_and_one_sentence_that_helps(
    billhook: Billhook, place: Path, line: str
) -> None:
    command, *parts = (part.strip() for part in line.split("|"))
    said = billhook(*words_at(place, command))
    assert said.status == 1
    assert said.out == ""
    (sentence,) = said.err.splitlines()
    assert sentence.startswith("billhook: ")
    assert "unforeseen" not in sentence
    assert "hunter2" not in sentence
    for part in parts:
        assert part in sentence
    assert not list(place.rglob("*.part"))
