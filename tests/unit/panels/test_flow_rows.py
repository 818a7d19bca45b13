"""The rows and sentences of the gradient flow panel, against what the core reads."""

import math
from dataclasses import replace

import pytest

from bpexplorer.core.flow_reading import FlowReading, read_flow
from bpexplorer.core.frame import Divergence
from bpexplorer.core.spec import Neuron
from bpexplorer.panels import flow_rows as words
from tests.frames import Training


@pytest.fixture(scope="module")
def reading() -> FlowReading:
    return read_flow(Training().advance(40).trainer.state())


def cell(reading: FlowReading, layer: int, symbol: str) -> str:
    place = [column.symbol for column in words.COLUMNS].index(symbol)
    return words.flow_rows(reading)[layer - 1].cells[place]


def number(text: str) -> float:
    return float(text.removeprefix("×"))


def with_flow(reading: FlowReading, layer: int, **changes: float) -> FlowReading:
    layers = list(reading.layers)
    layers[layer - 1] = replace(layers[layer - 1], flow=replace(layers[layer - 1].flow, **changes))
    return replace(reading, layers=tuple(layers))


def with_health(reading: FlowReading, layer: int, **changes: object) -> FlowReading:
    layers = list(reading.layers)
    health = replace(layers[layer - 1].health, **changes)  # type: ignore[arg-type]
    layers[layer - 1] = replace(layers[layer - 1], health=health)
    return replace(reading, layers=tuple(layers))


def test_each_layer_has_a_row_with_its_numbers_to_two_digits(reading: FlowReading) -> None:
    assert [row.layer for row in words.flow_rows(reading)] == [1, 2, 3]
    for layer in reading.layers:
        at = layer.flow.layer
        for symbol, value in (
            ("mean δ", layer.flow.mean),
            ("mean |δ|", layer.flow.mean_absolute),
            ("RMS δ", layer.flow.rms),
            ("update", layer.update.weights),
            ("signal/noise", layer.noise.ratio),
        ):
            assert number(cell(reading, at, symbol)) == pytest.approx(value, rel=0.06)


def test_the_ratio_is_weights_times_gates_and_the_output_has_none(reading: FlowReading) -> None:
    for layer in (1, 2):
        weights, gates = (number(cell(reading, layer, symbol)) for symbol in ("weights", "gates"))
        assert number(cell(reading, layer, "to next")) == pytest.approx(weights * gates, rel=0.2)
    assert [cell(reading, 3, symbol) for symbol in ("to next", "weights", "gates")] == ["–", "–", "–"]


def test_a_count_knows_the_neurons_it_counts(reading: FlowReading) -> None:
    sick = with_health(reading, 2, dead=(4,), saturated=(0, 7), twins=((1, 2), (5, 6)))
    assert [cell(sick, 2, symbol) for symbol in ("dead", "saturated", "twins")] == ["1", "2", "4"]
    dead, saturated, twins = words.flow_rows(sick)[1].neurons[-3:]
    assert dead == (Neuron(2, 4),)
    assert saturated == (Neuron(2, 0), Neuron(2, 7))
    assert twins == tuple(Neuron(2, index) for index in (1, 2, 5, 6))


@pytest.mark.parametrize(
    ("ratio", "gates", "happens"), [(0.4, 0.33, "falls to 0.4"), (2.5, 2.1, "grows to 2.5")]
)
def test_the_sentence_reads_the_layer_where_delta_changes_most(
    reading: FlowReading, ratio: float, gates: float, happens: str
) -> None:
    mild = with_flow(reading, 2, ratio=1.1, by_weights=1.1, by_gates=1.0)
    made = with_flow(mild, 1, ratio=ratio, by_weights=1.2, by_gates=gates)
    assert words.flow_sentence(made) == (
        f"From layer 2 to layer 1 the RMS of δ {happens}: weights ×1.2, gates ×{gates}."
    )


def test_the_sentence_says_it_where_delta_vanishes(reading: FlowReading) -> None:
    shut = with_flow(reading, 1, ratio=0.0, by_weights=1.2, by_gates=0.0)
    assert words.flow_sentence(shut).startswith("From layer 2 to layer 1 nothing is left of δ")
    nothing = shut
    for layer in (1, 2):
        nothing = with_flow(nothing, layer, ratio=math.nan, by_weights=math.nan, by_gates=math.nan)
    assert "nothing goes back" in words.flow_sentence(nothing)
    assert cell(nothing, 1, "to next") == "–"


def test_a_network_of_one_layer_has_nowhere_to_go_back_to() -> None:
    reading = read_flow(Training((64, 10), ("softmax",)).trainer.state())
    assert "one layer only" in words.flow_sentence(reading)


def test_the_next_step_or_why_there_is_none(reading: FlowReading) -> None:
    step = replace(reading.next_step, predicted=-0.0182, actual=-0.0141)
    sentence = "The next step changes C by -0.014; to first order, by -0.018."
    assert words.step_sentence(replace(reading, next_step=step)) == sentence
    stuck = replace(reading, divergence=Divergence(41, 2, "∂C/∂w"))
    assert words.step_sentence(stuck) == str(stuck.divergence)


def test_the_title_says_which_samples_and_which_step(reading: FlowReading) -> None:
    assert (
        words.title(reading).replace("\N{THIN SPACE}", "")
        == f"all {reading.samples} training samples · step 40"
    )
