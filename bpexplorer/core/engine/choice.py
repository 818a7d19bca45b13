"""Which engine makes the steps of a run, and evaluates it: chosen where the run begins, and kept for the whole run.

Engines add in different orders, so with another one the same seed gives other last digits. The choice is therefore a
function of the network, the configuration and what is installed, never of what else the machine does. The compiled
engine counts as installed once it is compiled (``compiled.cache``). ``TrainingConfig.engine`` switches it off for a
run, the environment variable ``BPEXPLORER_ENGINE`` set to ``numpy`` for a process.
"""

import os
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass
from typing import Final

from bpexplorer.core.engine.base import EngineError, EngineName, Stepper, Task, is_sliced
from bpexplorer.core.engine.compiled import cache
from bpexplorer.core.engine.compiled.evaluator import by_compiled
from bpexplorer.core.engine.compiled.stepper import CompiledStepper
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.engine.threads import blas_threads
from bpexplorer.core.evaluation import Evaluated, by_numpy, evaluated_in_slices, samples_at_once
from bpexplorer.core.network import Network
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training_data import PARTS, PartName, TrainingData
from bpexplorer.core.types import FloatArray

NUMPY: Final = "numpy"
COMPILED: Final = "compiled"
SWITCH: Final = "BPEXPLORER_ENGINE"


@dataclass(frozen=True, slots=True)
class Engine:
    """What a run is made with, and how many threads BLAS has for it."""

    name: EngineName
    threads: int


#: Gives an engine at work, as ``make_stepper`` does.
MakeStepper = Callable[[Engine, Task, FloatArray], Stepper]


def choose_engine(spec: NetworkSpec, config: TrainingConfig) -> Engine:
    """The engine for a run of this network that begins now."""
    compiled = config.engine == "automatic" and compiled_is_there() and CompiledStepper.supports(spec, config)
    return Engine(COMPILED if compiled else NUMPY, blas_threads(spec, config.batch_size))


def keep_engine(engine: Engine) -> Engine:
    """The engine for a run that has begun with this one: the same, unless it isn't there (any more, or here)."""
    return engine if engine.name == NUMPY or compiled_is_there() else Engine(NUMPY, engine.threads)


def fall_back(engine: Engine, error: EngineError) -> tuple[Engine, str]:
    """Numpy in the place of an engine that can't be loaded, and a sentence on it.

    The compiled engine is dropped, for a new one to be compiled, and no run of this process gets it any more.
    """
    gone = "It was removed" if cache.give_up() else "It can't be removed: delete it by hand"
    return Engine(NUMPY, engine.threads), (
        f"{error} {gone}. From here on numpy makes the steps, which may take longer and round the last digits "
        "otherwise. To have it compiled again, start the program anew or run “bpexplorer warm”."
    )


def compiled_is_there() -> bool:
    """Whether the compiled engine can make steps at once."""
    return os.environ.get(SWITCH) != NUMPY and cache.is_warm()


def who_steps(engine: Engine, spec: NetworkSpec, config: TrainingConfig, *, samples: int) -> EngineName:
    """Which engine makes the steps of this network now, on a training set of so many samples.

    The compiled engine doesn't know everything: no entry of a vocabulary without a form for it, and no pause within a
    step that takes long. Where such a thing comes in the middle of one of its runs, numpy makes those steps: the run
    keeps its engine, and has it back when the thing goes.
    """
    compiled = engine.name == COMPILED and CompiledStepper.supports(spec, config)
    return COMPILED if compiled and not is_sliced(spec, min(config.batch_size, samples)) else NUMPY


def make_stepper(engine: Engine, task: Task, planes: FloatArray) -> Stepper:
    """An engine at work, beginning at these parameters and moments, shape (1 + moments, parameters)."""
    is_compiled = who_steps(engine, task.spec, task.config, samples=len(task.x)) == COMPILED
    return CompiledStepper(task, planes) if is_compiled else NumpyStepper(task, planes)


def who_evaluates(steps_by: EngineName, *, step: int) -> EngineName:
    """What the costs and accuracies of whole sets are computed with, after so many steps of a run.

    It is what makes the steps; before the first one, where a run has no engine yet and none is loaded, numpy.
    Everything that shows such a number of a run goes by this, as engines agree but for the last digits.
    """
    return NUMPY if step == 0 else steps_by


def evaluation(
    by: EngineName,
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    parts: Collection[PartName] = tuple(PARTS),
) -> Generator[None, None, Evaluated]:
    """The mean cost and the share that is right of each set, in slices; see ``evaluation.evaluated_in_slices``.

    EngineError if the compiled engine can't be loaded.
    """
    prepare = by_compiled if by == COMPILED else by_numpy
    return evaluated_in_slices(prepare(network, data, cost=cost), data, samples_at_once(network), parts)
