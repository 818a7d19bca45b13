"""The split gives every class to both sides, keeps every sample, and is the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.core.errors import DataError
from bpexplorer.core.types import IntArray
from bpexplorer.data.split import Split, split_by_class, split_plainly


@st.composite
def labelled(draw: st.DrawFn) -> tuple[IntArray, tuple[str, ...]]:
    """Two or more samples of each of a few classes, in any order."""
    counts = draw(st.lists(st.integers(2, 40), min_size=1, max_size=5))
    labels = np.repeat(np.arange(len(counts)), counts)
    order = draw(st.permutations(range(len(labels))))
    return labels[list(order)], tuple(f"class {label}" for label in range(len(counts)))


SHARES = st.floats(0.001, 0.5)
SEEDS = st.integers(0, 2**31 - 1)


@given(labelled(), SHARES, SEEDS)
def test_every_sample_is_in_exactly_one_part(
    samples: tuple[IntArray, tuple[str, ...]], share: float, seed: int
) -> None:
    labels, names = samples
    split = split_by_class(labels, test_share=share, class_names=names, rng=np.random.default_rng(seed))
    assert sorted([*split.train.tolist(), *split.test.tolist()]) == list(range(len(labels)))


@given(labelled(), SHARES, SEEDS)
def test_every_class_is_on_both_sides_in_about_its_share(
    samples: tuple[IntArray, tuple[str, ...]], share: float, seed: int
) -> None:
    labels, names = samples
    split = split_by_class(labels, test_share=share, class_names=names, rng=np.random.default_rng(seed))
    kept, tested = (np.bincount(labels[part], minlength=len(names)) for part in (split.train, split.test))
    assert kept.min() >= 1
    assert tested.min() >= 1
    assert (np.abs(tested - share * (kept + tested)) <= 1).all()


@given(labelled(), SHARES, SEEDS)
def test_the_same_seed_splits_the_same_way(
    samples: tuple[IntArray, tuple[str, ...]], share: float, seed: int
) -> None:
    labels, names = samples
    first, again = (
        split_by_class(labels, test_share=share, class_names=names, rng=np.random.default_rng(seed))
        for _ in "ab"
    )
    np.testing.assert_array_equal(first.test, again.test)


def test_another_seed_tests_other_samples() -> None:
    labels = np.arange(100) % 2
    first, other = (
        split_by_class(labels, test_share=0.2, class_names=("a", "b"), rng=np.random.default_rng(s))
        for s in (0, 1)
    )
    assert not np.array_equal(first.test, other.test)


def test_without_a_test_share_everything_is_for_training_even_a_class_of_one() -> None:
    split = split_by_class(
        np.array([0, 0, 1]), test_share=0.0, class_names=("a", "b"), rng=np.random.default_rng(0)
    )
    np.testing.assert_array_equal(split.train, [0, 1, 2])
    assert len(split.test) == 0


def test_a_class_of_one_sample_cannot_be_on_both_sides() -> None:
    with pytest.raises(DataError, match=r"Class “b” has one sample only.*choose more samples"):
        split_by_class(
            np.array([0, 0, 1]), test_share=0.2, class_names=("a", "b"), rng=np.random.default_rng(0)
        )


def test_a_class_without_samples_is_named() -> None:
    with pytest.raises(DataError, match="Class “b” has no samples"):
        split_by_class(
            np.array([0, 0, 0]), test_share=0.2, class_names=("a", "b"), rng=np.random.default_rng(0)
        )


@given(labelled(), SHARES, SHARES, SEEDS)
def test_a_validation_part_comes_from_the_training_part_and_leaves_the_test_part_alone(
    samples: tuple[IntArray, tuple[str, ...]], share: float, kept_back: float, seed: int
) -> None:
    labels, names = samples
    labels, twice = np.concatenate([labels, labels]), {"class_names": names, "test_share": share}

    def split_with(validation_share: float) -> Split:
        return split_by_class(
            labels,
            validation_share=validation_share,
            rng=np.random.default_rng(seed),
            validation_rng=np.random.default_rng(seed + 1),
            **twice,  # type: ignore[arg-type]
        )

    without, split = split_with(0.0), split_with(kept_back)
    np.testing.assert_array_equal(split.test, without.test)
    assert sorted([*split.train.tolist(), *split.validation.tolist()]) == without.train.tolist()
    trained, watched = (
        np.bincount(labels[part], minlength=len(names)) for part in (split.train, split.validation)
    )
    assert trained.min() >= 1
    assert watched.min() >= 1
    assert (np.abs(watched - kept_back * (trained + watched)) <= 1).all()


def test_a_class_with_one_sample_left_cannot_be_validated_too() -> None:
    with pytest.raises(DataError, match=r"Class “b” has one sample only.*validation share of 0"):
        split_by_class(
            np.array([0, 0, 0, 1, 1]),
            test_share=0.3,
            validation_share=0.3,
            class_names=("a", "b"),
            rng=np.random.default_rng(0),
        )


@given(st.integers(4, 200), SHARES, SHARES, SEEDS)
def test_samples_without_classes_are_split_by_their_number(
    samples: int, test_share: float, validation_share: float, seed: int
) -> None:
    rng, validation_rng = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    split = split_plainly(
        samples,
        test_share=test_share,
        validation_share=validation_share,
        rng=rng,
        validation_rng=validation_rng,
    )
    assert sorted([*split.train, *split.test, *split.validation]) == list(range(samples))
    assert len(split.test) == pytest.approx(test_share * samples, abs=1)
    assert len(split.train) >= 1
    assert len(split.validation) >= 1


def test_too_few_samples_for_every_part_are_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(DataError, match="it takes 1 at the least"):
        split_plainly(0, test_share=0.0, rng=rng)
    with pytest.raises(DataError, match="it takes 2 at the least"):
        split_plainly(1, test_share=0.2, rng=rng)
    with pytest.raises(DataError, match="it takes 4 at the least"):
        split_plainly(3, test_share=0.2, validation_share=0.2, rng=rng)
