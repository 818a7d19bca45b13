"""What a trainer and the engine that makes its steps say to each other."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.evaluation import products, samples_of_a_slice
from bpexplorer.core.network import Network
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: The engines that there are.
EngineName = Literal["numpy", "compiled"]

#: A step of more products of a weight and an activation on the way forward, or of more numbers of one layer, is made in
#: slices: it would take a tenth of a second or longer, or the memory of another data set.
MULTIPLIED_IN_A_STEP: Final = 500_000_000
NUMBERS_IN_A_STEP: Final = 10_000_000


def is_sliced(spec: NetworkSpec, batch: int) -> bool:
    """Whether the steps of a network on batches of so many samples are made in slices."""
    sizes = spec.sizes
    return batch * products(sizes) > MULTIPLIED_IN_A_STEP or batch * max(sizes) > NUMBERS_IN_A_STEP


class EngineError(BpExplorerError):
    """An engine that can't be made or used on this machine, though it was to be."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is trained, how, and on which samples: x of shape (samples, n_0), y of shape (samples, n_L).

    ``held`` adds its Δz to one neuron's z in every forward pass. It comes and goes in the middle of a run, whose
    engine stays the same: so every engine obeys it. So it is with ``fixed``, the places in the flat array of the
    parameters that no step changes, nor their moments, and that count for nothing where the gradient is clipped.
    ``step`` is how many steps of the run were made before; the factors of dropout are those of seed and step.
    """

    spec: NetworkSpec
    config: TrainingConfig
    x: FloatArray
    y: FloatArray
    held: HeldDemon | None = None
    fixed: IntArray | None = None
    step: int = 0
    #: Whether its steps are made in slices. It is asked before each call of the engine.
    is_sliced: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_sliced", is_sliced(self.spec, self.largest_batch))

    @property
    def largest_batch(self) -> int:
        """How many samples a step takes at most."""
        return min(self.config.batch_size, len(self.x))

    @property
    def samples_at_once(self) -> int:
        """How many samples of a batch are gone through at a time: a slice of it, or the whole of it."""
        # Fewer would let a pause wait for less, but each slice has a whole gradient to add.
        return samples_of_a_slice(self.spec.sizes) if self.is_sliced else self.largest_batch


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """What one call made.

    ``costs`` has the mean cost of each batch before its update, one for each step that was taken; ``clipped`` says
    of each whether its gradient was shortened. If ``failed``, the step after them would have left a number that isn't
    finite; it was not taken.
    """

    costs: FloatArray
    clipped: BoolArray
    failed: bool


class Stepper(Protocol):
    """Makes the steps of a run, from parameters and moments that it was given, and keeps them.

    A step reads one buffer and writes another. Taking the step swaps them, so that the parameters from before a step
    that fails are still there.
    """

    @property
    def planes(self) -> FloatArray:
        """Shape (1 + moments, parameters): the parameters and the optimizer's moments now. Copy what is to be kept."""
        ...

    @property
    def tried(self) -> FloatArray:
        """What a step that failed would have made of ``planes``; after one that was taken, what it was made from.

        Without a meaning before the first step.
        """
        ...

    @property
    def network(self) -> Network:
        """The network now; its arrays are views of buffers that the next steps write to."""
        ...

    def take_back(self) -> None:
        """Take the last step back: parameters and moments are those from before it, and ``tried`` what it made of them.

        Only once, and only right after ``make_steps`` took one.
        """
        ...

    def take_again(self) -> None:
        """Take the step that was taken back, and has stayed in ``tried`` since."""
        ...

    def make_steps(
        self, order: IntArray, position: int, learning_rates: FloatArray, *, moment_steps: int
    ) -> Steps:
        """Make a step with each of the learning rates, or fewer if one fails.

        Parameters
        ----------
        order : ndarray of int, shape (samples,)
            In which order the epoch goes through the samples. The steps must lie within it.
        position : int
            How many of the order are used up.
        moment_steps : int
            How many steps the moments have seen.

        Numbers that overflow are expected here: the caller has told numpy not to speak of them. EngineError, and
        nothing is changed, if this engine can't be loaded.
        """
        ...

    def step_in_slices(
        self, order: IntArray, position: int, learning_rate: float, *, moment_steps: int
    ) -> Generator[None, None, Steps]:
        """Make one step as ``make_steps`` does, with a pause between slices of its batch.

        Until it is made, ``planes`` and ``tried`` are what they were. Where it is let go of, nothing was made.
        """
        ...
