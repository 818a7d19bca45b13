"""Of whose cost ∂C/∂b and ∂C/∂w are: of the samples that are looked at, or of the whole training set."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from bpexplorer.core.readings.gradient import GradientReading
from bpexplorer.core.types import FloatArray
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.look.samples import count_words
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.forms.form import form_row
from bpexplorer.translation import tr

#: What is chosen: the samples that are looked at, or the training set.
SHOWN, TRAIN = "shown", "train"
#: Stands for a number that is still being measured.
MEASURING: Final = "…"


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """∂C/∂w and ∂C/∂b, entry l-1 for layer l, and their step, where that may be another than the picture's."""

    grad_weights: tuple[FloatArray, ...]
    grad_biases: tuple[FloatArray, ...]
    step: int | None = None

    def name(self, symbol: str) -> str:
        """What stands before a number: ``∂C/∂b``, ``∂C/∂b at step 1,440``."""
        return (
            symbol
            if self.step is None
            else tr("{symbol} at step {step}", symbol=symbol, step=numbers.count(self.step))
        )


class GradientSource:
    """Which samples are chosen, and what was measured over the training set."""

    def __init__(self) -> None:
        self.over_train = False
        self.reading: GradientReading | None = None

    def gradients(self, picture: Picture) -> Gradients | None:
        """The gradients to be shown with a picture; None: they are being measured."""
        if not self.over_train:
            trace = picture.samples.trace
            return Gradients(trace.grad_weights, trace.grad_biases)
        reading = self.reading
        if reading is None or reading.edit != picture.frame.edit_number:
            return None
        return Gradients(reading.grad_weights, reading.grad_biases, reading.step)


class GradientChoice(ChoiceBox):
    """Offers the samples whose cost C is meant."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(
            (
                (SHOWN, tr("fixed samples"), tr("The samples that are looked at.")),
                (
                    TRAIN,
                    tr("training set"),
                    tr(
                        "All samples that are trained on: training follows this slope. It is measured, "
                        "so its step is told."
                    ),
                ),
            ),
            parent,
        )
        self.row = form_row(
            tr("C of"),
            self,
            name=name,
            tooltip=tr(
                "Of whose mean cost C the slope is. Of few samples it is another function: "
                "once a network is trained, many slopes have another sign."
            ),
        )

    def show_samples(self, picture: Picture) -> None:
        """Name the samples that are looked at: ``32 fixed samples``, ``batch of 20``."""
        samples = picture.samples
        words = (
            tr("batch of {count}", count=numbers.count(samples.count))
            if samples.batch
            else count_words(samples)
        )
        if words != self.itemText(0):
            self.setItemText(0, words)
            self.show_choice(self.currentData())
