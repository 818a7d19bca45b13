"""The tables that come with the program, in ``resources/datasets``: read like anybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bpexplorer.assets import asset
from bpexplorer.translation import tr

#: Among them: a file that is still to be chosen.
OWN_DATA: Final = "own_data"
#: Likewise: a plane that is still to be drawn on.
OWN_POINTS: Final = "own_points"


@dataclass(frozen=True, slots=True)
class BundledTable:
    """How a table is offered. Its source and licence are in resources/datasets/README.md."""

    name: str
    title: str
    description: str
    #: The two columns of its still.
    columns: tuple[str, str]
    target: str

    @property
    def path(self) -> Path:
        """Its file."""
        return asset(f"datasets/{self.name}.csv")


def _table(*tables: BundledTable) -> Mapping[str, BundledTable]:
    return MappingProxyType({each.name: each for each in tables})


#: By name, in the order in which they are offered.
TABLES: Final = _table(
    BundledTable(
        "iris",
        tr("Iris"),
        tr("150 flowers of three species, by length and width of sepals and petals."),
        ("petal length (cm)", "petal width (cm)"),
        "species",
    ),
    BundledTable(
        "penguins",
        tr("Penguins"),
        tr("344 penguins of three species, by measures, island and sex. Some values are missing."),
        ("bill_length_mm", "flipper_length_mm"),
        "species",
    ),
    BundledTable(
        "wine",
        tr("Wine"),
        tr("178 wines of three cultivars, by a chemical analysis of thirteen numbers."),
        ("flavanoids", "color_intensity"),
        "cultivar",
    ),
    BundledTable(
        "breast_cancer",
        tr("Breast cancer"),
        tr("569 tumours, malignant or benign, by thirty numbers on the nuclei of their cells."),
        ("mean radius", "mean texture"),
        "diagnosis",
    ),
)
