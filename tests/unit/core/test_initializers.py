"""Initialisers: the spread they promise, on layers large enough to measure it."""

from itertools import pairwise
from math import sqrt

import numpy as np
import pytest

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Reinitialise
from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS, LayerDraw, initializer
from bpexplorer.core.network import Network
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import VALUE, draw_start
from tests.frames import Training

N_IN, N_OUT = 300, 200


def drawn(name, n_in=N_IN, n_out=N_OUT, seed=0):
    return LayerDraw(name)(n_in, n_out, np.random.default_rng(seed))


def names_of(one):
    return {setting.name for setting in one.settings}


def biases_drawn(name, n_out=N_OUT, seed=0, **settings):
    draw = LayerDraw(biases=name, bias_settings=settings)
    return draw(3, n_out, np.random.default_rng(seed))[1]


@pytest.mark.parametrize("name", INITIALIZERS)
def test_shapes_follow_the_layer_and_the_stream_decides_the_numbers(name):
    weights, biases = drawn(name, 5, 3)
    assert weights.shape == (3, 5)
    assert biases.shape == (3,)
    assert weights.dtype == biases.dtype == np.float64
    assert weights.flags.c_contiguous
    np.testing.assert_array_equal(weights, drawn(name, 5, 3)[0])
    fixed = name in ("zeros", "constant")
    assert fixed == np.array_equal(weights, drawn(name, 5, 3, seed=1)[0])


@pytest.mark.parametrize("name", [name for name in INITIALIZERS if name != "normal"])
def test_biases_start_at_0(name):
    np.testing.assert_array_equal(drawn(name)[1], 0)


def test_the_large_initialisation_draws_the_biases_too():
    assert drawn("normal")[1].std() == pytest.approx(1, rel=0.2)


@pytest.mark.parametrize(
    ("name", "deviation"),
    [
        ("normal", 1.0),
        ("normal_fan_in", 1 / sqrt(N_IN)),
        ("glorot_normal", sqrt(2 / (N_IN + N_OUT))),
        ("he_normal", sqrt(2 / N_IN)),
        ("lecun_normal", 1 / sqrt(N_IN)),
    ],
)
def test_normal_weights_have_the_standard_deviation_that_is_named(name, deviation):
    weights = drawn(name)[0]
    assert weights.std() == pytest.approx(deviation, rel=0.02)
    assert abs(weights).max() > 3.5 * deviation


@pytest.mark.parametrize(
    ("name", "half_width"),
    [
        ("glorot_uniform", sqrt(6 / (N_IN + N_OUT))),
        ("he_uniform", sqrt(6 / N_IN)),
        ("lecun_uniform", sqrt(3 / N_IN)),
        ("uniform", 0.5),
    ],
)
def test_uniform_weights_fill_the_interval_that_is_named(name, half_width):
    weights = drawn(name)[0]
    assert abs(weights).max() <= half_width
    assert abs(weights).max() == pytest.approx(half_width, rel=1e-3)
    assert weights.std() == pytest.approx(half_width / sqrt(3), rel=0.02)


@pytest.mark.parametrize(("n_in", "n_out"), [(5, 3), (3, 5), (4, 4), (1, 1)])
def test_orthogonal_weights_have_orthonormal_rows_or_columns(n_in, n_out):
    weights, _ = drawn("orthogonal", n_in, n_out)
    product = weights @ weights.T if n_out <= n_in else weights.T @ weights
    np.testing.assert_allclose(product, np.eye(min(n_in, n_out)), atol=1e-14)


def test_orthogonal_weights_have_no_preferred_sign():
    signs = [np.sign(drawn("orthogonal", 1, 1, seed)[0].item()) for seed in range(200)]
    assert 70 < signs.count(1.0) < 130


def test_zeros_and_constant_make_all_neurons_of_a_layer_alike():
    np.testing.assert_array_equal(drawn("zeros")[0], 0)
    np.testing.assert_array_equal(drawn("constant")[0], 0.1)


def test_an_unknown_initialiser_is_refused_with_the_names_there_are():
    with pytest.raises(
        InvalidConfigError, match=r"no initialiser called 'xavier'.*uniform, orthogonal, zeros"
    ):
        initializer("xavier")


@pytest.mark.parametrize(
    ("name", "setting", "value", "times"),
    [
        *((name, "gain", 3.0, 3.0) for name, one in INITIALIZERS.items() if {"gain"} == names_of(one)),
        ("normal", "standard_deviation", 0.25, 0.25),
        ("uniform", "half_width", 2.0, 4.0),
        ("constant", "value", -0.7, -7.0),
    ],
)
def test_a_setting_scales_what_the_same_stream_draws(name, setting, value, times):
    weights, _ = LayerDraw(name, {setting: value})(7, 5, np.random.default_rng(3))
    np.testing.assert_allclose(weights, times * drawn(name, 7, 5, seed=3)[0], rtol=1e-15)


def test_all_but_the_plain_distributions_have_a_gain():
    others = [name for name, one in INITIALIZERS.items() if names_of(one) != {"gain"}]
    assert others == ["normal", "uniform", "zeros", "constant"]


def test_biases_can_be_chosen_apart_from_the_weights():
    np.testing.assert_array_equal(biases_drawn("usual"), 0)
    np.testing.assert_array_equal(biases_drawn("zeros"), 0)
    np.testing.assert_array_equal(biases_drawn("constant"), 0.1)
    np.testing.assert_array_equal(biases_drawn("constant", bias_value=-2.0), -2.0)
    assert biases_drawn("normal", 20_000).std() == pytest.approx(1, rel=0.02)
    assert biases_drawn("normal", 20_000, bias_standard_deviation=0.1).std() == pytest.approx(0.1, rel=0.02)
    wide = biases_drawn("uniform", 20_000, bias_half_width=3.0)
    assert abs(wide).max() == pytest.approx(3, rel=1e-3)
    assert wide.std() == pytest.approx(sqrt(3), rel=0.02)


@pytest.mark.parametrize("biases", BIAS_INITIALIZERS)
@pytest.mark.parametrize("weights", INITIALIZERS)
def test_other_biases_shift_no_weight(weights, biases):
    spec = NetworkSpec.create([3, 4, 3, 2], ["tanh", "tanh", "softmax"])
    usual = draw_start(spec, TrainingConfig(initializer=weights))
    other = draw_start(spec, TrainingConfig(initializer=weights, bias_initializer=biases))
    for as_usual, drawn_now in zip(usual.weights, other.weights, strict=True):
        np.testing.assert_array_equal(drawn_now, as_usual)
    if biases in ("normal", "uniform"):
        each = np.concatenate(other.biases)
        assert len(set(each)) == len(each)


def test_without_a_choice_of_biases_a_start_has_the_bits_that_it_always_had():
    sizes = [3, 4, 2]
    spec = NetworkSpec.create(sizes, ["tanh", "softmax"])
    rng = stream(7, Purpose.INITIAL_PARAMETERS)
    large = [(rng.standard_normal((n, m)), rng.standard_normal(n)) for m, n in pairwise(sizes)]
    rng = stream(7, Purpose.INITIAL_PARAMETERS)
    small = [((1 / sqrt(m)) * rng.standard_normal((n, m)), np.zeros(n)) for m, n in pairwise(sizes)]
    for config, layers in (({"initializer": "normal"}, large), ({}, small)):
        start = draw_start(spec, TrainingConfig(seed=7, **config))
        for layer, (weights, biases) in enumerate(layers):
            assert start.weights[layer].tobytes() == weights.tobytes()
            assert start.biases[layer].tobytes() == biases.tobytes()


def test_a_network_takes_initialisers_and_settings_of_both():
    net = Network.create(
        [2, 3, 1],
        ["tanh", "sigmoid"],
        initializer="constant",
        initializer_settings={"value": 0.25},
        bias_initializer="constant",
        bias_initializer_settings={"bias_value": -1.0},
        rng=np.random.default_rng(0),
    )
    assert {weight for layer in net.weights for weight in layer.ravel()} == {0.25}
    assert {bias for layer in net.biases for bias in layer} == {-1.0}


def test_neurons_that_are_drawn_anew_or_added_get_biases_as_chosen():
    chosen = {"bias_initializer": "uniform", "bias_initializer_settings": {"bias_half_width": 0.3}}
    plain, apart = Training(), Training(**chosen)
    for training in (plain, apart):
        training.trainer.apply(Reinitialise(1, (2, 5)), Context(1))
        training.trainer.apply(AddNeurons(1, 2), Context(2))
    before, after = plain.trainer.state().planes, apart.trainer.state().planes
    for layer in range(3):
        np.testing.assert_array_equal(after.weights[layer][VALUE], before.weights[layer][VALUE])
    new = after.biases[0][VALUE, [2, 5, -2, -1]]
    assert len(set(new)) == 4
    assert (abs(new) > 0).all()
    assert abs(new).max() <= 0.3


@pytest.mark.parametrize(
    ("field", "name", "settings", "sentence"),
    [
        (
            "initializer",
            "uniform",
            {"half_width": -0.1},
            "Half-width r of Uniform is −0.1; it must be at least 0",
        ),
        ("initializer", "constant", {"value": np.nan}, "Value c of Constant is not finite"),
        ("initializer", "zeros", {"value": 1.0}, "Zeros has no parameter 'value'; it has none"),
        ("bias_initializer", "normal", {"bias_standard_deviation": 100.0}, "below 100"),
        (
            "bias_initializer",
            "usual",
            {"bias_value": 1.0},
            "Default for these weights has no parameter 'bias_value'",
        ),
        ("bias_initializer", "glorot", {}, "no initialiser of biases called 'glorot'"),
    ],
)
def test_settings_out_of_range_and_unknown_biases_are_refused(field, name, settings, sentence):
    with pytest.raises(InvalidConfigError, match=sentence):
        TrainingConfig(**{field: name, f"{field}_settings": settings})


def test_another_initialiser_has_its_own_settings():
    config = TrainingConfig(initializer="uniform", initializer_settings={"half_width": 2.0})
    assert config.with_changes(bias_initializer="constant").initializer_settings == {"half_width": 2.0}
    assert config.with_changes(initializer="orthogonal").initializer_settings == {"gain": 1.0}
