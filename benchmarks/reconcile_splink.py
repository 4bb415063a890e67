"""The library beside `reconcile`: splink's probabilistic linkage on DuckDB, set up for invoices.

python -m benchmarks.reconcile_splink STATEMENTS.csv LEDGER.csv ANSWERS.jsonl

Compares numbers (equal, one or two characters apart), amounts (equal, to five cents, to 3 %), dates
(equal, to 6 and 31 days) and suppliers, learns the weights from the data, and takes pairs of .9 and
more one to one, the surest first. splink is optional: pip install "billhook[bench]".
"""

from __future__ import annotations

import csv
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from benchmarks.reconcile_join import number

_PROBABLE: Final = 0.9
_PAIRS: Final = 2_000_000
_RECALL: Final = 0.75
"""Of the pairs with the same supplier, number and amount among all."""
_FIVE_CENTS: Final = '"cents_l" is not null and abs("cents_l" - "cents_r") <= 5'
_BROUGHT_FORWARD: Final = "BF"


def main(statements: str, ledger: str, answers: str) -> None:
    """Link the tables, and write what stands beside each line."""
    lines = _table(statements)
    found = dict(_one_to_one(_linked(lines, _table(ledger))))
    with Path(answers).open("w", encoding="utf-8") as file:
        for line in lines:
            said = found.get(line["stmt_id"])
            forward = line["kind"] == _BROUGHT_FORWARD
            status = "matched" if said else "balance_forward" if forward else "missing"
            entries = [said] if said else []
            answer = {"stmt_id": line["stmt_id"], "ledger_ids": entries, "status": status}
            file.write(json.dumps(answer) + "\n")


def _linked(
    lines: list[dict[str, str]], entries: list[dict[str, str]]
) -> Iterator[tuple[str, str]]:
    """Probable pairs of a line and an entry, the surest first."""
    splink: Any = import_module("splink")
    logging.getLogger("splink").setLevel(logging.ERROR)  # else it tells what a sample lacks
    base = splink.DuckDBAPI()
    tables = [
        base.register(_arrow(lines, "stmt_id"), dataset_display_name="a_line"),
        base.register(_arrow(entries, "ledger_id"), dataset_display_name="b_entry"),
    ]
    linker = splink.Linker(tables, _settings(splink), log_level=None)
    sure, *learnt = _blocks(splink)
    train = linker.training
    train.estimate_probability_two_random_records_match([sure], recall=_RECALL)
    train.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=7)
    for block in learnt[:3]:
        train.estimate_parameters_using_expectation_maximisation(block)
    pairs = linker.inference.predict(threshold_match_probability=_PROBABLE)
    chosen = pairs.as_duckdbpyrelation().project("unique_id_l, unique_id_r, match_weight")
    ordered = chosen.order("match_weight desc, unique_id_l, unique_id_r")
    return ((line, entry) for line, entry, _ in ordered.fetchall())


def _blocks(splink: Any) -> tuple[Any, ...]:
    """What two records must share to be compared; the first is where a pair is nearly sure."""
    block = splink.block_on
    return (
        block("supplier", "number", "cents"),
        block("supplier", "number"),
        block("supplier", "cents"),
        block("number", "cents"),
        "l.supplier = r.supplier and l.start = r.start and abs(l.day - r.day) <= 6",
    )


def _settings(splink: Any) -> Any:
    level: Any = import_module("splink.comparison_level_library")
    custom = import_module("splink.comparison_library").CustomComparison

    def compared(column: str, *levels: Any) -> Any:
        exact = (level.NullLevel(column), level.ExactMatchLevel(column))
        return custom([*exact, *levels, level.ElseLevel()], output_column_name=column)

    def apart(days: int) -> Any:
        return level.CustomLevel(f'abs("day_l" - "day_r") <= {days}', f"{days} days")

    slips = [level.DamerauLevenshteinLevel("number", edits) for edits in (1, 2)]
    return splink.SettingsCreator(
        link_type="link_only",
        comparisons=[
            compared("number", *slips),
            compared(
                "cents",
                level.CustomLevel(_FIVE_CENTS, "five cents"),
                level.PercentageDifferenceLevel("cents", 0.03),
            ),
            compared("day", apart(6), apart(31)),
            compared("supplier"),
        ],
        blocking_rules_to_generate_predictions=list(_blocks(splink)[1:]),
        retain_matching_columns=False,
    )


def _one_to_one(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    answered: set[str] = set()
    for line, entry in pairs:
        if line not in answered and entry not in taken:
            answered.add(line)
            taken.add(entry)
            yield line, entry


def _arrow(rows: list[dict[str, str]], key: str) -> Any:
    pyarrow: Any = import_module("pyarrow")
    numbers = [number(row["ref"]) or None for row in rows]
    columns = {
        "unique_id": [row[key] for row in rows],
        "supplier": [row["supplier_id"] for row in rows],
        "number": numbers,
        "start": [text and text[:3] for text in numbers],
        "cents": [int(row["amount"]) for row in rows],
    }
    days = pyarrow.array([row["doc_date"] or None for row in rows]).cast(pyarrow.date32())
    return pyarrow.table({**columns, "day": days.cast(pyarrow.int32())})


def _table(name: str) -> list[dict[str, str]]:
    with Path(name).open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


if __name__ == "__main__":
    main(*sys.argv[1:])
