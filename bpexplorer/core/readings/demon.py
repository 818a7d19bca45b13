"""Everything that is read off the demon at one neuron: one question about a network, one answer."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bpexplorer.core.backprop import Factors
from bpexplorer.core.demon import Perturbation, activation_curve, cost_curve, perturb
from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon_verdict import Verdict, gap_is_of_kinks, judge
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import PartName, TrainingData
from bpexplorer.core.types import FloatArray

#: The curve reaches at least this far to either side of 0, and beyond Δz.
CURVE_REACH = 2.0
CURVE_POINTS = 121


@dataclass(frozen=True, slots=True, eq=False)
class DemonReading:
    """What Δz at one neuron does to the cost of one sample, or to the mean cost of the probe.

    ``delta``, ``predicted`` = δ·Δz, ``actual`` = ΔC and ``gap`` belong to that scope: to the sample, or to the mean
    over the probe.
    """

    neuron: Neuron
    dz: float
    #: A row of the probe, or of ``part``.
    sample: int
    whole_batch: bool
    #: The step of the network that was asked.
    step: int
    #: C before.
    cost: float
    delta: float
    predicted: float
    actual: float
    #: About how much of ``actual`` may be rounding.
    rounding: float
    #: C(z + Δz) for many Δz, both of shape (points,), ascending and with 0, Δz and −Δz among them.
    curve_dz: FloatArray
    curve_cost: FloatArray
    #: Of the selected sample, whatever the scope: what the neurons behind it do, and the neuron's own a at z + Δz, for
    #: the Δz of the curve, shape (points,).
    perturbation: Perturbation
    curve_a: FloatArray
    #: What predicted and actual have to do with each other.
    verdict: Verdict
    #: The part whose sample this is; None for one of the fixed samples.
    part: PartName | None = None

    @property
    def gap(self) -> float:
        """actual − predicted."""
        return self.actual - self.predicted

    @property
    def gap_share(self) -> float | None:
        """|gap| as a part of |predicted|; None where nothing was predicted, or C isn't finite."""
        if not self.predicted or not math.isfinite(self.gap):
            return None
        return abs(self.gap / self.predicted)

    def is_like(self, other: "DemonReading") -> bool:
        """Whether both ask the same of the same network."""
        return self.dz == other.dz and self._has_place_of(other)

    def left_of_gap(self, before: "DemonReading") -> float | None:
        """What part of the gap of ``before``, which had twice this Δz, is left; None if it isn't such a reading."""
        if not self.dz or self.dz != before.dz / 2 or not self._has_place_of(before):
            return None
        # Rounding has no quarter.
        if not min(abs(self.gap), abs(before.gap)) > 10 * self.rounding:
            return None
        left = abs(self.gap / before.gap)
        return left if math.isfinite(left) else None

    def _has_place_of(self, other: "DemonReading") -> bool:
        """Whether all but Δz is the same; C tells networks of one step apart."""
        here, there = (
            (each.neuron, each.sample, each.part, each.whole_batch, each.step, each.cost)
            for each in (self, other)
        )
        return here == there

    @property
    def lowest(self) -> tuple[float, float] | None:
        """Δz and C where the curve is lowest; None where it is flat but for rounding, or not finite anywhere."""
        finite = np.isfinite(self.curve_cost)
        if not finite.any():
            return None
        at = int(np.argmin(np.where(finite, self.curve_cost, np.inf)))
        if not np.ptp(self.curve_cost[finite]) > self.rounding:
            return None
        return float(self.curve_dz[at]), float(self.curve_cost[at])

    @property
    def activation_change(self) -> tuple[float, float]:
        """The neuron's own a before and with Δz, of the selected sample."""
        before, after = (
            float(each[0][0, self.neuron.index])
            for each in (self.perturbation.activations_before, self.perturbation.activations_after)
        )
        return before, after

    @property
    def z(self) -> float:
        """The neuron's weighted input before Δz, of the selected sample."""
        return float(self.perturbation.zs_before[0][0, self.neuron.index])

    def predictions(self, data: TrainingData) -> tuple[int, int] | None:
        """The class that the selected sample is taken for, before and with Δz; None for regression."""
        if not data.is_classification:
            return None
        before, after = (
            int(data.predicted_classes(each[-1])[0])
            for each in (self.perturbation.activations_before, self.perturbation.activations_after)
        )
        return before, after


def read_demon(
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    sample: int,
    neuron: Neuron,
    dz: float,
    whole_batch: bool,
    step: int,
    part: PartName | None = None,
) -> DemonReading:
    """Add Δz to one neuron's weighted input and read off all there is to see.

    ``sample`` is a row of the probe, or of ``part`` if one is given. The mean is over the probe either way.
    """
    one = slice(sample, sample + 1)
    of_one = data.samples("probe" if part is None else part)
    return read_tested(
        network,
        Tested(of_one.x[one], of_one.y[one]),
        Tested(data.x_probe, data.y_probe) if whole_batch else None,
        cost=cost,
        sample=sample,
        neuron=neuron,
        dz=dz,
        step=step,
        part=part,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Samples that a demon is tried on, and what dropout multiplies the activations of layer l by, if anything."""

    x: FloatArray
    y: FloatArray
    factors: Factors = field(default_factory=dict)


def read_tested(
    network: Network,
    one: Tested,
    every: Tested | None,
    *,
    cost: str,
    sample: int,
    neuron: Neuron,
    dz: float,
    step: int,
    part: PartName | None = None,
) -> DemonReading:
    """Read the demon of ``one`` sample; if there is ``every``, of their mean cost."""
    at: dict[str, Any] = {"cost": cost, "layer": neuron.layer, "neuron": neuron.index}
    whole_batch, shown = every is not None, one if every is None else every
    dzs = _curve_points(dz)
    sample_reading = perturb(network, one.x, one.y, dz=dz, factors=one.factors, **at)
    reading = sample_reading
    if whole_batch:
        reading = perturb(network, shown.x, shown.y, dz=dz, factors=shown.factors, **at)
    curve = cost_curve(network, shown.x, shown.y, dzs=dzs, factors=shown.factors, **at).mean(axis=1)
    before = float(curve[np.searchsorted(dzs, 0.0)])
    rounding = float(reading.rounding.mean())
    near = curve[np.abs(dzs) <= abs(dz)] - before
    return DemonReading(
        neuron=neuron,
        dz=dz,
        sample=sample,
        whole_batch=whole_batch,
        step=step,
        cost=before,
        delta=float(reading.delta.mean()),
        predicted=reading.mean_predicted,
        actual=reading.mean_actual,
        rounding=rounding,
        curve_dz=dzs,
        curve_cost=curve,
        perturbation=sample_reading,
        curve_a=activation_curve(network, sample_reading, dzs),
        verdict=judge(
            dz=dz,
            predicted=reading.mean_predicted,
            actual=reading.mean_actual,
            opposite=float(curve[np.searchsorted(dzs, -dz)]) - before,
            cost=before,
            rounding=rounding,
            is_kinked=gap_is_of_kinks(reading.gap, reading.crosses_kink),
            lowest=float(near.min()),
            highest=float(near.max()),
        ),
        part=part,
    )


def _curve_points(dz: float) -> FloatArray:
    reach = max(CURVE_REACH, 1.25 * abs(dz))
    points = np.sort(np.append(np.linspace(-reach, reach, CURVE_POINTS), [0.0, dz, -dz]))
    # numpy's own ``unique`` loads numpy.ma, for which the first reading, at the start, would wait.
    return points[np.append(True, np.diff(points) > 0)]
