"""Which engine makes the steps of a run: chosen where the run begins, and kept for the whole run.

Engines add in different orders, so with another one the same seed gives other last digits. The choice is therefore a
function of the network, the batch size and what is installed, never of what else the machine does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.engine.base import Stepper, Task
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.engine.threads import blas_threads
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.types import FloatArray

NUMPY: Final = "numpy"


@dataclass(frozen=True, slots=True)
class Engine:
    """What a run is made with: a name in ``ENGINES``, and how many threads BLAS uses."""

    name: str
    threads: int


def choose_engine(spec: NetworkSpec, config: TrainingConfig) -> Engine:
    """The engine for a run of this network that begins now."""
    return Engine(NUMPY, blas_threads(spec, config.batch_size))


def make_stepper(engine: Engine, task: Task, planes: FloatArray) -> Stepper:
    """An engine at work, beginning at these parameters and moments, shape (1 + moments, parameters)."""
    return ENGINES[engine.name](task, planes)


ENGINES: Final[dict[str, Callable[[Task, FloatArray], Stepper]]] = {NUMPY: NumpyStepper}
