"""A gradient check that was made of the network shown, and how it is asked for. No Qt."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from bpexplorer.core.gradients.gradient_check import GradientCheck, check_in_slices
from bpexplorer.core.training.frame import Frame
from bpexplorer.panels.panel import Kept

#: The steps h of the differences, in powers of ten.
STEPS: Final = tuple(10.0**-power for power in range(1, 13))
#: A sample has so many parameters; all of a network of no more than these are checked unless the user says otherwise.
SAMPLE: Final = 300
ALL_AT_MOST: Final = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """The check of a frame's network over the fixed samples."""

    check: GradientCheck
    of: Kept
    samples: int
    activations: tuple[str, ...]
    cost: str
    without_sum: bool


def check_frame(frame: Frame, *, most: int | None, without_sum: bool) -> Generator[float, None, Checked]:
    """Check the network of a frame as it is trained, all of it or about ``most`` parameters, in slices."""
    data = frame.data
    check = yield from check_in_slices(
        frame.trained_network,
        data.x_probe,
        data.y_probe,
        cost=frame.config.cost,
        most=most,
        steps=STEPS,
        without_sum=without_sum,
    )
    return Checked(
        check=check,
        of=Kept.of(frame),
        samples=len(data.x_probe),
        activations=frame.spec.activations,
        cost=frame.config.cost,
        without_sum=without_sum,
    )
