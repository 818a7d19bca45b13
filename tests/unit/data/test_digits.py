"""The digits that come with the program are the real ones, and a damaged file is noticed."""

from io import BytesIO
from pathlib import Path
from typing import Any

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


def archive(**arrays: Any) -> bytes:
    buffer = BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def lone_array() -> bytes:
    buffer = BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


PIXELS, DIGITS = np.zeros((1797, 64), np.uint8), np.zeros(1797, np.uint8)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and nothing else",
        b"a text",
        lone_array(),
        archive(pixels=PIXELS),
        archive(pixels=PIXELS[:5], digits=DIGITS),
        archive(pixels=PIXELS + 17, digits=DIGITS),
        archive(pixels=PIXELS, digits=DIGITS + 10),
        archive(pixels=PIXELS.astype(np.float64), digits=DIGITS),
        archive(pixels=np.array([{"not": "numbers"}], dtype=object), digits=DIGITS),
    ],
)
def test_a_damaged_file_is_a_sentence_with_a_remedy(content: bytes) -> None:
    with pytest.raises(DataError, match=r"digits\.npz of the program is damaged .* Install bpexplorer again"):
        digits.parse_digits(content)


def test_a_file_with_one_wrong_byte_or_cut_short_is_noticed() -> None:
    content = asset("datasets/digits.npz").read_bytes()
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]
    for damaged in (changed, content[:middle]):
        with pytest.raises(DataError, match="is damaged"):
            digits.parse_digits(damaged)


def test_a_missing_file_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(digits, "asset", lambda path: tmp_path / path)
    with pytest.raises(DataError, match="The digits can't be read"):
        digits.load_digits.__wrapped__()
