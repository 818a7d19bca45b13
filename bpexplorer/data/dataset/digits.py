"""The handwritten digits as a data set that can be chosen."""

import numpy as np

from bpexplorer.data.dataset.base import Dataset, DatasetKind, Limits
from bpexplorer.data.digits import DIGITS_SAMPLES, DIGITS_SHAPE, load_digits
from bpexplorer.translation import tr


class Digits(DatasetKind):
    """Real digits; nothing about them can be chosen."""

    name, title, short_title = "digits", tr("Handwritten digits 8×8"), tr("Digits")
    description = tr("1,797 real digits, written by hand, as pictures of 8×8 grey pixels.")
    samples = DIGITS_SAMPLES
    scaling = "unit"
    limits = Limits(DIGITS_SAMPLES, DIGITS_SAMPLES, 0.0)
    is_generated = False

    def make(self, samples: int, noise: float, rng: np.random.Generator) -> Dataset:
        del samples, noise, rng
        x, labels = load_digits()
        rows, columns = DIGITS_SHAPE
        return Dataset(
            title=self.title,
            x=x,
            labels=labels,
            class_names=tuple(str(digit) for digit in range(10)),
            feature_names=tuple(
                tr("row {row}, column {column}", row=row, column=column)
                for row in range(rows)
                for column in range(columns)
            ),
            image_shape=DIGITS_SHAPE,
        )
