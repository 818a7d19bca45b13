"""Ready examples that learn well: plans that come with the program, in ``resources/presets``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import msgspec

from bpexplorer.assets import asset
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.project.parts import json_text, strict
from bpexplorer.project.parts.stored_plan import PlanOfDataSet
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View
from bpexplorer.translation import tr

#: What is said of each. Their plans are in the files of these names.
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "digits": (
        tr("Handwritten digits"),
        tr("Ten classes of real handwriting in 8×8 pixels. About 95 % of the test set within 20 epochs."),
    ),
    "xor": (
        tr("XOR"),
        tr("No straight line separates the classes; four hidden neurons do it within 10 epochs."),
    ),
    "circle": (
        tr("Circle"),
        tr("A disc inside a ring: eight hidden neurons close a curve around it within 20 epochs."),
    ),
    "gaussians": (
        tr("Two Gaussians"),
        tr("Two clouds that one line separates almost: learned within 5 epochs, with softmax outputs."),
    ),
    "moons": (
        tr("Two moons"),
        tr(
            "Two half circles, each reaching into the other: eight hidden neurons part them within 40 epochs."
        ),
    ),
    "blobs": (
        tr("Blobs"),
        tr("Four round clouds, a class each; choose two to eight. Softmax tells them apart within 5 epochs."),
    ),
    "spiral": (
        tr("Spiral"),
        tr("Two arms wound into each other: two hidden layers and momentum unwind them in about 80 epochs."),
    ),
    "parity": (
        tr("Parity"),
        tr("Is the number of ones among four bits odd? No bit alone says; learned within 20 epochs."),
    ),
    "wave": (
        tr("Damped wave"),
        tr("Predict a number from one input; two hidden layers follow the wave within 60 epochs."),
    ),
    "sine": (
        tr("Sine"),
        tr("Predict a number from one input; two hidden layers follow both periods within 60 epochs."),
    ),
    "hill": (
        tr("Hill and valley"),
        tr("Predict a height from two inputs; the landscape has its hill and its valley within 60 epochs."),
    ),
    "xor_small": (
        tr("XOR, small"),
        tr("Three hidden neurons: one step can be followed number by number. Learned within 10 epochs."),
    ),
}
#: What the start page begins with beside the others; it is offered nowhere else.
STARTERS: Final = ("xor_small",)
#: In the order in which they are offered; the first is what the program opens with.
PRESETS: Final = tuple(name for name in _WORDS if name not in STARTERS)


class _Stored(msgspec.Struct, frozen=True):
    """The file of an example."""

    plan: PlanOfDataSet
    sample: int = 0
    neuron: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """An example: how it is offered, and its plan.

    Parameters
    ----------
    sample : int
        The row of the fixed samples that is looked at first.
    neuron : tuple or None
        (layer, index) of the neuron that is selected first, with the demon on it; None leaves the choice to the window.
    """

    plan: Plan
    title: str
    description: str
    sample: int = 0
    neuron: tuple[int, int] | None = None

    def project(self) -> Project:
        """A project before its first step."""
        selection = () if self.neuron is None else (self.neuron,)
        return Project.at_start(self.plan, View(selection=selection, sample=self.sample))


@cache
def preset(name: str) -> Preset:
    """The example of this name; BpExplorerError with the names there are."""
    if name not in (*PRESETS, *STARTERS):
        raise BpExplorerError(
            tr("There is no preset “{name}”. There are {presets}.", name=name, presets=", ".join(PRESETS))
        )
    place = f"presets/{name}.json"
    plain = json_text.decode_plain(asset(place).read_bytes(), place)
    # What an example doesn't speak of is as it is in any new plan.
    stored = strict.build(plain, _Stored, place, complete=False)
    return Preset(stored.plan.plan(), *_WORDS[name], stored.sample, stored.neuron)
