"""What the user decides: structure, training, data, and where the layers stand on the canvas."""

from dataclasses import dataclass, replace

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.errors import InvalidConfigError, InvalidNetworkError, about
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.vocabularies.pairs import Pair, pair
from bpexplorer.data.choice import Source, TableChoice
from bpexplorer.data.table.table import Table
from bpexplorer.translation import tr

Offset = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """One state of the user's decisions. ``offsets`` has an entry a layer 0…L: how far it was moved, in scene units."""

    spec: NetworkSpec
    config: TrainingConfig
    data: Source
    offsets: tuple[Offset, ...] = ()

    def __post_init__(self) -> None:
        if not self.offsets:
            object.__setattr__(self, "offsets", ((0.0, 0.0),) * (self.spec.depth + 1))
        with about("offsets"):
            if len(self.offsets) != self.spec.depth + 1:
                raise InvalidNetworkError(
                    tr(
                        "{depth} layers need as many offsets; there are {count}.",
                        depth=self.spec.depth + 1,
                        count=len(self.offsets),
                    )
                )
        if self.is_regression and self.config.target_accuracy:
            with about("config.target_accuracy"):
                raise InvalidConfigError(
                    tr(
                        "The stopping rule target_accuracy asks for a share of right answers, and "
                        "there is none here: the targets of “{title}” are numbers. Set it to 0, or "
                        "stop at a cost.",
                        title=self.data.title,
                    )
                )

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers instead of classes."""
        return self.data.is_regression

    @property
    def pair(self) -> Pair:
        """What the cost and the output layer's activation are to each other, and to targets that are numbers."""
        return pair(self.config.cost, self.spec.activations[-1], of_numbers=self.is_regression)

    @property
    def table(self) -> Table | None:
        """The table of somebody's own that it is on."""
        return self.data.table if isinstance(self.data, TableChoice) else None

    def after(self, edit: Edit, data: Source | None = None) -> "Plan":
        """The plan after an edit; layers keep their offsets."""
        spec = edit.on_spec(self.spec)
        offsets = [(0.0, 0.0)] * (spec.depth + 1)
        for layer, offset in enumerate(self.offsets):
            place = edit.map_layer(layer)
            if place is not None and place < len(offsets):
                offsets[place] = offset
        return Plan(spec, edit.on_config(self.config), data or self.data, tuple(offsets))

    def with_layer_moved(self, layer: int, dx: float, dy: float) -> "Plan":
        """The same plan with one layer standing elsewhere."""
        if not 0 <= layer <= self.spec.depth:
            raise InvalidNetworkError(
                tr(
                    "There is no layer {layer} to move: layers are 0 to {depth}.",
                    layer=layer,
                    depth=self.spec.depth,
                )
            )
        x, y = self.offsets[layer]
        moved = (x + dx, y + dy)
        return replace(self, offsets=(*self.offsets[:layer], moved, *self.offsets[layer + 1 :]))
