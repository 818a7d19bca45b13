"""What the demon panel says about a reading."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon import DemonReading, read_demon
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.demon.words import gap_share, title, verdict
from tests.frames import Training


def reading(
    sizes: tuple[int, ...], activations: tuple[str, ...], neuron: Neuron, dz: float, **options: object
) -> DemonReading:
    whole_batch = bool(options.pop("whole_batch", False))
    frame = Training(sizes, activations, **options).advance(20).frame()  # type: ignore[arg-type]
    return read_demon(
        frame.network,
        frame.data,
        cost=frame.config.cost,
        sample=3,
        neuron=neuron,
        dz=dz,
        whole_batch=whole_batch,
        step=frame.step,
    )


def xor(dz: float, **options: object) -> DemonReading:
    return reading(
        (2, 4, 1), ("tanh", "sigmoid"), Neuron(1, 2), dz, data="xor", cost="cross_entropy", **options
    )


def test_the_title_names_neuron_sample_whose_cost_and_step() -> None:
    assert title(xor(0.25), probe_size=32) == "layer 1 · neuron 2 · sample 3 · C of this sample · step 20"


def test_the_title_of_a_batch_says_that_its_cost_is_a_mean() -> None:
    assert title(xor(0.25, whole_batch=True), probe_size=32) == (
        "layer 1 · neuron 2 · mean C of 32 probe samples · step 20"
    )


def test_the_gap_is_given_as_a_part_of_what_was_predicted() -> None:
    result = xor(0.5)
    assert gap_share(result) == pytest.approx(abs(result.actual - result.predicted) / abs(result.predicted))


def test_a_small_step_goes_as_predicted_and_a_large_one_has_left_the_tangent() -> None:
    assert "goes as δ·Δz says" in verdict(xor(0.001))
    far = xor(2.0)
    share = gap_share(far)
    assert share is not None
    assert share > 0.05
    assert "not how far" in verdict(far)
    assert f"{share:.0%}".removesuffix("%") in verdict(far) or "past the turn" in verdict(far)


def test_zero_says_how_to_go_on() -> None:
    assert "Δz is 0" in verdict(xor(0.0))


def test_a_dead_neuron_has_no_influence_and_the_words_say_so() -> None:
    frame = Training((2, 4, 1), ("relu", "sigmoid"), data="xor", cost="cross_entropy").frame()
    biases = [np.array(b) for b in frame.network.biases]
    biases[0][:] = -100.0
    dead = Network(frame.network.weights, biases, frame.network.activations)
    result = read_demon(
        dead,
        frame.data,
        cost="cross_entropy",
        sample=0,
        neuron=Neuron(1, 0),
        dz=0.5,
        whole_batch=False,
        step=0,
    )
    assert (result.delta, result.actual, gap_share(result)) == (0.0, 0.0, None)
    assert "no influence here" in verdict(result)


@pytest.mark.parametrize("actual", [float("nan"), float("inf")])
def test_where_the_cost_is_no_finite_number_nothing_is_compared(actual: float) -> None:
    found = replace(xor(0.25), actual=actual)
    assert gap_share(found) is None
    assert verdict(found).startswith("C isn't a finite number here")
