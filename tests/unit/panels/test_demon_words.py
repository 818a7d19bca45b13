"""What the demon panel says about a reading."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon import DemonReading, read_demon
from bpexplorer.core.readings.demon_verdict import Verdict
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.look import numbers
from bpexplorer.panels.demon.words import LONGEST, held, of_prediction, place, verdict
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


def test_the_place_names_neuron_and_step() -> None:
    assert place(xor(0.25)) == "layer 1, neuron 2 · step 20"
    assert place(xor(0.25), source=SampleSource.BATCH).endswith("fixed sample 3")
    assert "sample" not in place(xor(0.25, whole_batch=True), source=SampleSource.BATCH)


def test_a_gap_is_named_as_a_share_of_the_prediction_before_what_to_do_about_it() -> None:
    result = xor(0.5)
    share = result.gap_share
    assert share == pytest.approx(abs(result.actual - result.predicted) / abs(result.predicted))
    bends = replace(result, verdict=Verdict.BENDS)
    assert verdict(bends) == f"Gap: {of_prediction(share)}. The curve bends; try half of Δz."
    assert of_prediction(0.08) == f"{numbers.percent(0.08, decimals=0).strip()} of the prediction"
    assert of_prediction(0.004) == "under 1 % of the prediction"
    assert of_prediction(42.0) == "42 times the prediction"


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (Verdict.LOWEST, "The cost is already lowest near here: δ ≈ 0."),
        (Verdict.TOO_SMALL, "Too small to see: ΔC is below the rounding of C."),
    ],
)
def test_where_there_is_no_gap_to_speak_of_none_is_named(about: Verdict, said: str) -> None:
    assert verdict(replace(xor(0.5), verdict=about)) == said


def test_every_verdict_has_its_sentence_and_room_for_it_is_kept() -> None:
    said = {verdict(replace(xor(0.25), verdict=about)) for about in Verdict}
    assert len(said) == len(Verdict)
    assert max(map(len, said)) <= max(map(len, LONGEST))


def test_zero_says_how_to_go_on() -> None:
    assert verdict(xor(0.0)).startswith("Δz is 0")


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
    assert (result.delta, result.actual, result.gap_share) == (0.0, 0.0, None)
    assert "no influence" in verdict(result)


def test_what_a_bias_has_compensated_says_that_ordinary_training_is_in_it() -> None:
    network = Network([[[1.0]]], [[0.4]], ["identity"])
    for bias, share in ((0.4, 0.0), (0.5, 0.4), (0.3, -0.4)):
        said = held(HeldDemon(Neuron(1, 0), 0.25, since=3, bias=bias), network)
        assert said.startswith("Every value shown includes Δz = ")
        text = numbers.percent(abs(share), decimals=0).strip()
        sign = numbers.MINUS if share < 0 else ""
        assert f"The bias has compensated {sign}{text} of Δz (with ordinary training)." in said


@pytest.mark.parametrize("actual", [float("nan"), float("inf")])
def test_where_the_cost_is_no_finite_number_nothing_is_compared(actual: float) -> None:
    found = replace(xor(0.25), actual=actual, verdict=Verdict.NOT_FINITE)
    assert found.gap_share is None
    assert verdict(found).startswith("C isn't finite here")


def test_after_a_halving_it_says_that_the_gap_falls_towards_a_quarter() -> None:
    bends = replace(xor(0.5), verdict=Verdict.BENDS)
    said = verdict(bends, 0.23)
    assert said.endswith("Half of Δz left 0.23 of the gap: towards a quarter.")
    assert len(said) <= max(map(len, LONGEST))
    for left in (None, 0.1, 0.5):
        assert verdict(bends, left) == verdict(bends), "no quarter"
    faint = replace(bends, verdict=Verdict.FAINT)
    assert "half of Δz" not in verdict(faint, 0.23)
