"""The data sets. Each is one class in one file, with all that the program says and does with it."""

from typing import Final

from bpexplorer.core.vocabularies.vocabulary import table
from bpexplorer.data.dataset.base import Dataset, DatasetKind, Generated, Limits, Parted, Parts
from bpexplorer.data.dataset.blobs import Blobs
from bpexplorer.data.dataset.circle import Circle
from bpexplorer.data.dataset.digits import Digits
from bpexplorer.data.dataset.gaussians import Gaussians
from bpexplorer.data.dataset.hill import Hill
from bpexplorer.data.dataset.moons import Moons
from bpexplorer.data.dataset.parity import Parity
from bpexplorer.data.dataset.sine import Sine
from bpexplorer.data.dataset.spiral import Spiral
from bpexplorer.data.dataset.wave import Wave
from bpexplorer.data.dataset.xor import Xor

__all__ = ["DATASETS", "Dataset", "DatasetKind", "Generated", "Limits", "Parted", "Parts"]

#: The data sets by name, in the order of lists.
DATASETS: Final[dict[str, DatasetKind]] = table(
    Digits(),
    Xor(),
    Circle(),
    Gaussians(),
    Moons(),
    Blobs(),
    Spiral(),
    Parity(),
    Wave(),
    Sine(),
    Hill(),
)
