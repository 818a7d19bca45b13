"""The project: everything that a project file keeps."""

from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.project.parts.blocks import is_same
from bpexplorer.project.plan import Plan
from bpexplorer.project.weights import WeightsFile
from bpexplorer.translation import tr

#: So many parameters are drawn in some milliseconds.
_DRAWN_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class ViewDemon:
    """Where the demon was, and what it held."""

    layer: int
    index: int
    dz: float
    scope: str = "sample"
    follow: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What was shown, in plain types: the words are those of the window, which ignores any that it doesn't know.

    ``workspace`` is the one that was shown; ``selection`` holds (layer, index) of each selected neuron, the primary one
    last; ``sample`` is a row of the probe, and ``samples`` says whether the probe or the last batch was looked at;
    ``delta_bound`` is |δ| at the ends of the colour scale; ``maps_selection`` says whether the plane shows the map of
    the primary neuron, or the output.
    """

    workspace: str = "explore"
    selection: tuple[tuple[int, int], ...] = ()
    sample: int = 0
    samples: str = "probe"
    neurons_by: str = "delta"
    edges_by: str = "w"
    tool: str = "select"
    scale: str = "shared"
    delta_bound: float = 1.0
    maps_selection: bool = True
    demon: ViewDemon | None = None


def epoch_columns(data: TrainingData) -> int:
    """How many columns of an EpochRecord a file keeps: those of a validation set only if there is one."""
    return len(EpochRecord._fields) - (0 if len(data.x_validation) else 2)


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """What the user decided, a consistent copy of the run, and what was shown.

    Raises
    ------
    BpExplorerError
        If the run isn't of this plan: an edit was still on its way to it.
    """

    plan: Plan
    state: TrainerState
    view: View = View()

    def __post_init__(self) -> None:
        if (self.plan.spec, self.plan.config) != (self.state.spec, self.state.config):
            raise BpExplorerError(
                tr("The last change hasn't reached the running network yet; try again in a moment.")
            )

    @classmethod
    def at_start(cls, plan: Plan, view: View = View()) -> "Project":
        """A project before its first step, starting from what its seed draws; neurons show maps where they can."""
        if can_be_mapped(plan.spec.inputs):
            view = replace(view, neurons_by="map")
        data = prepare(plan.data, plan.spec.activations[-1]).training
        return cls(plan, start_run(plan.spec, plan.config, data), view)

    @property
    def is_at_start(self) -> bool:
        """Whether the run is one that its plan draws, before its first step; False where that takes long to tell."""
        state, plan = self.state, self.plan
        is_plain = state.step == 0 and state.mask is None and state.held is None and state.divergence is None
        if not is_plain or plan.spec.parameter_count > _DRAWN_AT_ONCE:
            return False
        start = start_run(plan.spec, plan.config, state.data)
        return np.array_equal(start.planes.flat, state.planes.flat)

    @property
    def prepared(self) -> PreparedData:
        """The data, made anew from the plan; the same plan gives the same bits."""
        return prepare(self.plan.data, self.plan.spec.activations[-1])

    def weights(self) -> WeightsFile:
        """The network now, with what it takes to use it elsewhere."""
        return WeightsFile.of_network(
            self.state.network().for_inspection(), cost=self.plan.config.cost, prepared=self.prepared
        )

    def arrays(self) -> dict[str, FloatArray]:
        """Every array that the file keeps, by name; those that a run need not have only if it has them."""
        history, refuge = self.state.history, self.state.refuge
        columns = epoch_columns(self.state.data)
        named = {
            "planes": self.state.planes.flat,
            "history_batches": history.batches,
            "history_epochs": np.ascontiguousarray(history.epochs[:, :columns]),
        }
        if history.latest is not None:
            named["history_latest"] = np.array(history.latest[:columns], dtype=np.float64)
        if refuge is not None:
            named["refuge"] = refuge.flat
        if self.state.mask is not None:
            named["mask"] = self.state.mask.flat
        orders = {"order": self.state.order, "refuge_order": None if refuge is None else refuge.order}
        named |= {name: rows.astype(np.float64) for name, rows in orders.items() if rows is not None}
        return named

    def counters(self) -> tuple[object, ...]:
        """Every single number and word of the run."""
        state, refuge = self.state, self.state.refuge
        places: list[tuple[int, ...]] = [(state.step, state.epoch, state.position, state.moment_steps)]
        if refuge is not None:
            places.append((refuge.step, refuge.epoch, refuge.position, refuge.moment_steps))
            places.append((refuge.clipped_steps, refuge.held_steps))
        strides = (state.history.batch_stride, state.history.epoch_stride)
        counts = (state.run, state.clipped_steps, state.held_steps, state.engine, state.threads)
        found = (refuge and (refuge.train_cost, refuge.cost), state.divergence, state.held)
        return counts, places, found, strides, state.history.eras

    def same_as(self, other: "Project") -> bool:
        """Whether everything is equal, the numbers to the bit."""
        mine, theirs = self.arrays(), other.arrays()
        return (
            (self.plan, self.view, self.counters()) == (other.plan, other.view, other.counters())
            and mine.keys() == theirs.keys()
            and all(is_same(array, theirs[name]) for name, array in mine.items())
        )
