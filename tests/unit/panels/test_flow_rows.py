"""The rows and sentences of the gradient flow panel, against what the core reads."""

import math
from dataclasses import replace

import pytest

from bpexplorer.core.readings.flow import FlowReading, read_flow
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.state import Divergence
from bpexplorer.panels.flow import rows as words
from tests.frames import Training


@pytest.fixture(scope="module")
def reading() -> FlowReading:
    return read_flow(Training().advance(40).trainer.state())


def found(reading: FlowReading, row: int, symbol: str) -> words.FlowCell:
    """The cell below a heading; headings other than “layer” occur once."""
    for table in words.flow_tables(reading):
        symbols = [column.symbol for column in table.columns]
        if symbol in symbols:
            return table.rows[row][symbols.index(symbol)]
    raise AssertionError(f"no column {symbol}")


def cell(reading: FlowReading, layer: int, symbol: str) -> str:
    return found(reading, layer - 1, symbol).text


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
    for table in words.flow_tables(reading):
        if table.columns[0].symbol == "layer":
            assert [row[0].text for row in table.rows] == ["1", "2", "3"]
    for layer in reading.layers:
        at = layer.flow.layer
        for symbol, value in (
            ("mean δ", layer.flow.mean),
            ("mean |δ|", layer.flow.mean_absolute),
            ("RMS δ", layer.flow.rms),
            ("Δw / w", layer.update.weights),
            ("Δb / b", layer.update.biases),
            ("of ΔC", reading.next_step.by_layer[at - 1]),
            ("signal/noise", layer.noise.ratio),
        ):
            assert number(cell(reading, at, symbol)) == pytest.approx(value, rel=0.06)


def test_the_ratio_is_weights_times_gates_and_the_output_has_none(reading: FlowReading) -> None:
    for layer in (1, 2):
        split = found(reading, layer - 1, "W × σ'")
        weights, gates = map(number, split.text.split())
        assert number(cell(reading, layer, "to next")) == pytest.approx(weights * gates, rel=0.2)
        assert [bar.ink for bar in split.bars] == ["weights", "gates"]
        above, below = split.bars
        flow = reading.layers[layer - 1].flow
        assert flow.by_weights is not None
        assert (above.end > 0.5) == (flow.by_weights > 1)
        assert below.begin < 0.5  # tanh lets through a part of δ
    assert [cell(reading, 3, symbol) for symbol in ("to next", "W × σ'")] == ["–", "–"]
    assert found(reading, 2, "W × σ'").bars == ()


def test_a_longer_bar_is_a_stronger_layer(reading: FlowReading) -> None:
    strengths = [layer.flow.rms for layer in reading.layers]
    lengths = [found(reading, row, "RMS δ").bars[0].end for row in range(3)]
    assert sorted(range(3), key=strengths.__getitem__) == sorted(range(3), key=lengths.__getitem__)
    assert len({round(length, 6) for length in lengths}) == 3


def test_first_order_and_fact_of_the_next_step_stand_on_one_scale_with_their_ratio(
    reading: FlowReading,
) -> None:
    step = replace(reading.next_step, predicted=-0.018, actual=0.009)
    made = replace(reading, next_step=step)
    predicted, actual, ratio = (found(made, row, "ΔC") for row in range(3))
    assert (predicted.text, actual.text, ratio.text) == ("-0.018", "+0.009", "×-0.5")
    (down,), (up,) = predicted.bars, actual.bars
    assert (down.ink, up.ink) == ("negative", "positive")
    assert down.end == up.begin == 0.5
    assert down.end - down.begin == pytest.approx(2 * (up.end - up.begin))
    still = replace(reading, next_step=replace(step, predicted=0.0, actual=0.0))
    assert found(still, 2, "ΔC").text == "–"


def test_a_balanced_batch_is_a_whole_number_of_samples(reading: FlowReading) -> None:
    for row, layer in enumerate(reading.layers):
        text = found(reading, row, "balanced batch").text.replace("\N{NARROW NO-BREAK SPACE}", "")
        assert int(text) == max(1, round(layer.noise.balanced_batch))


def test_a_count_knows_the_neurons_it_counts(reading: FlowReading) -> None:
    sick = with_health(reading, 2, dead=(4,), saturated=(0, 7), twins=((1, 2), (5, 6)))
    dead, saturated, twins = (found(sick, 1, symbol) for symbol in ("dead", "saturated", "twins"))
    assert [dead.text, saturated.text, twins.text] == ["1", "2", "4"]
    assert dead.neurons == (Neuron(2, 4),)
    assert saturated.neurons == (Neuron(2, 0), Neuron(2, 7))
    assert twins.neurons == tuple(Neuron(2, index) for index in (1, 2, 5, 6))
    assert dead.note == "Layer 2, neuron 4."
    assert twins.note == "Layer 2, neurons 1, 2, 5, 6."
    many = with_health(reading, 2, dead=tuple(range(14)))
    assert found(many, 1, "dead").note.endswith("10, 11 and 2 more.")


def test_a_tooltip_has_the_formula_and_the_scale(reading: FlowReading) -> None:
    for table in words.flow_tables(reading):
        for column, each in enumerate(table.columns):
            tip = table.tooltip(None, column)
            assert each.meaning in tip
            assert ("Bars: " in tip) == each.has_bars
    table = words.flow_tables(reading)[0]
    assert table.tooltip(0, 3).startswith("Weights ×")


@pytest.mark.parametrize(
    ("ratio", "gates", "happens"), [(0.4, 0.33, "falls to ×0.4"), (2.5, 2.1, "grows to ×2.5")]
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


def test_the_sentence_says_why_there_is_no_next_step(reading: FlowReading) -> None:
    stuck = replace(reading, divergence=Divergence(41, 2, "∂C/∂w"))
    assert words.flow_sentence(stuck) == str(stuck.divergence)


def test_the_title_says_how_many_samples_and_which_step(reading: FlowReading) -> None:
    assert (
        words.title(reading).replace("\N{NARROW NO-BREAK SPACE}", "")
        == f"{reading.samples} samples · step 40"
    )


def test_the_sentence_gives_the_reason_where_the_cost_cannot_be_evaluated(reading: FlowReading) -> None:
    diverged = replace(reading, divergence=Divergence(1, 3, "the cost C"), refused="It needs other outputs.")
    assert words.flow_sentence(diverged) == "It needs other outputs."
