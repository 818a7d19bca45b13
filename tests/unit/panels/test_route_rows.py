"""The rows of the route table, against the sums that they break up."""

import numpy as np
import pytest

from bpexplorer.core.routes import Routes, routes
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.routes.rows import RouteTable, cell, route_table
from tests import shown
from tests.frames import Training


def table(training: Training, neuron: Neuron, dz: float | None = None) -> tuple[RouteTable, Routes]:
    frame = training.frame()
    found = routes(
        frame.network,
        frame.data.x_probe[:1],
        frame.data.y_probe[:1],
        cost=frame.config.cost,
        layer=neuron.layer,
        neuron=neuron.index,
        dz=1.0 if dz is None else dz,
    )
    rows = route_table(
        found,
        activation=frame.spec.layer(neuron.layer).activation,
        class_names=frame.data.class_names,
        depth=frame.spec.depth,
        with_demon=dz is not None,
    )
    return rows, found


def number(rows: RouteTable, name: str) -> float:
    (row,) = (row for row in rows.rows if row.name == name and row.neuron is None)
    return shown.number(row.cells[-1])


def test_with_sigmoid_outputs_one_row_lives() -> None:
    training = Training((64, 8, 10), ("tanh", "sigmoid"), cost="quadratic").advance(30)
    rows, _ = table(training, Neuron(2, 3), 0.25)
    assert [row.neuron for row in rows.routes if row.lives] == [Neuron(2, 3)]
    assert "output 3 alone" in rows.sentence
    assert "diagonal" in rows.sentence


def test_with_softmax_outputs_every_row_lives() -> None:
    training = Training((64, 8, 10), ("tanh", "softmax"), cost="quadratic").advance(30)
    rows, _ = table(training, Neuron(2, 3), 0.25)
    assert all(row.lives for row in rows.routes)
    assert len(rows.routes) == 10
    assert "J of softmax is full: all 10 rows live" in rows.sentence


def test_log_likelihood_looks_at_one_output_but_dz_reaches_all() -> None:
    training = Training((64, 8, 10), ("tanh", "softmax")).advance(30)
    rows, found = table(training, Neuron(2, 3))
    label = int(np.flatnonzero(found.influence[0])[0])
    assert all(row.lives for row in rows.routes)
    assert f"output {label} alone" in rows.sentence


def test_the_products_of_an_output_add_up_to_what_happens_to_first_order() -> None:
    training = Training((64, 8, 10), ("tanh", "softmax"), cost="quadratic").advance(30)
    rows, found = table(training, Neuron(2, 3), 0.001)
    assert number(rows, "Σ") == pytest.approx(float(found.delta[0]) * 0.001, rel=0.05)
    assert number(rows, "δ·Δz") == pytest.approx(float(found.delta[0]) * 0.001, rel=0.01)


def test_without_a_demon_the_rows_of_an_output_add_up_to_delta() -> None:
    training = Training((64, 8, 10), ("tanh", "softmax"), cost="quadratic").advance(30)
    rows, found = table(training, Neuron(2, 3))
    assert [column.symbol for column in rows.columns] == ["k", "∂aₖ/∂zⱼ", "∂C/∂aₖ", "product"]
    assert number(rows, "Σ = δ") == pytest.approx(float(found.delta[0]), abs=1e-4)
    assert float(found.terms[0].sum()) == pytest.approx(float(found.delta[0]))


def test_a_hidden_neuron_has_a_row_for_each_neuron_ahead_and_sum_times_gate_is_delta() -> None:
    training = Training((64, 8, 6, 10), ("tanh", "tanh", "softmax"))
    rows, found = table(training, Neuron(1, 5))
    assert [row.neuron for row in rows.routes] == [Neuron(2, k) for k in range(6)]
    assert number(rows, "Σ") * number(rows, "× gate") == pytest.approx(number(rows, "= δ"), abs=2e-4)
    assert number(rows, "= δ") == pytest.approx(float(found.delta[0]), abs=1e-4)


def test_a_hidden_softmax_has_no_gate_to_multiply_by() -> None:
    training = Training((64, 6, 10), ("softmax", "softmax"))
    rows, found = table(training, Neuron(1, 2))
    assert [row.name for row in rows.rows if row.neuron is None] == ["Σ = δ"]
    assert float(found.terms[0].sum()) == pytest.approx(float(found.delta[0]))
    assert "full Jacobian" in rows.sentence


def test_a_saturated_neuron_is_said_to_have_its_gate_nearly_shut() -> None:
    training = Training((64, 6, 10), ("tanh", "softmax"), initializer="normal")
    gates = [table(training, Neuron(1, j)) for j in range(6)]
    shut = [rows for rows, found in gates if abs(found.gate[0]) < 0.05]
    assert shut
    assert all("gate is nearly shut" in rows.sentence for rows in shut)


def test_a_class_that_is_called_by_its_number_is_not_named_twice() -> None:
    rows, _ = table(Training((64, 6, 10), ("tanh", "softmax")), Neuron(2, 3))
    assert [row.name for row in rows.routes] == [str(k) for k in range(10)]


def test_an_exact_zero_is_short_and_nothing_else_reads_as_zero() -> None:
    assert cell(0.0) == "0"
    assert shown.number(cell(1e-9)) == pytest.approx(1e-9)
