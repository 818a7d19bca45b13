"""The equation line's numbers, against backpropagation."""

import re

import numpy as np
import pytest

from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.readings.routes import RouteReading, read_batch_routes, read_routes
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.equation.line import EquationLine, equation_line
from tests.frames import Training
from tests.shown import number


def read(training: Training, neuron: Neuron, sample: int = 3) -> RouteReading:
    frame = training.frame()
    cost = frame.config.cost
    return read_routes(frame.network, frame.data, cost=cost, sample=sample, neuron=neuron, step=frame.step)


def total(line: EquationLine) -> float:
    return (1.0 if line.gate is None else line.gate) * sum(term.value for term in line.terms)


def test_dropout_is_a_part_of_the_gate_and_of_the_formula() -> None:
    frame = Training((64, 7, 10), ("tanh", "softmax")).apply(SetDropout(1, 0.5)).advance(5).frame(batch=True)
    samples = frame.last_batch
    assert samples is not None
    factors = samples.factors(1)
    assert factors is not None
    for factor, name in ((2.0, "2·tanh′(z)"), (0.0, "0·tanh′(z)")):
        row, index = (int(each) for each in np.argwhere(factors == factor)[5])
        reading = read_batch_routes(
            samples, frame.data, cost="log_likelihood", row=row, neuron=Neuron(1, index)
        )
        line = equation_line(reading)
        assert (line.gate_name, line.formula.plain) == (name, "δ_j = m_j σ'(z_j) Σ_k w_kj δ_k, layer 1")
        assert "m^{1}_j" in line.formula.latex
        assert total(line) == pytest.approx(samples.trace.deltas[0][row, index], abs=1e-12)
        assert (line.gate == 0.0) == (factor == 0.0)
    other = read_batch_routes(samples, frame.data, cost="log_likelihood", row=0, neuron=Neuron(2, 0))
    assert "m^" not in equation_line(other).formula.latex


@pytest.mark.parametrize(
    ("activations", "cost"),
    [
        (("tanh", "softmax"), "log_likelihood"),
        (("relu", "sigmoid"), "cross_entropy"),
        (("softmax", "softmax"), "quadratic"),
        (("sigmoid", "tanh"), "absolute"),
    ],
)
def test_the_terms_add_up_to_delta_in_every_layer(activations: tuple[str, ...], cost: str) -> None:
    training = Training((64, 7, 10), activations, cost=cost).advance(20)
    for neuron in (Neuron(1, 4), Neuron(2, 3)):
        reading = read(training, neuron)
        assert total(equation_line(reading)) == pytest.approx(reading.delta, abs=1e-12)


def test_the_largest_terms_come_first_and_the_rest_is_summed_up() -> None:
    line = equation_line(read(Training((64, 7, 10), ("tanh", "softmax")).advance(20), Neuron(1, 4)))
    shown, left, rest = line.shown(3)
    sizes = [abs(term.value) for term in line.terms]
    assert sizes == sorted(sizes, reverse=True)
    assert (len(shown), left) == (3, 7)
    assert sum(term.value for term in shown) + rest == pytest.approx(sum(term.value for term in line.terms))


def test_the_factors_of_a_term_multiply_to_it() -> None:
    line = equation_line(read(Training((64, 7, 10), ("tanh", "softmax")).advance(20), Neuron(1, 4)))
    first, second = re.fullmatch(r"\((.*)\)\((.*)\)", line.terms[0].factors).groups()  # type: ignore[union-attr]
    assert number(first) * number(second) == pytest.approx(line.terms[0].value, rel=0.02)


def test_one_term_is_shown_of_a_sigmoid_output_however_many_fit() -> None:
    line = equation_line(read(Training((64, 7, 10), ("tanh", "sigmoid"), cost="quadratic"), Neuron(2, 3)))
    shown, left, rest = line.shown(8)
    assert [term.k for term in shown] == [3]
    assert (left, rest) == (9, 0.0)


@pytest.mark.parametrize(
    ("activation", "cost", "matched"),
    [
        ("softmax", "log_likelihood", True),
        ("sigmoid", "cross_entropy", True),
        ("softmax", "quadratic", False),
        ("sigmoid", "quadratic", False),
    ],
)
def test_matched_pairs_show_a_minus_y(activation: str, cost: str, matched: bool) -> None:
    reading = read(Training((64, 7, 10), ("tanh", activation), cost=cost), Neuron(2, 3))
    line = equation_line(reading)
    assert (line.difference is not None) == matched
    assert line.formula.latex.endswith("= a^{2}_j - y_j") == matched
    if line.difference is not None:
        assert line.difference[0] - line.difference[1] == pytest.approx(reading.delta)


def test_an_infinite_influence_shows_the_product_only() -> None:
    training = Training((64, 7, 10), ("tanh", "sigmoid"), cost="cross_entropy", initializer="zeros")
    training.trainer.network.biases[-1][:] = 800.0
    reading = read(training, Neuron(2, 3))
    term = equation_line(reading).terms[0]
    assert "inf" not in term.factors
    assert term.value == pytest.approx(reading.delta)


def test_the_formula_depends_on_the_layer_not_on_the_neuron() -> None:
    training = Training((64, 7, 10), ("tanh", "softmax"))
    formulas = {equation_line(read(training, Neuron(1, j))).formula for j in range(7)}
    assert len(formulas) == 1
