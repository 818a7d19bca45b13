"""The same choice gives the same bits, and each part of a choice changes only what it is about."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.training_data import PROBE_SIZE
from bpexplorer.data.choice import DataChoice, default_choice
from bpexplorer.data.dataset import DATASETS
from bpexplorer.data.dataset.xor import Xor
from bpexplorer.data.prepare import PreparedData, _of_data_set, chosen_dataset, prepare
from bpexplorer.data.scaling import SCALINGS

XOR = default_choice("xor")


def anew(choice: DataChoice, output_activation: str = "softmax") -> PreparedData:
    """Prepared without the cache, as by a program that has just started."""
    return _of_data_set.__wrapped__(choice, output_activation)


@pytest.mark.parametrize("name", list(DATASETS))
def test_the_same_choice_gives_the_same_bits(name: str) -> None:
    choice = default_choice(name)
    first, again = anew(choice).training, anew(choice).training
    for part in ("x_train", "y_train", "labels_train", "x_test", "y_test", "labels_test", "probe"):
        np.testing.assert_array_equal(getattr(first, part), getattr(again, part))


def test_a_seed_means_the_same_data_in_every_version_of_the_program() -> None:
    prepared = anew(XOR)
    np.testing.assert_allclose(chosen_dataset(prepared.choice).x[0], [-0.171, -0.127], atol=5e-4)
    np.testing.assert_array_equal(prepared.split.test[:6], [24, 33, 40, 53, 56, 57])
    np.testing.assert_array_equal(prepared.training.probe[:6], [132, 8, 15, 314, 141, 271])


@pytest.mark.parametrize("name", list(DATASETS))
def test_another_seed_gives_another_split_and_another_probe(name: str) -> None:
    first, other = (anew(replace(default_choice(name), seed=seed)) for seed in (1, 2))
    assert not np.array_equal(first.split.test, other.split.test)
    assert not np.array_equal(first.training.probe, other.training.probe)


@pytest.mark.parametrize("name", list(DATASETS))
def test_the_parts_are_the_data_set_scaled(name: str) -> None:
    prepared = anew(default_choice(name))
    x, training = chosen_dataset(prepared.choice).x, prepared.training
    np.testing.assert_array_equal(training.x_train, prepared.scaling.apply(x[prepared.split.train]))
    np.testing.assert_array_equal(training.x_test, prepared.scaling.apply(x[prepared.split.test]))
    dataset = chosen_dataset(prepared.choice)
    if dataset.labels is not None:
        np.testing.assert_array_equal(training.labels_test, dataset.labels[prepared.split.test])
    else:
        assert training.labels_test is None
    assert len(training.x_train) + len(training.x_test) == prepared.choice.samples


@pytest.mark.parametrize("name", list(DATASETS))
@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_the_scaling_is_fitted_on_the_training_part_only(name: str, scaling: str) -> None:
    prepared = anew(replace(default_choice(name), scaling=scaling))
    shared = chosen_dataset(prepared.choice).image_shape is not None
    own = SCALINGS[scaling].fit(chosen_dataset(prepared.choice).x[prepared.split.train], shared=shared)
    np.testing.assert_array_equal(prepared.scaling.offset, own.offset)
    np.testing.assert_array_equal(prepared.scaling.scale, own.scale)


def test_the_scaling_never_sees_an_outlier_of_the_test_part(monkeypatch: pytest.MonkeyPatch) -> None:
    before = anew(replace(XOR, scaling="standard"))
    made = chosen_dataset(before.choice)
    x = np.array(made.x)
    x[before.split.test[0]] = 1e6
    monkeypatch.setattr(Xor, "make", lambda *_: replace(made, x=x))
    after = anew(replace(XOR, scaling="standard"))
    np.testing.assert_array_equal(after.scaling.offset, before.scaling.offset)
    np.testing.assert_array_equal(after.scaling.scale, before.scaling.scale)
    assert after.training.x_test.max() > 1e5


def test_noise_and_scaling_shift_neither_split_nor_probe() -> None:
    plain = anew(XOR)
    for changed in (replace(XOR, noise=0.4), replace(XOR, scaling="unit")):
        other = anew(changed)
        np.testing.assert_array_equal(other.split.test, plain.split.test)
        np.testing.assert_array_equal(other.training.probe, plain.training.probe)


def test_the_test_share_shifts_no_point() -> None:
    np.testing.assert_array_equal(chosen_dataset(replace(XOR, test_share=0.5)).x, chosen_dataset(XOR).x)


def test_the_output_activation_changes_nothing_but_the_targets() -> None:
    softmax, tanh = anew(XOR, "softmax").training, anew(XOR, "tanh").training
    np.testing.assert_array_equal(tanh.x_train, softmax.x_train)
    np.testing.assert_array_equal(tanh.probe, softmax.probe)
    assert (softmax.outputs, softmax.threshold) == (2, None)
    assert (tanh.outputs, tanh.threshold) == (1, 0.0)


def test_the_digits_keep_their_look_from_0_to_1_and_their_shape() -> None:
    prepared = anew(default_choice("digits"))
    training = prepared.training
    assert (training.inputs, training.outputs, training.image_shape) == (64, 10, (8, 8))
    np.testing.assert_array_equal(
        training.x_train, chosen_dataset(prepared.choice).x[prepared.split.train] / 16
    )
    np.testing.assert_array_equal(
        training.x_test, chosen_dataset(prepared.choice).x[prepared.split.test] / 16
    )


def test_the_probe_of_the_digits_shows_each_digit_three_or_four_times() -> None:
    labels = anew(default_choice("digits")).training.labels_probe
    assert labels is not None
    assert len(labels) == PROBE_SIZE
    assert set(np.bincount(labels, minlength=10)) == {3, 4}


def test_a_small_set_is_its_own_probe() -> None:
    training = anew(replace(XOR, samples=20)).training
    np.testing.assert_array_equal(np.sort(training.probe), np.arange(len(training.x_train)))


def test_without_a_test_share_the_test_part_is_empty() -> None:
    training = anew(replace(XOR, test_share=0.0)).training
    assert (training.x_test.shape, training.y_test.shape) == ((0, 2), (0, 2))
    assert len(training.x_train) == XOR.samples


def test_preparing_the_same_choice_again_costs_nothing() -> None:
    assert prepare(XOR, "softmax") is prepare(replace(XOR), "softmax")


def test_a_validation_part_shifts_nothing_but_the_training_part() -> None:
    choice = replace(default_choice("circle"), noise=0.1)
    without, prepared = anew(choice), anew(replace(choice, validation_share=0.25))
    data = prepared.training
    np.testing.assert_array_equal(data.x_test, without.training.x_test)
    assert len(data.x_validation) == round(0.25 * len(without.training.x_train))
    assert len(data.x_train) + len(data.x_validation) == len(without.training.x_train)
    rows = prepared.split.validation
    np.testing.assert_array_equal(
        data.x_validation, prepared.scaling.apply(chosen_dataset(prepared.choice).x[rows])
    )
    np.testing.assert_array_equal(data.labels_validation, chosen_dataset(prepared.choice).labels[rows])
    assert data.watched_part == "validation"
    assert without.training.watched_part == "train"


def test_the_scaling_never_sees_the_validation_part() -> None:
    prepared = anew(replace(default_choice("gaussians"), scaling="standard", validation_share=0.5))
    np.testing.assert_allclose(prepared.training.x_train.mean(axis=0), 0, atol=1e-12)
    assert np.abs(prepared.training.x_validation.mean(axis=0)).max() > 1e-6


@pytest.mark.parametrize("name", ["wave", "sine", "hill"])
@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_numbers_to_predict_come_as_they_are(name: str, output: str, scaling: str) -> None:
    choice = replace(default_choice(name), scaling=scaling, validation_share=0.25)
    prepared = anew(choice, output)
    targets, split, training = chosen_dataset(prepared.choice).targets, prepared.split, prepared.training
    assert targets is not None
    np.testing.assert_array_equal(training.y_train, targets[split.train])
    np.testing.assert_array_equal(training.y_test, targets[split.test])
    np.testing.assert_array_equal(training.y_validation, targets[split.validation])
    assert not training.is_classification
    assert (training.threshold, training.labels_probe) == (None, None)


def test_the_parts_of_numbers_have_their_shares_of_the_samples() -> None:
    split = anew(replace(default_choice("wave"), test_share=0.2, validation_share=0.25)).split
    assert (len(split.test), len(split.validation), len(split.train)) == (80, 80, 240)
    assert sorted([*split.train, *split.test, *split.validation]) == list(range(400))


def test_the_probe_of_numbers_stands_in_the_order_of_the_first_input() -> None:
    for name in ("wave", "sine", "hill"):
        training = anew(default_choice(name)).training
        assert len(training.probe) == len(set(training.probe.tolist())) == PROBE_SIZE
        assert (np.diff(training.x_probe[:, 0]) >= 0).all()


def test_another_share_for_validation_leaves_the_test_part_of_numbers_as_it_is() -> None:
    choice = default_choice("hill")
    one, other = (anew(replace(choice, validation_share=share)).split for share in (0.0, 0.3))
    np.testing.assert_array_equal(one.test, other.test)
