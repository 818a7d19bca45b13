"""The sentences around the tables of the gradient flow panel. No Qt."""

from typing import Final, get_args

from bpexplorer.core.readings.diagnostics.flow import Cause, FlowKind, FlowVerdict
from bpexplorer.core.readings.flow import FlowReading
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.look import numbers
from bpexplorer.look.samples import part_word
from bpexplorer.translation import tr

#: Room for the step, where there is little.
_STEP_CHARACTERS: Final = 7


def short_name(over: SamplesName) -> str:
    """Some samples by few words: the title line has the step beside them."""
    if over == "all":
        return tr("all data")
    return SAMPLES[over] if over == "probe" else part_word(over)


def title(reading: FlowReading) -> str:
    """Of which step, and of which network; which samples they are stands in the box beside it."""
    held = "" if reading.held is None else tr(" · with Δz on {neuron}", neuron=reading.held.neuron)
    return tr("step {step}{held}", step=numbers.count(reading.step), held=held)


def shorter_title(reading: FlowReading) -> str:
    """Of which step, where there isn't room for the title: its digits are what is missed most."""
    step = tr("step {step}", step=numbers.count_within(reading.step, _STEP_CHARACTERS))
    return step if reading.held is None else f"{step}…"


def flow_sentence(reading: FlowReading) -> str:
    """Read the tables: what becomes of δ on its way back, and what does it; or why there is no next step."""
    if reading.refused is not None:
        return reading.refused
    if reading.divergence is not None:
        return str(reading.divergence)
    return verdict_sentence(reading.verdict)


def verdict_sentence(verdict: FlowVerdict) -> str:
    """What becomes of δ on its way back, and by what."""
    layer = verdict.layer
    match verdict.kind:
        case "one layer":
            return tr("There is only one layer: δ comes from the cost and goes back no further.")
        case "not finite":
            return tr("δ is not finite: the network's numbers are too large.")
        case "none":
            return tr("δ of the output is 0 for every sample: nothing goes back.")
        case "ends" if verdict.cause == "weights":
            return tr(
                "δ ends at layer {layer}: the contributions w·δ of the next layer cancel, or all are 0.",
                layer=layer,
            )
        case "ends":
            return tr("δ ends at layer {layer}: every slope there is 0.", layer=layer)
        case "fades" if verdict.cause == "slopes":
            return tr(
                "δ fades on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the slopes.",
                layer=layer,
                factor=numbers.ratio(verdict.factor),
            )
        case "fades":
            return tr(
                "δ fades on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the weights.",
                layer=layer,
                factor=numbers.ratio(verdict.factor),
            )
        case "grows" if verdict.cause == "slopes":
            return tr(
                "δ grows on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the slopes.",
                layer=layer,
                factor=numbers.ratio(verdict.factor),
            )
        case "grows":
            return tr(
                "δ grows on the way back: in layer {layer} it is {factor} the size of the "
                "output's, mostly by the weights.",
                layer=layer,
                factor=numbers.ratio(verdict.factor),
            )
        case "keeps":
            return tr("No layer fades: δ keeps its size on the way back.")


def whereto(verdict: FlowVerdict) -> str:
    """Where the sentence leads: to δ of the layer that it speaks of, or of all."""
    if verdict.layer is None:
        return tr("Click to see δ of every neuron, layer by layer.")
    return tr("Click to see δ of layer {layer}, neuron by neuron.", layer=verdict.layer)


#: Sentences as long as any of a verdict: the room of the longest is kept, so that nothing moves when it comes.
LONGEST: Final = tuple(
    verdict_sentence(FlowVerdict(kind, 10, 1.2e-5, cause))
    for kind in get_args(FlowKind)
    for cause in get_args(Cause)
)
