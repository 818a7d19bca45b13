"""The tables of the gradient flow panel, against what the core reads."""

from dataclasses import replace

import pytest

from bpexplorer.core.readings.flow import FlowReading, read_flow
from bpexplorer.core.spec import Neuron
from bpexplorer.look import numbers
from bpexplorer.panels.flow.cells import FlowCell
from bpexplorer.panels.flow.rows import flow_tables
from tests.frames import Training
from tests.shown import number as shown_number


@pytest.fixture(scope="module")
def reading() -> FlowReading:
    return read_flow(Training().advance(40).trainer.state())


def found(reading: FlowReading, row: int, symbol: str) -> FlowCell:
    """The cell below a heading; headings other than “layer” occur once."""
    for table in flow_tables(reading):
        symbols = [column.symbol for column in table.columns]
        if symbol in symbols:
            return table.rows[row][symbols.index(symbol)]
    raise AssertionError(f"no column {symbol}")


def cell(reading: FlowReading, layer: int, symbol: str) -> str:
    return found(reading, layer - 1, symbol).text


def number(text: str) -> float:
    return shown_number(text.removeprefix("×"))


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
    for table in flow_tables(reading):
        if table.columns[0].symbol == "layer":
            assert [row[0].text for row in table.rows] == ["1", "2", "3"]
    for layer in reading.layers:
        at = layer.flow.layer
        for symbol, value in (
            ("median |δ|", layer.flow.median_absolute),
            ("largest |∂C/∂b|", layer.flow.largest_mean),
            ("RMS δ", layer.flow.rms),
            ("‖Δw‖/‖w‖", layer.update.weights),
            ("‖Δb‖/‖b‖", layer.update.biases),
            ("of ΔC", reading.next_step.by_layer[at - 1]),
            ("signal/noise", layer.noise.ratio),
        ):
            assert number(cell(reading, at, symbol)) == pytest.approx(value, rel=0.06)


def test_the_ratio_is_weights_times_slopes_and_the_output_has_none(reading: FlowReading) -> None:
    for layer in (1, 2):
        by_weights, by_slopes = (found(reading, layer - 1, symbol) for symbol in ("by weights", "by slopes"))
        weights, slopes = (number(each.text) for each in (by_weights, by_slopes))
        assert number(cell(reading, layer, "δˡ/δˡ⁺¹")) == pytest.approx(weights * slopes, rel=0.2)
        assert [bar.ink for each in (by_weights, by_slopes) for bar in each.bars] == ["weights", "slopes"]
        flow = reading.layers[layer - 1].flow
        assert flow.by_weights is not None
        assert (by_weights.bars[0].end > 0.5) == (flow.by_weights > 1)
        assert by_slopes.bars[0].begin < 0.5  # tanh lets through a part of δ
    for symbol in ("δˡ/δˡ⁺¹", "by weights", "by slopes"):
        assert (cell(reading, 3, symbol), found(reading, 2, symbol).bars) == ("output", ())


def test_the_median_says_how_many_samples_have_most_of_the_squares(reading: FlowReading) -> None:
    flow = reading.layers[0].flow
    assert found(reading, 0, "median |δ|").note.startswith(numbers.count(flow.main_samples))
    assert cell(reading, 1, "90 % in") == numbers.count(flow.main_samples)
    one = with_flow(reading, 1, main_samples=1)
    assert found(one, 0, "RMS δ").note == "1 sample has 90 % of the sum of squares."


def test_rounding_is_said_and_never_written_as_a_number(reading: FlowReading) -> None:
    dust = with_flow(reading, 1, rms=4.7e-19, median_absolute=3e-19, ratio=2.3e-17, is_rounding=True)
    rounded = [cell(dust, 1, symbol) for symbol in ("RMS δ", "by weights", "largest |∂C/∂b|")]
    assert rounded == ["0 (rounding)"] * 3
    assert [cell(dust, 1, symbol) for symbol in ("median |δ|", "δˡ/δˡ⁺¹", "by slopes")] == ["0", "0", "–"]
    assert "rounding" in found(dust, 0, "by slopes").note


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
    assert (predicted.text, actual.text, ratio.text) == ("−0.018", "+0.009", "×−0.5")
    (down,), (up,) = predicted.bars, actual.bars
    assert (down.ink, up.ink) == ("negative", "positive")
    assert down.end == up.begin == 0.5
    assert down.end - down.begin == pytest.approx(2 * (up.end - up.begin))
    still = replace(reading, next_step=replace(step, predicted=0.0, actual=0.0))
    assert found(still, 2, "ΔC").text == "–"


def test_a_balanced_batch_is_a_whole_number_of_samples(reading: FlowReading) -> None:
    for row, layer in enumerate(reading.layers):
        text = found(reading, row, "balanced batch").text
        assert text == numbers.count(max(1, round(layer.noise.balanced_batch)))


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
    for table in flow_tables(reading):
        for column, each in enumerate(table.columns):
            tip = table.tooltip(None, column)
            assert each.meaning in tip
            assert ("Bars: " in tip) == each.has_bars
    table = flow_tables(reading)[1]
    assert table.tooltip(2, 1).startswith("The output's δ comes from the cost")
