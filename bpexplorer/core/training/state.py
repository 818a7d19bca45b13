"""Everything that decides how a run goes on: a value that can be saved, compared, edited and continued from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from bpexplorer.core.engine.base import EngineName
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.numerals import significant
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.streams import Purpose, epoch_order, stream
from bpexplorer.core.training.config import Dtype, TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.history import BYTES as CURVE_BYTES
from bpexplorer.core.training.history import History
from bpexplorer.core.training.mask import removed_places
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr

#: Rows of ``TrainerState.planes.flat``: the parameters, what they were at the start, then the optimizer's moments.
VALUE, START, MOMENTS = 0, 1, 2


#: What the quantities of a divergence are called. Files keep their English names, which anyone's program can read.
_QUANTITIES: Mapping[str, str] = {
    "the weighted input z": tr("the weighted input z"),
    "the activation a": tr("the activation a"),
    "the cost C": tr("the cost C"),
    "the weighted input z over the training set": tr("the weighted input z over the training set"),
    "the activation a over the training set": tr("the activation a over the training set"),
    "the cost C over the training set": tr("the cost C over the training set"),
    "the error δ": tr("the error δ"),
    "a moment of the weights": tr("a moment of the weights"),
    "a moment of the biases": tr("a moment of the biases"),
    "the update of the weights": tr("the update of the weights"),
    "the update of the biases": tr("the update of the biases"),
}


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where a number stopped being finite. The parameters are those from before the step: it isn't taken."""

    step: int
    layer: int
    quantity: str

    def __str__(self) -> str:
        return tr(
            "Training diverged in step {step}: in layer {layer}, {quantity} is no longer finite.",
            step=self.step,
            layer=self.layer,
            quantity=_QUANTITIES.get(self.quantity, self.quantity),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Refuge:
    """The best state of a run, and where it goes back to if it diverges: the state with the lowest `cost` of those
    that it was in at its start, at its last edit that made earlier costs mean nothing, and at the epochs' ends since.

    ``train_cost`` is infinite if it wasn't finite there; ``validation_cost`` is NaN without a validation set.
    ``flat`` has the rows of ``TrainerState.planes``; the counts and ``order`` are those of ``TrainerState`` then.
    """

    flat: FloatArray
    step: int
    epoch: int
    position: int
    moment_steps: int
    train_cost: float
    validation_cost: float = math.nan
    clipped_steps: int = 0
    held_steps: int = 0
    order: IntArray | None = None

    @property
    def cost(self) -> float:
        """The cost over the part that is watched: the validation set if there is one."""
        return self.train_cost if math.isnan(self.validation_cost) else self.validation_cost


@dataclass(frozen=True, slots=True, eq=False)
class TrainerState:
    """A run at one step, between two updates.

    ``position`` counts the samples of this epoch's order that are used up; the order itself is a function of seed
    and epoch. ``moment_steps`` counts the steps that the optimizer's moments have seen, ``clipped_steps`` those of
    this run whose gradient was shortened. ``run`` tells runs apart: it is the number of the edit that began it.
    ``held`` is a demon that training goes on under, and ``held_steps`` counts the steps of this run made under one.
    ``mask`` says which parameters training leaves alone (see ``core.mask``); None if none.
    ``order`` has the rows of the training set through which this epoch goes, where samples were added or taken away
    in its middle: a new one takes part from the next epoch on. None is the order of all, as the seed draws it.
    ``engine`` makes its steps, and ``threads`` is how many threads BLAS has for them: the trainer chooses both before
    the first step and then keeps to them, as others would give other bits. ``planes`` are kept in the type of numbers
    that the configuration names, whatever type they were given in.
    """

    spec: NetworkSpec
    config: TrainingConfig
    data: TrainingData
    planes: Parameters
    run: int = 0
    step: int = 0
    epoch: int = 0
    position: int = 0
    moment_steps: int = 0
    clipped_steps: int = 0
    history: History = field(default_factory=History)
    refuge: Refuge | None = None
    divergence: Divergence | None = None
    engine: EngineName = "numpy"
    threads: int = 1
    held: HeldDemon | None = None
    held_steps: int = 0
    mask: Parameters | None = None
    order: IntArray | None = None

    def __post_init__(self) -> None:
        if (self.spec.inputs, self.spec.outputs) != (self.data.inputs, self.data.outputs):
            raise InvalidNetworkError(
                tr(
                    "The data have {inputs} inputs and {outputs} outputs; the network has "
                    "{spec_inputs} and {spec_outputs}.",
                    inputs=self.data.inputs,
                    outputs=self.data.outputs,
                    spec_inputs=self.spec.inputs,
                    spec_outputs=self.spec.outputs,
                )
            )
        if self.planes.spec != self.spec:
            raise InvalidNetworkError(
                tr(
                    "The numbers are those of the network {spec}, not of {wanted}.",
                    spec=self.planes.spec,
                    wanted=self.spec,
                )
            )
        rows = MOMENTS + len(optimizer(self.config.optimizer).moment_names)
        if self.planes.flat.shape != (rows, self.spec.parameter_count):
            raise InvalidNetworkError(
                tr(
                    "The optimizer {optimizer} needs {rows} rows of {parameter_count} numbers; "
                    "there are {shape}.",
                    optimizer=self.config.optimizer,
                    rows=rows,
                    parameter_count=self.spec.parameter_count,
                    shape=self.planes.flat.shape,
                )
            )
        if self.planes.flat.dtype != self.config.dtype:
            object.__setattr__(self, "planes", in_type(self.planes, self.config.dtype))
        if self.mask is not None:
            self._check_mask(self.mask)
        self._check_order()
        if self.held is not None and not self.spec.has(self.held.neuron):
            raise InvalidNetworkError(
                tr(
                    "A demon holds {neuron}, which the network {spec} doesn't have.",
                    neuron=self.held.neuron,
                    spec=self.spec,
                )
            )

    def _check_mask(self, mask: Parameters) -> None:
        if mask.spec != self.spec or mask.flat.ndim != 1:
            raise InvalidNetworkError(
                tr(
                    "The mask is one of the network {spec}, not of {wanted}.",
                    spec=mask.spec,
                    wanted=self.spec,
                )
            )
        if self.planes.flat[VALUE, removed_places(mask)].any():
            raise InvalidNetworkError(tr("A weight or bias that is removed isn't 0."))

    def _check_order(self) -> None:
        if self.order is None:
            return
        rows = np.bincount(self.order, minlength=len(self.data.x_train)) if len(self.order) else None
        if rows is None or len(rows) > len(self.data.x_train) or rows.max() > 1:
            raise InvalidNetworkError(
                tr("The order of an epoch names a sample twice, or one that isn't there.")
            )

    @property
    def epoch_rows(self) -> IntArray:
        """The rows of the training set in the order in which the epoch that is under way goes through them."""
        if self.order is not None:
            return self.order
        return epoch_order(self.config.seed, self.epoch, samples=len(self.data.x_train))

    @property
    def parameters(self) -> Parameters:
        """The weights and biases now."""
        return self.planes.plane(VALUE)

    def network(self) -> Network:
        """The network now; its arrays are views."""
        return self.parameters.network()

    def trained_network(self) -> Network:
        """The network as it is trained: with the Δz that a demon holds, if there is one."""
        return self.network() if self.held is None else self.held.on(self.network())


def most_bytes(spec: NetworkSpec, config: TrainingConfig) -> int:
    """How much memory a state of such a run takes at most, without its data: its numbers, those of its best state,
    what is frozen or removed, and its curves."""
    rows = MOMENTS + len(optimizer(config.optimizer).moment_names)
    numbers = 2 * rows * np.dtype(config.dtype).itemsize
    mask = np.dtype(np.float64).itemsize
    return spec.parameter_count * (numbers + mask) + CURVE_BYTES


def in_type(planes: Parameters, dtype: Dtype) -> Parameters:
    """The same parameters as numbers of another type; InvalidNetworkError if one is too large for it."""
    with np.errstate(over="ignore"):  # looked at below
        flat = planes.flat.astype(dtype)
    lost = np.isfinite(planes.flat) & ~np.isfinite(flat)
    if lost.any():
        raise InvalidNetworkError(
            tr(
                "A weight or bias is {flat}, and numbers of type {dtype} end at {max}. Choose float64.",
                flat=significant(float(planes.flat[lost][0])),
                dtype=dtype,
                max=significant(float(np.finfo(dtype).max)),
            )
        )
    return Parameters(planes.spec, flat)


def draw_start(spec: NetworkSpec, config: TrainingConfig) -> Parameters:
    """The parameters that a run starts from: a function of spec, initialisers and seed."""
    rng = stream(config.seed, Purpose.INITIAL_PARAMETERS)
    layers = [config.layer_draw(n_in, n_out, rng) for n_in, n_out in pairwise(spec.sizes)]
    network = Network([weights for weights, _ in layers], [biases for _, biases in layers], spec.activations)
    return Parameters(spec, Parameters.of_network(network).flat)


def planes_at_start(start: Parameters, config: TrainingConfig) -> Parameters:
    """Rows for a run that begins at ``start``: the value is the start, and the moments are zero."""
    flat = np.zeros((MOMENTS + len(optimizer(config.optimizer).moment_names), start.flat.shape[-1]))
    flat[VALUE] = flat[START] = start.flat
    return Parameters(start.spec, flat)


def start_run(
    spec: NetworkSpec,
    config: TrainingConfig,
    data: TrainingData,
    *,
    parameters: Parameters | None = None,
    run: int = 0,
    mask: Parameters | None = None,
) -> TrainerState:
    """A run before its first step, from given parameters or from those that the seed draws; removed ones are 0."""
    start = draw_start(spec, config) if parameters is None else parameters
    planes = planes_at_start(start, config)
    planes.flat[VALUE, removed_places(mask)] = 0.0
    return TrainerState(spec, config, data, planes, run=run, mask=mask)
