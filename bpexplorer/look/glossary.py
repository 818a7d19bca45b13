"""The words of the field, each defined in one line: for the palette, and for the table in the user's guide. No Qt."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

GLOSSARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "δ": "∂C/∂z of a neuron: how fast C changes as something small is added to its weighted input z.",
        "demon": "Adds Δz to the weighted input z of one neuron, to compare what δ predicts with what C does.",
        "influence": "How strongly a small change of z changes C. That is what δ measures, not how wrong an answer is.",
        "slope": "σ′(z), the derivative of the activation at z: what δ is multiplied by on its way back.",
        "saturated": "Of a neuron whose slope is nearly 0, as a tanh far from 0: it passes almost no δ on.",
        "dead": "Of a neuron whose slope is 0 for every sample looked at, as a ReLU below 0: it passes no δ on.",
        "matched pair": "A cost and an output activation whose slope cancels, so that δ = output − target.",
        "fixed samples": "32 training samples, the same ones always, of which δ is shown.",
        "batch": "The samples that one step is made from.",
        "step": "One change of all weights and biases, made from one batch.",
        "epoch": "One pass through the whole training set, batch by batch.",
        "learning rate": "η, by which the gradient is multiplied in each step: w ← w − η ∂C/∂w.",
        "gradient": "∂C/∂w and ∂C/∂b of all weights and biases. Each ∂C/∂w is the mean of a·δ over the batch.",
        "BP1": "The equation for δ of an output: the sum over k of ∂C/∂aₖ · ∂aₖ/∂zⱼ.",
        "BP2": "The equation for δ of a hidden neuron: its slope times the sum of wₖⱼ δₖ.",
        "BP3": "The equation for the gradient of a bias: ∂C/∂b is δ.",
        "BP4": "The equation for the gradient of a weight: ∂C/∂w is a·δ, with a of the neuron that it comes from.",
        "contribution": "w·δ, one term of the sum in BP2: what comes back along one connection.",
        "training set": "The samples that the network learns from.",
        "validation set": "Samples kept from training that say when to stop.",
        "test set": "Samples kept from training that say how good the network is.",
        "dropout": "Leaves a random share of a layer's neurons out of each step.",
        "frozen": "Of what training leaves as it is.",
        "seed": "The number that all random draws follow from: the same seed gives the same run.",
    }
)
