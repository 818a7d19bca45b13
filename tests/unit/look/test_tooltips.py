"""What tooltips say."""

from dataclasses import dataclass

from bpexplorer.look.tooltips import explain, in_words, wrapped


@dataclass
class One:
    purpose: str
    formula: str


def test_a_purpose_stands_above_its_formula_with_an_equation_a_line() -> None:
    adam = One("Adam does this.", "m ← β m,  s ← β s")
    assert explain(adam) == "Adam does this.\nm ← β m\ns ← β s"
    assert explain(adam, then="Changes at once.").splitlines()[-1] == "Changes at once."
    assert in_words("Adam does this.", "m ← β m,  s ← β s") == explain(adam)


def test_no_line_is_too_long_to_be_read_and_breaks_that_are_there_stay() -> None:
    text = wrapped("word " * 40 + "\nend")
    assert max(map(len, text.splitlines())) <= 64
    assert text.split() == ["word"] * 40 + ["end"]
    assert text.splitlines()[-1] == "end"
    assert wrapped("first\n\nsecond") == "first\n\nsecond"
