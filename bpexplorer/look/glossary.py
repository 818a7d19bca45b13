"""The words of the field, each defined in one line: for the palette, and for the table in the user's guide. No Qt."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bpexplorer.translation import tr

GLOSSARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "δ": tr("∂C/∂z of a neuron: how fast C changes as something small is added to its weighted input z."),
        "demon": tr(
            "Adds Δz to the weighted input z of one neuron, to compare what δ predicts with what C does."
        ),
        "influence": tr(
            "How strongly a small change of z changes C. That is what δ measures, not how wrong an answer is."
        ),
        "slope": tr("σ′(z), the derivative of the activation at z: what δ is multiplied by on its way back."),
        "saturated": tr(
            "Of a neuron whose slope is nearly 0, as a tanh far from 0: it passes almost no δ on."
        ),
        "dead": tr(
            "Of a neuron whose slope is 0 for every sample looked at, as a ReLU below 0: it passes no δ on."
        ),
        "matched pair": tr(
            "A cost and an output activation whose slope cancels, so that δ = output − target."
        ),
        "fixed samples": tr("32 training samples, the same ones always, of which δ is shown."),
        "batch": tr("The samples that one step is made from."),
        "step": tr("One change of all weights and biases, made from one batch."),
        "epoch": tr("One pass through the whole training set, batch by batch."),
        "learning rate": tr("η, by which the gradient is multiplied in each step: w ← w − η ∂C/∂w."),
        "gradient": tr(
            "∂C/∂w and ∂C/∂b of all weights and biases. Each ∂C/∂w is the mean of a·δ over the batch."
        ),
        "BP1": tr("The equation for δ of an output: the sum over k of ∂C/∂aₖ · ∂aₖ/∂zⱼ."),
        "BP2": tr("The equation for δ of a hidden neuron: its slope times the sum of wₖⱼ δₖ."),
        "BP3": tr("The equation for the gradient of a bias: ∂C/∂b is δ."),
        "BP4": tr(
            "The equation for the gradient of a weight: ∂C/∂w is a·δ, with a of the neuron "
            "that it comes from."
        ),
        "Jacobian": tr(
            "The table of all ∂aₖ/∂zⱼ of a layer: how much each output changes with each z. A diagonal unless one z "
            "changes several outputs, as with softmax."
        ),
        "contribution": tr("w·δ, one term of the sum in BP2: what comes back along one connection."),
        "training set": tr("The samples that the network learns from."),
        "validation set": tr("Samples kept from training that say when to stop."),
        "test set": tr("Samples kept from training that say how good the network is."),
        "dropout": tr("Leaves a random share of a layer's neurons out of each step."),
        "frozen": tr("Of what training leaves as it is."),
        "seed": tr("The number that all random draws follow from: the same seed gives the same run."),
    }
)
