"""The generated sets are what their descriptions say, for every size, noise and seed."""

import numpy as np
import pytest

from bpexplorer.core.types import FloatArray
from bpexplorer.data.choice import DataChoice, default_choice
from bpexplorer.data.dataset import DATASETS, Generated
from bpexplorer.data.dataset.spiral import TURNS
from bpexplorer.data.prepare import chosen_dataset

GENERATED = {name: kind for name, kind in DATASETS.items() if isinstance(kind, Generated)}
ALL = [kind for kind in GENERATED.values() if not kind.is_regression]


@pytest.mark.parametrize("generator", ALL)
@pytest.mark.parametrize("samples", [20, 21, 400])
def test_the_classes_are_balanced_and_the_numbers_finite(generator: Generated, samples: int) -> None:
    x, labels = generator.draw(samples, 0.1, rng=np.random.default_rng(3))
    assert x.shape == (samples, 4 if generator.name == "parity" else 2)
    assert np.isfinite(x).all()
    assert np.ptp(np.bincount(labels, minlength=len(generator.class_names))) <= 1


@pytest.mark.parametrize("generator", ALL)
def test_the_same_seed_gives_the_same_bits_and_another_seed_others(
    generator: Generated,
) -> None:
    first, again, other = (generator.draw(60, 0.1, rng=np.random.default_rng(seed))[0] for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("generator", ALL)
def test_more_noise_moves_each_point_along_its_own_line(generator: Generated) -> None:
    still, some, twice = (
        generator.draw(60, noise, rng=np.random.default_rng(5))[0] for noise in (0.0, 0.1, 0.2)
    )
    np.testing.assert_allclose(twice - still, 2 * (some - still), atol=1e-14)
    assert np.std(some - still) == pytest.approx(0.1, rel=0.3)


def test_xor_without_noise_is_the_truth_table() -> None:
    x, labels = GENERATED["xor"].draw(40, 0.0, rng=np.random.default_rng(0))
    bits = x.astype(int)
    assert {tuple(row) for row in bits.tolist()} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    np.testing.assert_array_equal(labels, bits[:, 0] ^ bits[:, 1])


def radius(x: FloatArray) -> FloatArray:
    return np.hypot(x[:, 0], x[:, 1])


def test_a_circle_without_noise_separates_at_its_gap() -> None:
    x, labels = GENERATED["circle"].draw(500, 0.0, rng=np.random.default_rng(0))
    assert radius(x[labels == 0]).max() <= 0.5
    assert 0.7 <= radius(x[labels == 1]).min() <= radius(x[labels == 1]).max() <= 1.0


def test_the_gaussians_have_their_centres_and_the_noise_as_deviation() -> None:
    x, labels = GENERATED["gaussians"].draw(4000, 0.6, rng=np.random.default_rng(0))
    for label, centre in ((0, -1.0), (1, 1.0)):
        np.testing.assert_allclose(x[labels == label].mean(axis=0), centre, atol=0.06)
        np.testing.assert_allclose(x[labels == label].std(axis=0), 0.6, rtol=0.06)


def test_one_arm_of_the_spiral_is_the_other_turned_by_half_a_circle() -> None:
    x, labels = GENERATED["spiral"].draw(600, 0.0, rng=np.random.default_rng(0))
    turned = np.where(labels[:, np.newaxis] == 1, -x, x)
    angle = 2 * np.pi * TURNS * radius(turned)
    np.testing.assert_allclose(
        turned, np.column_stack((np.cos(angle), np.sin(angle))) * radius(x)[:, np.newaxis]
    )


def test_the_moons_are_half_circles_and_each_reaches_into_the_other() -> None:
    x, labels = GENERATED["moons"].draw(600, 0.0, rng=np.random.default_rng(0))
    np.testing.assert_allclose(radius(x[labels == 0]), 1.0)
    np.testing.assert_allclose(radius(x[labels == 1] - [1.0, 0.5]), 1.0)
    assert x[labels == 1, 1].max() <= 0.5 < x[labels == 0, 1].max()
    assert x[labels == 0, 0].max() > x[labels == 1, 0].min()


@pytest.mark.parametrize("count", range(2, 9))
def test_blobs_lie_evenly_around_a_circle_as_many_as_are_wanted(count: int) -> None:
    choice = DataChoice(name="blobs", samples=50 * count, noise=0.3, parts=count)
    dataset = chosen_dataset(choice)
    assert dataset.labels is not None
    assert dataset.class_names == tuple(map(str, range(count)))
    middles = np.array([dataset.x[dataset.labels == label].mean(axis=0) for label in range(count)])
    np.testing.assert_allclose(radius(middles), 2.0, atol=0.2)
    turned = np.exp(2j * np.pi * np.arange(count) / count) * 2j
    np.testing.assert_allclose(middles @ [1.0, 1.0j], turned, atol=0.25)
    assert chosen_dataset(choice).x.tobytes() == dataset.x.tobytes()


@pytest.mark.parametrize("count", range(2, 9))
def test_parity_is_whether_the_number_of_ones_is_odd_and_every_corner_has_its_turn(count: int) -> None:
    dataset = chosen_dataset(DataChoice(name="parity", samples=256, parts=count))
    bits = dataset.x.astype(int)
    assert len(np.unique(bits, axis=0)) == 2**count
    np.testing.assert_array_equal(dataset.labels, bits.sum(axis=1) % 2)


def test_a_set_with_parts_begins_with_the_usual_number_and_others_have_none() -> None:
    assert [(name, default_choice(name).parts) for name, kind in DATASETS.items() if kind.parts] == [
        ("blobs", 4),
        ("parity", 4),
    ]
    assert default_choice("xor").parts == 0


FUNCTIONS = [kind for kind in GENERATED.values() if kind.is_regression]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_noise_is_on_the_targets_alone_and_moves_each_along_its_own_line(
    function: Generated,
) -> None:
    (x, still), (same, some), (_, twice) = (
        function.draw(500, noise, rng=np.random.default_rng(5)) for noise in (0.0, 0.1, 0.2)
    )
    np.testing.assert_array_equal(x, same)
    np.testing.assert_allclose(twice - still, 2 * (some - still), atol=1e-14)
    assert np.std(some - still) == pytest.approx(0.1, rel=0.1)


@pytest.mark.parametrize(("function", "inputs"), list(zip(FUNCTIONS, (1, 1, 2), strict=True)))
def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(
    function: Generated, inputs: int
) -> None:
    first, again, other = (function.draw(60, 0.1, rng=np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert (first[0].shape, first[1].shape) == ((60, inputs), (60, 1))
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[1], other[1])


def test_the_wave_fades_by_half_its_exponent() -> None:
    x, y = GENERATED["wave"].draw(1000, 0.0, rng=np.random.default_rng(0))
    assert 0 <= x.min() < 0.1
    assert 3.9 < x.max() <= 4
    np.testing.assert_allclose(y[:, 0], np.cos(4 * x[:, 0]) / np.sqrt(np.exp(x[:, 0])), atol=1e-14)


def test_the_sine_has_two_periods() -> None:
    x, y = GENERATED["sine"].draw(1000, 0.0, rng=np.random.default_rng(0))
    assert -2 * np.pi <= x.min() < -6.2
    assert 6.2 < x.max() <= 2 * np.pi
    np.testing.assert_allclose(y, np.cos(x - np.pi / 2), atol=1e-14)


def test_the_hill_is_as_high_as_the_valley_is_deep_and_flat_far_away() -> None:
    x, y = GENERATED["hill"].draw(20_000, 0.0, rng=np.random.default_rng(0))
    top, bottom = x[y[:, 0].argmax()], x[y[:, 0].argmin()]
    np.testing.assert_allclose(top, [0.6, 0.6], atol=0.1)
    np.testing.assert_allclose(bottom, [-0.6, -0.6], atol=0.1)
    assert y.max() == pytest.approx(1.0, abs=0.05)
    assert y.min() == pytest.approx(-1.0, abs=0.05)
    corner = (x[:, 0] > 1) & (x[:, 1] < -1)
    assert np.abs(y[corner]).max() < 0.01
