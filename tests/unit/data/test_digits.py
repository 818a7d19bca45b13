"""The digits that come with the program are the real ones, and a damaged file is noticed."""

from pathlib import Path

import numpy as np
import pytest

from bpexplorer.assets import asset
from bpexplorer.core.errors import DataError
from bpexplorer.data import digits


def test_the_digits_are_those_that_scikit_learn_bundles() -> None:
    sklearn = pytest.importorskip("sklearn.datasets", reason="scikit-learn isn't installed to compare with")
    theirs = sklearn.load_digits()
    x, labels = digits.load_digits()
    np.testing.assert_array_equal(x, theirs.data)
    np.testing.assert_array_equal(labels, theirs.target)


def test_there_are_1797_pictures_of_0_to_16_and_each_digit_about_as_often() -> None:
    x, labels = digits.load_digits()
    assert (x.shape, x.min(), x.max()) == ((1797, 64), 0.0, 16.0)
    np.testing.assert_array_equal(np.bincount(labels), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])


def test_nobody_can_change_the_digits_for_everybody() -> None:
    x, _ = digits.load_digits()
    with pytest.raises(ValueError, match="read-only"):
        x[0, 0] = 1.0


@pytest.mark.parametrize("place", [0, 30, 20_000, -30, -1])
def test_a_file_with_one_wrong_byte_is_a_sentence_with_a_remedy(place: int) -> None:
    damaged = bytearray(asset("datasets/digits.npz").read_bytes())
    damaged[place] ^= 0x01
    with pytest.raises(DataError, match=r"digits\.npz” is damaged.*Install bpexplorer again"):
        digits.parse_digits(bytes(damaged))


@pytest.mark.parametrize("length", [0, 100, 40_000])
def test_a_file_cut_short_is_a_sentence_with_a_remedy(length: int) -> None:
    with pytest.raises(DataError, match=r"digits\.npz” is damaged.*Install bpexplorer again"):
        digits.parse_digits(asset("datasets/digits.npz").read_bytes()[:length])


def test_a_missing_file_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(digits, "asset", lambda path: tmp_path / path)
    with pytest.raises(DataError, match="The digits can't be read"):
        digits.load_digits.__wrapped__()
