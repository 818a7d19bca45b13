"""Tables as CSV: every digit, in ASCII, and nothing that a spreadsheet would run."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.look import numbers
from bpexplorer.project.table_csv import ValueTable, csv_text, number_of


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@given(st.floats(allow_nan=False))
def test_a_number_comes_back_to_the_bit(value: float) -> None:
    text = csv_text([ValueTable("t", ("x",), ((value,),))])
    assert text.isascii()
    assert float(read(text)[1][0]) == value


@pytest.mark.parametrize(
    "text", ["=1+1", "-1-1", "-1\n", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"]
)
def test_a_text_that_a_spreadsheet_would_run_is_only_a_text(text: str) -> None:
    written = read(csv_text([ValueTable("t", ("x", text), ((1, text),))]))
    assert written[0][1] == written[1][1] == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+1", "-0.5", "-.5", "+1e-3"])
def test_a_class_that_is_called_by_a_number_keeps_its_name(text: str) -> None:
    written = read(csv_text([ValueTable("t", ("x", text), ((1, text),))]))
    assert written[0][1] == written[1][1] == text


def test_several_tables_stand_below_each_other_with_their_names() -> None:
    tables = [ValueTable("one", ("a",), ((1,),)), ValueTable("other", ("b", "c"), ((2, None), (3, "x")))]
    assert read(csv_text(tables)) == [["one"], ["a"], ["1"], [], ["other"], ["b", "c"], ["2", ""], ["3", "x"]]


@pytest.mark.parametrize("value", [-0.25, 1797, 0.5, -123456])
def test_what_stands_on_screen_is_read_as_a_number_again(value: float) -> None:
    shown = numbers.count(value) if isinstance(value, int) and value > 0 else numbers.signed(value)
    assert number_of(shown) == pytest.approx(value, rel=1e-3)
    assert number_of("softmax") == "softmax"
