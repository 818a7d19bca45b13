"""The sentences of the gradient flow panel, against what the core reads."""

from dataclasses import replace

import pytest

from bpexplorer.core.readings.diagnostics.flow import Cause, FlowKind, FlowVerdict
from bpexplorer.core.readings.flow import FlowReading, read_flow
from bpexplorer.core.training.state import Divergence
from bpexplorer.look import numbers
from bpexplorer.panels.flow import words
from tests.frames import Training
from tests.in_tongues import plain_words, spoken


@pytest.fixture(scope="module")
def reading() -> FlowReading:
    return read_flow(Training().advance(40).trainer.state())


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (FlowVerdict("keeps"), "No layer fades: δ keeps its size on the way back."),
        (FlowVerdict("fades", 1, 0.04, "slopes"), "δ fades on the way back: in layer 1 it is {} the size"),
        (FlowVerdict("grows", 2, 40.0, "weights"), "δ grows on the way back: in layer 2 it is {} the size"),
        (
            FlowVerdict("ends", 2, 0.0, "weights"),
            "δ ends at layer 2: the contributions w·δ of the next layer",
        ),
        (FlowVerdict("ends", 1, 0.0, "slopes"), "δ ends at layer 1: every slope there is 0."),
        (FlowVerdict("none"), "δ of the output is 0 for every sample"),
        (FlowVerdict("not finite"), "δ is not finite"),
    ],
)
def test_one_sentence_says_the_verdict(reading: FlowReading, verdict: FlowVerdict, sentence: str) -> None:
    factor = f"×{numbers.significant(verdict.factor, digits=2)}"
    text = words.verdict_sentence(verdict)
    assert text.startswith(sentence.format(factor))
    assert text.endswith(".")
    if verdict.kind in ("fades", "grows"):
        assert text.endswith(f"mostly by the {verdict.cause}.")
    assert words.flow_sentence(reading) == words.verdict_sentence(reading.verdict)


@pytest.mark.parametrize("kind", ["fades", "grows", "ends"])
@pytest.mark.parametrize("cause", ["weights", "slopes"])
def test_the_verdict_is_a_whole_sentence_in_any_language(kind: FlowKind, cause: Cause) -> None:
    with spoken():
        assert not plain_words(words.verdict_sentence(FlowVerdict(kind, 1, 0.04, cause)))


def test_a_network_of_one_layer_has_nowhere_to_go_back_to() -> None:
    reading = read_flow(Training((64, 10), ("softmax",)).trainer.state())
    assert "only one layer" in words.flow_sentence(reading)


def test_the_sentence_says_why_there_is_no_next_step(reading: FlowReading) -> None:
    stuck = replace(reading, divergence=Divergence(41, 2, "∂C/∂w"))
    assert words.flow_sentence(stuck) == str(stuck.divergence)


def test_the_title_says_how_many_samples_and_which_step(reading: FlowReading) -> None:
    assert words.title(reading) == f"step {numbers.count(40)}"


def test_the_sentence_gives_the_reason_where_the_cost_cannot_be_evaluated(reading: FlowReading) -> None:
    diverged = replace(reading, divergence=Divergence(1, 3, "the cost C"), refused="It needs other outputs.")
    assert words.flow_sentence(diverged) == "It needs other outputs."


def test_where_there_is_little_room_the_title_is_its_step(reading: FlowReading) -> None:
    assert words.shorter_title(replace(reading, step=10_000)) == f"step {numbers.count(10_000)}"
