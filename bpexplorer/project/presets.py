"""Ready examples that learn well: plans that come with the program, in ``resources/presets``."""

from functools import cache

import msgspec

from bpexplorer.assets import asset
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.project.parts import json_text, strict
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View
from bpexplorer.translation import tr

#: In the order in which they are offered; the first is what the program opens with.
PRESETS = ("digits", "xor", "circle", "gaussians", "spiral", "wave", "hill")


class Preset(msgspec.Struct, frozen=True):
    """An example: how it is offered, and its plan."""

    title: str
    description: str
    plan: Plan
    #: The row of the fixed samples that is looked at first.
    sample: int = 0
    #: (layer, index) of the neuron that is selected first, with the demon on it; None leaves the choice to the window.
    neuron: tuple[int, int] | None = None

    def project(self) -> Project:
        """A project before its first step."""
        selection = () if self.neuron is None else (self.neuron,)
        return Project.at_start(self.plan, View(selection=selection, sample=self.sample))


@cache
def preset(name: str) -> Preset:
    """The example of this name; BpExplorerError with the names there are."""
    if name not in PRESETS:
        raise BpExplorerError(
            tr("There is no preset “{name}”. There are {presets}.", name=name, presets=", ".join(PRESETS))
        )
    place = f"presets/{name}.json"
    plain = json_text.decode_plain(asset(place).read_bytes(), place)
    # What an example doesn't speak of is as it is in any new plan.
    return strict.build(plain, Preset, place, complete=False)
