"""Statements as kinds of suppliers print them: read, and never accepted with a wrong line."""

import pytest

import parsers
from benchmarks import statement_supplier_papers
from benchmarks.statement_reading import lines_of, truth_of
from benchmarks.statement_suppliers import SUPPLIERS, Supplier
from model.errors import DocumentRefused


@pytest.mark.parametrize("supplier", SUPPLIERS, ids=lambda supplier: supplier.name)
def test_statements_of_suppliers_are_read_and_never_accepted_wrongly(supplier: Supplier) -> None:
    read = []
    for paper in statement_supplier_papers.papers([supplier], seeds=[5]):
        try:
            reading = parsers.read(paper.content)
        except DocumentRefused:
            continue
        right = lines_of(reading) == truth_of(paper)
        assert right or not reading.accept, paper.language
        read.append(right)
    assert any(read)
