"""What the user decides about the data: a small value that the project file keeps."""

import math
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from weakref import WeakValueDictionary

from bpexplorer.core.errors import DataError, about
from bpexplorer.core.numerals import limit
from bpexplorer.core.training_data import PARTS
from bpexplorer.data.dataset import DATASETS
from bpexplorer.data.recipe import Recipe, Role, proposed
from bpexplorer.data.scaling import SCALINGS
from bpexplorer.data.table.table import Kind, Table
from bpexplorer.translation import tr

#: The largest part of the samples that may be kept back for testing, and of the others for validation.
MAX_TEST_SHARE = MAX_VALIDATION_SHARE = 0.5
#: Seeds are 0…this, so that every one of them fits a spin box.
MAX_SEED = 2**31 - 1
#: So many samples are drawn at most, those included that are gone again.
MAX_DRAWN = 2**31 - 1


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
        limits = DATASETS[self.name].limits
        _check_range(self, "samples", limits.min_samples, limits.max_samples)
        _check_range(self, "noise", 0, limits.max_noise)
        _check_what_both_have(self)
        parts = DATASETS[self.name].parts
        if parts is not None and self.parts == 0:
            object.__setattr__(self, "parts", parts.usual)
        _check_range(self, "parts", *((0, 0) if parts is None else (parts.least, parts.most)))

    @property
    def title(self) -> str:
        """The name on screen."""
        return DATASETS[self.name].title

    @property
    def brief(self) -> str:
        """The name on screen where room is short."""
        return DATASETS[self.name].brief

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers instead of classes."""
        return DATASETS[self.name].is_regression


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChoice:
    """A table of somebody's own, what of it is taken, and how that is split and scaled.

    Two are equal if their tables are by digest, wherever these came from.

    Parameters
    ----------
    table : Table
    recipe : Recipe
    samples : int
        How many of the rows take part, chosen by the seed; 0 takes all that can.
    test_share, validation_share, scaling, seed
        As in `DataChoice`. Where the table itself marks a set, the share for that set counts for nothing.
    target_scaling : str
        A key of `SCALINGS`: what the targets of regression go through. Classes are never scaled.

    Raises
    ------
    DataError
        If a value is unknown or out of range; the text names the parameter.
    """

    table: Table = field(compare=False)
    recipe: Recipe
    samples: int = 0
    test_share: float = 0.2
    validation_share: float = 0.0
    scaling: str = "standard"
    target_scaling: str = "none"
    seed: int = 0
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", _there_once(self.table))
        object.__setattr__(self, "digest", self.table.digest)
        _check_range(self, "samples", 0, self.table.rows)
        _check_what_both_have(self)
        _check_scaling("target_scaling", self.target_scaling)

    @property
    def name(self) -> str:
        """What it is called where it has to have a name: the file's, without its ending."""
        origin = self.table.origin
        return (PurePath(origin.name).stem if origin is not None else "") or tr("table")

    @property
    def title(self) -> str:
        """The name on screen: the file's."""
        return self.table.origin.name if self.table.origin is not None else self.name

    @property
    def brief(self) -> str:
        """The name on screen where room is short."""
        return self.title

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers instead of classes."""
        return self.recipe.is_regression


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted to samples before more of them were drawn, and stays as it was.

    Parameters
    ----------
    offset, scale : tuple of float
        The scaling of the inputs, one number each.
    target_offset, target_scale : tuple of float
        Likewise of targets that are numbers; empty for classes.
    probe : tuple of int
        The fixed samples, as rows of the training set.
    """

    offset: tuple[float, ...]
    scale: tuple[float, ...]
    target_offset: tuple[float, ...]
    target_scale: tuple[float, ...]
    probe: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnChoice(TableChoice):
    """Samples that are drawn by hand. Their table says of each which set it is in, and has every class, also without
    samples.

    Parameters
    ----------
    drawn : int
        How many were ever drawn: the next one has this number, by which its set is decided.
    low, high : tuple of float
        What the plane reaches over, in the data's own units; empty if there is no plane.
    fit : Fit or None
        None fits scaling and fixed samples to the training set that there is.
    """

    drawn: int = 0
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    fit: Fit | None = None

    def __post_init__(self) -> None:
        TableChoice.__post_init__(self)
        _check_range(self, "drawn", 0, MAX_DRAWN)
        with about("recipe"):
            self._check_columns()
        with about("high"):
            if len(self.low) != len(self.high) or len(self.low) not in (0, self.inputs):
                raise DataError(tr("The plane reaches over as many inputs as there are, or there is none."))
            if not all(
                -math.inf < low < high < math.inf for low, high in zip(self.low, self.high, strict=True)
            ):
                raise DataError(tr("What the plane reaches over must be finite, from low to high."))
        with about("fit"):
            fit, targets = self.fit, len(self.recipe.of(Role.TARGET)) if self.is_regression else 0
            if fit is not None and not (
                len(fit.offset) == len(fit.scale) == self.inputs
                and len(fit.target_offset) == len(fit.target_scale) == targets
            ):
                raise DataError(tr("Each input, and each number to predict, needs an offset and a scale."))

    def _check_columns(self) -> None:
        """Raise DataError unless the columns are inputs, what is predicted, and the sets, in this order."""
        columns, of_recipe = self.table.columns, self.recipe.columns
        order = (Role.INPUT, Role.TARGET, Role.PART)
        places = [order.index(one.role) if one.role in order else -1 for one in of_recipe]
        if (
            [one.name for one in of_recipe] != [one.name for one in columns]
            or places != sorted(places)
            or set(places) != {0, 1, 2}
            or places.count(2) != 1
            or columns[-1].categories != tuple(PARTS)
            or any(
                one.missing.any() or one.kind is not way.kind
                for one, way in zip(columns, of_recipe, strict=True)
            )
            or any(one.kind is not Kind.NUMBER for one in of_recipe[: self.inputs])
        ):
            raise DataError(tr("Samples that are drawn have inputs, what is predicted, and the set of each."))

    @property
    def inputs(self) -> int:
        """How many inputs a sample has."""
        return len(self.recipe.of(Role.INPUT))

    @property
    def name(self) -> str:
        """What it is called where it has to have a name."""
        return tr("points") if self.low else tr("pictures")

    @property
    def title(self) -> str:
        """The name on screen."""
        return tr("Your own points") if self.low else tr("Your own pictures")

    def fitted_anew(self) -> "DrawnChoice":
        """The same samples, with scaling and fixed samples fitted to those that there are."""
        return replace(self, fit=None)


#: The tables that somebody has chosen and still holds, by digest.
_chosen: WeakValueDictionary[str, Table] = WeakValueDictionary()


def _there_once(table: Table) -> Table:
    """The table with the columns that are there already, if any are the same: undo, say, holds each table once."""
    known = _chosen.setdefault(table.digest, table)
    return table if known.columns is table.columns else replace(table, columns=known.columns)


#: Where samples come from.
Source = DataChoice | TableChoice


def is_same_data(one: Source, other: Source) -> bool:
    """Whether both are of one data set, or of one table, whatever is taken of it and how."""
    if isinstance(one, TableChoice) or isinstance(other, TableChoice):
        return isinstance(one, TableChoice) and isinstance(other, TableChoice) and one.digest == other.digest
    return one.name == other.name


def _check_what_both_have(choice: Source) -> None:
    _check_scaling("scaling", choice.scaling)
    _check_range(choice, "test_share", 0, MAX_TEST_SHARE)
    _check_range(choice, "validation_share", 0, MAX_VALIDATION_SHARE)
    _check_range(choice, "seed", 0, MAX_SEED)


def _check_scaling(parameter: str, scaling: str) -> None:
    with about(parameter):
        if scaling not in SCALINGS:
            raise DataError(
                tr(
                    "There is no scaling “{scaling}”; choose one of {scalings}.",
                    scaling=scaling,
                    scalings=", ".join(SCALINGS),
                )
            )


def _check_range(choice: Source, parameter: str, low: float, high: float) -> None:
    value = getattr(choice, parameter)
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
                name=choice.name,
                value=value,
                allowed=allowed,
            )
        )


def default_choice(name: str) -> DataChoice:
    """What a data set starts with; a key of ``DATASETS``."""
    kind = DATASETS[name]
    return DataChoice(name=name, samples=kind.samples, noise=kind.noise, scaling=kind.scaling)


def table_choice(table: Table, recipe: Recipe | None = None) -> TableChoice:
    """What a table starts with: pictures are scaled by their range, everything else by its deviation."""
    recipe = recipe or proposed(table).recipe
    return TableChoice(
        table=table,
        recipe=recipe,
        scaling="standard" if table.image_shape is None else "unit",
        target_scaling="standard" if recipe.is_regression else "none",
    )
