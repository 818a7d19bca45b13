"""The phases of the next step: which there are, how far each has come, and that its numbers are those of the step."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.readings.phases.phase import PhaseKind, phases_of
from bpexplorer.core.readings.phases.reading import read_phases
from bpexplorer.core.readings.phases.weighted_sum import read_weighted_sum
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.trainer import Trainer
from tests.frames import Training
from tests.runs import advance, start

K = PhaseKind


def test_a_step_has_a_phase_for_each_layer_on_both_ways():
    phases = phases_of(3)
    assert [(phase.kind, phase.layers) for phase in phases] == [
        (K.BATCH, (0,)),
        (K.FORWARD, (1,)),
        (K.FORWARD, (2,)),
        (K.FORWARD, (3,)),
        (K.COST, ()),
        (K.OUTPUT_ERROR, (3,)),
        (K.HIDDEN_ERROR, (2,)),
        (K.HIDDEN_ERROR, (1,)),
        (K.GRADIENT, (1, 2, 3)),
        (K.UPDATE, (1, 2, 3)),
        (K.AFTER, ()),
    ]
    assert [phase.number for phase in phases] == list(range(11))


def test_from_six_layers_on_the_hidden_ones_are_one_phase_on_the_way_forward():
    assert [phase.layers for phase in phases_of(5) if phase.kind is K.FORWARD] == [
        (1,),
        (2,),
        (3,),
        (4,),
        (5,),
    ]
    for depth in (6, 64):
        forward = [phase for phase in phases_of(depth) if phase.kind is K.FORWARD]
        assert [phase.layers for phase in forward] == [tuple(range(1, depth)), (depth,)]
        assert [phase.is_grouped for phase in forward] == [True, False]
        back = [phase.layers for phase in phases_of(depth) if phase.kind is K.HIDDEN_ERROR]
        assert back == [(layer,) for layer in range(depth - 1, 0, -1)]


def test_a_network_of_one_layer_has_no_bp2():
    assert [phase.kind for phase in phases_of(1)] == [
        K.BATCH,
        K.FORWARD,
        K.COST,
        K.OUTPUT_ERROR,
        K.GRADIENT,
        K.UPDATE,
        K.AFTER,
    ]


# The opening example


@pytest.fixture(scope="module")
def opening():
    """The next step at the start, and the run."""
    trainer = Training().trainer
    return read_phases(trainer.state()), trainer


def test_the_first_batch_of_the_opening_example_has_the_numbers_that_were_computed_elsewhere(opening):
    reading, _ = opening
    assert len(reading.samples.rows) == 20
    assert [round(reading.rms_delta(layer), 3) for layer in (3, 2, 1)] == [0.300, 0.265, 0.165]
    update = reading.update
    assert (round(update.cost_before, 4), round(update.cost_after, 4)) == (2.3193, 2.2055)
    assert (round(update.actual, 4), round(update.predicted, 4)) == (-0.1138, -0.1251)
    assert reading.is_float64
    assert reading.divergence is None
    assert reading.last == 10


def test_the_outputs_after_the_step_are_those_that_its_cost_is_of(opening):
    found, _ = opening
    outputs = np.array([found.activations_after(row)[-1] for row in range(len(found.samples.rows))])
    right = outputs[found.batch.y == 1.0]
    assert float(-np.log(right).mean()) == pytest.approx(found.update.cost_after, abs=1e-12)


def test_a_phase_fills_whole_layers_and_what_is_not_reached_is_none(opening):
    reading, _ = opening
    filled = {}
    for phase in reading.phases:
        for layer in range(4):
            numbers = reading.numbers(phase, layer)
            filled[phase.number, layer] = "".join(
                letter
                for letter, values in zip(
                    "azdwbWB",
                    (
                        numbers.a,
                        numbers.z,
                        numbers.deltas,
                        numbers.grad_weights,
                        numbers.grad_biases,
                        numbers.change_weights,
                        numbers.change_biases,
                    ),
                    strict=True,
                )
                if values is not None
            )
    assert all(filled[number, 0] == "a" for number in range(11))
    assert [[filled[number, layer] for layer in (1, 2, 3)] for number in range(11)] == [
        ["", "", ""],
        ["az", "", ""],
        ["az", "az", ""],
        ["az", "az", "az"],
        ["az", "az", "az"],
        ["az", "az", "azd"],
        ["az", "azd", "azd"],
        ["azd", "azd", "azd"],
        ["azdwb"] * 3,
        ["azdwbWB"] * 3,
        ["azdwbWB"] * 3,
    ]
    assert [phase.has_cost for phase in reading.phases] == [False] * 4 + [True] * 7


def test_every_phase_equals_the_equations_worked_out_sample_by_sample(opening):
    reading, trainer = opening
    state = trainer.state()
    values, end = state.parameters, reading.phases[-1]
    x, y = reading.batch.x, reading.batch.y
    found = [reading.numbers(end, layer) for layer in range(4)]
    gradients = [
        (np.zeros_like(w), np.zeros_like(b)) for w, b in zip(values.weights, values.biases, strict=True)
    ]
    for row in range(20):
        a = [x[row]]
        for weights, biases in zip(values.weights, values.biases, strict=True):
            z = np.array([sum(w * s for w, s in zip(ws, a[-1], strict=True)) for ws in weights]) + biases
            last = len(a) == 3
            a.append(np.exp(z) / np.exp(z).sum() if last else np.tanh(z))
            assert_allclose(found[len(a) - 1].z[row], z, rtol=1e-12, atol=1e-13)
            assert_allclose(found[len(a) - 1].a[row], a[-1], rtol=1e-12, atol=1e-13)
        delta = a[3] - y[row]
        for layer in (3, 2, 1):
            assert_allclose(found[layer].one(row).deltas, delta, rtol=1e-11, atol=1e-13)
            gradients[layer - 1][0][:] += np.outer(delta, a[layer - 1]) / 20
            gradients[layer - 1][1][:] += delta / 20
            delta = (values.weights[layer - 1].T @ delta) * (1 - a[layer - 1] ** 2)
    for layer in (1, 2, 3):
        by_weights, by_biases = gradients[layer - 1]
        assert_allclose(found[layer].grad_weights, by_weights, rtol=1e-10, atol=1e-14)
        assert_allclose(found[layer].grad_biases, by_biases, rtol=1e-10, atol=1e-14)
        assert_allclose(found[layer].mean().deltas, by_biases, rtol=1e-10, atol=1e-14)
        assert_allclose(found[layer].change_weights, -0.15 * by_weights, rtol=1e-9, atol=1e-14)
        assert_allclose(found[layer].change_biases, -0.15 * by_biases, rtol=1e-9, atol=1e-14)


def test_a_sample_of_the_training_set_has_its_row_in_the_batch_or_none(opening):
    reading, trainer = opening
    rows = reading.samples.rows
    assert [reading.row_of(int(sample)) for sample in rows] == list(range(20))
    outside = next(each for each in range(len(trainer.data.x_train)) if each not in rows)
    assert reading.row_of(outside) is None
    # As the picture has it: the sample that the opening example looks at isn't among them.
    assert reading.row_of(int(trainer.data.probe[15])) is None


# The sums on the way forward

EDITS = (
    SetDropout(1, 0.5),
    HoldDemon(Neuron(2, 1), 0.75),
    RemoveConnections(2, ((1, 0), (0, 3)), True),
)


def test_z_is_the_sum_of_its_terms_with_bias_and_what_is_held_for_each_sample_and_on_average():
    trainer = Trainer(start((4, 3)))
    for number, edit in enumerate(EDITS, start=1):
        trainer.apply(edit, Context(number))
    reading = read_phases(advance(trainer, 3).state())
    network, trace, factors = trainer.network, reading.samples.trace, reading.shown.factors
    for neuron in (Neuron(layer, j) for layer, size in ((1, 4), (2, 3), (3, 3)) for j in range(size)):
        layer, j = neuron.layer, neuron.index
        passed = reading.batch.x if layer == 1 else trace.activations[layer - 2] * factors.get(layer - 1, 1.0)
        for row in (0, 4, None):
            found = read_weighted_sum(reading, neuron, row)
            dz = 0.75 if neuron == Neuron(2, 1) else 0.0
            bias = network.biases[layer - 1][j]
            z, a = trace.zs[layer - 1][:, j], trace.activations[layer - 1][:, j]
            assert found.z == pytest.approx(z.mean() if row is None else z[row], rel=1e-14)
            assert found.a == pytest.approx(a.mean() if row is None else a[row], rel=1e-14)
            assert found.total + bias + dz == pytest.approx(found.z, rel=1e-12)
            assert (found.dz or 0.0) == dz
            assert np.all(np.diff(np.abs(found.terms)) <= 0.0)
            inputs = passed.mean(axis=0) if row is None else passed[row]
            assert_allclose(found.inputs, inputs[found.sources], rtol=1e-14)
            assert_allclose(found.weights, network.weights[layer - 1][j, found.sources])
            assert (found.curve is None) == (row is None)
            if row is not None:
                assert found.factor == (factors[1][row, j] if layer == 1 else None)
                assert np.interp(found.z, *found.curve) == pytest.approx(found.a, abs=2e-3)
    assert set(read_weighted_sum(reading, Neuron(2, 0), 0).sources) == {0, 1, 2}


def test_an_input_has_no_sum(opening):
    with pytest.raises(InvalidNetworkError):
        read_weighted_sum(opening[0], Neuron(0, 3), 0)
