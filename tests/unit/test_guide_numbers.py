"""Every number of a run that the user's guide tells comes out of the core, with the opening example and its seed."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import Trace, backpropagate
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import Configure
from bpexplorer.core.edits.structure import InsertLayer, SetActivation
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.gradients.gradient_check import GradientCheck, check_in_slices
from bpexplorer.core.network import Network
from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.readings.diagnostics.contributions import contributions
from bpexplorer.core.readings.diagnostics.flow import FADED, GROWN, MAIN_SHARE, LayerFlow, gradient_flow
from bpexplorer.core.readings.flow import read_flow
from bpexplorer.core.readings.forecast import read_forecast
from bpexplorer.core.readings.jacobian import SupposedPair, WithoutSum, read_jacobian
from bpexplorer.core.readings.update import read_update
from bpexplorer.core.readings.update_verdict import LOWEST_POINT
from bpexplorer.core.reuse.comparison import count_ways
from bpexplorer.core.spec import Connection, LayerSpec, Neuron
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.training.without_sum import train_without_sum
from bpexplorer.core.training_data import SamplesName
from bpexplorer.project.presets import PRESETS, preset
from tests.guide import assert_says, guide_text, passage, said_numbers
from tests.laboratory import fixed_samples, opening_run

SAMPLE = 15


def opening() -> Trainer:
    return Trainer(preset("digits").project().state)


def go_on(trainer: Trainer, epochs: int) -> Trainer:
    while trainer.epoch < epochs:
        trainer.advance(10_000)
    return trainer


def trace(trainer: Trainer, over: SamplesName = "probe", *, cost: str | None = None) -> Trace:
    x, y, _ = trainer.data.samples(over)
    return backpropagate(trainer.network, x, y, cost=cost or trainer.config.cost)


def flows(trainer: Trainer, over: SamplesName = "probe") -> tuple[LayerFlow, ...]:
    return gradient_flow(trainer.network, trace(trainer, over))


@pytest.fixture(scope="module")
def trained() -> TrainerState:
    """The opening example after 20 epochs."""
    return go_on(opening(), 20).state()


def test_numbers_are_read_from_the_guide_as_it_writes_them() -> None:
    text = "from 0.10 to −2.54×10⁻⁵, 1,797 digits (×53), a₃ = 0.5 and 95.5 %"
    assert [value for value, _ in said_numbers(text)] == pytest.approx(
        [0.1, -2.54e-5, 1797, 53, 0.5, 95.5], rel=1e-12
    )
    assert_says(text, [0.1049, -2.5399e-5, 1797, 95.46])
    for wrong in ([0.106], [-2.6e-5], [1798], [0.5, 0.1]):
        with pytest.raises(AssertionError):
            assert_says(text, wrong)


def test_the_first_steps_say_the_accuracy_that_is_reached(trained: TrainerState) -> None:
    latest = trained.history.latest
    assert latest is not None
    assert_says(passage("Press **Play**. *C, training set* falls", "\n3."), [100 * latest.test_accuracy, 20])


def test_what_training_brings_to_zero_is_the_mean(trained: TrainerState) -> None:
    begun, later, last = opening(), Trainer(trained), go_on(Trainer(trained), 60)
    means = [flows(trainer, "train")[0].largest_mean for trainer in (begun, later, last)]
    assert means[0] > means[1] > means[2]
    text = passage("**What training brings to zero is the mean.**")
    assert_says(text, [means[0], means[1], 20, means[2], 60])
    before, after = flows(begun)[0], flows(later)[0]
    values = [before.median_absolute, after.median_absolute, after.rms, before.rms]
    assert_says(text, [*values, after.main_samples, 100 * MAIN_SHARE])
    output = trace(later).deltas[-1]
    sample, neuron = np.unravel_index(np.abs(output).argmax(), output.shape)
    probe = trace(later).activations[-1]
    right = (probe.argmax(axis=1) == trained.data.labels_probe).sum()
    assert trained.data.labels_probe is not None
    assert trained.data.labels_probe[sample] == neuron
    assert_says(text, [abs(output[sample, neuron]), neuron, sample, right, probe[sample, neuron]])


def strengths(trainer: Trainer) -> list[float]:
    return [root_mean_square(delta) for delta in trace(trainer).deltas]


def test_slopes_multiply() -> None:
    trainer = opening()
    said = strengths(trainer)
    for layer in (1, 2):
        trainer.apply(SetActivation(layer, "sigmoid"), Context(layer))
    said += strengths(trainer)
    text = passage("**Slopes multiply.**")
    assert_says(text, [*said, 0.0003, 0.1, 0.35])
    state = trainer.state()
    for first in (3, 10, 40):  # what is drawn hangs on the number of the edit
        deep = Trainer(state)
        for number in range(3):
            deep.apply(InsertLayer(2, LayerSpec(14, "sigmoid")), Context(first + number))
        rms = strengths(deep)
        assert rms[0] < 0.0003
        assert all(0.1 < one / later < 0.35 for one, later in pairwise(rms))
    assert float(ACTIVATIONS["sigmoid"].largest_slope) == 0.25


def test_without_weights_nothing_comes_back() -> None:
    project = preset("digits").project()
    config = project.plan.config.with_changes(initializer="zeros", initializer_settings={})
    trainer = go_on(Trainer(start_run(project.plan.spec, config, project.state.data)), 5)
    assert [float(np.abs(delta).max()) for delta in trace(trainer).deltas[:2]] == [0.0, 0.0]
    latest = trainer.state().history.latest
    assert latest is not None
    assert_says(passage("**No weights, no way back.**"), [0, 5, 100 * latest.test_accuracy])
    assert not any(weights.any() for weights in trainer.network.weights)
    assert [bool(biases.any()) for biases in trainer.network.biases] == [False, False, True]


def test_the_ways_without_reuse_take_what_the_table_says() -> None:
    ways = count_ways(preset("digits").plan.spec)
    first = ways[0].multiply_adds
    counts = [each for way in ways[1:] for each in (way.multiply_adds, way.multiply_adds / first)]
    assert_says(passage("**Work without reuse.**", "**Measure**"), [first, *counts])


def terms(network: Network, trainer: Trainer, cost: str, neuron: int) -> tuple[float, float, int]:
    """δ of an output, what its own k = j makes of it, and how many terms aren't 0."""
    made = backpropagate(network, trainer.data.x_probe, trainer.data.y_probe, cost=cost)
    found = contributions(network, made, trainer.data.y_probe, cost=cost, layer=network.depth, sample=SAMPLE)
    column = found.terms[:, neuron]
    return float(found.delta[neuron]), float(column[neuron]), int(np.count_nonzero(column))


def test_the_sum_over_k_is_there_because_every_a_depends_on_every_z(trained: TrainerState) -> None:
    trainer = opening()
    sigmoid = Network(trainer.network.weights, trainer.network.biases, ("tanh", "tanh", "sigmoid"))
    cases = (
        (trainer.network, "log_likelihood", 1),
        (trainer.network, "quadratic", 10),
        (sigmoid, "quadratic", 1),
    )
    found = [terms(network, trainer, cost, 3) for network, cost, _ in cases]
    assert [count for _, _, count in found] == [count for _, _, count in cases]
    assert_says(passage("Select layer 3, neuron 3", "How much"), [delta for delta, _, _ in found])
    text = passage("How much the other nine matter")
    delta, own, _ = terms(trainer.network, trainer, "quadratic", 5)
    assert_says(text, [5, delta, 5, own])
    later = Trainer(trained)
    every = [terms(later.network, later, "quadratic", neuron)[:2] for neuron in range(10)]
    largest = max((j for j in range(10) if j != 8), key=lambda j: abs(every[j][0]))
    assert_says(text, [20, 8, largest, every[largest][0], every[largest][1]])
    assert 0.4 < every[largest][1] / every[largest][0] < 0.6


def test_far_off_a_saturated_sigmoid_has_hardly_any_delta() -> None:
    trainer = Trainer(preset("circle").project().state)
    trainer.apply(SetBiases(trainer.spec.depth, (0,), -10.0), Context(1))
    rows = []
    for cost in ("cross_entropy", "quadratic", "absolute"):
        made = trace(trainer, cost=cost)
        rows.append((float(made.sample_costs[0]), float(made.deltas[-1][0, 0])))
    text = passage("**Far off, and hardly any δ.**", "**What training brings")
    assert trainer.data.y_probe[0, 0] == 1.0
    assert_says(text, [0, 1, -10, float(trace(trainer).activations[-1][0, 0])])
    assert_says(text, [each for row in rows for each in row])
    assert_says(text, [round(rows[0][1] / rows[1][1], -3)])


def test_the_flow_says_how_far_steps_go_in_the_examples() -> None:
    begun, all_of_them = [], []
    for name in PRESETS:
        trainer = Trainer(preset(name).project().state)
        for epochs in (0, 1, 5, 20):
            sizes = [layer.update.weights for layer in read_flow(go_on(trainer, epochs).state()).layers]
            all_of_them += sizes
            begun += sizes if not epochs else []
    assert_says(passage("*‖Δw‖/‖w‖* is how far"), [min(begun), max(begun), min(all_of_them), 20])
    assert max(all_of_them) == max(begun)


def test_the_first_step_is_said_to_do_what_it_does() -> None:
    weight = Connection(2, 0, 9)
    readings = {}
    for rate in (0.15, 0.015, 0.5, 1.5):
        trainer = opening()
        trainer.apply(Configure(trainer.config.with_changes(learning_rate=rate)), Context(1))
        readings[rate] = read_update(trainer.shown_step(), trainer.data, weight, run=0)
        whole = read_flow(trainer.state()).next_step
    first = readings[0.15]
    text = passage("In the first step of the opening example C of the batch")
    assert_says(
        text, [first.cost_before, first.cost_after, first.actual, first.predicted, first.ratio or 0.0]
    )
    for rate in (0.015, 0.5, 1.5):
        assert_says(text, [rate, readings[rate].ratio or 0.0])
    assert_says(text, [whole.predicted, whole.actual])
    update = first.parameter
    assert update is not None
    text = passage("Weight 9 → 0 of layers 1 → 2, first batch:")
    assert_says(text, [update.lowers, update.raises, update.gradient, update.change])
    begun = opening()
    assert_says(text, [32, float(trace(begun).grad_weights[1][0, 9])])
    assert LOWEST_POINT == 0.5
    assert "where the ratio is ½" in passage("**Update** speaks of the last step")


def test_delta_without_the_sum_is_as_wrong_as_it_is_said_to_be() -> None:
    def errors(epochs: int, supposed: SupposedPair | None) -> WithoutSum:
        run = opening_run(epochs)
        return read_jacobian(
            fixed_samples(epochs),
            run.data,
            cost=run.config.cost,
            row=SAMPLE,
            neuron=Neuron(3, 1),
            step=run.step,
            supposed=supposed,
        ).without

    quadratic = SupposedPair("quadratic", "softmax")
    found = [errors(epochs, supposed) for supposed in (quadratic, None) for epochs in (0, 20)]
    accuracies = []
    for cost in ("log_likelihood", "quadratic"):
        *_, last = train_without_sum(opening_run(0, cost), 20)
        right = opening_run(20, cost).history.latest
        assert right is not None
        accuracies += [100 * last.test_accuracy, 100 * right.test_accuracy]
    text = passage("How wrong is all of δ³ without the sum?")
    medians = [100 * each.median_error for each in found]
    assert_says(text, [*medians, found[-1].zeros, found[-1].entries, 20, *accuracies])


def test_the_forecast_of_the_first_step_is_said_as_it_is() -> None:
    said: list[float] = []
    for rate in (0.15, 0.015, 0.5, 1.5):
        run = opening_run()
        state = replace(run, config=replace(run.config, learning_rate=rate))
        reading = read_forecast(make_next_step(state).shown, state.data, run=0)
        ratios = [reading.batch.ratio, reading.training.ratio]
        said += ratios if rate == 0.15 else [rate, *ratios] if rate < 1.0 else [rate]
        if rate == 1.5:
            said += [-reading.training.predicted, reading.training.actual]
    assert_says(passage("In the first step of the opening example the ratio is"), said)


def test_the_u_of_the_gradient_check_is_said_as_it_is() -> None:
    run = opening_run()
    slices = check_in_slices(
        run.network(), run.data.x_probe, run.data.y_probe, cost=run.config.cost, steps=(0.1, 1e-3, 1e-12)
    )
    while True:
        try:
            next(slices)
        except StopIteration as end:
            check: GradientCheck = end.value
            break
    errors = {each.step: each.error for each in check.by_step}
    assert_says(
        passage("- *Central differences* are the textbook's"), [check.size, errors[0.1], errors[1e-3]]
    )
    assert 0.3 < errors[1e-12] / 7e-3 < 3.0, "mere rounding, which machines have their own of"


def test_the_bounds_of_a_verdict_are_those_of_the_core() -> None:
    text = passage("**Gradient flow** says in one sentence")
    assert FADED == 0.1
    assert "below\na tenth of the output's" in text
    assert GROWN == 10
    assert "more than ten times" in text
    assert MAIN_SHARE == 0.9
    assert "90 % of the sum of squares" in text


def test_the_guide_says_in_which_numbers_training_is_made() -> None:
    config = preset("digits").plan.config
    assert {replace(config, dtype=dtype).dtype for dtype in ("float64", "float32")} == {"float64", "float32"}
    assert "in float64 or float32" in guide_text()
