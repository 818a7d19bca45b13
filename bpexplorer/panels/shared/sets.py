"""The set of samples that a panel speaks of: what is said where it has none, and which one is looked at. No Qt."""

from dataclasses import dataclass
from typing import Final

from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import SamplesName
from bpexplorer.document.acts.looking import ChooseSample, LookAround
from bpexplorer.document.picture import Picture
from bpexplorer.translation import tr

#: Title and words of what is shown for a set without samples.
EMPTY_SET: Final = (
    tr("This set is empty."),
    tr("Choose another set above, or give this one a share of the data: Set-up, section Data."),
)


@dataclass(frozen=True, slots=True)
class NeuronOver:
    """What is asked about: which neuron, over which samples."""

    neuron: Neuron
    over: SamplesName


def row_looked_at(over: SamplesName, picture: Picture) -> int | None:
    """Where in a set the sample is that is looked at; None if it isn't known to be there."""
    samples = picture.samples
    if over == samples.part:
        return int(samples.rows[picture.row])
    return picture.row if over == "probe" and picture.session.source is SampleSource.PROBE else None


def look_at(over: SamplesName, row: int) -> ChooseSample | LookAround | None:
    """The act that looks at one sample of a set; None for all sets together, whose rows belong to none."""
    if over == "probe":
        return ChooseSample(row, SampleSource.PROBE)
    return None if over == "all" else LookAround(over, row)
