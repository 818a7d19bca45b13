"""What the training thread is told, beside the edits (``bpexplorer.core.edits.messages``)."""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from bpexplorer.core.training.frame import FrameRequest
from bpexplorer.core.training.state import TrainerState


class StepUnit(Enum):
    """How far one step goes."""

    BATCH = "batch"
    EPOCH = "epoch"


@dataclass(frozen=True, slots=True)
class Load:
    """Own this run from now on. ``number`` is that of the newest edit message.

    What undoes the edits of the former run is forgotten, unless ``keeps_edits``: it is the same run, after a fault.
    """

    number: int
    state: TrainerState
    keeps_edits: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """Train, until the run has this many epochs if a number is given; an edit that begins another run ends that."""

    until_epoch: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop after the step that is being made."""


@dataclass(frozen=True, slots=True)
class Step:
    """Make one batch, or all batches up to the epoch's end, and pause. Steps that are asked for faster add up."""

    unit: StepUnit = StepUnit.BATCH


#: What training is told to do; the others only ask, or set something.
Order: TypeAlias = Play | Pause | Step


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Make at most this many steps per second, more than 0; None for as many as there can be."""

    steps_per_second: float | None

    def __post_init__(self) -> None:
        if self.steps_per_second is not None and not self.steps_per_second > 0:
            raise ValueError(f"a speed is more than 0 steps per second, not {self.steps_per_second}")


@dataclass(frozen=True, slots=True)
class Show:
    """Put into the frames what visible views need."""

    request: FrameRequest


@dataclass(frozen=True, slots=True)
class Copy:
    """Answer with a consistent state of the run; the answer carries the token.

    Before it comes, if ``with_ways``, what takes each edit back, or makes it again.
    """

    token: int
    with_ways: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """End the thread."""
