"""What the panel on the origin of δ says: words for every verdict, in its narrow column."""

import pytest

from bpexplorer.core.readings.origin import Adding, Passing, Raising
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.origin import words


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [(words._ADDING, Adding), (words._PASSING, Passing), (words._RAISING, Raising)],
    ids=["adding", "passing", "raising"],
)
def test_every_verdict_has_words_of_its_own_and_few_of_them(said, verdicts):
    assert set(said) == set(verdicts)
    assert len(set(said.values())) == len(verdicts)
    assert max(map(len, said.values())) <= len("left out by dropout")


def test_where_there_is_no_delta_it_is_said_what_to_do():
    assert words.why_empty(None).startswith("Click a neuron")
    assert words.why_empty(Neuron(0, 7)).startswith("Input 7 has no δ")
