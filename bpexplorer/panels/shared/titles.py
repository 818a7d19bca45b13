"""What the title lines of panels say of a reading: over which samples, of which step, and whether of all. No Qt."""

from typing import Final

from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.look import numbers
from bpexplorer.translation import tr

#: Where there is no room to say from what.
ESTIMATED: Final = tr("estimated")


def joined(*parts: str) -> str:
    """The parts that say something, one after the other."""
    return " · ".join(filter(None, parts))


def of_set(over: SamplesName, samples: int) -> str:
    """A set, and how many samples it has."""
    return f"{SAMPLES[over]}, {numbers.count(samples)}"


def at_step(step: int) -> str:
    """Of which step the network is."""
    return tr("step {step}", step=numbers.count(step))


def before_edit(edit: int, frame: Frame | None) -> str:
    """What follows the step of something that is kept, where this frame has a newer edit than that one."""
    return "" if frame is None or frame.edit_number == edit else tr(", before the last edit")


def neuron_words(index: int) -> str:
    """A neuron where there is no room for its layer."""
    return tr("neuron {index}", index=index)


def estimated_from(read: int, of: int) -> str:
    """From how many of so many samples it is estimated; empty where it is from all."""
    if read >= of:
        return ""
    return tr("estimated from {read} of {of} samples", read=numbers.count(read), of=numbers.count(of))


def estimated_from_neurons(read: int, of: int) -> str:
    """The same where only some neurons of a layer are looked at."""
    if read >= of:
        return ""
    return tr("estimated from {read} of {of} neurons", read=numbers.count(read), of=numbers.count(of))


def first_neurons(read: int, size: int) -> str:
    """How many neurons of a layer a table has; empty where it has all."""
    if read >= size:
        return ""
    return tr("first {read} of {size} neurons", read=numbers.count(read), size=numbers.count(size))
