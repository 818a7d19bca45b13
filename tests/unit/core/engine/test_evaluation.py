"""What the compiled engine says of whole sets, read by Python: the costs and answers of numpy, and of a reference."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core import evaluation
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.engine.base import EngineError
from bpexplorer.core.engine.compiled import cache, evaluator, kernels
from bpexplorer.core.engine.compiled.evaluator import by_compiled
from bpexplorer.core.evaluation import by_numpy, without_pauses
from bpexplorer.core.network import Network
from bpexplorer.core.readings.costs import read_costs
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.trainer import Trainer
from tests import interpreted
from tests.engines import numpy_trainer
from tests.frames import Training
from tests.runs import advance, assert_same_run, classes_data, regression_data, start
from tests.strategies import PAIRS
from tests.unit.core.test_reference_gradients import CASES, REFERENCE


@pytest.fixture(autouse=True)
def _read_by_python(monkeypatch):
    interpreted.put_in_place(monkeypatch)
    monkeypatch.setattr(evaluator, "SAMPLES_AT_ONCE", 8)  # so that few samples make several rounds
    evaluator._layout.cache_clear()
    yield
    evaluator._layout.cache_clear()


def both(network, data, cost, part="train"):
    """Of the same samples by either: the sum of the costs, and how many are right."""
    with np.errstate(all="ignore"):
        return by_compiled(network, data, cost=cost)(*data.part(part)), by_numpy(network, data, cost=cost)(
            *data.part(part)
        )


@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_costs_and_answers_are_those_of_numpy_with_every_cost_and_output(cost, output):
    data = classes_data(samples=21)
    for layers in ((4,), (3, 5)):
        state = start(layers, data=data, output=output, cost=cost, initializer="normal")
        compiled, numpy = both(state.network(), data, cost)
        assert compiled[0] == pytest.approx(numpy[0], rel=1e-12)
        assert compiled[1] == numpy[1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_costs_and_answers_meet_the_reference(case):
    layers = range(1, len(case["sizes"]))
    with np.load(REFERENCE / case["file"]) as archive:
        reference = dict(archive)
    network = Network(
        [reference[f"w{layer}"] for layer in layers],
        [reference[f"b{layer}"] for layer in layers],
        case["activations"],
    )
    x, y, outputs = reference["x"], reference["y"], reference[f"a{layers[-1]}"]
    labels = np.arange(len(x)) % outputs.shape[1]
    total, right = by_compiled(network, regression_data(x, y), cost=case["cost"])(x, y, labels)
    assert total == pytest.approx(len(x) * float(reference["cost"]), rel=1e-10)
    assert right == sum(
        max(range(len(a)), key=a.__getitem__) == k for a, k in zip(outputs, labels, strict=True)
    )


@pytest.mark.parametrize("by", ["loops", "BLAS"])
@pytest.mark.parametrize("samples", [1, 8, 9, 16, 23])
def test_whatever_the_number_of_samples_each_counts_once(by, samples, monkeypatch):
    if by == "BLAS":
        if not evaluator.gemm_address(np.dtype(float)):
            pytest.skip("numpy's BLAS isn't one that compiled code can call")
        monkeypatch.setattr(evaluator, "MIN_PRODUCT_FOR_BLAS", 1)
    data = classes_data(samples=samples, inputs=9)
    compiled, numpy = both(start((5, 4), data=data).network(), data, "log_likelihood")
    assert compiled[0] == pytest.approx(numpy[0], rel=1e-12)
    assert compiled[1] == numpy[1]


def through(outputs, **changes):
    """A network whose outputs are its inputs, and data of these inputs, each of class 0."""
    outputs = np.array(outputs, float)
    data = classes_data(samples=len(outputs), inputs=outputs.shape[1], classes=2)
    one_column = outputs.shape[1] == 1
    changes |= {"labels_train": np.zeros(len(outputs), int)}
    if one_column:
        changes |= {"y_train": data.y_train[:, :1], "y_test": data.y_test[:, :1]}
    return Network([np.eye(outputs.shape[1])], [np.zeros(outputs.shape[1])], ["identity"]), replace(
        data, **changes
    )


@pytest.mark.parametrize("outputs", [[1, 1], [0, 1], [1, 0], [-np.inf, np.inf]])
def test_the_first_of_equal_outputs_is_the_answer(outputs):
    network, data = through([outputs])
    given = np.array([outputs], float), np.zeros((1, 2)), np.zeros(1, np.intp)
    with np.errstate(all="ignore"):
        want = by_numpy(network, data, cost="quadratic")(*given)[1]
        assert by_compiled(network, data, cost="quadratic")(*given)[1] == want


@pytest.mark.parametrize("wrong", [0, 1])
def test_an_output_that_is_no_number_is_the_largest_as_to_numpy(wrong):
    _, data = through([[0, 1]])
    weights = np.ones((2, 2))
    weights[wrong, 0] = 0  # 0 · ∞; the other output is ∞
    network = Network([weights], [np.zeros(2)], ["identity"])
    given = np.array([[np.inf, 1]]), np.zeros((1, 2)), np.array([wrong])
    with np.errstate(all="ignore"):
        assert by_numpy(network, data, cost="quadratic")(*given)[1] == 1
        assert by_compiled(network, data, cost="quadratic")(*given)[1] == 1


def test_one_output_is_told_apart_by_its_threshold():
    network, data = through([[0.4], [0.5], [0.6], [-3.0]], threshold=0.5)
    given = np.array([[0.4], [0.5], [0.6], [-3.0]]), np.zeros((4, 1)), np.zeros(4, np.intp)
    assert by_compiled(network, data, cost="quadratic")(*given)[1] == 3
    assert by_numpy(network, data, cost="quadratic")(*given)[1] == 3


def test_costs_that_overflow_are_not_made_finite():
    data = regression_data(np.array([[1e200], [1.0]]), np.zeros((2, 1)))
    network = Network([[[1.0]]], [[0.0]], ["identity"])
    compiled, numpy = both(network, data, "quadratic")
    assert compiled[0] == numpy[0] == np.inf


def test_the_bar_has_the_bits_of_the_curve_at_every_epochs_end_also_under_a_held_demon():
    training = Training((2, 3, 1), ("tanh", "sigmoid"), data="moons", samples=20, batch_size=8)
    for held in (False, True):
        if held:
            training.apply(HoldDemon(Neuron(1, 0), 0.5))
        for _ in range(2):
            training.advance(2)
            frame = training.frame()
            assert frame.evaluated_by == "compiled"
            record, shown = frame.history.latest, without_pauses(read_costs(frame))
            assert record.step == frame.step
            assert (shown.train_cost, shown.test_cost, shown.test_accuracy) == (
                record.train_cost,
                record.test_cost,
                record.test_accuracy,
            )


def test_before_the_first_step_numpy_evaluates():
    frame = Training((2, 3, 1), ("tanh", "sigmoid"), data="moons", samples=20).frame()
    assert frame.evaluated_by == "numpy"
    assert without_pauses(read_costs(frame)).train_cost == frame.history.latest.train_cost


def test_in_what_slices_a_compiled_run_is_evaluated_changes_no_bit(monkeypatch):
    monkeypatch.setattr(evaluation, "EVALUATED_AT_ONCE", 40)
    state = start(data=classes_data(samples=23))
    whole, trainer = advance(Trainer(state), 5), Trainer(state)
    late = 0
    while not trainer.epoch:
        late += not trainer.advance(100, deadline=0.0).steps
    assert trainer.evaluated_by == "compiled"
    assert late >= 2
    assert_same_run(trainer.state(), whole.state())


def test_an_evaluation_that_cannot_be_loaded_is_numpys_and_so_are_the_steps_from_there(monkeypatch):
    def only_steps(name):
        if name == "evaluate":
            raise EngineError("It is damaged.")
        return interpreted.kernel(name)

    state = start()
    trainer = advance(Trainer(state), 4)
    before, by_hand = trainer.state(), advance(Trainer(state), 5).state()
    monkeypatch.setattr(kernels, "kernel", only_steps)
    monkeypatch.setattr(cache, "give_up", lambda: True)
    progress = trainer.advance(1)
    assert progress.epoch_ended
    assert "It is damaged. It was removed." in progress.notice
    assert trainer.engine == "numpy float64"
    assert trainer.state().planes.flat.tobytes() == by_hand.planes.flat.tobytes()
    record = trainer.recorder.latest
    assert record.train_cost == pytest.approx(by_hand.history.latest.train_cost, rel=1e-12)
    trainer.advance(1)
    assert trainer.trace_batch().batch.step == 6
    assert trainer.advance(100).notice is None
    want = advance(numpy_trainer(replace(before, engine="numpy"), monkeypatch), 6).state()
    np.testing.assert_allclose(trainer.state().planes.flat, want.planes.flat, rtol=1e-9, atol=1e-12)
