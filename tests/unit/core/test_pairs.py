"""What is said of each pair of cost and output activation, checked with numbers."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import InvalidConfigError, InvalidNetworkError
from bpexplorer.core.output import output_error, sample_costs
from bpexplorer.core.vocabularies.pairs import pair

PAIRS = {(cost, activation): pair(cost, activation) for cost in COSTS for activation in ACTIVATIONS}
ELEMENTWISE = [name for name, one in ACTIVATIONS.items() if one.elementwise]
DISTANCES = ("quadratic", "absolute", "huber")
PROBABILITIES = ("sigmoid", "softmax")
EVALUABLE = [names for names, found in PAIRS.items() if found.kind != "refused"]
REFUSED = [names for names, found in PAIRS.items() if found.kind == "refused"]
MATCHED = [names for names, found in PAIRS.items() if found.kind == "matched"]
RNG = np.random.default_rng(0)
Z = RNG.normal(scale=2, size=(40, 3))
Y = np.eye(3)[RNG.integers(0, 3, 40)]


def outputs(activation, z):
    return ACTIVATIONS[activation].value(np.asarray(z, float))


def error(cost, activation, z, y):
    """δ^L of samples z with targets y."""
    z, y = np.atleast_2d(np.asarray(z, float)), np.atleast_2d(np.asarray(y, float))
    return output_error(COSTS[cost], ACTIVATIONS[activation], z, outputs(activation, z), y)


def missed(activation, z, y):
    return np.asarray(y, float) - outputs(activation, z)


def test_every_cost_after_every_activation_is_matched_or_odd_with_words_or_refused():
    for names, found in PAIRS.items():
        assert found == pair(*names)
        assert found.words.endswith("."), names
        assert found.error.startswith("δ") == (found.kind != "refused"), names
        assert str(found) == (f"{found.error}. {found.words}" if found.error else found.words)
    assert len({found.words for found in PAIRS.values() if found.kind == "odd"}) > 20


def test_matched_are_those_pairs_and_no_others_whose_error_is_the_miss():
    assert set(MATCHED) == {
        (cost, activation)
        for cost, activation in EVALUABLE
        if np.allclose(error(cost, activation, Z, Y), outputs(activation, Z) - Y, rtol=1e-12, atol=1e-14)
    }
    assert MATCHED == [("quadratic", "identity"), ("cross_entropy", "sigmoid"), ("log_likelihood", "softmax")]


@pytest.mark.parametrize(("cost", "activation"), REFUSED)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_refused_pair_has_outputs_whose_cost_does_not_exist_or_has_no_smallest_value(cost, activation):
    z = np.linspace(-30, 30, 121)[:, np.newaxis]
    a = outputs(activation, z)
    costs = [sample_costs(COSTS[cost], ACTIVATIONS[activation], z, a, np.full_like(z, y)) for y in (0.0, 1.0)]
    assert any(not np.isfinite(each).all() or each.min() < 0 for each in costs)
    with pytest.raises(InvalidConfigError, match="needs outputs between 0 and 1"):
        pair(cost, activation).check()


@pytest.mark.parametrize(("cost", "activation"), EVALUABLE)
def test_a_pair_that_is_not_refused_is_finite_and_never_below_zero(cost, activation):
    pair(cost, activation).check()
    z = np.array([[-800.0, 3.0, 800.0], [-1e8, 1e8, 0.0], [0.0, 0.0, 0.0]])
    costs = sample_costs(COSTS[cost], ACTIVATIONS[activation], z, outputs(activation, z), np.eye(3))
    assert np.isfinite(costs).all()
    assert costs.min() >= 0
    assert np.isfinite(error(cost, activation, z, np.eye(3))).all()


def held(residual):
    return np.clip(residual, -1, 1)


#: The errors as they are written in ``Pair.error``, in numpy.
MISSES = {"a − y": lambda r: r, "sign(a − y)": np.sign, "a − y held within ±1": held}
SLOPES = {
    "a (1 − a)": lambda a: a * (1 - a),
    "(1 − a²)": lambda a: 1 - a**2,
}


def as_written(found, activation, z, y):
    a = outputs(activation, z)
    text = found.error
    if ", r = " in text:
        r = MISSES[text.split(", r = ")[1]](a - y)
        assert text.startswith("δⱼ = aⱼ (rⱼ − Σₖ aₖ rₖ)")
        return a * (r - (a * r).sum(axis=1, keepdims=True))
    if " · " in text:
        slope, miss = text.removeprefix("δ = ").split(" · ")
        miss = miss if miss in MISSES else miss[1:-1]
        step = 1e-6
        numeric = (outputs(activation, z + step) - outputs(activation, z - step)) / (2 * step)
        factor = numeric if slope == "σ′(z)" else SLOPES[slope](a)
        return factor * MISSES[miss](a - y)
    return {
        "δ = a − y": lambda: a - y,
        "δ = sign(a − y)": lambda: np.sign(a - y),
        "δ = a − y, held within ±1": lambda: held(a - y),
        "δ = y (a − 1)": lambda: y * (a - 1),
        "δⱼ = aⱼ − yⱼ − aⱼ Σₖ≠ⱼ (aₖ − yₖ)/(1 − aₖ)": lambda: (
            a - y - a * (((a - y) / (1 - a)).sum(axis=1, keepdims=True) - (a - y) / (1 - a))
        ),
    }[text]()


@pytest.mark.parametrize(("cost", "activation"), EVALUABLE)
def test_the_error_is_what_the_formula_says(cost, activation):
    written = as_written(pair(cost, activation), activation, Z, Y)
    np.testing.assert_allclose(error(cost, activation, Z, Y), written, rtol=1e-6, atol=1e-8)


# The lessons


@pytest.mark.parametrize("cost", DISTANCES)
@pytest.mark.parametrize(
    ("activation", "z", "y"), [("sigmoid", -20, 1), ("tanh", -20, 1), ("sigmoid", 20, 0)]
)
def test_a_saturated_miss_has_almost_no_error_with_a_cost_of_distance(cost, activation, z, y):
    assert "so δ is tiny even when the answer is badly wrong" in pair(cost, activation).words
    assert abs(missed(activation, z, y)) > 0.99
    assert abs(error(cost, activation, [[z]], [[y]])) < 1e-8


def test_the_same_saturated_miss_has_all_its_error_with_the_matched_cost():
    assert error("cross_entropy", "sigmoid", [[-20]], [[1]]).item() == pytest.approx(-1)
    assert error("log_likelihood", "softmax", [[20, -20, 0]], [[0, 1, 0]])[0, 1] == pytest.approx(-1)


@pytest.mark.parametrize("cost", DISTANCES)
def test_a_sure_miss_of_a_softmax_has_almost_no_error_with_a_cost_of_distance(cost):
    found = pair(cost, "softmax")
    assert "a sure miss has almost no δ" in found.words
    assert missed("softmax", [[20, -20, 0]], [[0, 1, 0]])[0, 1] > 0.99
    assert abs(error(cost, "softmax", [[20, -20, 0]], [[0, 1, 0]])).max() < 1e-8


@pytest.mark.parametrize("cost", [*DISTANCES, "cross_entropy"])
def test_where_the_sum_over_k_stays_other_outputs_have_terms_in_each_error(cost):
    activation = "softmax"
    assert "sum over k stays" in pair(cost, activation).words
    z, y = np.array([[0.3, -0.2, 0.9]]), np.array([[0.0, 1.0, 0.0]])
    a = outputs(activation, z)
    terms = COSTS[cost].gradient(a, y) * ACTIVATIONS[activation].jacobian(z, a)[:, :, 0]
    assert (terms != 0).all()
    assert terms.sum() == pytest.approx(error(cost, activation, z, y)[0, 0])


def test_cross_entropy_of_two_softmax_classes_is_twice_the_miss():
    assert "With two classes δ is twice a − y" in pair("cross_entropy", "softmax").words
    y = np.eye(2)[RNG.integers(0, 2, 40)]
    got = error("cross_entropy", "softmax", Z[:, :2], y)
    np.testing.assert_allclose(got, 2 * (outputs("softmax", Z[:, :2]) - y), rtol=1e-9)
    three = error("cross_entropy", "softmax", Z, Y)
    assert not np.allclose(three, 2 * (outputs("softmax", Z) - Y), rtol=1e-3)


def test_log_likelihood_of_sigmoids_never_pushes_a_wrong_class_down():
    assert "it is never pushed down" in pair("log_likelihood", "sigmoid").words
    delta = error("log_likelihood", "sigmoid", Z, Y)
    assert not delta[Y == 0].any()
    assert (delta[Y == 1] < 0).all()


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_the_absolute_cost_says_which_way_and_never_how_far(activation):
    assert "which way, never how far" in pair("absolute", activation).words
    z = np.full((3, 1), 0.5)
    a = outputs(activation, z)
    near_and_far = error("absolute", activation, z, a + np.array([[1e-6], [1.0], [-100.0]]))
    assert near_and_far[0] == near_and_far[1] == -near_and_far[2] != 0
    if activation == "identity":
        assert near_and_far[0] == -1


@pytest.mark.parametrize("activation", PROBABILITIES)
def test_huber_of_outputs_and_targets_between_0_and_1_is_the_quadratic_cost(activation):
    assert "this is the quadratic cost" in pair("huber", activation).words
    y = RNG.uniform(size=Z.shape)
    np.testing.assert_array_equal(error("huber", activation, Z, y), error("quadratic", activation, Z, y))


@pytest.mark.parametrize("activation", [name for name in ELEMENTWISE if name != "sigmoid"])
def test_huber_lets_a_far_miss_pull_like_a_miss_of_one(activation):
    assert (
        "miss of 1" in pair("huber", activation).words or "like one of 1" in pair("huber", activation).words
    )
    z = np.full((2, 1), 0.5)
    one, far = error("huber", activation, z, outputs(activation, z) - [[1.0], [50.0]])
    assert one == pytest.approx(far, rel=1e-12)
    assert one != 0


@pytest.mark.parametrize(("activation", "left_over"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_a_rectifier_that_is_off_leaves_nothing_or_a_hundredth(activation, left_over):
    assert "Where z isn't above 0" in pair("quadratic", activation).words
    for z in (-3.0, 0.0):
        got = error("quadratic", activation, [[z]], [[50.0]]).item()
        assert got == pytest.approx(-left_over * missed(activation, [[z]], [[50.0]]).item())


@pytest.mark.parametrize("activation", ["elu", "softplus"])
def test_far_below_zero_a_smooth_rectifier_has_almost_no_error(activation):
    assert "far below z = 0 there is almost no δ" in pair("quadratic", activation).words
    assert missed(activation, [[-30.0]], [[50.0]]).item() > 49
    assert abs(error("quadratic", activation, [[-30.0]], [[50.0]]).item()) < 1e-10


@pytest.mark.parametrize(("activation", "turn"), [("gelu", -0.75), ("silu", -1.28)])
def test_a_rectifier_with_a_dip_turns_the_error_round_below_it(activation, turn):
    words = pair("quadratic", activation).words
    assert f"below z = {turn}".replace("-", "−") in words
    above, below = error("quadratic", activation, [[turn + 0.01], [turn - 0.01]], [[50.0], [50.0]])
    assert above < 0 < below  # the target is higher, so z should rise
    assert abs(error("quadratic", activation, [[-50.0]], [[50.0]]).item()) < 1e-10


def test_names_that_there_are_not_are_refused_with_those_there_are():
    with pytest.raises(InvalidConfigError, match="no cost called 'mse'"):
        pair("mse", "sigmoid")
    with pytest.raises(InvalidNetworkError, match="no activation called 'step'"):
        pair("quadratic", "step")
