"""A lesson as a value: what stands in its file, field by field. docs/file-formats.md says what each is for. No Qt."""

from typing import Literal

import msgspec

from bpexplorer.core.readings.lesson import Place
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SamplesName

FORMAT = "bpexplorer lesson"
VERSION = 1

#: How a number is written: with its sign, without, as a percentage, a count or plainly to so many digits.
Form = Literal["signed", "size", "percent", "count", "digits"]
#: One of the choices is right; any number of them are; a number is typed; a sentence is.
Kind = Literal["choice", "ticks", "number", "sentence"]


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A layer l ≥ 1 of a network."""

    size: int
    activation: str
    dropout: float = 0.0


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings of training, by the names that the command line has for them; None: as in the example."""

    cost: str | None = None
    initializer: str | None = None
    initializer_settings: dict[str, float] | None = None
    optimizer: str | None = None
    learning_rate: float | None = None
    batch_size: int | None = None
    seed: int | None = None
    l2: float | None = None


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One weight (with its ``source``, a neuron of the layer before) or bias of the start, and its value."""

    layer: int
    neuron: int
    value: float
    source: int | None = None


class Samples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Data of a lesson's own, in place of the example's: a row a sample; the targets are numbers.

    The last ``tests`` of them are the test set.
    """

    inputs: tuple[tuple[float, ...], ...]
    targets: tuple[tuple[float, ...], ...]
    tests: int = 0


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A network at a step, by name: an example, what is changed of it, and for how many epochs it is trained."""

    name: str
    preset: str
    samples: Samples | None = None
    #: All layers behind the input, if they are others than those of the example.
    layers: tuple[Layer, ...] = ()
    settings: Settings = Settings()
    numbers: tuple[Number, ...] = ()
    epochs: int = 0


class View(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked at when a card comes up; None: as before."""

    sample: int | None = None
    #: (layer, index).
    neuron: tuple[int, int] | None = None
    #: The neuron of the layer before whose weight into ``neuron`` is selected.
    source: int | None = None
    #: Δz of the demon; without it there is no demon.
    dz: float | None = None
    neurons_by: Literal["a", "z", "delta", "bias", "map"] | None = None
    edges_by: Literal["w", "grad", "blame"] | None = None
    #: Where δ comes from shows the whole Jacobian, perhaps with δ without the sum beside it.
    jacobian: Literal["whole", "without_sum"] | None = None
    #: What lies ahead of this layer is hidden until it is asked for.
    curtain: int | None = None
    #: A panel that has several pages, by its dock, and the page that it shows, if that isn't its first.
    page: tuple[str, str] | None = None


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that a card names in its texts: a named reading, where it looks, what is claimed of it, how it is
    written."""

    name: str
    reading: str
    claim: float
    tolerance: float
    form: Form = "signed"
    decimals: int = 4
    sample: int | None = None
    neuron: tuple[int, int] | None = None
    source: int | None = None
    dz: float | None = None
    cost: str = ""
    over: SamplesName = "train"
    epochs: int = 0

    def place(self, view: View) -> Place:
        """Where it looks: what it doesn't say itself is that of the card."""
        neuron = self.neuron or view.neuron or (0, 0)
        return Place(
            sample=_first(self.sample, view.sample, 0),
            neuron=Neuron(*neuron),
            source=_first(self.source, view.source, 0),
            dz=self.dz if self.dz is not None else view.dz or 0.0,
            cost=self.cost,
            over=self.over,
            epochs=self.epochs,
        )


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that can be chosen."""

    text: str
    right: bool = False


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a card asks. A number is right if it is as near to that of the reading as ``within`` says, a part of it."""

    text: str
    kind: Kind = "choice"
    choices: tuple[Choice, ...] = ()
    reading: str = ""
    within: float = 0.02


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mathematics to be typeset, and the same in plain characters."""

    latex: str
    plain: str


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One card. ``reveal`` and ``because`` come up after the answer; numbers in braces are those of ``readings``."""

    title: str
    text: str
    state: str
    panel: str
    view: View = View()
    #: Where it looks once it is answered, and the panel that comes up then in place of the first.
    after: View | None = None
    panel_after: str = ""
    #: Another panel, below the network; and whether ``panel`` has the whole width there.
    below: str = ""
    wide: bool = False
    outline: str = ""
    formula: Formula | None = None
    question: Question | None = None
    readings: tuple[Reading, ...] = ()
    reveal: str = ""
    because: str = ""


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole lesson; ``hide`` names panels and actions of the window that it does without."""

    format: Literal["bpexplorer lesson"]
    version: Literal[1]
    title: str
    states: tuple[State, ...]
    cards: tuple[Card, ...]
    hide: tuple[str, ...] = ()

    def state(self, name: str) -> State:
        """The state of this name, which there is in every lesson that was read."""
        return next(state for state in self.states if state.name == name)


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
