from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import parsers
from billhook import templates as folder
from billhook.commands.reading import parse
from model.documents import EvidenceSource, Reading
from model.errors import FileUnreadable, WrongInput
from parsers.hints import Hints
from parsers.templates.template_forms import Template, of_plain
from parsers.templates.templates import TEMPLATE
from tests.parsers import paper
from tests.parsers.test_invoice import TRUTH

YAML = r"""
issuer: Northgate Paper Ltd
keywords:
  - Northgate Paper Ltd
exclude_keywords: [Statement]
fields:
  amount: 'Total Due\s+£ ([\d,.]+)'
  amount_untaxed: {parser: regex, regex: 'Subtotal\s+£ ([\d,.]+)', type: float}
  sum_amount_tax: ['Sales Tax\s+£ ([\d,.]+)']
  date: 'Invoice Date:\s+(\d+ \w+ \d{4})'
  invoice_number: 'Invoice No:\s+(\S+)'
  static_vat: GB123456789
  iban: {parser: static, value: GB82WEST12345698765432}
options:
  currency: GBP
  date_formats: ['%d %B %Y']
  decimal_separator: '.'
  replace: [['~', '-']]
lines:
  start: Description
  end: Subtotal
  line: '(?P<name>\w.*?)\s+(?P<qty>[\d.]+)\s+(?P<price>[\d.,]+)\s+(?P<price_subtotal>[\d.,]+)$'
"""


def template(**changed: object) -> Template:
    return replace(of_plain("northgate.yml", yaml.safe_load(YAML))[0], **changed)  # type: ignore[arg-type]  # any field


def read(one: Template) -> Reading:
    return parsers.read(paper.invoice("en", "beside", TRUTH), Hints(templates=(one,)))


def with_expression(name: str, expression: str) -> Template:
    data = yaml.safe_load(YAML)
    data["fields"][name] = expression
    return of_plain("northgate.yml", data)[0]


def test_a_template_fills_in_what_the_page_does_not_print() -> None:
    plain = parsers.read(paper.invoice("en", "beside", TRUTH))
    reading = read(template())
    assert reading.accept
    assert reading.text("seller_vat_id") == "GB123456789"
    evidence = reading.fields["iban"].evidence
    assert (evidence.source, evidence.why) == (
        EvidenceSource.MEMORY, "read by the template northgate.yml",
    )  # fmt: skip
    same = set(plain.fields)
    assert {name: reading.text(name) for name in same} == {n: plain.text(n) for n in same}
    assert (TEMPLATE, True) in {(check.name, check.ok) for check in reading.checks}


def test_a_template_that_differs_from_the_page_needs_a_person() -> None:
    reading = read(with_expression("amount", r"Subtotal\s+£ ([\d,.]+)"))
    assert reading.text("gross_total") == "1445.50"
    assert not reading.accept
    assert "gross_total" in reading.doubtful()
    (check,) = [one for one in reading.checks if one.name == TEMPLATE]
    assert check.ok is False
    assert "1445.50" in check.detail


def test_a_template_for_another_supplier_or_one_that_finds_too_little_is_not_applied() -> None:
    plain = parsers.read(paper.invoice("en", "beside", TRUTH))
    assert read(template(keywords=("Elsewhere Ltd",))) == plain
    assert read(template(excluded=("INVOICE",))) == plain
    assert read(with_expression("amount", "Never (1)")) == plain


def test_lines_of_a_template_count_where_the_page_gave_none() -> None:
    one = template()
    from parsers.templates.templates import _lines

    text = "Description\nCopy paper  12  104.15  1,249.80\nDesk lamp  3  49.90  149.70\nSubtotal"
    first, second = _lines(one, text)
    assert (first.description, first.quantity, first.total) == (
        "Copy paper", Decimal(12), Decimal("1249.80"),
    )  # fmt: skip
    assert second.unit_price == Decimal("49.90")


@pytest.mark.parametrize("expression", [r"(a+)+$x", r"((\w|\s)+)+\d{50}", "(", r"(?P<a>.)(.)"])
def test_an_expression_that_never_ends_or_is_none_finds_nothing(expression: str) -> None:
    reading = read(with_expression("customer_number", expression))
    assert reading.text("customer_number") is None
    assert reading.text("seller_vat_id") == "GB123456789"


def test_what_is_not_understood_is_named() -> None:
    data = yaml.safe_load(YAML)
    data |= {"tables": [], "options": {"locale": "en"}}
    data["fields"]["amount"] = {"parser": "regex", "regex": "(", "area": {}}
    data["fields"]["telephone"] = "x"
    data["lines"]["first_line"] = "x"
    unknown = of_plain("a.yml", data)[1]
    assert set(unknown) == {
        "tables", "options.locale", "fields.amount.area", "fields.telephone", "lines.first_line",
        "the expression of amount",
    }  # fmt: skip


def test_dates_follow_the_formats_of_the_template() -> None:
    assert read(template(date_formats=("%d %B %Y",))).day("issue_date") == TRUTH["day"]
    assert isinstance(TRUTH["day"], date)


def test_parse_takes_a_folder_of_templates_and_says_what_it_does_not_understand(
    tmp_path: Path,
) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "northgate.yml").write_text(YAML + "tables: []\n", "utf-8")
    file = tmp_path / "a.pdf"
    file.write_bytes(paper.invoice("en", "beside", TRUTH))
    done = CliRunner().invoke(
        parse, [str(file), "--jsonl", "-", "--templates", str(tmp_path / "t")]
    )
    assert done.exit_code == 0
    assert "GB123456789" in done.stdout
    assert "northgate.yml: not understood: tables" in done.stderr


@pytest.mark.parametrize("text", ["[1", "a: b", "!!python/object:os.system {}", "keywords: [a]"])
def test_a_file_that_is_no_template_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.yml").write_text(text, "utf-8")
    with pytest.raises(FileUnreadable, match=r"odd\.yml"):
        folder.load(str(tmp_path))


@settings(max_examples=50)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["keywords", "fields", "options", "lines", "replace", "amount", "x"]
                ),
                inner,
            )
        ),
        max_leaves=12,
    )
)
def test_no_data_breaks_the_form(data: object) -> None:
    try:
        of_plain("x.yml", data)
    except WrongInput:
        return
