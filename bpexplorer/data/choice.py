"""What the user decides about the data: a small value that the project file keeps."""

from dataclasses import dataclass

from bpexplorer.core.errors import DataError, about
from bpexplorer.core.numerals import limit
from bpexplorer.data.dataset import DATASETS
from bpexplorer.data.scaling import SCALINGS
from bpexplorer.translation import tr

#: The largest part of the samples that may be kept back for testing, and of the others for validation.
MAX_TEST_SHARE = MAX_VALIDATION_SHARE = 0.5
#: Seeds are 0…this, so that every one of them fits a spin box.
MAX_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DataChoice:
    """A data set and how it is made, split and scaled. The same choice gives the same bits.

    Parameters
    ----------
    name : str
        A key of `bpexplorer.data.dataset.DATASETS`.
    samples : int
        Samples in all, training and test set together.
    noise : float
        Standard deviation of the normal noise on every coordinate, in the data's own units, before scaling; where
        the data are a function's values, on these alone.
    test_share : float
        The part of the samples that is kept back for testing, 0…0.5.
    validation_share : float
        The part of the other samples that is kept back to see when to stop, 0…0.5.
    scaling : str
        A key of `bpexplorer.data.scaling.SCALINGS`.
    seed : int
        Fixes the points, the splits and the probe, each by a random stream of its own.
    parts : int
        How many of its `Parts` the data set has, such as classes; 0 stands for as many as it starts with, and is the
        number of a set that has none.

    Raises
    ------
    DataError
        If a value is unknown or out of range; the text names the parameter.
    """

    name: str
    samples: int
    noise: float = 0.0
    test_share: float = 0.2
    scaling: str = "none"
    seed: int = 0
    validation_share: float = 0.0
    parts: int = 0

    def __post_init__(self) -> None:
        with about("name"):
            if self.name not in DATASETS:
                raise DataError(
                    tr(
                        "There is no data set “{name}”; choose one of {datasets}.",
                        name=self.name,
                        datasets=", ".join(DATASETS),
                    )
                )
        with about("scaling"):
            if self.scaling not in SCALINGS:
                raise DataError(
                    tr(
                        "There is no scaling “{scaling}”; choose one of {scalings}.",
                        scaling=self.scaling,
                        scalings=", ".join(SCALINGS),
                    )
                )
        limits = DATASETS[self.name].limits
        self._check_range("samples", self.samples, limits.min_samples, limits.max_samples)
        self._check_range("noise", self.noise, 0, limits.max_noise)
        self._check_range("test_share", self.test_share, 0, MAX_TEST_SHARE)
        self._check_range("validation_share", self.validation_share, 0, MAX_VALIDATION_SHARE)
        self._check_range("seed", self.seed, 0, MAX_SEED)
        parts = DATASETS[self.name].parts
        if parts is not None and self.parts == 0:
            object.__setattr__(self, "parts", parts.usual)
        self._check_range("parts", self.parts, *((0, 0) if parts is None else (parts.least, parts.most)))

    def _check_range(self, parameter: str, value: float, low: float, high: float) -> None:
        if low <= value <= high:  # false for NaN
            return
        allowed = (
            tr("{limit} for this data set", limit=limit(low))
            if low == high
            else tr("between {limit} and {high_limit}", limit=limit(low), high_limit=limit(high))
        )
        with about(parameter):
            raise DataError(
                tr(
                    "The parameter {parameter} of the data set “{name}” is {value}; it must be {allowed}.",
                    parameter=parameter,
                    name=self.name,
                    value=value,
                    allowed=allowed,
                )
            )


def default_choice(name: str) -> DataChoice:
    """What a data set starts with; a key of ``DATASETS``."""
    kind = DATASETS[name]
    return DataChoice(name=name, samples=kind.samples, noise=kind.noise, scaling=kind.scaling)
