"""Positive outputs that sum to 1. Every a_k depends on every z_j: J_kj = a_k (δ_kj − a_j)."""

import numpy as np

from bpexplorer.core.activations.base import Activation
from bpexplorer.core.activations.pieces import below_largest
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import LayerForm, Tools
from bpexplorer.translation import tr


class Softmax(Activation):
    """Positive outputs that sum to 1. Every a_k depends on every z_j: J_kj = a_k (δ_kj − a_j)."""

    name, label, formula = "softmax", "softmax", "aⱼ = eᶻʲ / Σₖ eᶻᵏ"
    purpose = tr(
        "Shares of 1 among the neurons of the layer, like probabilities of classes: "
        "each a depends on every z."
    )
    range = (0.0, 1.0)
    latex, symbol, slope_formula = r"a = \mathrm{softmax}(z)_j", "a = softmax(z)_j", "∂aⱼ/∂zⱼ"
    error = "δⱼ = aⱼ (rⱼ − Σₖ aₖ rₖ), r = {r}"
    lesson = tr("Softmax ties the outputs together: the sum over k stays, and a sure miss has almost no δ.")
    largest_slope = 0.25
    shares = True
    elementwise = False

    def value(self, z: FloatArray) -> FloatArray:
        powers: FloatArray = np.exp(below_largest(z))
        powers /= powers.sum(axis=-1, keepdims=True)
        return powers

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return a * (1 - a)

    def jacobian(self, z: FloatArray, a: FloatArray) -> FloatArray:
        jacobian = -a[..., :, np.newaxis] * a[..., np.newaxis, :]
        neurons = np.arange(a.shape[-1])
        jacobian[..., neurons, neurons] += a
        return jacobian

    def vjp(self, z: FloatArray, a: FloatArray, u: FloatArray) -> FloatArray:
        product: FloatArray = a * (u - (a * u).sum(axis=-1, keepdims=True))
        return product

    def jvp(self, z: FloatArray, a: FloatArray, v: FloatArray) -> FloatArray:
        return self.vjp(z, a, v)  # J is symmetric

    def value_into(self, z: FloatArray, a: FloatArray) -> None:
        np.subtract(z, z.max(axis=1, keepdims=True), out=a)
        np.exp(a, out=a)
        a /= a.sum(axis=1, keepdims=True)

    def vjp_into(self, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        np.multiply(a, u, out=z)
        u -= z.sum(axis=1, keepdims=True)
        u *= a

    def compiled(self, tools: Tools) -> LayerForm:
        exp = tools.exp

        @tools.fast
        def value(z: FloatArray, a: FloatArray, stride: int) -> None:
            largest, total = np.empty(stride), np.empty(stride)
            neurons = len(z) // stride
            for s in range(stride):
                largest[s], total[s] = z[s], 0.0
            for j in range(1, neurons):
                for s in range(stride):
                    largest[s] = max(largest[s], z[j * stride + s])
            for j in range(neurons):
                for s in range(stride):
                    power = exp(z[j * stride + s] - largest[s])
                    total[s] += power
                    a[j * stride + s] = power
            for j in range(neurons):
                for s in range(stride):
                    a[j * stride + s] /= total[s]

        @tools.fast
        def back(_z: FloatArray, a: FloatArray, u: FloatArray, stride: int) -> None:
            mean = np.zeros(stride)
            for j in range(len(a) // stride):
                for s in range(stride):
                    mean[s] += a[j * stride + s] * u[j * stride + s]
            for j in range(len(a) // stride):
                for s in range(stride):
                    u[j * stride + s] = a[j * stride + s] * (u[j * stride + s] - mean[s])

        return LayerForm(value, back)
